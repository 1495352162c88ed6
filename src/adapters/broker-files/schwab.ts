/** Charles Schwab's transactions, in dollars: what companies do to their shares comes as shares that are added or go, without a ratio. */

import type { Entry } from '../../core/portfolio/entry.ts';
import type { OperationKind } from '../../core/portfolio/operation-kinds.ts';
import { DAYS, without } from './amounts.ts';
import { type BrokerFormat, type Line, nothing } from './format.ts';

const CURRENCY = 'USD';
const PAYMENTS: readonly (readonly [RegExp, OperationKind])[] = [
  [/Div|Cap Gain|Cash In Lieu/, 'dividend'],
  [/Interest/, 'interest'],
  [/Fee/, 'fee'],
  [/Tax/, 'tax'],
];
const MOVED = /^(Wire|MoneyLink|Internal Transfer|Funds|Journal$|Misc Cash)/;
const SHARES =
  /^(Journaled Shares|Stock Split|Stock Div Dist|Reverse Split|Spin-off|Stock Merger|Name Change|Conversion|Security Transfer)/;
/** What takes money out, where it is the usual way. */
const TAKES: ReadonlySet<OperationKind> = new Set(['fee', 'tax']);

export const schwab: BrokerFormat = {
  id: 'schwab',
  name: 'Charles Schwab',
  columns: ['Date', 'Action', 'Symbol', 'Description', 'Quantity', 'Fees & Comm', 'Amount'],
  mark: '.',
  tellsCash: true,
  book(line, account) {
    if (line.text('Date') === 'Transactions Total') return nothing('the sum of the file', 'la suma del archivo');
    const action = line.text('Action');
    const at = DAYS.monthFirst(line.text('Date'));
    const symbol = line.text('Symbol');
    const asset = { symbol, name: line.text('Description') };
    if (/^(Buy|Sell|Reinvest Shares)/.test(action)) {
      const fee = line.optional('Fees & Comm', CURRENCY);
      const price = line.optional('Price', CURRENCY);
      const one = {
        at,
        account,
        asset,
        quantity: without(line.need('Quantity')),
        cash: line.money('Amount', CURRENCY),
        ...(price && { price }),
        ...(fee && { fee }),
      };
      return [{ kind: action.startsWith('Sell') ? 'sell' : 'buy', ...one }];
    }
    if (SHARES.test(action)) return shares(line, { at, account, asset });
    const amount = line.need('Amount');
    const cash = { amount: without(amount), currency: CURRENCY };
    if (MOVED.test(action)) return [{ kind: amount.startsWith('-') ? 'withdrawal' : 'deposit', at, account, cash }];
    const kind = PAYMENTS.find(([pattern]) => pattern.test(action))?.[1];
    if (kind === undefined) return line.unknownKind('Action');
    const isBack = amount.startsWith('-') !== TAKES.has(kind);
    const moved = isBack ? { ...cash, amount: `-${cash.amount}` } : cash;
    // A dividend without a share, such as one of before a transfer, is income of the account.
    if (symbol === '') return [{ kind: kind === 'dividend' ? 'interest' : kind, at, account, cash: moved }];
    return [{ kind, at, account, cash: moved, ...(kind !== 'interest' && { asset }) }];
  },
};

function shares(line: Line, one: Pick<Entry, 'at' | 'account' | 'asset'>): readonly Entry[] {
  const quantity = line.need('Quantity');
  line.warn(
    'ACTION_AS_DELIVERY',
    'Action',
    'a ratio: the shares are booked as delivered, and their cost as unknown; correct it where it matters',
    'una proporción: las acciones se anotan como entregadas y su coste queda sin datos; corríjalo si importa',
  );
  return [{ kind: quantity.startsWith('-') ? 'delivery-out' : 'delivery-in', ...one, quantity: without(quantity) }];
}
