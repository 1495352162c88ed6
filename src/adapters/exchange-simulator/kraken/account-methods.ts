/** The private REST methods that tell: balances, orders, trades, the ledger, fees. */

import type { Fraction, Instrument } from '../../../core/domain/instrument.ts';
import type { ExchangeOrder, Execution } from '../exchange/orders.ts';
import { isOpen } from '../exchange/orders.ts';
import type { KrakenAccount, LedgerEntry } from './account.ts';
import { invalidArgument, KrakenError, UNKNOWN_ORDER } from './errors.ts';
import { type Fields, flagOf, integerOf, textOf, textsOf } from './fields.ts';
import { ledgerIdOf, tradeIdOf } from './identifiers.ts';
import { orderObject, secondsOf, tradeObject } from './order-texts.ts';
import { moneyText, type Pair } from './pairs.ts';
import { feePercent } from './public-methods.ts';
import { type KrakenVenue, TOKEN_SECONDS } from './venue.ts';

export interface Call {
  readonly venue: KrakenVenue;
  readonly account: KrakenAccount;
  readonly fields: Fields;
  /** When the request came in, by the server's clock. */
  readonly receivedAt: number;
}

/** Answers come in pages of so many. */
const PAGE = 50;
const MOST_QUERIED = 50;

export function balance({ account }: Call): unknown {
  return Object.fromEntries(account.balances().map(({ asset, balance }) => [asset.id, balance]));
}

export function extendedBalance({ account }: Call): unknown {
  return Object.fromEntries(account.balances().map(({ asset, balance, held }) => [asset.id, { balance, hold_trade: held }]));
}

/** All in the quote currency; nothing is traded on margin here. */
export function tradeBalance({ venue, account }: Call): unknown {
  const [pair] = venue.pairs as [Pair];
  const all = moneyText(pair, account.account.equity, 4);
  const none = '0.0000';
  return { eb: all, tb: all, m: none, n: none, c: none, v: none, e: all, mf: all };
}

export function openOrders({ account, fields }: Call): unknown {
  const orders = account.openOrders().filter(named(account, fields)).reverse();
  return { open: orderObjects(account, orders, fields) };
}

export function closedOrders({ account, fields }: Call): unknown {
  const by = textOf(fields, 'closetime') ?? 'both';
  const timeOf = (order: ExchangeOrder) => (by === 'open' ? order.createdAt : order.updatedAt);
  const { isWithin } = spanOf(fields, (id) => account.orders().find(({ venueId }) => venueId === id)?.updatedAt);
  const orders = account
    .orders()
    .filter((order) => !isOpen(order) && named(account, fields)(order) && isWithin(timeOf(order)))
    .sort((a, b) => b.updatedAt - a.updatedAt || b.number - a.number);
  return { closed: orderObjects(account, page(orders, fields), fields), count: orders.length };
}

export function queryOrders({ account, fields }: Call): unknown {
  const ids = textsOf(fields, 'txid');
  if (ids.length === 0 || ids.length > MOST_QUERIED) throw invalidArgument('txid');
  const all = new Map(account.orders().map((order) => [order.venueId, order]));
  const orders = ids.map((id) => {
    const order = all.get(id);
    if (order === undefined) throw new KrakenError(UNKNOWN_ORDER);
    return order;
  });
  return orderObjects(account, orders.filter(named(account, fields)), fields);
}

function orderObjects(account: KrakenAccount, orders: readonly ExchangeOrder[], fields: Fields): object {
  const withTrades = flagOf(fields, 'trades');
  return Object.fromEntries(orders.map((order) => [order.venueId, orderObject(account, order, withTrades)]));
}

/** Whether an order has the user reference and the client id that were asked for, if any were. */
function named(account: KrakenAccount, fields: Fields): (order: ExchangeOrder) => boolean {
  const userref = integerOf(fields, 'userref');
  const clientId = textOf(fields, 'cl_ord_id');
  return (order) =>
    (userref === undefined || account.termsOf(order).request.userref === userref) &&
    (clientId === undefined || order.clientId === clientId);
}

/** `start` is left out of the span and `end` is in it, in seconds, or as the id of something that has happened then. */
function spanOf(fields: Fields, timeOfId: (id: string) => number | undefined): { isWithin: (at: number) => boolean } {
  const bound = (name: string, otherwise: number): number => {
    const text = textOf(fields, name);
    if (text === undefined) return otherwise;
    const at = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : timeOfId(text);
    if (at === undefined) throw invalidArgument(name);
    return at;
  };
  const [start, end] = [bound('start', Number.NEGATIVE_INFINITY), bound('end', Number.POSITIVE_INFINITY)];
  return { isWithin: (at) => at > start && at <= end };
}

