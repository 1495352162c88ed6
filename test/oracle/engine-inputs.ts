// A script's account, instruments and candles as the engine wants them.
import { fractionOf, type Instrument, prepareInstrument, ticksToPrice } from '../../src/core/domain/instrument.ts';
import { type Candles, createCandles } from '../../src/core/market/candles.ts';
import type { FundingHistory } from '../../src/core/trading/venue-model/funding.ts';
import type { SlippageModel } from '../../src/core/trading/venue-model/slippage.ts';
import type { AccountInput, CandleTable, InstrumentInput, Quotes } from './script.ts';

export function instrumentOf({ specification }: InstrumentInput, account: AccountInput, index: number): Instrument {
  return prepareInstrument(
    {
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
    },
    index,
    account.quantum.length - 2,
  );
}

export function candlesOf(table: CandleTable, instrument: Instrument): Candles {
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

export function slippageOf({ slippage }: AccountInput): SlippageModel {
  if (slippage.model === 'none') return { kind: 'none' };
  if (slippage.model === 'volume-share') return { kind: 'volume-share', impact: Number(slippage.ratio) };
  return { kind: slippage.model, ratio: Number(slippage.ratio) };
}

export function fundingOf({ specification, fundingRates }: InstrumentInput): FundingHistory | 'missing' | null {
  if (!specification.perpetual) return null;
  if (!fundingRates) return 'missing';
  return {
    time: Float64Array.from(fundingRates, (rate) => rate.timeMs),
    rate: Float64Array.from(fundingRates, (rate) => Number(rate.ratio)),
  };
}
