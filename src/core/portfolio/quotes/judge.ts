/** Whether a new quote may take the place of the last good one: one that jumps, or that a second source contradicts, is put aside until somebody confirms it. */

import type { Words } from '../../domain/parameters.ts';

/** Beyond it a price is believed only where a second source says the same. */
const JUMP = 0.3;
/** A price that moves little is checked so often. */
const CHECKED_FOR_MS = 24 * 3_600_000;

export interface Compared {
  /** In one currency all three. */
  readonly price: number;
  /** The last good one; null where there is none. */
  readonly kept: number | null;
  /** What a second source says at the same time; null where none can say. */
  readonly other: number | null;
}

/** By how much two prices differ, as a ratio of the lesser. */
export const difference = (a: number, b: number): number => Math.abs(a - b) / Math.min(a, b);

/** A second source is asked where nothing was known, for a move larger than the sources may differ by, and once a day. */
export function needsSecondSource(
  { price, kept }: Omit<Compared, 'other'>,
  checkedAt: number | null,
  disagreement: number,
  now: number,
): boolean {
  return kept === null || checkedAt === null || now - checkedAt > CHECKED_FOR_MS || difference(price, kept) > disagreement;
}

export type Verdict = { readonly isGood: true } | { readonly isGood: false; readonly ratio: number; readonly why: Words };

export interface Named {
  readonly title: string;
  readonly provider: string;
  readonly currency: string;
  /** Who says `other`. */
  readonly second: string | null;
}

export function judge({ price, kept, other }: Compared, disagreement: number, { title, provider, currency, second }: Named): Verdict {
  if (other !== null) {
    const ratio = difference(price, other);
    if (ratio <= disagreement) return { isGood: true };
    const said = `${provider}: ${price} ${currency}; ${second}: ${other} ${currency}`;
    return {
      ...{ isGood: false, ratio },
      why: {
        en: `${title}: two sources differ by ${percent(ratio)}, more than ${percent(disagreement)} (${said})`,
        es: `${title}: dos fuentes difieren un ${percent(ratio)}, más del ${percent(disagreement)} (${said})`,
      },
    };
  }
  if (kept === null || difference(price, kept) <= JUMP) return { isGood: true };
  const ratio = difference(price, kept);
  const said = `${provider}: ${price} ${currency}`;
  return {
    ...{ isGood: false, ratio },
    why: {
      en: `${title}: ${percent(ratio)} away from the last good price, ${kept} ${currency}, and no second source confirms it (${said})`,
      es: `${title}: a un ${percent(ratio)} del último precio bueno, ${kept} ${currency}, y ninguna otra fuente lo confirma (${said})`,
    },
  };
}

const percent = (ratio: number): string => `${(ratio * 100).toFixed(ratio < 0.1 ? 1 : 0)} %`;
