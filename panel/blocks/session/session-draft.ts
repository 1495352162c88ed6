/** A session being put together: where its prices come from, which instruments, and what becomes of its strategies when that changes. */

import type { SettingsForm } from '../../../src/api/settings.ts';
import type { SessionInstrument, SessionStrategy } from './session-content.ts';

/** `gateway`: an account at Interactive Brokers, which is set up on the host and only kept here. */
export type PriceKind = 'samples' | 'bybit' | 'kraken' | 'other' | 'gateway';
/** Those that can be chosen. */
export const PRICE_KINDS = ['samples', 'bybit', 'kraken', 'other'] as const satisfies readonly PriceKind[];

export interface PricesDraft {
  readonly kind: PriceKind;
  readonly samples: readonly string[];
  /** A ccxt exchange id. */
  readonly venue: string;
  readonly category: 'linear' | 'spot';
  readonly instruments: readonly SessionInstrument[];
  /** Of a simulator on this machine; empty: the exchange's own address. */
  readonly address: string;
}

interface Preset extends Pick<PricesDraft, 'venue' | 'category' | 'instruments'> {
  readonly currency: string;
  readonly leverage: number;
  /** What else can be ticked. */
  readonly more: readonly SessionInstrument[];
}

const perpetual = (symbol: string): SessionInstrument => ({ id: `${symbol}-PERP`, symbol });

/** What each exchange is begun with. Kraken's own names of its pairs: docs.kraken.com, AssetPairs. */
export const PRESETS: Readonly<Record<'bybit' | 'kraken' | 'other', Preset>> = {
  bybit: {
    venue: 'bybit',
    category: 'linear',
    currency: 'USDT',
    leverage: 2,
    instruments: [perpetual('BTCUSDT')],
    more: ['ETHUSDT', 'SOLUSDT', 'XRPUSDT'].map(perpetual),
  },
  kraken: {
    venue: 'kraken',
    category: 'spot',
    currency: 'USD',
    leverage: 1,
    instruments: [{ id: 'BTCUSD', symbol: 'XXBTZUSD' }],
    more: [
      { id: 'ETHUSD', symbol: 'XETHZUSD' },
      { id: 'SOLUSD', symbol: 'SOLUSD' },
    ],
  },
  other: { venue: '', category: 'spot', currency: 'USDT', leverage: 1, instruments: [{ id: 'BTCUSDT', symbol: 'BTCUSDT' }], more: [] },
};

export const FIRST_SAMPLE = 'BTCUSDT-bybit-1m';

export function pricesOfKind(kind: Exclude<PriceKind, 'gateway'>): PricesDraft {
  const { venue, category, instruments } = PRESETS[kind === 'samples' ? 'bybit' : kind];
  return { kind, samples: [FIRST_SAMPLE], venue, category, instruments, address: '' };
}

type Content = Readonly<Record<string, unknown>>;

export function pricesOf(session: Content): PricesDraft {
  const { samples, venue, instruments } = session as {
    readonly samples?: readonly string[];
    readonly venue?: { readonly name: string; readonly category?: 'linear' | 'spot'; readonly url?: string | { readonly rest: string } };
    readonly instruments?: readonly SessionInstrument[];
  };
  if (venue === undefined) return { ...pricesOfKind('samples'), samples: samples ?? [FIRST_SAMPLE] };
  const kind = venue.category === undefined ? 'gateway' : venue.name === 'bybit' || venue.name === 'kraken' ? venue.name : 'other';
  const address = typeof venue.url === 'string' ? venue.url : (venue.url?.rest ?? '');
  return { kind, samples: [], venue: venue.name, category: venue.category ?? 'spot', instruments: instruments ?? [], address };
}

/** Ids of what can be traded on these prices. */
export function tradedOn({ kind, samples, instruments }: PricesDraft, form: Pick<SettingsForm, 'samples'>): readonly string[] {
  if (kind !== 'samples') return instruments.map(({ id }) => id);
  return [...new Set(form.samples.filter(({ name }) => samples.includes(name)).map(({ symbol }) => symbol))];
}

/** An instrument that is gone is replaced by the first one there is. */
export function strategiesOn<Row extends Pick<SessionStrategy, 'instrument'>>(
  rows: readonly Row[],
  traded: readonly string[],
): readonly Row[] {
  return rows.map((row) => (traded.includes(row.instrument) || traded[0] === undefined ? row : { ...row, instrument: traded[0] }));
}

/** What a session has of these prices, in its own words. */
export function contentOfPrices({ kind, samples, venue, category, instruments, address }: PricesDraft): Content {
  if (kind === 'samples') return { samples };
  const url = address.trim() === '' ? {} : { url: kind === 'kraken' ? krakenAddresses(address.trim()) : address.trim() };
  return { venue: { name: venue.trim(), category, ...url }, instruments };
}

/** Its streams have places of their own; those of the simulator. */
function krakenAddresses(rest: string) {
  const streams = rest.replace(/^http/, 'ws');
  return { rest, publicStreams: streams, privateStreams: `${streams}/auth` };
}

/** A whole session of the fewest choices, for whoever begins one: everything else is what the shipped sessions have. */
export function newSession({
  prices,
  strategies,
  cash,
  account,
}: {
  readonly prices: PricesDraft;
  readonly strategies: readonly SessionStrategy[];
  readonly cash: number;
  readonly account: string;
}): Content {
  const common = { account, strategies, risk: 'default', seed: 1 };
  if (prices.kind === 'samples')
    return { ...common, currency: 'USDT', cash, samples: prices.samples, feeRatio: 0.001, slippageRatio: 0.0005, latencyMs: 0, speed: 120 };
  const { currency, leverage } = PRESETS[prices.kind === 'gateway' ? 'other' : prices.kind];
  return { ...common, currency, leverage, warmupCandles: 200, paper: { cash }, ...contentOfPrices(prices) };
}
