/** Small books for tests: entries and prices by name, made ready as the platform makes them. */

import type { Entry } from '../../src/core/portfolio/entry.ts';
import { Ledger, type LedgerOptions } from '../../src/core/portfolio/ledger/ledger.ts';
import { type DaySeries, Market } from '../../src/core/portfolio/ledger/market.ts';
import { type Booked, dayNumber, type Names, type Operation, orderedOperations } from '../../src/core/portfolio/ledger/operation.ts';
import type { LotMethod } from '../../src/core/portfolio/lots.ts';

/** `[day, value]`, days rising. */
type Series = readonly (readonly [day: string, value: number])[];

export interface LabBook {
  readonly entries: readonly Entry[];
  /** By symbol, in the instrument's currency. */
  readonly prices?: Readonly<Record<string, Series>>;
  /** Of one euro, by currency. */
  readonly perEuro?: Readonly<Record<string, Series>>;
  /** By symbol; EUR where nothing is said. */
  readonly currencyOf?: Readonly<Record<string, string>>;
  readonly base?: string;
  readonly method?: LotMethod;
  /** Accounts whose cash is not told. */
  readonly cashless?: readonly string[];
}

const MONEY = new Set(['CZK', 'EUR', 'USD', 'CHF', 'GBP', 'JPY', 'KWD']);

export interface Lab {
  readonly operations: readonly Operation[];
  readonly market: Market;
  readonly ledger: Ledger;
  readonly options: LedgerOptions;
  readonly currencyOf: readonly number[];
  instrument(symbol: string): number;
  account(name: string): number;
  currency(code: string): number;
}

export function labOf({ entries, prices = {}, perEuro = {}, currencyOf = {}, base = 'EUR', method = 'fifo', cashless = [] }: LabBook): Lab {
  const [instruments, accounts, currencies] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  const indexIn = (map: Map<string, number>) => (name: string) => {
    const known = map.get(name);
    if (known !== undefined) return known;
    map.set(name, map.size);
    return map.size - 1;
  };
  const [instrument, account, currency] = [indexIn(instruments), indexIn(accounts), indexIn(currencies)];
  const names: Names = {
    instrument: ({ isin, symbol }) => instrument(symbol ?? isin ?? ''),
    ...{ account, currency, isMoney: (code) => MONEY.has(code), dayOf: (ms) => Math.floor(ms / 86_400_000) },
  };
  const booked: Booked[] = entries.map((entry, id) => ({ id, entry }));
  const operations = orderedOperations(booked, names);
  for (const symbol of Object.keys(prices)) instrument(symbol);
  const euro = currency('EUR');
  const currencyIndexes = [...instruments.keys()].map((symbol) => currency(currencyOf[symbol] ?? 'EUR'));
  const ofBase = currency(base);
  const market = new Market(
    {
      prices: [...instruments.keys()].map((symbol) => seriesOf(prices[symbol])),
      perEuro: [...currencies.keys()].map((code) => seriesOf(perEuro[code])),
      euro,
    },
    ofBase,
  );
  const options: LedgerOptions = {
    ...{ method, market, currencyOf: currencyIndexes },
    accounts: [...accounts.keys()].map((name) => ({ name, tellsCash: !cashless.includes(name) })),
  };
  const ledger = new Ledger(options);
  for (const operation of operations) ledger.apply(operation);
  return { operations, market, ledger, options, currencyOf: currencyIndexes, instrument, account, currency };
}

function seriesOf(series: Series | undefined): DaySeries | undefined {
  if (series === undefined) return undefined;
  return { days: Int32Array.from(series, ([day]) => dayNumber(day)), values: Float64Array.from(series, ([, value]) => value) };
}

export const dayOf = (text: string): number => dayNumber(text);

const money = (amount: number | string, currency = 'EUR') => ({ amount: String(amount), currency });

/** A purchase or a sale: `cash` is what moved, the fee within it. */
export function trade(
  kind: 'buy' | 'sell',
  at: string,
  symbol: string,
  quantity: number | string,
  cash: number | string,
  more: Partial<Entry> & { currency?: string } = {},
): Entry {
  const { currency = 'EUR', ...rest } = more;
  return { kind, at, account: 'A', asset: { symbol }, quantity: String(quantity), cash: money(cash, currency), ...rest };
}

export function flow(
  kind: 'deposit' | 'withdrawal' | 'interest' | 'fee' | 'tax',
  at: string,
  amount: number | string,
  more: Partial<Entry> & { currency?: string } = {},
): Entry {
  const { currency = 'EUR', ...rest } = more;
  return { kind, at, account: 'A', cash: money(amount, currency), ...rest };
}
