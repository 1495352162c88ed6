// A script's account, instruments and candles as the engine wants them.
import { fractionOf, type InstrumentSpecification, prepareInstrument, ticksToPrice } from '../../src/core/domain/instrument.ts';
import { type Candles, createCandles } from '../../src/core/market/candles.ts';
import { timeframeText } from '../../src/core/market/timeframe.ts';
import type { MarketInput, SessionOptions } from '../../src/core/research/backtest.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { defineStrategy, type StrategyDefinition } from '../../src/core/trading/strategy/strategy.ts';
import type { FundingHistory } from '../../src/core/trading/venue-model/funding.ts';
import type { SlippageModel } from '../../src/core/trading/venue-model/slippage.ts';
import type { AccountInput, CandleTable, InstrumentInput, Quotes, Script } from './script.ts';

interface Decider {
  decide(instrument: number, candle: number): void;
}

/** A session in which the owner alone trades, and whoever decides is told of each close at which a script may decide something. */
export function sessionOptions(script: Script, decider: Decider): SessionOptions {
  const { account, instruments } = script;
  return {
    markets: instruments.map((input, index) => marketOf(input, account, index)),
    strategies: instruments.map(({ candles, decisions }, index) => ({
      definition: scripted((candle) => decider.decide(index, candle)),
      instrumentId: `I${index}`,
      timeframe: timeframeText((decisions ?? candles).timeframeMs),
    })),
    cash: Number(account.deposit),
    quantumDecimals: quantumDecimals(account),
    slippage: slippageOf(account),
    risk: builtInProfile('none'),
    latencyMs: account.latencyMs,
    touch: account.touch,
    owner: true,
  };
}

/** A strategy that never wishes for anything itself. */
function scripted(onCandle: (index: number) => void): StrategyDefinition {
  return defineStrategy({
    id: 'scripted',
    version: '1',
    title: { en: 'Script', es: 'Guion' },
    description: { en: 'Tells a script when a candle has closed.', es: 'Avisa al guion de que una vela ha cerrado.' },
    timeframe: '1m',
    parameters: {},
    warmup: () => 1,
    size: () => ({ kind: 'all' }),
    create: () => ({ onBar: (bar) => onCandle(bar.count - 1) }),
  });
}

const quantumDecimals = ({ quantum }: AccountInput): number => quantum.length - 2;

function marketOf(input: InstrumentInput, account: AccountInput, index: number): MarketInput {
  const instrument = specificationOf(input, account, index);
  const series = [input.candles, ...(input.decisions ? [input.decisions] : [])];
  const funding = fundingOf(input);
  return {
    instrument,
    series: series.map((table) => ({ timeframeMs: table.timeframeMs, candles: candlesOf(table, instrument, quantumDecimals(account)) })),
    ...(funding ? { funding } : {}),
  };
}

function specificationOf({ specification }: InstrumentInput, account: AccountInput, index: number): InstrumentSpecification {
  return {
    id: `I${index}`,
    venue: 'oracle',
    kind: specification.perpetual ? 'perpetual' : 'spot',
    base: 'A',
    quote: 'B',
    tickSize: Number(specification.tickSize),
    lotSize: Number(specification.lotSize),
    contractMultiplier: Number(specification.multiplier),
    minimumNotional: Number(specification.minimumNotional),
    shorting: specification.shortable,
    leverage: Number(account.leverage),
    maintenanceTiers: specification.tiers.map(({ ceiling, ratio }) => ({
      upTo: ceiling === null ? null : Number(ceiling),
      maintenanceRatio: Number(ratio),
    })),
    makerFeeRatio: Number(account.makerFee),
    takerFeeRatio: Number(account.takerFee),
  };
}

function candlesOf(table: CandleTable, specification: InstrumentSpecification, decimals: number): Candles {
  const instrument = prepareInstrument(specification, 0, decimals);
  const columns = createCandles(table.startMs.length, { hasVolume: table.volumeLots !== null });
  const prices = (ticks: number[]): Float64Array<ArrayBuffer> => Float64Array.from(ticks, (value) => ticksToPrice(instrument, value));
  const quotes = ({ open, high, low, close }: Quotes) => ({
    open: prices(open),
    high: prices(high),
    low: prices(low),
    close: prices(close),
  });
  const { numerator, denominator } = fractionOf(instrument.lotSize);
  return {
    ...columns,
    ...quotes(table),
    length: table.startMs.length,
    time: Float64Array.from(table.startMs),
    volume: Float64Array.from(table.volumeLots ?? table.startMs.map(() => 0), (lots) => (lots * numerator) / denominator),
    ...(table.ask ? { ask: quotes(table.ask) } : {}),
  };
}

function slippageOf({ slippage }: AccountInput): SlippageModel {
  if (slippage.model === 'none') return { kind: 'none' };
  if (slippage.model === 'volume-share') return { kind: 'volume-share', impact: Number(slippage.ratio) };
  return { kind: slippage.model, ratio: Number(slippage.ratio) };
}

function fundingOf({ specification, fundingRates }: InstrumentInput): FundingHistory | 'missing' | null {
  if (!specification.perpetual) return null;
  if (!fundingRates) return 'missing';
  return {
    time: Float64Array.from(fundingRates, (rate) => rate.timeMs),
    rate: Float64Array.from(fundingRates, (rate) => Number(rate.ratio)),
  };
}
