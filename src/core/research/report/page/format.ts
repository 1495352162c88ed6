/** Numbers, money, times and durations as English and Spanish write them. Runs here and, as the same source text, inside the report's page. */

export interface Format {
  readonly lang: 'en' | 'es';
  readonly noData: string;
  /** Words of the chosen language. */
  pick(words: { readonly en: string; readonly es: string }): string;
  /** `signed` puts a plus before what is above zero. Minus is U+2212. Unknown (null, NaN) is "no data". */
  number(value: number | null, decimals?: number, signed?: boolean): string;
  /** 0.0123 as 1.23 %. */
  ratio(value: number | null, decimals?: number, signed?: boolean): string;
  /** A ratio as one says it: 42.3 %, and two decimals below 10 %, so that little does not read as nothing. */
  percent(value: number | null, signed?: boolean): string;
  money(value: number | null, currency: string, decimals: number, signed?: boolean): string;
  /** 28 Oct 2026 and 28 Oct 2026 08:00 (UTC; seconds where there are any). */
  date(ms: number): string;
  time(ms: number): string;
  month(index: number): string;
  /** The two largest units: 2 d 4 h; from two years on, years: 2.7 years. */
  duration(ms: number | null): string;
  /** A count with its noun: 1 trade, 2 trades. */
  plural(count: number, one: string, many: string): string;
}

/** Formats of one language. Depends on nothing outside itself, so that its source can be sent to the page. */
export function createFormat(lang: 'en' | 'es'): Format {
  const english = lang === 'en';
  const [group, point] = english ? [',', '.'] : ['.', ','];
  const noData = english ? 'no data' : 'sin datos';
  const months = (english ? 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec' : 'ene feb mar abr may jun jul ago sep oct nov dic').split(
    ' ',
  );
  const symbols: Readonly<Record<string, string>> = { EUR: '€', USD: '$', GBP: '£' };
  const two = (value: number) => String(value).padStart(2, '0');

  function magnitude(value: number, decimals: number): string {
    if (value >= 1e15)
      return value
        .toExponential(2)
        .replace('.', point as string)
        .replace('e+', 'e');
    const [whole = '', fraction] = value.toFixed(decimals).split('.');
    // Spanish leaves four-digit numbers ungrouped; in tables of money that reads as a mistake, so both group from four.
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group as string);
    return fraction ? grouped + point + fraction : grouped;
  }
  function withSign(value: number | null, decimals: number, signed: boolean, dress: (text: string) => string): string {
    if (value === null || !Number.isFinite(value)) return noData;
    const text = magnitude(Math.abs(value), decimals);
    const zero = !/[1-9]/.test(text);
    return (zero ? '' : value < 0 ? '\u2212' : signed ? '+' : '') + dress(text);
  }
  const date = (ms: number) => {
    const day = new Date(ms);
    return `${day.getUTCDate()} ${months[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
  };
  const year = 365.25 * 86_400_000;
  const plain = (text: string) => text;
  const ratio = (value: number | null, decimals = 2, signed = false) =>
    withSign(value === null ? null : value * 100, decimals, signed, (text) => `${text}\u00a0%`);

  return {
    lang,
    noData,
    pick: (words) => words[lang],
    number: (value, decimals = 2, signed = false) => withSign(value, decimals, signed, plain),
    ratio,
    percent: (value, signed = false) => ratio(value, Math.abs(value ?? 0) < 0.0995 ? 2 : 1, signed),
    money(value, currency, decimals, signed = false) {
      const symbol = symbols[currency];
      return withSign(value, decimals, signed, (text) => {
        if (symbol && english) return symbol + text;
        return currency ? `${text}\u00a0${symbol ?? currency}` : text;
      });
    },
    date,
    time(ms) {
      const day = new Date(ms);
      const seconds = day.getUTCSeconds();
      return `${date(ms)} ${two(day.getUTCHours())}:${two(day.getUTCMinutes())}${seconds > 0 ? `:${two(seconds)}` : ''}`;
    },
    month: (index) => months[index] as string,
    duration(ms) {
      if (ms === null || !Number.isFinite(ms)) return noData;
      if (ms >= 2 * year) return `${magnitude(ms / year, 1)}\u00a0${english ? 'years' : 'años'}`;
      const units: readonly (readonly [number, string])[] = [
        [86_400_000, 'd'],
        [3_600_000, 'h'],
        [60_000, 'min'],
        [1000, 's'],
      ];
      if (ms === 0) return '0';
      const first = units.findIndex(([size]) => ms >= size);
      if (first < 0) return `${Math.round(ms)}\u00a0ms`;
      const [size, name] = units[first] as readonly [number, string];
      const next = units[first + 1];
      const whole = Math.floor(ms / size);
      const rest = next && whole < 60 ? Math.floor((ms - whole * size) / next[0]) : 0;
      return `${magnitude(whole, 0)}\u00a0${name}${rest > 0 && next ? ` ${rest}\u00a0${next[1]}` : ''}`;
    },
    plural: (count, one, many) => `${magnitude(count, 0)} ${count === 1 ? one : many}`,
  };
}
