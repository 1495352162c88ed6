/** What all parts of the Bybit simulator share: the exchange, its symbols, the clock, what was traded in public, and what only Bybit remembers of an order. */

import { formatScaled, mulRound } from '../../../core/domain/decimal.ts';
import { formatLots, formatTicks, type Instrument, priceToTicks } from '../../../core/domain/instrument.ts';
import { COIN_DECIMALS } from '../../../core/trading/broker/fees-in-kind.ts';
import type { ExchangeAccount } from '../exchange/account.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { ExchangeOrder, Execution } from '../exchange/orders.ts';
import type { FaultGate } from '../faults/fault-gate.ts';
import type { Books } from './book.ts';
import type { DeadMan } from './dead-man.ts';
import type { PositionStops } from './position-stops.ts';
import type { Symbols } from './symbols.ts';
import type { Tape } from './tape.ts';

/** What the exchange does not keep of an order. Prices in ticks; NaN for none. */
export interface OrderExtra {
  /** Spot market orders by value: its text. */
  readonly quoteQuantity: string;
  readonly takeProfit: number;
  readonly stopLoss: number;
  /** TakeProfit, StopLoss, TrailingStop of a position, Stop of a conditional order, or empty. */
  readonly stopOrderType: string;
  readonly lastAtCreation: string;
  triggered: boolean;
}

export interface BybitVenue {
  readonly exchange: Exchange;
  readonly symbols: Symbols;
  readonly gate: FaultGate;
  /** The venue's clock: the wall's, plus what a fault skews it by. */
  readonly clock: () => number;
  /** Decimals of the accounts' quantum. */
  readonly quantumDecimals: number;
  readonly tape: Tape;
  readonly books: Books;
  readonly stops: PositionStops;
  readonly deadMan: DeadMan;
  /** By account, then by market. */
  readonly tallies: WeakMap<ExchangeAccount, Map<number, Tally>>;
  readonly extras: WeakMap<ExchangeOrder, OrderExtra>;
  /** Of an execution that closes: what opening its lots had cost in fees, in quanta. */
  readonly openFees: WeakMap<Execution, number>;
  /** Wall time at which a record was made: requests may name either clock. */
  readonly madeAt: WeakMap<object, number>;
  readonly idOf: (kind: 'execution' | 'trade' | 'message', number: number) => string;
}

export function amountText({ quantumDecimals }: Pick<BybitVenue, 'quantumDecimals'>, quanta: number): string {
  return formatScaled(quanta, quantumDecimals);
}

/** An amount of a coin in 10^-12. */
export function coinsText(units: number): string {
  return formatScaled(units, COIN_DECIMALS);
}

/** A price in ticks, or `none` where there is none. */
export function ticksText(instrument: Instrument, ticks: number, none = ''): string {
  return Number.isNaN(ticks) ? none : formatTicks(instrument, ticks);
}

export function priceText(instrument: Instrument, price: number): string {
  return formatTicks(instrument, priceToTicks(instrument, price));
}

/** A volume in units as whole lots. */
export function volumeText(instrument: Instrument, volume: number): string {
  return formatLots(instrument, Math.round(volume / instrument.lotSize));
}

/** The turnover of a volume that is told in whole lots, so that the one by the other is a price that was traded at. */
export function turnoverText({ lotSize }: Instrument, volume: number, turnover: number): string {
  const lots = volume / lotSize;
  const whole = Math.round(lots);
  // A volume of whole lots has its own turnover, to the last digit.
  return figureText(Math.abs(lots - whole) < 1e-6 ? turnover : (turnover * whole) / lots);
}

/** A derived figure: at most 8 decimals. */
export function figureText(value: number, decimals = 8): string {
  return value.toFixed(decimals).replace(/\.?0+$/, '');
}

/** Whether a record of [from, to], by the replay's clock or by the wall's. */
export function isWithin(venue: BybitVenue, record: object, at: number, from: number, to: number): boolean {
  const holds = (time: number) => !(time < from) && !(time > to);
  const wall = venue.madeAt.get(record);
  return holds(at) || (wall !== undefined && holds(wall));
}

/** What of an execution's fee is for the lots that it closes, in quanta. */
export function closingFeeOf({ fee, lots, closedLots }: Pick<Execution, 'fee' | 'lots' | 'closedLots'>): number {
  return mulRound(fee, closedLots, 1, lots);
}

/** Results of a position by market, in quanta. */
export interface Tally {
  cumulative: number;
  /** Since the position was opened. */
  current: number;
  openedAt: number;
  changedAt: number;
  /** Lots that are open, and what was paid in fees to open them. */
  openLots: number;
  openFee: number;
}

export function tallyOf({ tallies }: BybitVenue, account: ExchangeAccount, market: number): Tally {
  const own = tallies.get(account) ?? new Map<number, Tally>();
  tallies.set(account, own);
  const tally = own.get(market) ?? { cumulative: 0, current: 0, openedAt: 0, changedAt: 0, openLots: 0, openFee: 0 };
  own.set(market, tally);
  return tally;
}
