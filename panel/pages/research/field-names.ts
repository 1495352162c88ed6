/** Options of the command line in a sentence of a run, as the fields of the form that they are. What the form has no field for stays as it is. */

import type { ResearchWords } from './words.ts';

/** A label without its unit, or without what it means. */
const nameOf = (label: string): string => label.split(/[,:]/)[0] as string;

export function withFields(sentence: string, { start }: Pick<ResearchWords, 'start'>): string {
  const { fee, slippage, size, leverage, currency, risk, risks, data, stored, field } = start;
  const fields: Readonly<Record<string, string>> = { fee, slippage, size, leverage, currency };
  return sentence.replace(/--([a-z]+\b)(?: (default|none|multi_asset)\b)?/g, (option, name: string, profile?: keyof typeof risks) => {
    if (name === 'risk') return field(profile === undefined ? risk : `${risk}: ${nameOf(risks[profile])}`);
    if (name === 'symbol') return field(`${data}: ${stored}`);
    const label = fields[name];
    return label === undefined || profile !== undefined ? option : field(nameOf(label));
  });
}
