/** Revolut's two statements: of coins, where the fee is paid beside the value, and of shares, where the total is what moved. */

import { formatFixed, parseFixed } from '../../core/portfolio/fixed.ts';
import { DAYS, without } from './amounts.ts';
import { type BrokerFormat, type Line, nothing } from './format.ts';

/** Value and fee, in the currency that stands beside them. */
function paid(line: Line, sign: 1n | -1n) {
  const value = line.money('Value');
  const fee = line.optional('Fees', value.currency);
  const amount = (parseFixed(value.amount) ?? 0n) + sign * (parseFixed(fee?.amount ?? '0') ?? 0n);
  return { cash: { amount: formatFixed(amount), currency: value.currency }, ...(fee && { fee }) };
}

export const revolutCrypto: BrokerFormat = {
  id: 'revolut-crypto',
  name: 'Revolut X',
  columns: ['Symbol', 'Type', 'Quantity', 'Price', 'Value', 'Fees', 'Date'],
  mark: '.',
  tellsCash: false,
  book(line, account) {
    const kind = line.text('Type');
    const at = DAYS.english(line.text('Date'));
    const asset = { symbol: line.text('Symbol'), kind: 'crypto' as const };
    const quantity = without(line.need('Quantity'));
    const one = { at, account, asset, quantity };
    if (kind === 'Buy') return [{ kind: 'buy', ...one, ...paid(line, 1n), price: line.money('Price') }];
    if (kind === 'Sell') return [{ kind: 'sell', ...one, ...paid(line, -1n), price: line.money('Price') }];
    if (kind === 'Send') return [{ kind: 'delivery-out', ...one }];
    if (kind === 'Receive') return [{ kind: 'delivery-in', ...one }];
    if (kind === 'Staking reward' || kind === 'Learn reward') return [{ kind: 'staking-reward', ...one }];
    if (kind === 'Stake' || kind === 'Unstake')
      return nothing('coins that are staked stay yours', 'las monedas en staking siguen siendo suyas');
    return line.unknownKind('Type');
  },
};

export const revolutInvest: BrokerFormat = {
  id: 'revolut-invest',
  name: 'Revolut',
  columns: ['Date', 'Ticker', 'Type', 'Price per share', 'Total Amount', 'FX Rate'],
  mark: '.',
  tellsCash: true,
  book(line, account) {
    const kind = line.text('Type');
    const [at, currency] = [line.text('Date'), line.text('Currency')];
    const asset = { symbol: line.text('Ticker') };
    const cash = () => line.money('Total Amount', currency);
    const [trade] = /^(BUY|SELL) - /.exec(kind)?.slice(1) ?? [];
    if (trade !== undefined) {
      const quantity = without(line.need('Quantity'));
      return [
        {
          kind: trade === 'BUY' ? 'buy' : 'sell',
          at,
          account,
          asset,
          quantity,
          cash: cash(),
          price: line.money('Price per share', currency),
        },
      ];
    }
    if (kind === 'DIVIDEND') return [{ kind: 'dividend', at, account, asset, cash: cash() }];
    if (kind === 'CASH TOP-UP') return [{ kind: 'deposit', at, account, cash: cash() }];
    if (kind === 'CASH WITHDRAWAL') return [{ kind: 'withdrawal', at, account, cash: cash() }];
    if (kind === 'CUSTODY FEE' || kind === 'ROBO MANAGEMENT FEE') return [{ kind: 'fee', at, account, cash: cash() }];
    if (kind.startsWith('TRANSFER FROM REVOLUT'))
      return nothing('moved between Revolut’s own companies', 'movido entre sociedades de Revolut');
    if (kind === 'STOCK SPLIT') {
      line.warn(
        'SPLIT_AS_DELIVERY',
        'Type',
        'a ratio: the shares that were added are booked as delivered at no cost',
        'una proporción: las acciones añadidas se anotan como entregadas sin coste',
      );
      return [{ kind: 'delivery-in', at, account, asset, quantity: without(line.need('Quantity')), value: { amount: '0', currency } }];
    }
    return line.unknownKind('Type');
  },
};
