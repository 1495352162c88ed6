/** Interactive Brokers' activity as flat tables: trades, and cash from dividends. */

import { formatFixed, parseFixed } from '../../core/portfolio/fixed.ts';
import { DAYS, without } from './amounts.ts';
import type { BrokerFormat, Line } from './format.ts';

const size = (text: string) => parseFixed(without(text)) ?? 0n;

/** `VT(US9220427424) CASH DIVIDEND …`: its symbol. */
const symbolIn = (line: Line) => /^([A-Z0-9.]+)\s?\(/.exec(line.text('Description'))?.[1];

export const ibkrTrades: BrokerFormat = {
  id: 'ibkr-trades',
  name: 'Interactive Brokers',
  columns: ['Buy/Sell', 'TradeDate', 'TradePrice', 'TradeMoney', 'IBCommission'],
  mark: '.',
  tellsCash: false,
  book(line, account) {
    const [at, side, isin] = [DAYS.compact(line.text('TradeDate')), line.text('Buy/Sell'), line.text('ISIN')];
    const [currency, feeCurrency] = [line.text('CurrencyPrimary'), line.text('IBCommissionCurrency')];
    const [quantity, money] = [without(line.need('Quantity')), without(line.need('TradeMoney'))];
    const fee = line.optional('IBCommission', feeCurrency);
    const feeWithin = fee !== undefined && feeCurrency === currency ? size(fee.amount) : 0n;
    const isBuy = side.startsWith('BUY');
    if (!isBuy && !side.startsWith('SELL')) return line.unknownKind('Buy/Sell');
    if (isin !== '') {
      const cash = { amount: formatFixed(isBuy ? size(money) + feeWithin : size(money) - feeWithin), currency };
      return [
        {
          kind: isBuy ? 'buy' : 'sell',
          at,
          account,
          asset: { isin },
          quantity,
          cash,
          price: line.money('TradePrice', currency),
          ...(fee && { fee }),
        },
      ];
    }
    // A currency was traded. Which one the table does not say: commissions are in the account's own, and it is that one.
    line.warn(
      'PAIR_INFERRED',
      'IBCommissionCurrency',
      `the pair: taken as ${feeCurrency}.${currency}; export the column Symbol, or use a Flex query, to be sure`,
      `el par: se toma como ${feeCurrency}.${currency}; exporte la columna Symbol o use una consulta Flex para estar seguro`,
    );
    const [own, other] = [
      { amount: formatFixed(isBuy ? size(quantity) : size(quantity) + (fee ? size(fee.amount) : 0n)), currency: feeCurrency },
      { amount: money, currency },
    ];
    if (!isBuy) return [{ kind: 'currency-conversion', at, account, cash: own, otherCash: other, ...(fee && { fee }) }];
    const conversion = { kind: 'currency-conversion', at, account, cash: other, otherCash: own } as const;
    return fee === undefined ? [conversion] : [conversion, { kind: 'fee', at, account, cash: fee }];
  },
};

const DIVIDENDS = new Set(['Dividends', 'Payment In Lieu Of Dividends']);

export const ibkrDividends: BrokerFormat = {
  id: 'ibkr-dividends',
  name: 'Interactive Brokers',
  columns: ['Type', 'SettleDate', 'ISIN', 'Description', 'Amount', 'CurrencyPrimary'],
  mark: '.',
  tellsCash: false,
  book(line, account) {
    const kind = line.text('Type');
    const at = DAYS.compact(line.text('SettleDate'));
    const [isin, symbol, amount] = [line.text('ISIN'), symbolIn(line), line.need('Amount')];
    const asset = { isin, ...(symbol !== undefined && { symbol }) };
    const currency = line.text('CurrencyPrimary');
    if (DIVIDENDS.has(kind)) return [{ kind: 'dividend', at, account, asset, cash: { amount, currency } }];
    // Told below 0 where it is withheld, above where it is given back.
    if (kind === 'Withholding Tax')
      return [{ kind: 'tax', at, account, asset, cash: { amount: amount.startsWith('-') ? without(amount) : `-${amount}`, currency } }];
    return line.unknownKind('Type');
  },
};
