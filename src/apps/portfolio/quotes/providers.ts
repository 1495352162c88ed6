/** Every provider of prices there is: its title, its address, its key, its limits, and how it is opened. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COINMARKETCAP_LIMITS, openCoinMarketCap } from '../../../adapters/coinmarketcap/coinmarketcap.ts';
import { FUND_PAGE_LIMITS, openFundPages } from '../../../adapters/fund-pages/fund-pages.ts';
import { type FundSite, fundSites, KNOWN_SITES } from '../../../adapters/fund-pages/fund-sites.ts';
import { KRAKEN_LIMITS, openKrakenTicker } from '../../../adapters/kraken-ticker/kraken-ticker.ts';
import type { RequestTiming } from '../../../adapters/postgres/portfolio/timings.ts';
import { openPriceFile } from '../../../adapters/price-file/price-file.ts';
import { openTwelveData, TWELVE_DATA_LIMITS } from '../../../adapters/twelve-data/twelve-data.ts';
import { openYahoo, YAHOO_LIMITS } from '../../../adapters/yahoo-finance/yahoo-finance.ts';
import { InputError } from '../../../core/domain/result.ts';
import { Secret } from '../../../core/domain/secret.ts';
import type { BudgetLimits } from '../../../core/portfolio/quotes/budget.ts';
import type { AskProvider, QuoteProvider } from '../../../core/portfolio/quotes/provider.ts';
import { PROVIDERS, type ProviderName } from '../../../core/portfolio/quotes/quote-rules.ts';
import { openLakePrices } from './lake-prices.ts';
import { type LineState, openLine, type ProviderLine } from './provider-line.ts';
import { PROVIDER_VARIABLES, type QuotePlaces } from './quote-places.ts';

export interface OpenProvider {
  readonly name: ProviderName;
  readonly title: string;
  /** Null where it can't be asked: it has no address here, or no key. */
  readonly provider: QuoteProvider | null;
  readonly line: ProviderLine | null;
  /** Variable that its key is put in; null of one that needs none. */
  readonly variable: string | null;
  readonly hasKey: boolean;
}

export interface ProviderSetting {
  readonly places: QuotePlaces;
  readonly dataFolder: string;
  readonly now: () => number;
  readonly kept: ReadonlyMap<string, LineState>;
  readonly keep: (name: ProviderName, state: LineState) => void;
  readonly time: (timing: RequestTiming) => void;
  readonly withinMs?: number;
  readonly random?: () => number;
}

interface Row {
  readonly title: string;
  readonly limits: BudgetLimits;
  readonly variable: string | null;
  /** Null where the place or the key is absent. */
  open(setting: ProviderSetting, ask: AskProvider): QuoteProvider | null;
}

/** The owner's prices and rules, below the data folder. */
const PRICE_FILE = 'portfolio/prices.csv';
const SITES_FILE = 'portfolio/fund-sites.json';

const ROWS: Readonly<Record<ProviderName, Row>> = {
  coinmarketcap: {
    ...{ title: 'CoinMarketCap', limits: COINMARKETCAP_LIMITS, variable: PROVIDER_VARIABLES.coinmarketcap },
    open({ places: { urls, keys } }, ask) {
      const [baseUrl, key] = [urls.coinmarketcap, keys.coinmarketcap];
      return baseUrl === null || key === '' ? null : openCoinMarketCap({ ask, baseUrl, key: new Secret(key) });
    },
  },
  kraken: {
    ...{ title: 'Kraken', limits: KRAKEN_LIMITS, variable: null },
    open: ({ places: { urls }, now }, ask) => (urls.kraken === null ? null : openKrakenTicker({ ask, baseUrl: urls.kraken, now })),
  },
  yahoo: {
    ...{ title: 'Yahoo Finance', limits: YAHOO_LIMITS, variable: null },
    open({ places: { urls }, now }, ask) {
      const { yahoo: baseUrl, yahooCookie: cookieUrl } = urls;
      return baseUrl === null || cookieUrl === null ? null : openYahoo({ ask, baseUrl, cookieUrl, now });
    },
  },
  'twelve-data': {
    ...{ title: 'Twelve Data', limits: TWELVE_DATA_LIMITS, variable: PROVIDER_VARIABLES['twelve-data'] },
    open({ places: { urls, keys }, now }, ask) {
      const [baseUrl, key] = [urls['twelve-data'], keys['twelve-data']];
      return baseUrl === null || key === '' ? null : openTwelveData({ ask, baseUrl, key: new Secret(key), now });
    },
  },
  'fund-page': {
    ...{ title: 'Fund pages', limits: FUND_PAGE_LIMITS, variable: null },
    open: ({ places, dataFolder, now }, ask) =>
      places.fundPages ? openFundPages({ ask, sites: sitesIn(join(dataFolder, SITES_FILE)), now }) : null,
  },
  'price-file': {
    ...{ title: 'prices.csv', limits: {}, variable: null },
    open: ({ dataFolder }) => openPriceFile(join(dataFolder, PRICE_FILE)),
  },
  'market-lake': {
    ...{ title: 'Market lake', limits: {}, variable: null },
    open: ({ dataFolder, now }) => openLakePrices(dataFolder, now),
  },
};

export function openProviders(setting: ProviderSetting): ReadonlyMap<ProviderName, OpenProvider> {
  const { kept, keep, time, now, withinMs, random, places } = setting;
  return new Map(
    PROVIDERS.map((name) => {
      const { title, limits, variable, open } = ROWS[name];
      const line = openLine({
        ...{ name, title, limits, hasKey: variable !== null, kept: kept.get(name), now, keep, time },
        ...(withinMs !== undefined && { withinMs }),
        ...(random && { random }),
      });
      const provider = open(setting, line.ask);
      const hasKey = variable === null || places.keys[name as keyof QuotePlaces['keys']] !== '';
      return [name, { name, title, provider, line: provider === null ? null : line, variable, hasKey }];
    }),
  );
}

/** The owner's rules where there are some, else those that are known. InputError FUND_SITES_INVALID (exit 3). */
function sitesIn(path: string): readonly FundSite[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return KNOWN_SITES;
  }
  const unclear = (found: string) =>
    new InputError('FUND_SITES_INVALID', `${SITES_FILE}: expected rules of sites as docs/guides/portfolio.md shows, found ${found}`, 3);
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch (error) {
    throw unclear((error as Error).message);
  }
  const read = fundSites.safeParse(told);
  if (!read.success) throw unclear(`${read.error.issues[0]?.path.join('.')}: ${read.error.issues[0]?.message}`);
  return read.data;
}
