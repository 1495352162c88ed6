// The language of the oracle suite: what a script of orders over candles is, and what comes out of playing it.

export type Side = 'buy' | 'sell';
export type OrderType = 'market' | 'limit' | 'stop' | 'stop-limit' | 'take-profit' | 'trailing-stop';
export type TimeInForce = 'GTC' | 'IOC' | 'FOK' | 'GTD';

/** Sizes and money are plain decimal text, so that nothing is lost before the arithmetic starts. */
export interface InstrumentSpecification {
  tickSize: string;
  lotSize: string;
  multiplier: string;
  /** In the account's currency; '0' for none. */
  minimumNotional: string;
  shortable: boolean;
  perpetual: boolean;
  /** Ascending ceilings in the account's currency, null on the last; empty: never liquidated. */
  tiers: { ceiling: string | null; ratio: string }[];
}

export interface Quotes {
  open: number[];
  high: number[];
  low: number[];
  close: number[];
}

/** One row per candle, prices in ticks, volume in lots (null: no volume column), times in UTC epoch ms. */
export interface CandleTable extends Quotes {
  timeframeMs: number;
  startMs: number[];
  volumeLots: number[] | null;
  ask: Quotes | null;
}

export interface InstrumentInput {
  specification: InstrumentSpecification;
  /** What orders are filled on. */
  candles: CandleTable;
  /** Larger candles of the same market, at whose closes its actions are decided; absent: at those of its own. */
  decisions?: CandleTable;
  /** Ascending; null: no history. */
  fundingRates: { timeMs: number; ratio: string }[] | null;
}

export type Slippage = { model: 'none' } | { model: 'fixed' | 'spread' | 'volume-share'; ratio: string };

export interface AccountInput {
  quantum: string;
  deposit: string;
  leverage: string;
  makerFee: string;
  takerFee: string;
  slippage: Slippage;
  latencyMs: number;
  /** Limits fill when the price touches them, without going through. */
  touch: boolean;
}

export interface Bracket {
  stopTicks?: number;
  stopRatio?: string;
  trailRatio?: string;
  targetTicks?: number;
  targetRatio?: string;
}

export interface OrderInput {
  /** Unique in the script. A bracket's orders are called `<name>/stop`, `<name>/trail`, `<name>/target`; made again: `<name>/stop#2`. */
  name: string;
  side: Side;
  type: OrderType;
  /** Exactly one of lots and equityShare. */
  lots?: number;
  equityShare?: string;
  limit?: number;
  trigger?: number;
  trailTicks?: number;
  trailRatio?: string;
  tif?: TimeInForce;
  expireAtMs?: number;
  postOnly?: boolean;
  reduceOnly?: boolean;
  /** The name of an order decided earlier at the same close. */
  oco?: string;
  bracket?: Bracket;
}

/** `at`: the candle of `instrument` (of its larger ones where it has them) at whose close this is decided. Naming an order that doesn't exist then does nothing. */
export type Action = { at: number; instrument: number } & (
  | { do: 'submit'; order: OrderInput }
  | { do: 'cancel'; order: string }
  | { do: 'amend'; order: string; limit?: number; trigger?: number; lots?: number }
);

export interface Script {
  account: AccountInput;
  instruments: InstrumentInput[];
  actions: Action[];
}

export interface Fill {
  /** The order's name; empty for a liquidation. */
  order: string;
  instrument: number;
  timeMs: number;
  phase: 'open' | 'path';
  side: Side;
  lots: number;
  priceTicks: number;
  feeQuanta: number;
  liquidity: 'maker' | 'taker' | 'none';
  kind: 'close' | 'open' | 'liquidation';
}

export interface OrderEnd {
  order: string;
  status: 'filled' | 'cancelled' | 'rejected' | 'expired' | 'working';
  /** A code of the page, or empty where the page gives none. */
  reason: string;
  filledLots: number;
}

export interface FundingPayment {
  instrument: number;
  /** Of the open at which it is paid. */
  timeMs: number;
  /** Change of the wallet: negative when paid. */
  quanta: number;
}

/** The account once every candle that closes at `timeMs` is played. */
export interface Mark {
  timeMs: number;
  walletQuanta: number;
  equityQuanta: number;
  positions: { lots: number; costQuanta: number; marginQuanta: number }[];
}

export interface Outcome {
  fills: Fill[];
  /** In the order of their numbers. */
  orders: OrderEnd[];
  funding: FundingPayment[];
  marks: Mark[];
}
