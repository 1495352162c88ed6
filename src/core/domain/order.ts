/** Orders and fills: the words shared by engine, venue model, adapters and views. */

export type OrderType = 'market' | 'limit' | 'stop' | 'stop-limit' | 'take-profit' | 'trailing-stop';
export type TimeInForce = 'GTC' | 'IOC' | 'FOK' | 'GTD';
export type OrderStatus = 'working' | 'filled' | 'cancelled' | 'rejected' | 'expired';
export type Liquidity = 'maker' | 'taker';
export type FillKind = 'open' | 'close' | 'liquidation';

/** An order as it travels to a venue. Prices in ticks, quantity in lots; NaN where a price does not apply. */
export interface OrderTicket {
  /** Number of the order within the account, rising in the order of decisions. */
  readonly id: number;
  readonly instrument: number;
  readonly side: 1 | -1;
  readonly type: OrderType;
  /** Quantity; 0 with `equityShare` > 0, which sizes the order at its fill. */
  readonly lots: number;
  /** Share of equity times leverage to use, as a plain ratio; 0 when the quantity is given. */
  readonly equityShare: number;
  readonly limit: number;
  readonly trigger: number;
  /** Trailing distance: in ticks, or as a ratio of the extreme; one of the two is 0. */
  readonly trailTicks: number;
  readonly trailRatio: number;
  readonly timeInForce: TimeInForce;
  /** For GTD, epoch ms; Infinity otherwise. */
  readonly expireAt: number;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  /** Number of the order this one shrinks with; 0 for none. */
  readonly oco: number;
}
