// The market half of a random script: money scale, instruments, candles and funding rates.
import type { Draw } from './random.ts';
import type { CandleTable, InstrumentInput, InstrumentSpecification, Quotes } from './script.ts';

/** The scale everything else of a script is drawn in. */
export interface Terms {
  quantum: string;
  deposit: string;
  leverage: number;
  /** A usual order. */
  lots: number;
  /** How many times that an order far beyond the funds is. */
  hugeFactor: number;
  /** The first price and the grid, in ticks. */
  price: number;
  step: number;
  /** The usual order's value in quanta, about. */
  notional: bigint;
  /** What a deposit may be, in tenths of the usual order at leverage 1. */
  deposits: bigint[];
  /** Of the first of each the scale's lots are a usual order. */
  tickSizes: string[];
  lotSize: string;
  multipliers: string[];
}

const DEPOSITS = [5n, 12n, 30n, 80n, 200n, 400n];

const SCALES = [
  {
    quantum: '0.01',
    lots: 3000,
    hugeFactor: 20,
    deposits: DEPOSITS,
    price: 1000,
    step: 5,
    tickSizes: ['0.01', '0.05', '0.25'],
    lotSize: '1',
    multipliers: ['1', '10'],
  },
  {
    quantum: '0.01',
    lots: 7000,
    hugeFactor: 20,
    deposits: DEPOSITS,
    price: 2000,
    step: 10,
    tickSizes: ['0.1', '0.5', '2.5'],
    lotSize: '0.001',
    multipliers: ['1', '0.5'],
  },
  {
    quantum: '0.00000001',
    lots: 370,
    hugeFactor: 20,
    deposits: DEPOSITS,
    price: 3000,
    step: 15,
    tickSizes: ['0.01', '0.05', '0.25'],
    lotSize: '0.01',
    multipliers: ['1'],
  },
  // 10^6 ticks x 10^10 lots: products beyond 2^53 everywhere, amounts just within.
  {
    quantum: '0.00000001',
    lots: 2_500_000_001,
    hugeFactor: 4,
    deposits: [5n, 12n, 30n, 80n],
    price: 1_000_003,
    step: 5000,
    tickSizes: ['0.1'],
    lotSize: '0.00000001',
    multipliers: ['1'],
  },
];

export function drawTerms(draw: Draw): Terms {
  const scale = draw.pick(SCALES);
  const leverage = draw.pick([1, 1, 2, 3, 5, 10, 20, 20, 20]);
  const unit = Number(scale.tickSizes[0]) * Number(scale.lotSize);
  const notional = BigInt(Math.round((scale.price * scale.lots * unit) / Number(scale.quantum)));
  const deposit = (notional * draw.pick(scale.deposits)) / (10n * BigInt(leverage));
  return { ...scale, leverage, notional, deposit: quantaText(deposit, scale.quantum) };
}

