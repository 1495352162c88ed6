/** A book with its names, prices and ledgers: made once for each state of it, and asked by every answer. */

import type { View } from '../../../api/portfolio/money.ts';
import { InputError } from '../../../core/domain/result.ts';
import { zoneNamed } from '../../../core/market/zone.ts';
import { isMoney } from '../../../core/portfolio/currencies.ts';
import type { AssetName } from '../../../core/portfolio/entry.ts';
import { type PeriodLedger, periodLedger } from '../../../core/portfolio/figures/bridge.ts';
import { type Daily, dailyValues, type Scope } from '../../../core/portfolio/figures/daily.ts';
import { type Measures, measuresOf } from '../../../core/portfolio/figures/measures.ts';
import { divide, type Fixed, formatFixed, parseFixed } from '../../../core/portfolio/fixed.ts';
import { type Instrument, type Instruments, type NamedAsset, resolveInstruments } from '../../../core/portfolio/instruments.ts';
import { Ledger, type LedgerOptions } from '../../../core/portfolio/ledger/ledger.ts';
import { type DaySeries, Market, type MarketColumns } from '../../../core/portfolio/ledger/market.ts';
import { dayNumber, type Names, type Operation, orderedOperations } from '../../../core/portfolio/ledger/operation.ts';
import { type Close, priceSeries, type Split } from '../../../core/portfolio/ledger/price-series.ts';
import type { LotMethod } from '../../../core/portfolio/lots.ts';
import type { BookState } from './book-state.ts';

const DAY_MS = 86_400_000;
const EURO = 'EUR';

