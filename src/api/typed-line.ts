/** One line that somebody types and others read in lists, files and terminals: the name of a device or a token, a tag, a signature. */

import { z } from 'zod';

/** They would end the line, speak to a terminal, or turn the order of what stands beside them: controls, line ends, marks of direction. */
export const MISLEADING = /[\p{Cc}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Without the blanks around it, 1 to `most` characters. Letters of any script, emoji and what joins them pass. */
export const typedLine = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !MISLEADING.test(text), 'expected one line without control characters or marks of direction, found one of these')
    .refine((text) => VISIBLE.test(text), 'expected something that can be seen, found only blanks and invisible characters');