function page<T>(all: readonly T[], fields: Fields): readonly T[] {
  const offset = integerOf(fields, 'ofs') ?? 0;
  if (offset < 0) throw invalidArgument('ofs');
  return all.slice(offset, offset + PAGE);
}

export function tradesHistory({ account, fields }: Call): unknown {
  const { isWithin } = spanOf(fields, (id) => account.trades().find(({ number }) => tradeIdOf(number) === id)?.at);
  const trades = account
    .trades()
    .filter(({ at }) => isWithin(at))
    .reverse();
  return { trades: tradeObjects(account, page(trades, fields), flagOf(fields, 'ledgers')), count: trades.length };
}

export function queryTrades({ account, fields }: Call): unknown {
  const ids = textsOf(fields, 'txid');
  if (ids.length === 0 || ids.length > MOST_QUERIED) throw invalidArgument('txid');
  const all = new Map(account.trades().map((trade) => [tradeIdOf(trade.number), trade]));
  const trades = ids.map((id) => {
    const trade = all.get(id);
    if (trade === undefined) throw new KrakenError('EQuery:Unknown trade');
    return trade;
  });
  return tradeObjects(account, trades, true);
}

function tradeObjects(account: KrakenAccount, trades: readonly Execution[], withLedgers: boolean): object {
  return Object.fromEntries(trades.map((trade) => [tradeIdOf(trade.number), tradeObject(account, trade, withLedgers)]));
}

export function ledgers({ account, fields }: Call): unknown {
  const { isWithin } = spanOf(fields, (id) => account.ledger.find(({ number }) => ledgerIdOf(number) === id)?.at);
  const assets = textsOf(fields, 'asset').filter((name) => name !== 'all');
  const type = textOf(fields, 'type') ?? 'all';
  const entries = account.ledger
    .filter(({ at, asset, type: of }) => isWithin(at) && (type === 'all' || of === type) && (assets.length === 0 || isOne(assets, asset)))
    .reverse();
  return { ledger: ledgerObjects(page(entries, fields)), count: entries.length };
}

function isOne(names: readonly string[], { id, altname }: LedgerEntry['asset']): boolean {
  return names.includes(id) || names.includes(altname);
}

export function queryLedgers({ account, fields }: Call): unknown {
  const ids = textsOf(fields, 'id');
  return ledgerObjects(account.ledger.filter(({ number }) => ids.includes(ledgerIdOf(number))));
}

function ledgerObjects(entries: readonly LedgerEntry[]): object {
  return Object.fromEntries(
    entries.map(({ number, trade, at, type, asset, amount, fee, balance }) => [
      ledgerIdOf(number),
      {
        refid: trade === 0 ? ledgerIdOf(0) : tradeIdOf(trade),
        time: secondsOf(at),
        type,
        subtype: '',
        aclass: 'currency',
        asset: asset.id,
        wallet: 'spot / main',
        amount,
        fee,
        balance,
      },
    ]),
  );
}

/** The account's own fees of the pairs asked about, which are the same whatever was traded; volume in the quote currency over all time. */
export function tradeVolume({ venue, account, fields }: Call): unknown {
  const [first] = venue.pairs as [Pair];
  const pairs = textsOf(fields, 'pair').map((name) => venue.pairOf(name));
  const volume = account.orders().reduce((sum, { filledValue }) => sum + filledValue, 0);
  const fees = (of: (instrument: Instrument) => Fraction) =>
    Object.fromEntries(
      pairs.map((pair) => {
        const fee = feePercent(of(account.account.instruments[pair.market.index] as Instrument)).toFixed(4);
        return [pair.id, { fee, minfee: fee, maxfee: fee, nextfee: null, nextvolume: null, tiervolume: '0.0000' }];
      }),
    );
  return {
    currency: first.quote.id,
    volume: moneyText(first, volume, 4),
    ...(pairs.length > 0 && {
      fees: fees(({ takerFee }) => takerFee),
      fees_maker: fees(({ makerFee }) => makerFee),
    }),
  };
}

export function webSocketsToken({ venue, account }: Call): unknown {
  return { token: venue.issueToken(account), expires: TOKEN_SECONDS };
}