export interface FigureBook {
  readonly state: BookState;
  readonly instruments: Instruments;
  readonly operations: readonly Operation[];
  readonly accounts: readonly string[];
  readonly currencies: readonly string[];
  readonly columns: MarketColumns;
  readonly currencyOf: readonly number[];
  /** The last quote of each instrument, in the instrument's currency; null where there is none, or no rate to count it with. */
  readonly quotePrices: readonly (number | null)[];
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

/** Names, order and told prices of a book: by far the longest part of opening it. */
export interface BookParts {
  readonly accounts: Index;
  readonly currencies: Index;
  readonly instruments: Instruments;
  readonly names: Names;
  readonly operations: readonly Operation[];
  readonly currencyOf: readonly number[];
  readonly perEuro: readonly (DaySeries | undefined)[];
  readonly told: readonly Told[][];
  readonly splits: readonly Split[][];
}

type Told = Pick<Close, 'day' | 'price'>;

function partsOf(state: BookState): BookParts {
  const zone = zoneNamed(state.settings.zone);
  const [accounts, currencies] = [indexed(state.accounts.map(({ name }) => name)), indexed([EURO, state.settings.base])];
  const instruments = resolveInstruments(namedAssets(state), renamesOf(state), state.known);
  const names: Names = {
    instrument: instruments.indexOf,
    account: accounts.indexOf,
    currency: currencies.indexOf,
    isMoney,
    dayOf: (utcMs) => Math.floor((utcMs + zone.offsetAt(utcMs)) / DAY_MS),
  };
  const operations = orderedOperations(state.booked, names);
  const currencyOf = instruments.all.map(({ currency }) => currencies.indexOf(currency ?? EURO));
  for (const currency of state.rates.keys()) currencies.indexOf(currency);
  const perEuro = currencies.all.map((code) => rateSeries(state.rates.get(code)));
  return {
    accounts,
    currencies,
    instruments,
    names,
    operations,
    currencyOf,
    perEuro,
    ...toldIn(operations, currencyOf, ratesAlone(perEuro, currencies)),
  };
}

/** For what was told in another currency than the instrument's. */
const ratesAlone = (perEuro: BookParts['perEuro'], currencies: Index): Market => {
  const euro = currencies.indexOf(EURO);
  return new Market({ prices: [], perEuro, euro }, euro);
};

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

interface Index {
  readonly all: string[];
  readonly indexOf: (name: string) => number;
}

function indexed(first: readonly string[]): Index {
  const all: string[] = [];
  const indexes = new Map<string, number>();
  const indexOf = (name: string): number => {
    const known = indexes.get(name);
    if (known !== undefined) return known;
    indexes.set(name, all.length);
    return all.push(name) - 1;
  };
  for (const name of first) indexOf(name);
  return { all, indexOf };
}

/** Every name that stands for an asset, also of coins that paid for something. */
function* namedIn({ booked }: BookState): Generator<NamedAsset> {
  for (const { entry } of booked) {
    const { asset, otherAsset, price, cash, fee, classes } = entry;
    if (asset !== undefined) {
      // A sale or a purchase says what the asset is priced in; a dividend does not.
      const currency = price?.currency ?? (entry.quantity === undefined ? null : (cash?.currency ?? entry.value?.currency ?? null));
      yield { name: asset, currency: currency !== null && isMoney(currency) ? currency : null, ...(classes && { classes }) };
    }
    if (otherAsset !== undefined) yield { name: otherAsset, currency: null };
    for (const money of [cash, fee])
      if (money !== undefined && !isMoney(money.currency)) yield { name: coin(money.currency), currency: null };
  }
}

const coin = (symbol: string): AssetName => ({ symbol, kind: 'crypto' });
const namedAssets = (state: BookState): NamedAsset[] => [...namedIn(state)];

function renamesOf({ booked }: BookState): [AssetName, AssetName][] {
  return booked.flatMap(({ entry: { kind, asset, otherAsset } }) =>
    kind === 'rename' && asset && otherAsset ? [[asset, otherAsset]] : [],
  );
}

function toldIn(operations: readonly Operation[], currencyOf: readonly number[], rates: Market): Pick<BookParts, 'told' | 'splits'> {
  const told = currencyOf.map((): Told[] => []);
  const splits = currencyOf.map((): Split[] => []);
  for (const operation of operations) {
    const { asset, kind, day, ratio } = operation;
    if (kind === 'split') splits[asset]?.push({ day, ratio: Number(ratio[0]) / Number(ratio[1]) });
    const price = toldPrice(operation, currencyOf, rates);
    if (price !== null && price > 0) told[asset]?.push({ day, price });
  }
  return { told, splits };
}

function columnsOf(
  state: BookState,
  { instruments: { all }, currencies, currencyOf, perEuro, told, splits, names }: BookParts,
): Pick<FigureBook, 'columns' | 'quotePrices'> {
  const rates = ratesAlone(perEuro, currencies);
  const quotePrices = all.map(({ id }, index) => {
    const quote = state.quotes.get(id);
    if (quote === undefined) return null;
    const from = currencies.indexOf(quote.currency);
    const own = rates.convert(parseFixed(quote.price) ?? 0n, from, currencyOf[index] as number, names.dayOf(quote.at));
    return own === null ? null : nearest(own);
  });
  const prices = all.map(({ id }, index) => {
    const [quote, price] = [state.quotes.get(id), quotePrices[index] ?? null];
    const now = quote !== undefined && price !== null ? { day: names.dayOf(quote.at), price, adjustedOn: null } : null;
    const closes = (state.closes.get(id) ?? []).filter(({ price }) => price > 0);
    // The owner's brokers report one and the same split, each for its own account.
    const unique = [...new Map((splits[index] ?? []).map((split) => [split.day, split])).values()];
    return priceSeries(now ? [...closes, now] : closes, told[index] ?? [], unique);
  });
  return { columns: { prices, perEuro, euro: currencies.indexOf(EURO) }, quotePrices };
}

const rateSeries = (rates: readonly { readonly day: number; readonly perEuro: number }[] | undefined): DaySeries | undefined => {
  if (rates === undefined) return undefined;
  const rising = [...rates].sort((a, b) => a.day - b.day);
  return { days: Int32Array.from(rising, ({ day }) => day), values: Float64Array.from(rising, ({ perEuro }) => perEuro) };
};

/** What one was traded at, in the instrument's currency; null where the operation does not say. */
function toldPrice(
  { asset, quantity, cash, price, value, day, fee, tax, kind }: Operation,
  currencyOf: readonly number[],
  rates: Market,
): number | null {
  if (asset === -1) return null;
  const to = currencyOf[asset] as number;
  if (price !== null) {
    const one = rates.convert(price.amount, price.currency, to, day);
    return one === null ? null : nearest(one);
  }
  if (quantity === 0n) return null;
  const whole = kind === 'buy' || kind === 'sell' ? cash : value;
  if (whole === null) return null;
  const within = (charge: typeof fee) => (charge !== null && charge.currency === whole.currency ? charge.amount : 0n);
  const charges = kind === 'buy' ? -(within(fee) + within(tax)) : kind === 'sell' ? within(fee) + within(tax) : 0n;
  const worth = rates.convert(whole.amount + charges, whole.currency, to, day);
  return worth === null ? null : nearest(divide(worth, quantity));
}

/** The double whose shortest text is the decimal, as a provider's price is kept. */
const nearest = (value: Fixed): number => Number(formatFixed(value));

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

/** What is held now. */
export function heldIn(book: FigureBook): Instrument[] {
  const { settings } = book.state;
  const ledger = book.ledger(settings.method, settings.base);
  const held = new Set<number>();
  for (const [account, asset] of ledger.holdings()) if (ledger.lots(account, asset).length > 0) held.add(asset);
  return book.instruments.all.filter((_, index) => held.has(index));
}

export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
