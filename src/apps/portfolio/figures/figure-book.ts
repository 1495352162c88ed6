/** A book with its names, prices and ledgers: made once for each state of it, and asked by every answer. */

import type { View } from '../../../api/portfolio/money.ts';
import { InputError } from '../../../core/domain/result.ts';
import { type PeriodLedger, periodLedger } from '../../../core/portfolio/figures/bridge.ts';
import { type Daily, dailyValues, type Scope } from '../../../core/portfolio/figures/daily.ts';
import { type Measures, measuresOf } from '../../../core/portfolio/figures/measures.ts';
import type { Instrument, Instruments } from '../../../core/portfolio/instruments.ts';
import { Ledger, type LedgerOptions } from '../../../core/portfolio/ledger/ledger.ts';
import { Market } from '../../../core/portfolio/ledger/market.ts';
import { dayNumber, type Operation } from '../../../core/portfolio/ledger/operation.ts';
import type { LotMethod } from '../../../core/portfolio/lots.ts';
import { type BookColumns, type BookParts, columnsOf, EURO, partsOf } from './book-parts.ts';
import type { BookState } from './book-state.ts';

const DAY_MS = 86_400_000;

export interface FigureBook extends BookColumns {
  readonly state: BookState;
  readonly instruments: Instruments;
  readonly operations: readonly Operation[];
  readonly accounts: readonly string[];
  readonly currencies: readonly string[];
  readonly currencyOf: readonly number[];
  /** What was made of this state already, by what was asked. */
  readonly made: Map<string, DailyFigures>;
  /** What does not change with a quote: given to the next book of the same operations. */
  readonly parts: BookParts;
  /** Epoch milliseconds UTC, now: how old a quote is changes while nothing else does. */
  clock(): number;
  /** First day of the book; null of an empty one. The owner's today. */
  readonly first: number | null;
  readonly today: number;
  market(base: string): Market;
  ledger(method: LotMethod, base: string): Ledger;
  /** The same of operations until the end of a day. */
  ledgerUntil(method: LotMethod, base: string, day: number): Ledger;
  /** All accounts as one, by FIFO in euros: for the tax. */
  taxLedger(): Ledger;
  /** Whose gains count from the value at the beginning of a period. */
  periodLedger(method: LotMethod, base: string, period: Period): PeriodLedger;
  options(method: LotMethod, base: string): LedgerOptions;
  /** The operation an index of the ledger was booked by. */
  booked(id: number): BookState['booked'][number] | undefined;
  instrument(index: number): Instrument;
}

/** `parts`: of a book with the same operations, names and rates. */
export function openFigureBook(state: BookState, clock: () => number = () => state.now, parts: BookParts = partsOf(state)): FigureBook {
  const { accounts, currencies, instruments, names, operations, currencyOf } = parts;
  for (const { currency } of state.quotes.values()) currencies.indexOf(currency);
  const { columns, quotePrices } = columnsOf(state, parts);
  const markets = new Map<string, Market>();
  const ledgers = new Map<string, Ledger>();
  const periods = new Map<string, PeriodLedger>();
  const byId = new Map(state.booked.map((one) => [one.id, one]));
  const facts = accounts.all.map((name) => ({ name, tellsCash: state.accounts.find((one) => one.name === name)?.tellsCash ?? true }));

  function market(base: string): Market {
    const found = markets.get(base) ?? new Market(columns, baseIndex(base));
    markets.set(base, found);
    return found;
  }
  function baseIndex(base: string): number {
    const at = currencies.all.indexOf(base);
    if (at !== -1) return at;
    throw new InputError(
      'BASE_UNKNOWN',
      `expected a currency with exchange rates, found ${base}; known are ${currencies.all.join(', ')}`,
      2,
    );
  }
  const options = (method: LotMethod, base: string): LedgerOptions => ({ method, market: market(base), accounts: facts, currencyOf });
  function ledgerBy(key: string, made: () => LedgerOptions, until = Number.POSITIVE_INFINITY): Ledger {
    let ledger = ledgers.get(key);
    if (ledger === undefined) {
      ledger = new Ledger(made());
      for (const operation of operations) if (operation.day <= until) ledger.apply(operation);
      keepFew(ledgers, MOST_LEDGERS);
      ledgers.set(key, ledger);
    }
    return ledger;
  }
  return {
    ...{ state, instruments, operations, columns, quotePrices, clock, currencyOf, market, options, parts },
    made: new Map(),
    accounts: accounts.all,
    currencies: currencies.all,
    first: operations[0]?.day ?? null,
    today: names.dayOf(state.now),
    ledger: (method, base) => ledgerBy(`${method} ${base}`, () => options(method, base)),
    ledgerUntil: (method, base, day) => ledgerBy(`${method} ${base} ${day}`, () => options(method, base), day),
    taxLedger: () => ledgerBy('tax', () => ({ ...options('fifo', EURO), isPooled: true })),
    periodLedger(method, base, { from, to }) {
      const key = `${method} ${base} ${from} ${to}`;
      const known = periods.get(key) ?? periodLedger(operations, options(method, base), from, to);
      keepFew(periods, MOST_PERIODS);
      periods.set(key, known);
      return known;
    },
    booked: (id) => byId.get(id),
    instrument: (index) => instruments.all[index] as Instrument,
  };
}

