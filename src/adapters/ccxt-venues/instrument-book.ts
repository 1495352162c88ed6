/** Our instruments and the venue's markets, found from either side. */

import type { Market } from 'ccxt';
import { InputError } from '../../core/domain/result.ts';
import type { MappedInstrument } from './options.ts';
import { isPayload } from './payload.ts';
import { notSupported } from './venue-error.ts';

/** What is used of a ccxt market. With `number: String` its figures are exact decimal text. */
export interface VenueMarket {
  readonly id: string;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly settle?: string;
  readonly spot: boolean;
  readonly linear?: boolean;
  readonly contractSize?: string;
  readonly precision: { readonly price?: string; readonly amount?: string };
  readonly limits: { readonly amount?: MarketLimit; readonly cost?: MarketLimit };
  readonly maker?: string;
  readonly taker?: string;
  readonly info: unknown;
}

interface MarketLimit {
  readonly min?: string;
  readonly max?: string;
}

export interface BookEntry {
  readonly instrument: string;
  readonly category: 'linear' | 'spot';
  readonly market: VenueMarket;
}

export interface InstrumentBook {
  readonly entries: readonly BookEntry[];
  /** Not-sent NOT_SUPPORTED for an instrument that was not mapped. */
  ofInstrument(id: string): BookEntry;
  /** Our id of a venue's name; `category:name` where it is not one of ours, so that what is foreign still shows. */
  nameOf(category: 'linear' | 'spot', venueName: string): string;
  /** Any market of the venue, mapped or not. */
  marketOf(category: 'linear' | 'spot', venueName: string): VenueMarket | undefined;
}

/** InputError SYMBOL_UNKNOWN for a mapped symbol that the venue does not list. */
export function createBook(venue: string, mapped: readonly MappedInstrument[], markets: Readonly<Record<string, Market>>): InstrumentBook {
  const listed = Object.values(markets).filter((market) => market !== undefined) as unknown as VenueMarket[];
  const all = listed.filter((market) => market.spot || market.linear === true);
  const entries = mapped.map((one): BookEntry => {
    const market = all.find((candidate) => isWanted(candidate, one) && namesOf(candidate).includes(one.symbol));
    if (!market)
      throw new InputError(
        'SYMBOL_UNKNOWN',
        `${venue}: expected a symbol that the venue lists${one.category ? ` under ${one.category}` : ''} for ${one.id}, found "${one.symbol}"`,
      );
    return { instrument: one.id, category: market.spot ? 'spot' : 'linear', market };
  });
  const byInstrument = new Map(entries.map((entry) => [entry.instrument, entry]));
  const byName = new Map(entries.flatMap((entry) => namesOf(entry.market).map((name) => [`${entry.category}:${name}`, entry])));
  const marketsByName = new Map(
    all.flatMap((market) => namesOf(market).map((name) => [`${market.spot ? 'spot' : 'linear'}:${name}`, market])),
  );
  return {
    entries,
    ofInstrument(id) {
      const entry = byInstrument.get(id);
      if (!entry) throw notSupported(`${venue}: expected one of ${[...byInstrument.keys()].join(', ')}, found instrument "${id}"`);
      return entry;
    },
    nameOf: (category, name) => byName.get(`${category}:${name}`)?.instrument ?? `${category}:${name}`,
    marketOf: (category, name) => marketsByName.get(`${category}:${name}`),
  };
}

function isWanted(market: VenueMarket, wanted: MappedInstrument): boolean {
  return wanted.category === undefined || market.spot === (wanted.category === 'spot');
}

/** Kraken writes one pair in three ways: XXBTZUSD, XBTUSD, XBT/USD. */
function namesOf(market: VenueMarket): string[] {
  const info = isPayload(market.info) ? market.info : {};
  return [market.id, market.symbol, info.altname, info.wsname].filter((name) => typeof name === 'string');
}
