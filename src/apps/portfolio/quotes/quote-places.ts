/** Where providers of prices are asked, and with which keys. */

/** Given to the portfolio's thread. An address of null: not asked. */
export interface QuotePlaces {
  /** An address below which it is asked. */
  readonly urls: Readonly<Record<'coinmarketcap' | 'kraken' | 'yahoo' | 'yahooCookie' | 'twelve-data', string | null>>;
  readonly keys: Readonly<Record<'coinmarketcap' | 'twelve-data', string>>;
  readonly fundPages: boolean;
}

/** Variables of the environment that keys are put in. */
export const PROVIDER_VARIABLES = { coinmarketcap: 'COINMARKETCAP_API_KEY', 'twelve-data': 'TWELVE_DATA_API_KEY' } as const;
