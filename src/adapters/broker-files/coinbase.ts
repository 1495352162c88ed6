/** Coinbase's transaction report: the total holds the fee; a conversion says what it gave only in its note. */

import { instantIn, plainDecimal, without } from './amounts.ts';
import type { BrokerFormat } from './format.ts';

const REWARDS = new Set(['Staking Income', 'Rewards Income', 'Learning Reward', 'Coinbase Earn', 'Inflation Reward']);
const CONVERTED = /^Converted ([\d.,]+) (\S+) to ([\d.,]+) (\S+)/;
const TOTAL = 'Total (inclusive of fees and/or spread)';
const coin = (symbol: string) => ({ symbol, kind: 'crypto' as const });

export const coinbase: BrokerFormat = {
  id: 'coinbase',
  name: 'Coinbase',
  columns: ['Transaction Type', 'Quantity Transacted', 'Price at Transaction', TOTAL],
  mark: '.',
  tellsCash: false,
  idOf: (line) => line.text('ID'),
  book(line, account) {
    const kind = line.text('Transaction Type').replace(/^Advanced Trade /, '');
    const at = instantIn(line.text('Timestamp'));
    const currency = line.text('Price Currency') || line.currencyIn(TOTAL);
    const asset = coin(line.text('Asset'));
    const quantity = without(line.need('Quantity Transacted'));
    const price = line.optional('Price at Transaction', currency);
    if (kind === 'Buy' || kind === 'Sell') {
      const fee = line.optional('Fees and/or Spread', currency);
      return [
        {
          kind: kind === 'Buy' ? 'buy' : 'sell',
          at,
          account,
          asset,
          quantity,
          cash: line.money(TOTAL, currency),
          ...(price && { price }),
          ...(fee && { fee }),
        },
      ];
    }
    if (REWARDS.has(kind)) {
      const value = line.optional('Subtotal', currency);
      return [{ kind: 'staking-reward', at, account, asset, quantity, ...(value && { value }) }];
    }
    if (kind === 'Send') return [{ kind: 'delivery-out', at, account, asset, quantity }];
    if (kind === 'Receive') return [{ kind: 'delivery-in', at, account, asset, quantity }];
    if (kind === 'Convert') {
      const [, given, from, got, to] = CONVERTED.exec(line.text('Notes')) ?? [];
      if (given === undefined || from === undefined || got === undefined || to === undefined) {
        line.fault(
          'CELL_EMPTY',
          'Notes',
          'what was converted into what, as Coinbase writes it',
          'qué se convirtió en qué, como lo escribe Coinbase',
        );
        return [];
      }
      const [otherQuantity, received] = [plainDecimal(given, '.') ?? '', plainDecimal(got, '.') ?? ''];
      return [
        {
          kind: 'swap',
          at,
          account,
          asset: coin(to),
          quantity: received,
          otherAsset: coin(from),
          otherQuantity,
          value: line.money('Subtotal', currency),
        },
      ];
    }
    return line.unknownKind('Transaction Type');
  },
};
