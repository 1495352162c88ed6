/** Directa's list of movements (Italian): euros with their sign, withheld tax on lines of its own. */

import type { OperationKind } from '../../core/portfolio/operation-kinds.ts';
import { DAYS, without } from './amounts.ts';
import { type BrokerFormat, type Line, nothing } from './format.ts';

const TRADES: Readonly<Record<string, OperationKind>> = { Acquisto: 'buy', Vendita: 'sell' };
const MONEY: readonly (readonly [RegExp, OperationKind])[] = [
  [/^(Provento|Cedola|Coupon|Dividendo)/, 'dividend'],
  [/^Rit/, 'tax'],
  [/^(Commission|Bollo|Spese|Canone)/, 'fee'],
  [/^Interessi/, 'interest'],
  [/^Conferimento/, 'deposit'],
  [/^(Prelievo|Prelevamento)/, 'withdrawal'],
];
const AMOUNT = 'Importo euro';
/** What takes money out, where it is the usual way. */
const TAKES: ReadonlySet<OperationKind> = new Set(['tax', 'fee', 'withdrawal']);

function assetOf(line: Line) {
  const [isin, symbol, name] = [line.text('Isin'), line.text('Ticker'), line.text('Descrizione')];
  if (isin === '' && symbol === '') return undefined;
  return { ...(isin !== '' && { isin }), ...(symbol !== '' && { symbol }), ...(name !== '' && { name }) };
}

export const directa: BrokerFormat = {
  id: 'directa',
  name: 'Directa',
  columns: ['Data operazione', 'Tipo operazione', 'Isin', AMOUNT, 'Riferimento ordine'],
  mark: '.',
  tellsCash: true,
  book(line, account) {
    const words = line.text('Tipo operazione');
    const at = DAYS.dayFirst(line.text('Data operazione'));
    const asset = assetOf(line);
    const amount = line.need(AMOUNT);
    const cash = { amount: without(amount), currency: 'EUR' };
    const trade = TRADES[words];
    if (trade !== undefined && asset !== undefined)
      return [{ kind: trade, at, account, asset, quantity: without(line.need('Quantità')), cash }];
    const kind = MONEY.find(([pattern]) => pattern.test(words))?.[1];
    if (kind === undefined) return line.unknownKind('Tipo operazione');
    if (Number(amount) === 0) return nothing('nothing moved', 'no se movió nada');
    // Against its usual way it is taken back.
    const isBack = amount.startsWith('-') !== TAKES.has(kind);
    const moved = isBack ? { ...cash, amount: `-${cash.amount}` } : cash;
    return [
      {
        kind,
        at,
        account,
        cash: moved,
        ...(asset !== undefined && kind !== 'deposit' && kind !== 'withdrawal' && kind !== 'interest' && { asset }),
      },
    ];
  },
};