/** A ledger of a large book is some hundred megabytes; what was asked for longest ago is made again. */
const MOST_LEDGERS = 6;
const MOST_PERIODS = 2;
const MOST_MADE = 16;

function keepFew(made: Map<string, unknown>, most: number): void {
  const [oldest] = made.keys();
  if (made.size >= most && oldest !== undefined) made.delete(oldest);
}

export interface Period {
  readonly from: number;
  readonly to: number;
}

/** Days that are asked for, as far as the book has any: nothing was there before its first operation, and nothing is known of days to come. */
export function periodOf(book: FigureBook, { from, to }: Pick<View, 'from' | 'to'>): Period {
  if (from !== undefined && to !== undefined && from > to)
    throw new InputError('PERIOD_REVERSED', `expected a first day until the last, found ${from} to ${to}`, 2);
  const first = book.first ?? book.today;
  const last = to === undefined ? book.today : Math.min(dayNumber(to), book.today);
  const start = from === undefined ? first : Math.max(dayNumber(from), first);
  return { from: Math.min(start, last), to: last };
}

/** What is looked at: with cash only where no asset is chosen. */
export interface KeyedScope extends Scope {
  /** The same for the same part of the same book; null where nothing says so. */
  readonly key: string | null;
}

export function scopeOf(book: FigureBook, { account, instrument, kind, category, currency }: Partial<View>): KeyedScope {
  const accountAt = account === undefined ? null : book.accounts.indexOf(account);
  const hasChoice = [instrument, kind, category, currency].some((one) => one !== undefined);
  const chosen = book.instruments.all.map(
    (one) =>
      (instrument === undefined || one.id === instrument) &&
      (kind === undefined || (one.kind ?? 'other') === kind) &&
      (category === undefined || one.classes[0] === category) &&
      (currency === undefined || one.currency === currency),
  );
  return {
    key: JSON.stringify([account, instrument, kind, category, currency]),
    hasAccount: (index) => accountAt === null || index === accountAt,
    hasAsset: (index) => !hasChoice || chosen[index] === true,
    hasCash: !hasChoice,
  };
}

export interface DailyFigures {
  readonly daily: Daily;
  readonly measures: Measures;
}

/** Of a scope with a key they are made once for each state of the book. */
export function dailyFigures(book: FigureBook, method: LotMethod, base: string, scope: KeyedScope, { from, to }: Period): DailyFigures {
  const key = `${method} ${base} ${from} ${to} ${scope.key}`;
  const known = scope.key === null ? undefined : book.made.get(key);
  if (known !== undefined) return known;
  const { legs } = book.ledger(method, base);
  const daily = dailyValues({ legs, market: book.market(base), currencyOf: book.currencyOf, scope, from, to });
  const figures = { daily, measures: measuresOf(daily) };
  if (scope.key !== null) {
    keepFew(book.made, MOST_MADE);
    book.made.set(key, figures);
  }
  return figures;
}

export function assetIndex(book: FigureBook, id: string): number {
  const index = book.instruments.all.findIndex((one) => one.id === id);
  if (index === -1) throw new InputError('INSTRUMENT_UNKNOWN', `expected an instrument of the book, found ${id}`, 2);
  return index;
}

/** Indexes of the instruments that are held now. */
export function heldIn(book: FigureBook): ReadonlySet<number> {
  const { settings } = book.state;
  const ledger = book.ledger(settings.method, settings.base);
  const held = new Set<number>();
  for (const [account, asset] of ledger.holdings()) if (ledger.lots(account, asset).length > 0) held.add(asset);
  return held;
}

export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
