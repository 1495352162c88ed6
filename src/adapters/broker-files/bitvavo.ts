/** Bitvavo's transaction history: paid and received amounts hold the fee; what is withdrawn in coins holds it too. */

import { instantIn, without } from './amounts.ts';
import { type BrokerFormat, type Line, nothing } from './format.ts';

/** Quantities are doubles in full there (`32.156874000000003`): fifteen digits are what was meant. */
const tidy = (quantity: string): string =>
  quantity.length > 16
    ? Number(Number(quantity).toPrecision(15))
        .toFixed(12)
        .replace(/\.?0+$/, '')
    : quantity;

const isEuro = (line: Line) => line.text('Currency') === 'EUR';

export const bitvavo: BrokerFormat = {
  id: 'bitvavo',
  name: 'Bitvavo',
  columns: ['Timezone', 'Type', 'Quote Currency', 'Received / Paid Amount', 'Transaction ID'],
  mark: '.',
  tellsCash: true,
  idOf: (line) => line.text('Transaction ID'),
  book(line, account) {
    const kind = line.text('Type');
    const at = instantIn(`${line.text('Date')} ${line.text('Time')}`, line.text('Timezone') || 'UTC');
    const symbol = line.text('Currency');
    const asset = { symbol, kind: 'crypto' as const };
    const quantity = tidy(without(line.need('Amount')));
    if (kind === 'buy' || kind === 'sell') {
      const currency = line.text('Received / Paid Currency');
      const fee = line.optional('Fee amount', line.text('Fee currency'));
      const price = line.optional('Quote Price', line.text('Quote Currency'));
      return [
        {
          ...{ kind, at, account, asset, quantity },
          cash: line.money('Received / Paid Amount', currency),
          ...(fee && { fee }),
          ...(price && { price }),
        },
      ];
    }
    if (kind === 'deposit')
      return [
        isEuro(line)
          ? { kind, at, account, cash: { amount: quantity, currency: symbol } }
          : { kind: 'delivery-in', at, account, asset, quantity },
      ];
    if (kind === 'withdrawal')
      return [
        isEuro(line)
          ? { kind, at, account, cash: { amount: quantity, currency: symbol } }
          : { kind: 'delivery-out', at, account, asset, quantity },
      ];
    if (['staking', 'fixed_staking', 'rebate', 'affiliate', 'campaign_new_user_incentive'].includes(kind))
      return isEuro(line)
        ? [{ kind: 'interest', at, account, cash: { amount: quantity, currency: symbol } }]
        : [{ kind: 'staking-reward', at, account, asset, quantity }];
    if (kind === 'internal_transfer') return nothing('moved within Bitvavo', 'movido dentro de Bitvavo');
    return line.unknownKind('Type');
  },
};
