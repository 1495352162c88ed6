/** Corporate actions of a Flex statement: splits, new ISINs, what is paid out or redeemed; the rest as shares that come or go. */

import { without } from './amounts.ts';
import { type Attributes, assetOf, instantOf } from './flex-row.ts';
import { type Booked, type Line, nothing } from './format.ts';

/** `AAPL(US0378331005) SPLIT 4 FOR 1 (…)`. */
const RATIO = /SPLIT (\d+(?:\.\d+)?) FOR (\d+(?:\.\d+)?)/i;
const NEW_ISIN = /CUSIP\/ISIN CHANGE/i;
/** What it was called before: `GCM(CA38501D2041) SPLIT …`. */
const BEFORE = /^([^\s(]*)\(([A-Z]{2}[A-Z0-9]{9}\d)\)/;

const textOf = ({ actionDescription, description = '' }: Attributes): string => actionDescription || description;
/** The text without what stands last in it, which is of the row. */
const headOf = (row: Attributes): string => textOf(row).replace(/\([^(]*\)$/, '');
const isTaken = ({ quantity = '' }: Attributes): boolean => quantity.startsWith('-');

export function corporateAction(line: Line, account: string, row: Attributes, rows: readonly Attributes[]): Booked {
  const [at, quantity, proceeds] = [instantOf(line), line.need('quantity'), line.number('proceeds')];
  const asset = assetOf(line);
  const text = textOf(row);
  const [, to, from] = RATIO.exec(text) ?? [];
  const isRenamed = NEW_ISIN.test(text);
  // Told once for the shares that go and once for those that come, where the ISIN changes with it.
  const hasOther = rows.some(
    (other) => headOf(other) === headOf(row) && other.dateTime === row.dateTime && isTaken(other) !== isTaken(row),
  );
  if (to !== undefined || (isRenamed && hasOther)) {
    if (isTaken(row) && hasOther)
      return nothing('the old shares of a split or a new ISIN', 'las acciones antiguas de un split o de un ISIN nuevo');
    const [, symbol = '', isin = ''] = BEFORE.exec(text) ?? [];
    const isNew = isin !== '' && (asset.isin ?? '') !== '' && isin !== asset.isin;
    const old = isNew ? { isin, ...(symbol !== '' && { symbol }) } : asset;
    return [
      ...(to === undefined ? [] : [{ kind: 'split' as const, at, account, asset: old, ratio: `${to}:${from}` }]),
      ...(isNew ? [{ kind: 'rename' as const, at, account, asset: old, otherAsset: asset }] : []),
    ];
  }
  const paid = { amount: without(proceeds), currency: line.text('currency') };
  const count = without(quantity);
  if (Number(proceeds) !== 0) {
    if (Number(quantity) === 0) return [{ kind: 'dividend', at, account, asset, cash: { ...paid, amount: proceeds } }];
    // Redeemed or taken over for money, or subscribed.
    if (isTaken(row) !== proceeds.startsWith('-'))
      return [{ kind: isTaken(row) ? 'sell' : 'buy', at, account, asset, quantity: count, cash: paid }];
    line.fault(
      'ACTION_UNCLEAR',
      'proceeds',
      'money for shares that go, or shares for money that goes',
      'dinero por acciones que se van, o acciones por dinero que se va',
    );
    return [];
  }
  line.warn(
    'RATIO_UNKNOWN',
    'type',
    'a corporate action whose ratio is told; it is booked as shares that came or went, with an unknown cost',
    'una operación societaria cuya proporción se dice; se anota como acciones que llegan o se van, con coste desconocido',
  );
  return [{ kind: isTaken(row) ? 'delivery-out' : 'delivery-in', at, account, asset, quantity: count }];
}
