/** Money of states by ISO 4217 with its decimals, coins that things are paid in, and what somebody may have meant who wrote neither. */

/** Decimals where they are not 2. Source: ISO 4217, list one; of currencies that the euro took the place of, list three. */
const DECIMALS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ESP ITL BEF LUF PTE GRD',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};
/** The commonest first: a suggestion is the first that fits. */
const TWO_DECIMALS = `EUR USD GBP CHF CAD AUD NZD SEK NOK DKK PLN CZK HUF RON BGN TRY CNY HKD SGD INR BRL MXN ZAR ILS THB TWD MYR IDR PHP AED SAR ARS COP
  PEN UYU AFN ALL AMD ANG AOA AWG AZN BAM BBD BDT BMD BND BOB BSD BTN BWP BYN BZD CDF CRC CUP CVE DOP DZD EGP ERN ETB FJD FKP GEL GHS GIP GMD GTQ GYD HNL
  HRK HTG IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MZN NAD NGN NIO NPR PAB PGK PKR QAR RSD RUB SBD
  SCR SDG SHP SLE SOS SRD SSP STN SVC SYP SZL TJS TMT TOP TTD TZS UAH UZS VED VES WST XCD YER ZMW ZWG
  ATS DEM FIM FRF IEP NLG SIT CYP MTL SKK EEK LVL LTL`;

const CURRENCIES: ReadonlyMap<string, number> = new Map([
  ...TWO_DECIMALS.split(/\s+/).map((code) => [code, 2] as const),
  ...Object.entries(DECIMALS).flatMap(([decimals, codes]) => codes.split(' ').map((code) => [code, Number(decimals)] as const)),
]);

/** Coins that prices are told in and trades are paid with. Others pay fees at most. */
const PAYING_COINS = new Set(
  'BTC XBT ETH BNB SOL XRP ADA DOT TRX LTC BCH DOGE MATIC POL AVAX ATOM USDT USDC DAI BUSD FDUSD TUSD USDP PYUSD EURC EURT EURI WBTC WETH'.split(
    ' ',
  ),
);

/** Whether it is a state's money, which is kept as cash. */
export const isMoney = (code: string): boolean => CURRENCIES.has(code);
export const isPayingCoin = (code: string): boolean => PAYING_COINS.has(code);

/** Decimals of a state's money; of anything else null. */
export const decimalsOf = (code: string): number | null => CURRENCIES.get(code) ?? null;

const MEANT: Readonly<Record<string, string>> = {
  '€': 'EUR',
  EURO: 'EUR',
  EUROS: 'EUR',
  '£': 'GBP',
  GBX: 'GBP',
  GBP: 'GBP',
  LIBRA: 'GBP',
  LIBRAS: 'GBP',
  US$: 'USD',
  USDOLLAR: 'USD',
  '¥': 'JPY',
  RMB: 'CNY',
  CNH: 'CNY',
  FRANCO: 'CHF',
};

/** The currency that was probably meant; undefined where none is near. */
export function currencyMeant(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (CURRENCIES.has(code)) return code;
  return (
    MEANT[code] ??
    [...CURRENCIES.keys()].find((known) => isSwapped(known, code)) ??
    [...CURRENCIES.keys()].find((known) => isNear(known, code))
  );
}

/** Two letters in the other order. */
const isSwapped = (known: string, code: string) =>
  known.length === code.length && known !== code && [...known].sort().join('') === [...code].sort().join('');
/** One letter is another one. */
const isNear = (known: string, code: string) =>
  known.length === code.length && [...known].filter((letter, at) => letter !== code[at]).length === 1;
