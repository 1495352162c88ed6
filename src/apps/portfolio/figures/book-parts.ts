/** What a book is made of and no quote changes: names, order, and the prices that operations themselves tell; and the columns that come of it with the quotes. */

import { zoneNamed } from '../../../core/market/zone.ts';
import { isMoney } from '../../../core/portfolio/currencies.ts';
import type { AssetName } from '../../../core/portfolio/entry.ts';
import { divide, type Fixed, formatFixed, parseFixed } from '../../../core/portfolio/fixed.ts';
import { type Instruments, type NamedAsset, resolveInstruments } from '../../../core/portfolio/instruments.ts';
import { type DaySeries, Market, type MarketColumns } from '../../../core/portfolio/ledger/market.ts';
import { type Names, type Operation, orderedOperations } from '../../../core/portfolio/ledger/operation.ts';
import { type Close, priceSeries, type Split } from '../../../core/portfolio/ledger/price-series.ts';
import type { BookState } from './book-state.ts';

const DAY_MS = 86_400_000;
export const EURO = 'EUR';

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

export function partsOf(state: BookState): BookParts {
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

export interface BookColumns {
  readonly columns: MarketColumns;
  /** The last quote of each instrument, in the instrument's currency; null where there is none, or no rate to count it with. */
  readonly quotePrices: readonly (number | null)[];
}

/** Prices and rates as columns, the last quotes among them. */
export function columnsOf(
  state: BookState,
  { instruments: { all }, currencies, currencyOf, perEuro, told, splits, names }: BookParts,
): BookColumns {
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
