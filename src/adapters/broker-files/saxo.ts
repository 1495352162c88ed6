/** Saxo's transactions: what was traded stands in one cell, in the language of the owner. */

import { DAYS, plainDecimal, without } from './amounts.ts';
import type { BrokerFormat } from './format.ts';

/** `Buy 3 @ 134.85 USD`. */
const TRADE = /^(Buy|Sell|Koop|Verkoop|Kauf|Verkauf|Achat|Vente|Compra|Venta) (\S+) @ (\S+) ([A-Z]{3})$/;
const SALES = new Set(['Sell', 'Verkoop', 'Verkauf', 'Vente', 'Venta']);

export const saxo: BrokerFormat = {
  id: 'saxo',
  name: 'Saxo',
  columns: ['Trade Date', 'Value Date', 'Type', 'Instrument ISIN', 'Event', 'Amount', 'Conversion Rate'],
  mark: '.',
  tellsCash: true,
  book(line, account) {
    const event = line.text('Event');
    const at = DAYS.monthNamed(line.text('Trade Date'));
    const currency = line.text('Instrument currency');
    const [isin, symbol = '', name] = [line.text('Instrument ISIN'), line.text('Instrument Symbol').split(':')[0], line.text('Instrument')];
    const asset = { isin, ...(symbol !== '' && { symbol }), ...(name !== '' && { name }) };
    const amount = line.need('Amount');
    const cash = { amount: without(amount), currency };
    if (Number(line.number('Conversion Rate')) !== 1)
      line.warn(
        'CURRENCY_INFERRED',
        'Conversion Rate',
        `a currency for the amount: ${currency} is taken, the instrument’s`,
        `una moneda para el importe: se toma ${currency}, la del instrumento`,
      );
    const [, side = '', quantity = '', price = '', priceCurrency = ''] = TRADE.exec(event) ?? [];
    if (side !== '') {
      const told = { amount: plainDecimal(price, '.') ?? '', currency: priceCurrency };
      return [
        { kind: SALES.has(side) ? 'sell' : 'buy', at, account, asset, quantity: plainDecimal(quantity, '.') ?? '', cash, price: told },
      ];
    }
    if (/^Dividend/.test(event))
      return [{ kind: 'dividend', at, account, asset, cash: amount.startsWith('-') ? { ...cash, amount } : cash }];
    if (event === 'Deposit' || event === 'Withdrawal')
      return [{ kind: amount.startsWith('-') ? 'withdrawal' : 'deposit', at, account, cash }];
    if (/Interest/.test(event)) return [{ kind: 'interest', at, account, cash: { ...cash, amount } }];
    if (/Fee|Commission/.test(event))
      return [{ kind: 'fee', at, account, cash: amount.startsWith('-') ? cash : { ...cash, amount: `-${cash.amount}` } }];
    return line.unknownKind('Event');
  },
};
