// Short ways to write a one-instrument script by hand: one tick and one lot are worth one cent, one candle a minute.
import type { AccountInput, Action, CandleTable, InstrumentInput, InstrumentSpecification, OrderInput, Script } from './script.ts';

export const MINUTE_MS = 60_000;

/** Open, high, low, close in ticks, then perhaps the volume in lots. */
export type Row = [open: number, high: number, low: number, close: number, volume?: number];

export const flat = (price: number, volume?: number): Row =>
  volume === undefined ? [price, price, price, price] : [price, price, price, price, volume];

function quotes(rows: Row[]) {
  return {
    open: rows.map((row) => row[0]),
    high: rows.map((row) => row[1]),
    low: rows.map((row) => row[2]),
    close: rows.map((row) => row[3]),
  };
}

export function candles(rows: Row[], ask?: Row[], timeframeMs = MINUTE_MS): CandleTable {
  return {
    timeframeMs,
    startMs: rows.map((_, index) => index * timeframeMs),
    ...quotes(rows),
    volumeLots: rows[0]![4] === undefined ? null : rows.map((row) => row[4]!),
    ask: ask ? quotes(ask) : null,
  };
}

/** What is decided at the close of candle `at`. */
export function submit(at: number, order: Omit<OrderInput, 'name'> & { name?: string }, instrument = 0): Action {
  return { at, instrument, do: 'submit', order: { name: `o${at}`, ...order } };
}

export interface Scene {
  table: CandleTable;
  actions: Action[];
  account?: Partial<AccountInput>;
  specification?: Partial<InstrumentSpecification>;
  fundingRates?: InstrumentInput['fundingRates'];
}

/** 10,000.00 in an account of cents, leverage 1, maker 0.05 %, taker 0.1 %, no slippage, no latency, unless said otherwise. */
export function scene({ table, actions, account, specification, fundingRates = null }: Scene): Script {
  return {
    account: {
      quantum: '0.01',
      deposit: '10000',
      leverage: '1',
      makerFee: '0.0005',
      takerFee: '0.001',
      slippage: { model: 'none' },
      latencyMs: 0,
      touch: false,
      ...account,
    },
    instruments: [
      {
        specification: {
          tickSize: '0.01',
          lotSize: '1',
          multiplier: '1',
          minimumNotional: '0',
          shortable: true,
          perpetual: false,
          tiers: [],
          ...specification,
        },
        candles: table,
        fundingRates,
      },
    ],
    actions,
  };
}
