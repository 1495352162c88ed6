/** What a local exchange trades: the shipped samples of a venue, samples by name, or candle files, all prepared for one currency. */

import { basename } from 'node:path';
import type { CandleFileOptions } from '../adapters/market-lake/read-candle-file.ts';
import { readCandleFile } from '../adapters/market-lake/read-candle-file.ts';
import { type InstrumentSpecification, prepareInstrument } from '../core/domain/instrument.ts';
import { InputError } from '../core/domain/result.ts';
import type { Candles } from '../core/market/candles.ts';
import type { FundingHistory } from '../core/trading/venue-model/funding.ts';
import { listSamples, openSampleMarket, stepsOf } from './market-data.ts';

/** Crypto accounts count to 10^-8. */
export const QUANTUM_DECIMALS = 8;

interface Loaded {
  readonly specification: InstrumentSpecification;
  readonly timeframeMs: number;
  readonly candles: Candles;
  readonly funding: FundingHistory | 'missing' | null;
}

/** `replay` holds `samples` (`usual`, by name), names of samples, or files. InputError where one can't be read, or nothing is left. */
export async function loadExchangeData(replay: readonly string[], usual: readonly string[]) {
  const names = replay.flatMap((name) => (name === 'samples' ? usual : [name]));
  if (names.length === 0) throw new InputError('USAGE', '--replay: expected samples or candle files, found nothing', 2);
  const known = new Set(listSamples().map(({ name }) => name));
  const loaded = await Promise.all(names.map((name) => (known.has(name) ? fromSample(name) : fromFile(name))));
  return loaded.map(({ specification, timeframeMs, candles, funding }, index) => ({
    instrument: prepareInstrument(specification, index, QUANTUM_DECIMALS),
    timeframeMs,
    candles,
    funding,
  }));
}

async function fromSample(name: string): Promise<Loaded> {
  const { instrument, series, funding = null } = await openSampleMarket(name);
  const [{ timeframeMs, candles } = { timeframeMs: 0, candles: null }] = series;
  return { specification: instrument, timeframeMs, candles: candles as Candles, funding };
}

const QUOTES = ['USDT', 'USDC', 'USD', 'EUR', 'BTC', 'ETH'];
/** What a file does not say of its instrument: fees of the venue's lowest tier, and for perpetuals its first margin tier. */
const SPOT = { kind: 'spot', makerFeeRatio: 0.001, takerFeeRatio: 0.001, minimumNotional: 1, shorting: false } as const;
const PERPETUAL = {
  kind: 'perpetual',
  makerFeeRatio: 0.0002,
  takerFeeRatio: 0.00055,
  minimumNotional: 5,
  shorting: true,
  leverage: 10,
  maintenanceTiers: [{ upTo: null, maintenanceRatio: 0.005 }],
} as const;

/** The file's name says what it holds: BTCUSDT.csv, ETHUSDT-PERP-1m.csv.gz. */
async function fromFile(path: string, options: CandleFileOptions = {}): Promise<Loaded> {
  const [, symbol = '', perpetual] = /^([A-Za-z0-9]{3,20}?)(-PERP)?(?:[-_.].*)?$/.exec(basename(path)) ?? [];
  const quote = QUOTES.find((one) => symbol.toUpperCase().endsWith(one) && symbol.length > one.length);
  if (quote === undefined)
    throw new InputError(
      'FILE_NAME_UNKNOWN',
      `expected a file named after its instrument, such as BTCUSDT-1m.csv or ETHUSDT-PERP.csv, found ${basename(path)}; rename it`,
      2,
    );
  const file = await readCandleFile(path, { badRows: 'report', ...options });
  const specification: InstrumentSpecification = {
    id: `${symbol.toUpperCase()}${perpetual ?? ''}`,
    venue: 'file',
    base: symbol.toUpperCase().slice(0, -quote.length),
    quote,
    ...stepsOf(file),
    ...(perpetual === undefined ? SPOT : PERPETUAL),
  };
  return { specification, timeframeMs: file.timeframeMs, candles: file.candles, funding: perpetual === undefined ? null : 'missing' };
}
