/**
 * Compares what works and what is held here with what the venue has answered: orders, positions, money. Done every minute, and mostly nothing differs: then
 * nothing is made of it.
 */

import { formatScaled, roundScaled } from '../../domain/decimal.ts';
import { formatLots, type Instrument, parseLots } from '../../domain/instrument.ts';
import type { Broker } from './broker.ts';
import { listed, unlisted } from './doubt.ts';
import { expectedMoney, type Held, lotsIn, showsCoins } from './expected-balances.ts';
import type { AccountHere, Difference } from './reconciliation.ts';
import type { BalanceReport, OrderReport, PositionReport, VenueRequest } from './venue-link.ts';

const ORDERS_AND_POSITIONS: readonly VenueRequest[] = [{ kind: 'open-orders' }, { kind: 'positions' }];
const ORDERS_AND_BALANCES: readonly VenueRequest[] = [{ kind: 'open-orders' }, { kind: 'balances' }];
const EVERYTHING: readonly VenueRequest[] = [...ORDERS_AND_POSITIONS, { kind: 'balances' }];
const NO_NUMBERS: ReadonlySet<number> = new Set();

/** What is asked for, in this order; what is not is not compared. Some of what is held is told among the balances, the rest as positions. */
export function stateRequests({ options }: Broker, withMoney: boolean): readonly VenueRequest[] {
  let [coins, positions] = [false, false];
  for (const instrument of options.instruments) {
    if (showsCoins(instrument, options.link.capabilities)) coins = true;
    else positions = true;
  }
  if (!positions) return ORDERS_AND_BALANCES;
  return withMoney || coins ? EVERYTHING : ORDERS_AND_POSITIONS;
}

/** Orders the venue has and we do not; those that we have and the venue does not list are asked for one by one. */
export function compareOrders(broker: Broker, orders: readonly OrderReport[], at: number, found: Difference[]): void {
  const numbers = orders.length === 0 ? NO_NUMBERS : new Set<number>();
  for (const report of orders) {
    const number = listed(broker, report, at);
    if (number === 0) found.push(unknownOrder(report));
    else (numbers as Set<number>).add(number);
  }
  unlisted(broker, numbers, at);
}

/** Spot is compared by its balances: an exchange has no positions there. */
export function comparePositions({ options }: Broker, reports: readonly PositionReport[], here: AccountHere, found: Difference[]): void {
  for (const instrument of options.instruments) {
    if (showsCoins(instrument, options.link.capabilities)) continue;
    const report = positionIn(reports, instrument.id);
    const quantity = report?.quantity ?? '0';
    const { lots } = here.positions[instrument.index] as Held;
    const venue = parseLots(instrument, quantity);
    if (venue === lots) continue;
    const different = differentLots(instrument, lots, quantity, venue);
    const averagePrice = report?.averagePrice ?? null;
    found.push(averagePrice === null ? different : { ...different, averagePrice });
  }
}

/** What is held as coins. */
export function compareCoins(
  { options, executions }: Broker,
  balances: readonly BalanceReport[],
  here: AccountHere,
  found: Difference[],
): void {
  for (const instrument of options.instruments) {
    if (!showsCoins(instrument, options.link.capabilities)) continue;
    const { lots } = here.positions[instrument.index] as Held;
    const text = totalOf(balances, instrument.specification.base);
    const venue = lotsIn(instrument, lots, executions.dust[instrument.index] as number, text);
    if (venue !== lots) found.push(differentLots(instrument, lots, text, venue));
  }
}

export function compareMoney({ options }: Broker, balances: readonly BalanceReport[], here: AccountHere, found: Difference[]): void {
  const { accountCurrency, quantumDecimals, instruments, link } = options;
  const money = expectedMoney(here.wallet, here.positions, instruments, link.capabilities);
  const text = totalOf(balances, accountCurrency);
  const venue = roundScaled(text, quantumDecimals);
  const { moneyRounding } = link.capabilities;
  const rounding = moneyRounding === undefined ? 0 : (roundScaled(moneyRounding, quantumDecimals) ?? 0);
  if (venue !== null && Math.abs(venue - money) <= rounding) return;
  const ratio = venue === null || here.equity <= 0 ? 1 : Math.abs((money - venue) / here.equity);
  found.push({ kind: 'balance', subject: accountCurrency, here: formatScaled(money, quantumDecimals), venue: text, ratio });
}

function positionIn(reports: readonly PositionReport[], instrument: string): PositionReport | undefined {
  for (const report of reports) if (report.instrument === instrument) return report;
  return undefined;
}

function totalOf(balances: readonly BalanceReport[], currency: string): string {
  for (const balance of balances) if (balance.currency === currency) return balance.total;
  return '0';
}

function differentLots(instrument: Instrument, here: number, text: string, venue: number | null): Difference {
  const ratio = venue === null || venue === 0 ? 1 : Math.abs((here - venue) / venue);
  return { kind: 'position', subject: instrument.id, here: formatLots(instrument, here), venue: text, ratio };
}

function unknownOrder(report: OrderReport): Difference {
  const { clientOrderId, venueOrderId, instrument } = report;
  const order = { clientOrderId, venueOrderId, instrument };
  return { kind: 'order', subject: venueOrderId, here: 'unknown', venue: describe(report), ratio: 1, order };
}

function describe({ side, quantity, instrument, limitPrice, stopPrice, clientOrderId }: OrderReport): string {
  const price = limitPrice ?? stopPrice;
  return `${side} ${quantity} ${instrument}${price === null ? '' : ` at ${price}`}${clientOrderId === '' ? '' : ` (${clientOrderId})`}`;
}
