/** Delta's export of its own book: of coins, shares and money, with fees beside the amounts. */

import type { AssetName, Money } from '../../core/portfolio/entry.ts';
import { formatFixed, parseFixed } from '../../core/portfolio/fixed.ts';
import { instantIn, without } from './amounts.ts';
import type { BrokerFormat, Line } from './format.ts';

/** `SOL (Solana)`. */
const NAMED = /^(\S+)(?: \((.+)\))?$/;
const KINDS = { CRYPTO: 'crypto', STOCK: 'stock', FUND: 'fund', FIAT: 'currency' } as const;

function assetOf(line: Line): AssetName {
  const [, symbol = '', name] = NAMED.exec(line.text('Base currency (name)')) ?? [];
  const kind = KINDS[line.text('Base type') as keyof typeof KINDS];
  return { symbol, ...(name !== undefined && { name }), ...(kind !== undefined && kind !== 'currency' && { kind }) };
}

function feeOf(line: Line): Money | undefined {
  const [, currency = ''] = NAMED.exec(line.text('Fee currency (name)')) ?? [];
  return line.optional('Fee amount', currency);
}

const size = (text: string) => parseFixed(text) ?? 0n;

/** The quote amount with a fee of its own currency put on or taken off. */
function moved(line: Line, fee: Money | undefined, sign: 1n | -1n): Money {
  const quote = line.money('Quote amount', line.text('Quote currency'));
  return fee?.currency === quote.currency ? { ...quote, amount: formatFixed(size(quote.amount) + sign * size(fee.amount)) } : quote;
}

export const delta: BrokerFormat = {
  id: 'delta',
  name: 'Delta',
  columns: ['Date', 'Way', 'Base amount', 'Base currency (name)', 'Base type', 'Quote amount'],
  mark: '.',
  tellsCash: false,
  book(line, account) {
    const way = line.text('Way');
    const at = instantIn(line.text('Date'));
    const asset = assetOf(line);
    const paidFee = feeOf(line);
    const fee = paidFee && { fee: paidFee };
    if (way === 'DIVIDEND') return [{ kind: 'dividend', at, account, asset, cash: moved(line, paidFee, -1n), ...fee }];
    const quantity = without(line.need('Base amount'));
    if (way === 'BUY') return [{ kind: 'buy', at, account, asset, quantity, cash: moved(line, paidFee, 1n), ...fee }];
    if (way === 'SELL') return [{ kind: 'sell', at, account, asset, quantity, cash: moved(line, paidFee, -1n), ...fee }];
    const isMoney = line.text('Base type') === 'FIAT';
    const cash = { amount: quantity, currency: asset.symbol ?? '' };
    if (way === 'DEPOSIT' && isMoney) return [{ kind: 'deposit', at, account, cash }];
    if (way === 'WITHDRAW' && isMoney) return [{ kind: 'withdrawal', at, account, cash }];
    const isReward = /DIVIDEND|STAKING|MINING|INTEREST/.test(line.text('Sent/Received from'));
    if (way === 'DEPOSIT') return [{ kind: isReward ? 'staking-reward' : 'delivery-in', at, account, asset, quantity, ...fee }];
    if (way === 'WITHDRAW') return [{ kind: 'delivery-out', at, account, asset, quantity, ...fee }];
    return line.unknownKind('Way');
  },
};