/** A whole number of quanta as decimal text. */
function quantaText(quanta: bigint, quantum: string): string {
  const places = quantum.length - 2;
  const digits = String(quanta).padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

export function drawSpecification(draw: Draw, terms: Terms): InstrumentSpecification {
  const perpetual = draw.chance(0.65);
  const ceiling = (tenths: bigint): string => quantaText((terms.notional * tenths) / 10n, terms.quantum);
  const tiers = [
    { ceiling: ceiling(15n), ratio: '0.005' },
    { ceiling: ceiling(40n), ratio: '0.0125' },
    { ceiling: null, ratio: '0.025' },
  ];
  return {
    tickSize: draw.pick(terms.tickSizes),
    lotSize: terms.lotSize,
    multiplier: draw.pick(terms.multipliers),
    minimumNotional: draw.chance(0.4) ? '0' : ceiling(draw.pick([1n, 8n])),
    shortable: draw.chance(0.85),
    perpetual,
    tiers: perpetual && draw.chance(0.85) ? tiers : [],
  };
}

/** The terms with a usual order of one instrument, whose tick and multiplier may be larger than the scale's. */
export function termsFor(terms: Terms, { tickSize, multiplier }: InstrumentSpecification): Terms {
  const times = (Number(tickSize) * Number(multiplier)) / Number(terms.tickSizes[0]);
  return { ...terms, lots: Math.max(1, Math.round(terms.lots / times)) };
}

/** Some candles are missing, and in some markets some are cut short by the next. `larger` of them are to make one larger candle. */
export function candleTable(draw: Draw, terms: Terms, originMs: number, timeframeMs: number, larger: number): CandleTable {
  const { step } = terms;
  const bid: Quotes = { open: [], high: [], low: [], close: [] };
  const ask: Quotes = { open: [], high: [], low: [], close: [] };
  const startMs: number[] = [];
  const volumeLots: number[] = [];
  const wild = draw.pick([1, 1, 2, 4]);
  // In a thin market orders fill over many candles.
  const volumes = draw.chance(0.45) ? [1, 3, 6] : [4, 10, 25, 60, 300];
  let price = terms.price;
  const cutShort = larger === 1 && draw.chance(0.15);
  let timeMs = originMs;
  for (let left = draw.whole(16, 30) * Math.min(larger, 2); left > 0; left -= 1) {
    const open = price + (draw.chance(0.35) ? draw.whole(-2, 2) * step * wild : 0);
    const close = Math.max(step * 40, open + draw.whole(-2, 2) * step * wild);
    const odd = (): number => (draw.chance(0.25) ? 1 : 0);
    const high = Math.max(open, close) + draw.whole(0, 2) * step + odd();
    const low = Math.min(open, close) - draw.whole(0, 2) * step - odd();
    const spread = draw.pick([0, 1, step]);
    push(bid, open, high, low, close);
    push(ask, open + spread, high + spread + draw.pick([0, step]), low + spread, close + spread);
    startMs.push(timeMs);
    volumeLots.push(draw.chance(0.12) ? 0 : terms.lots * draw.pick(volumes) + draw.whole(0, 9));
    price = close;
    timeMs += timeframeMs * (draw.chance(0.06) ? draw.whole(2, 4) : cutShort && draw.chance(0.2) ? 0.5 : 1);
  }
  return { timeframeMs, startMs, ...bid, volumeLots: draw.chance(0.2) ? null : volumeLots, ask: draw.chance(0.25) ? ask : null };
}

/** Candles of `count` timeframes each, starting at UTC multiples of that; one that has no candle in it is missing too. */
export function joined(table: CandleTable, count: number): CandleTable {
  const timeframeMs = table.timeframeMs * count;
  const groups = Map.groupBy(table.startMs.keys(), (index) => Math.floor(table.startMs[index]! / timeframeMs));
  const quotes = (side: Quotes): Quotes => {
    const rows = [...groups.values()];
    return {
      open: rows.map((row) => side.open[row[0]!]!),
      high: rows.map((row) => Math.max(...row.map((index) => side.high[index]!))),
      low: rows.map((row) => Math.min(...row.map((index) => side.low[index]!))),
      close: rows.map((row) => side.close[row.at(-1)!]!),
    };
  };
  const { volumeLots } = table;
  return {
    timeframeMs,
    startMs: [...groups.keys()].map((group) => group * timeframeMs),
    ...quotes(table),
    volumeLots: volumeLots && [...groups.values()].map((row) => row.reduce((sum, index) => sum + volumeLots[index]!, 0)),
    ask: table.ask && quotes(table.ask),
  };
}

function push(quotes: Quotes, open: number, high: number, low: number, close: number): void {
  quotes.open.push(open);
  quotes.high.push(high);
  quotes.low.push(low);
  quotes.close.push(close);
}

/** Rates at the full hours of the candles' span, or none at all. */
export function drawFunding(draw: Draw, { startMs, timeframeMs }: CandleTable): InstrumentInput['fundingRates'] {
  if (draw.chance(0.25)) return null;
  const rates: { timeMs: number; ratio: string }[] = [];
  const everyMs = draw.pick([4, 8]) * 3_600_000;
  const offsetMs = draw.pick([0, 0, 1, -1]);
  const endMs = startMs.at(-1)! + timeframeMs;
  for (let timeMs = Math.ceil(startMs[0]! / everyMs) * everyMs; timeMs <= endMs; timeMs += everyMs) {
    rates.push({ timeMs: timeMs + offsetMs, ratio: draw.pick(['0.0001', '0.0001', '-0.0001', '0.00375', '-0.00061', '0']) });
  }
  return rates;
}
