/**
 * Spanish capital gains of a year, as a draft: what was sold against what was bought first (Ley 35/2006 del IRPF, art. 37.2: FIFO of homogeneous
 * securities, all accounts together), and losses that wait because the same was bought again (art. 33.5 f and g). Needs a pooled FIFO ledger in euros.
 */

import { civilOf, daysFromCivil } from '../../market/zone.ts';
import { type Fixed, mulDiv } from '../fixed.ts';
import type { Ledger, Sale } from '../ledger/ledger.ts';
import type { LotPart } from '../lots.ts';

/** Months before and after a sale in which a purchase makes a loss wait. Coins have no such rule in art. 33.5 f–g, which speaks of securities. */
export type WaitingMonths = 0 | 2 | 12;

export interface TaxRow {
  readonly sale: Sale;
  readonly bought: number;
  readonly quantity: Fixed;
  readonly proceeds: Fixed | null;
  readonly cost: Fixed | null;
  readonly gain: Fixed | null;
  /** Of a loss, what can't be counted yet; above 0. */
  readonly deferred: Fixed;
}

interface Purchase {
  readonly day: number;
  readonly asset: number;
  /** What has not made a loss wait yet. */
  left: Fixed;
}

export interface SpanishYear {
  readonly rows: readonly TaxRow[];
  /** In euros. Gains and losses of rows whose figures are known; `unknown` counts the others. */
  readonly totals: {
    readonly proceeds: Fixed;
    readonly cost: Fixed;
    readonly gains: Fixed;
    readonly losses: Fixed;
    readonly deferred: Fixed;
    readonly net: Fixed;
    readonly unknown: number;
  };
}

/** `monthsOf`: by instrument. The ledger holds everything until at least two months (a year where 12 counts) after the end of the year, as far as it is known. */
export function spanishYear(ledger: Ledger, year: number, monthsOf: (asset: number) => WaitingMonths): SpanishYear {
  const purchases = purchasesOf(ledger);
  const rows: TaxRow[] = [];
  // From the first sale on: a purchase that makes an earlier loss wait can't make a later one wait too.
  for (const sale of ledger.sales) {
    if (sale.quantity <= 0n) continue;
    const parts = sale.parts.map((part) => rowOf(sale, part));
    const waiting = waitingPurchases(purchases, sale, monthsOf(sale.asset));
    for (const row of parts) {
      const one = withDeferred(row, waiting);
      if (civilOf(sale.operation.day).year === year) rows.push(one);
    }
  }
  return { rows, totals: totalsOf(rows) };
}

function rowOf(sale: Sale, part: LotPart): Omit<TaxRow, 'deferred'> {
  const known = sale.quantity - sale.missing;
  const proceeds = sale.proceedsInBase === null ? null : mulDiv(sale.proceedsInBase, part.quantity, known);
  const cost = part.costInBase;
  return {
    sale,
    bought: part.day,
    quantity: part.quantity,
    proceeds,
    cost,
    gain: proceeds === null || cost === null ? null : proceeds - cost,
  };
}

/** Of a loss, the share of as many as were bought again and are not counted for another loss. */
function withDeferred(row: Omit<TaxRow, 'deferred'>, waiting: readonly Purchase[]): TaxRow {
  if (row.gain === null || row.gain >= 0n) return { ...row, deferred: 0n };
  let waits: Fixed = 0n;
  for (const purchase of waiting) {
    const taken = purchase.left < row.quantity - waits ? purchase.left : row.quantity - waits;
    purchase.left -= taken;
    waits += taken;
  }
  return { ...row, deferred: mulDiv(-row.gain, waits, row.quantity) };
}

/** Bought within so many months before or after, and not what was sold itself. */
function waitingPurchases(purchases: readonly Purchase[], { asset, operation, parts }: Sale, months: WaitingMonths): Purchase[] {
  if (months === 0) return [];
  const [from, to] = [addMonths(operation.day, -months), addMonths(operation.day, months)];
  const sold = new Set(parts.map(({ day }) => day));
  return purchases.filter((one) => one.asset === asset && one.left > 0n && one.day >= from && one.day <= to && !sold.has(one.day));
}

function purchasesOf(ledger: Ledger): Purchase[] {
  const { legs } = ledger;
  const purchases: Purchase[] = [];
  for (let i = 0; i < legs.operation.length; i++) {
    const { kind, day, quantity } = legs.operation[i] as Ledger['legs']['operation'][number];
    if (kind !== 'buy' || legs.asset[i] === -1 || (legs.amount[i] as number) < 0) continue;
    purchases.push({ day, asset: legs.asset[i] as number, left: quantity });
  }
  return purchases;
}

/** The same day of another month; its last where that has fewer. */
export function addMonths(day: number, months: number): number {
  const { year, month, day: of } = civilOf(day);
  const index = year * 12 + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1];
  const next = toMonth === 12 ? daysFromCivil(toYear + 1, 1, 1) : daysFromCivil(toYear, toMonth + 1, 1);
  return Math.min(daysFromCivil(toYear, toMonth, of), next - 1);
}

function totalsOf(rows: readonly TaxRow[]): SpanishYear['totals'] {
  const totals = { proceeds: 0n, cost: 0n, gains: 0n, losses: 0n, deferred: 0n, net: 0n, unknown: 0 };
  for (const { proceeds, cost, gain, deferred } of rows) {
    if (proceeds === null || cost === null || gain === null) {
      totals.unknown++;
      continue;
    }
    totals.proceeds += proceeds;
    totals.cost += cost;
    totals.deferred += deferred;
    if (gain > 0n) totals.gains += gain;
    else totals.losses -= gain;
  }
  totals.net = totals.gains - totals.losses + totals.deferred;
  return totals;
}
