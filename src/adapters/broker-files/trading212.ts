/** Trading 212's history: totals in the account's currency hold every fee; British shares are priced in pence. */

import type { Money } from '../../core/portfolio/entry.ts';
import { divide, formatFixed, ONE, parseFixed } from '../../core/portfolio/fixed.ts';
import { instantIn, without } from './amounts.ts';
import { type BrokerFormat, type Line, nothing } from './format.ts';

const PENCE = new Set(['GBX', 'GBp']);

function priceOf(line: Line): Money | undefined {
  const currency = line.text('Currency (Price / share)');
  const price = line.optional('Price / share', currency);
  if (price === undefined || !PENCE.has(currency)) return price;
  return { amount: formatFixed(divide(parseFixed(price.amount) ?? 0n, 100n * ONE)), currency: 'GBP' };
}

/** The withheld tax is often in another currency than the total, which is what was left of it: it can't be taken from that. */
function withheld(line: Line, currency: string) {
  const of = line.text('Currency (Withholding tax)');
  const tax = line.optional('Withholding tax', of);
  if (tax === undefined) return {};
  return of === currency ? { tax } : { note: `withheld ${tax.amount} ${of}` };
}

/** Newer exports have note and id before the number of shares; files of both that were put together keep the first header. */
const NEWER = [
  'Action',
  'Time',
  'ISIN',
  'Ticker',
  'Name',
  'Notes',
  'ID',
  'No. of shares',
  'Price / share',
  'Currency (Price / share)',
].concat(
  ['Exchange rate', 'Result', 'Currency (Result)', 'Total', 'Currency (Total)', 'Withholding tax', 'Currency (Withholding tax)'],
  ['Currency conversion fee', 'Currency (Currency conversion fee)'],
);
const IS_ID = /^[A-Z]{3}\d{6,}$/;

export const trading212: BrokerFormat = {
  id: 'trading212',
  name: 'Trading 212',
  columns: ['Action', 'Time', 'ISIN', 'No. of shares', 'Price / share', 'Total'],
  mark: '.',
  tellsCash: true,
  headerOf: (header, cells) => (IS_ID.test(cells[6] ?? '') && header[6] !== 'ID' ? NEWER : header),
  idOf: (line) => line.text('ID'),
  book(line, account) {
    const action = line.text('Action');
    const at = instantIn(line.text('Time'));
    const [isin, symbol, name] = [line.text('ISIN'), line.text('Ticker'), line.text('Name')];
    const asset = { isin, symbol, name };
    const currency = line.text('Currency (Total)');
    const cash = () => line.money('Total', currency);
    if (/ (buy|sell)$/.test(action)) {
      const fee = line.optional('Currency conversion fee', line.text('Currency (Currency conversion fee)'));
      const price = priceOf(line);
      const kind = action.endsWith('buy') ? 'buy' : 'sell';
      return [
        {
          kind,
          at,
          account,
          asset,
          quantity: without(line.need('No. of shares')),
          cash: cash(),
          ...(price && { price }),
          ...(fee?.currency === currency && { fee }),
        },
      ];
    }
    if (action.startsWith('Dividend')) return [{ kind: 'dividend', at, account, asset, cash: cash(), ...withheld(line, currency) }];
    if (action === 'Deposit') return [{ kind: 'deposit', at, account, cash: cash() }];
    if (action === 'Withdrawal') return [{ kind: 'withdrawal', at, account, cash: cash() }];
    if (/^(Interest on cash|Lending interest)$/.test(action)) return [{ kind: 'interest', at, account, cash: cash() }];
    if (action === 'Stock distribution' || action === 'Transfer in')
      return [{ kind: 'delivery-in', at, account, asset, quantity: without(line.need('No. of shares')) }];
    if (action === 'Transfer out') return [{ kind: 'delivery-out', at, account, asset, quantity: without(line.need('No. of shares')) }];
    if (action === 'Stock split close')
      return [{ kind: 'delivery-out', at, account, asset, quantity: without(line.need('No. of shares')) }];
    if (action === 'Stock split open')
      return [{ kind: 'delivery-in', at, account, asset, quantity: without(line.need('No. of shares')), value: cash() }];
    if (action === 'Result adjustment')
      return nothing('an adjustment of a result that moves nothing', 'un ajuste de resultado que no mueve nada');
    return line.unknownKind('Action');
  },
};
