/** What an instrument counts towards in concentration limits. What is not known counts everywhere: the worst case, never zero. */

import type { Instrument } from '../../domain/instrument.ts';

/** As configuration states it; absent means not known. */
export interface Classification {
  readonly sector?: string;
  readonly assetClass?: string;
  readonly geography?: string;
}

export interface InstrumentClass {
  /** Null: not known. */
  readonly sector: string | null;
  readonly assetClass: string | null;
  readonly geography: string | null;
  readonly usd: boolean;
  readonly crypto: boolean;
  /** Day-trade rules of the United States may apply. */
  readonly usEquity: boolean;
}

const DOLLARS = new Set(['USD', 'USDT', 'USDC', 'DAI', 'TUSD', 'FDUSD', 'BUSD', 'PYUSD', '']);
const KIND_CLASS: Readonly<Record<string, string>> = { spot: 'crypto', perpetual: 'crypto', equity: 'equity', forex: 'currency' };

/** Stated facts first, then what the kind of instrument says by itself. */
export function classOf({ specification }: Instrument, stated: Classification | undefined, unknownIsWorst: boolean): InstrumentClass {
  const assetClass = stated?.assetClass ?? KIND_CLASS[specification.kind] ?? null;
  const geography = stated?.geography ?? null;
  return {
    sector: stated?.sector ?? null,
    assetClass,
    geography,
    usd: DOLLARS.has(specification.quote.toUpperCase()),
    crypto: assetClass === 'crypto' || (assetClass === null && unknownIsWorst),
    usEquity: specification.kind === 'equity' && (geography === 'US' || (geography === null && unknownIsWorst)),
  };
}

/** Whether two may be of one sector (or class, or geography). */
export function mayBeSame(a: string | null, b: string | null, unknownIsWorst: boolean): boolean {
  return a === null || b === null ? unknownIsWorst : a === b;
}
