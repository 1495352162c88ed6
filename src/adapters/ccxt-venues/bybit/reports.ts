/** Bybit's rows, of answers and of streams alike, as reports of the venue port. */

import type {
  BalanceReport,
  ExecutionReport,
  FundingReport,
  OrderReport,
  PositionReport,
} from '../../../core/trading/broker/venue-link.ts';
import type { InstrumentBook } from '../instrument-book.ts';
import { decimal, milliseconds, negated, oneOf, optionalDecimal, optionalText, type Payload, text } from '../payload.ts';
import { VenueError } from '../venue-error.ts';
import { endReason } from './failures.ts';

const SIDES = { Buy: 'buy', Sell: 'sell' } as const;

const STATUSES: Readonly<Record<string, OrderReport['status']>> = {
  New: 'working',
  PartiallyFilled: 'working',
  Untriggered: 'working',
  Triggered: 'working',
  Filled: 'filled',
  PartiallyFilledCanceled: 'cancelled',
  Cancelled: 'cancelled',
  Deactivated: 'cancelled',
  Rejected: 'rejected',
};

/** Funding is told apart; the last four are the venue closing or moving a position: they change it like a trade. */
const EXECUTION_KINDS: Readonly<Record<string, ExecutionReport['kind'] | null>> = {
  Trade: 'trade',
  BustTrade: 'liquidation',
  AdlTrade: 'deleveraging',
  Funding: null,
  BlockTrade: 'trade',
  MovePosition: 'trade',
  FutureSpread: 'trade',
  Delivery: 'trade',
  Settle: 'trade',
};

export type Category = 'linear' | 'spot';

export function isCategory(word: string): word is Category {
  return word === 'linear' || word === 'spot';
}

/** A conditional order carries triggerPrice; market orders are given a protective price that is not ours. */
export function orderReport(row: Payload, category: Category, book: InstrumentBook): OrderReport {
  const isMarket = text(row, 'orderType') === 'Market';
  const status = oneOf(row, 'orderStatus', STATUSES);
  const filled = optionalDecimal(row, 'cumExecQty') ?? '0';
  return {
    clientOrderId: optionalText(row, 'orderLinkId'),
    venueOrderId: text(row, 'orderId'),
    instrument: book.nameOf(category, text(row, 'symbol')),
    side: oneOf(row, 'side', SIDES),
    status,
    // Somebody's market order may be in the quote coin; what it filled never is.
    quantity: optionalText(row, 'marketUnit') === 'quoteCoin' ? filled : decimal(row, 'qty'),
    filled,
    limitPrice: isMarket ? null : optionalDecimal(row, 'price'),
    stopPrice: optionalDecimal(row, 'triggerPrice'),
    reduceOnly: row.reduceOnly === true,
    code: status === 'working' || status === 'filled' ? '' : endReason(row),
    at: milliseconds(row, 'updatedTime'),
  };
}

/** Spot only: until it triggers such an order is cancelled and amended under another filter. */
export function isWaiting(row: Payload): boolean {
  return optionalText(row, 'stopOrderType') === 'Stop' && text(row, 'orderStatus') === 'Untriggered';
}

/** Null for a row that is not an execution of an order: funding. */
export function executionReport(row: Payload, category: Category, book: InstrumentBook): ExecutionReport | null {
  const kind = oneOf(row, 'execType', EXECUTION_KINDS);
  if (kind === null) return null;
  const side = oneOf(row, 'side', SIDES);
  return {
    executionId: text(row, 'execId'),
    clientOrderId: optionalText(row, 'orderLinkId'),
    venueOrderId: text(row, 'orderId'),
    instrument: book.nameOf(category, text(row, 'symbol')),
    side,
    quantity: decimal(row, 'execQty'),
    price: decimal(row, 'execPrice'),
    fee: decimal(row, 'execFee'),
    feeCurrency: optionalText(row, 'feeCurrency') || feeCurrencyOf(row, category, side, book),
    liquidity: row.isMaker === true ? 'maker' : 'taker',
    kind,
    at: milliseconds(row, 'execTime'),
  };
}

/** Where Bybit leaves it out: a perpetual's fee is in its settlement coin, a spot fee in what was received. */
function feeCurrencyOf(row: Payload, category: Category, side: 'buy' | 'sell', book: InstrumentBook): string {
  const market = book.marketOf(category, text(row, 'symbol'));
  if (!market) return text(row, 'feeCurrency');
  if (category === 'linear') return market.settle ?? market.quote;
  return side === 'buy' ? market.base : market.quote;
}

/** Bybit's execFee is positive where the account pays. */
export function fundingReport(row: Payload, book: InstrumentBook): FundingReport {
  const market = book.marketOf('linear', text(row, 'symbol'));
  return {
    fundingId: text(row, 'execId'),
    instrument: book.nameOf('linear', text(row, 'symbol')),
    amount: decimal(row, 'execFee'),
    currency: optionalText(row, 'feeCurrency') || market?.settle || text(row, 'feeCurrency'),
    at: milliseconds(row, 'execTime'),
  };
}

/** Two positions in one contract can't be told by one signed number. */
export function refuseHedge(row: Payload): void {
  if (optionalText(row, 'positionIdx') === '0') return;
  throw new VenueError('refused', 'NOT_SUPPORTED', `Bybit: expected one-way mode, found hedge mode on ${optionalText(row, 'symbol')}`);
}

/** The stream calls the average `entryPrice`, the answer `avgPrice`. */
export function positionReport(row: Payload, book: InstrumentBook): PositionReport {
  refuseHedge(row);
  const size = decimal(row, 'size');
  return {
    instrument: book.nameOf('linear', text(row, 'symbol')),
    quantity: size !== '0' && oneOf(row, 'side', SIDES) === 'sell' ? negated(size) : size,
    averagePrice: size === '0' ? null : (optionalDecimal(row, 'avgPrice') ?? optionalDecimal(row, 'entryPrice')),
  };
}

/** `walletBalance` leaves unrealised results out. */
export function balanceReports(coins: readonly Payload[]): BalanceReport[] {
  return coins.map((coin) => ({
    currency: text(coin, 'coin'),
    total: optionalText(coin, 'walletBalance') === '' ? '0' : decimal(coin, 'walletBalance'),
  }));
}
