/** What a local exchange trades: the shipped samples of a venue, samples by name, candle files, or recordings of trades, quotes or order books. */

import { basename, dirname } from 'node:path';
import type { MarketSource } from '../adapters/exchange-simulator/exchange/market.ts';
import { leanFolder } from '../adapters/market-lake/lean-file.ts';
import { readBookFrames } from '../adapters/market-lake/read-book-frames.ts';
import { readCandleFile } from '../adapters/market-lake/read-candle-file.ts';
import { type RecordingFile, readTicks } from '../adapters/market-lake/read-ticks.ts';
import { type InstrumentSpecification, prepareInstrument } from '../core/domain/instrument.ts';
import { InputError } from '../core/domain/result.ts';
import { candlesOf } from '../core/market/recording.ts';
import { listSamples, openSampleMarket, sampleFile, stepsOf } from './market-data.ts';

/** Crypto accounts count to 10^-8. */
export const QUANTUM_DECIMALS = 8;
/** Recordings are told in candles of this length unless a venue wants others. */
const CANDLES_MS = 60_000;

interface Loaded extends Omit<MarketSource, 'instrument'> {
  readonly specification: InstrumentSpecification;
  readonly notes: readonly string[];
}

export interface ExchangeSource extends MarketSource {
  /** What was wrong or assumed in what was read. */
  readonly notes: readonly string[];
}

/**
 * `replay` holds `samples` (`usual`, by name), names of samples, or files; recordings get candles of `candlesMs`. InputError where one can't be read, or
 * nothing is left.
 */
export async function loadExchangeData(
  replay: readonly string[],
  usual: readonly string[],
  candlesMs = CANDLES_MS,
): Promise<ExchangeSource[]> {
  const names = replay.flatMap((name) => (name === 'samples' ? usual : [name]));
  if (names.length === 0) throw new InputError('USAGE', '--replay: expected samples or files, found nothing', 2);
  const known = new Set(listSamples().map(({ name }) => name));
  const loaded = await Promise.all(names.map((name) => (known.has(name) ? fromSample(name, candlesMs) : fromFile(name, candlesMs))));
  return loaded.map(({ specification, ...source }, index) => ({
    instrument: prepareInstrument(specification, index, QUANTUM_DECIMALS),
    ...source,
  }));
}

async function fromSample(name: string, candlesMs: number): Promise<Loaded> {
  const { instrument: specification, series, funding = null } = await openSampleMarket(name);
  const sample = listSamples().find((one) => one.name === name && one.kind === 'ticks');
  const ticks = sample === undefined ? null : readTicks(sampleFile(sample));
  if (ticks !== null) return { specification, funding, ...replayed(ticks, candlesMs) };
  const [first] = series;
  if (first === undefined) throw new InputError('SAMPLE_UNKNOWN', `expected candles in the sample ${name}, found none`, 3);
  return { specification, timeframeMs: first.timeframeMs, candles: first.candles, funding, notes: [] };
}

function replayed(
  { recording, notes }: RecordingFile,
  timeframeMs: number,
): Pick<Loaded, 'recording' | 'candles' | 'timeframeMs' | 'notes'> {
  return { recording, candles: candlesOf(recording, timeframeMs), timeframeMs, notes };
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

const STOCK = { kind: 'equity', makerFeeRatio: 0, takerFeeRatio: 0, minimumNotional: 0, shorting: true } as const;

/** The file's name says what it holds: BTCUSDT.csv, ETHUSDT-PERP-1m.csv.gz; so do LEAN's folders. */
async function fromFile(path: string, candlesMs: number): Promise<Loaded> {
  const named = specificationOf(path);
  const recorded = readBookFrames(path) ?? readTicks(path);
  if (recorded !== null) {
    const { priceDecimals, quantityDecimals } = recorded.recording;
    const steps = { tickSize: Number(`1e-${priceDecimals}`), lotSize: Number(`1e-${quantityDecimals}`) };
    const source = replayed(recorded, candlesMs);
    if (source.candles.length === 0)
      throw new InputError('RECORDING_EMPTY', `${basename(path)}: expected trades, or bids and asks together, found none to replay`);
    return { specification: { ...named, ...steps }, funding: fundingOf(named), ...source };
  }
  const file = await readCandleFile(path, { badRows: 'report' });
  const specification = { ...named, ...stepsOf(file) };
  return { specification, timeframeMs: file.timeframeMs, candles: file.candles, funding: fundingOf(named), notes: [] };
}

function fundingOf({ kind }: Pick<InstrumentSpecification, 'kind'>): 'missing' | null {
  return kind === 'perpetual' ? 'missing' : null;
}

function specificationOf(path: string): Omit<InstrumentSpecification, 'tickSize' | 'lotSize'> {
  const lean = /\/equity\/[^/]+\/tick\/([a-z0-9.]+)\/[^/]+$/i.exec(path.replaceAll('\\', '/'));
  if (lean !== null) {
    const id = (lean[1] as string).toUpperCase();
    return { id, venue: 'file', base: id, quote: 'USD', ...STOCK };
  }
  const name = leanFolder(path) === undefined ? basename(path) : basename(dirname(path));
  const [, symbol = '', perpetual] = /^([A-Za-z0-9]{3,20}?)(-PERP)?(?:[-_.].*)?$/.exec(name) ?? [];
  const quote = QUOTES.find((one) => symbol.toUpperCase().endsWith(one) && symbol.length > one.length);
  if (quote === undefined)
    throw new InputError(
      'FILE_NAME_UNKNOWN',
      `expected a file named after its instrument, such as BTCUSDT-1m.csv or ETHUSDT-PERP.csv, found ${basename(path)}; rename it`,
      2,
    );
  return {
    id: `${symbol.toUpperCase()}${perpetual ?? ''}`,
    venue: 'file',
    base: symbol.toUpperCase().slice(0, -quote.length),
    quote,
    ...(perpetual === undefined ? SPOT : PERPETUAL),
  };
}
