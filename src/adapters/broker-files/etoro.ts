/** eToro's account activity, in dollars: a position is bought when it opens and sold when it closes. */

import type { AssetKind } from '../../core/portfolio/entry.ts';
import type { OperationKind } from '../../core/portfolio/operation-kinds.ts';
import { DAYS, instantIn, without } from './amounts.ts';
import { type BrokerFormat, nothing } from './format.ts';

const CURRENCY = 'USD';
const KINDS: Readonly<Record<string, AssetKind>> = { Stocks: 'stock', ETF: 'etf', Crypto: 'crypto' };
const PAYMENTS: Readonly<Record<string, OperationKind>> = {
  ...{ Dividend: 'dividend', 'Interest Payment': 'interest', Deposit: 'deposit', 'Withdraw Request': 'withdrawal', SDRT: 'tax' },
  ...{
    'Withdraw Fee': 'fee',
    'Withdrawal Conversion Fee': 'fee',
    'Deposit Conversion Fee': 'fee',
    'Overnight fee': 'fee',
    'Overnight refund': 'fee',
  },
};
/** What is told below 0. */
const TAKES: ReadonlySet<OperationKind> = new Set(['withdrawal', 'tax', 'fee']);

export const etoro: BrokerFormat = {
  id: 'etoro',
  name: 'eToro',
  columns: ['Date', 'Type', 'Details', 'Amount', 'Units', 'Realized Equity Change', 'Position ID'],
  mark: '.',
  tellsCash: true,
  book(line, account) {
    const type = line.text('Type');
    const [day = '', time = ''] = line.text('Date').split(' ');
    const at = instantIn(`${DAYS.dayFirst(day)} ${time}`);
    const [symbol = ''] = line.text('Details').split('/');
    const kindOf = KINDS[line.text('Asset type')];
    const asset = { symbol, ...(kindOf !== undefined && { kind: kindOf }) };
    if (type === 'Open Position' || type === 'Position closed') {
      const kind = type === 'Open Position' ? 'buy' : 'sell';
      return [{ kind, at, account, asset, quantity: without(line.need('Units')), cash: line.money('Amount', CURRENCY) }];
    }
    const kind = PAYMENTS[type];
    if (kind === undefined) return line.unknownKind('Type');
    const amount = line.need('Amount');
    if (Number(amount) === 0) return nothing('nothing moved', 'no se movió nada');
    const isBack = amount.startsWith('-') !== TAKES.has(kind);
    const cash = { amount: `${isBack ? '-' : ''}${without(amount)}`, currency: CURRENCY };
    return [{ kind, at, account, cash, ...((kind === 'dividend' || kind === 'tax') && { asset }) }];
  },
};
