/** Lists in which nothing may be named twice: which of two values would count, nobody could say. */

import type { z } from 'zod';

/** For `superRefine`: the second of two rows of one name is refused at its field. */
export function eachOnce<Row>(field: keyof Row & string, nameOf: (row: Row) => string) {
  return (rows: readonly Row[], context: z.RefinementCtx): void => {
    const names = rows.map(nameOf);
    const twice = names.findIndex((name, i) => names.indexOf(name) < i);
    if (twice === -1) return;
    const message = `expected each only once, found ${names[twice]} a second time; leave one of them out`;
    context.addIssue({ code: 'custom', path: [twice, field], message });
  };
}
