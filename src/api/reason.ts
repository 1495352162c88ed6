/** Why somebody asks for something, as text for the journal: one line, whatever was typed. */

import { z } from 'zod';
import { MISLEADING } from './typed-line.ts';

const EACH_MISLEADING = new RegExp(MISLEADING, 'gu');

const escaped = (character: string) => (character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Line ends, other control characters and marks of direction are shown as escapes, so that a reason can't pass for lines of its own. Never refused for them: a kill goes through. */
export const reason = z
  .string()
  .max(200)
  .overwrite((text) => text.replaceAll(EACH_MISLEADING, escaped))
  .optional();
