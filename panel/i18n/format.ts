/** Numbers, money, ratios and times as text in the owner's language. No page formats by itself; unknown is a dash, never 0. */

const LOCALES = { en: 'en-GB', es: 'es-ES' } as const;
export type Language = keyof typeof LOCALES;

/** What is shown for a figure nobody knows. */
export const UNKNOWN = '–';
const MINUS = '\u2212';
const NARROW_SPACE = '\u202f';

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function numbers(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  let format = cache.get(key) as Intl.NumberFormat | undefined;
  if (!format) {
    format = new Intl.NumberFormat(LOCALES[language], { useGrouping: 'always' as unknown as boolean, ...options });
    cache.set(key, format);
  }
  return format;
}

function dates(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `date ${language} ${JSON.stringify(options)}`;
  let format = cache.get(key) as Intl.DateTimeFormat | undefined;
  if (!format) {
    format = new Intl.DateTimeFormat(LOCALES[language], { hourCycle: 'h23', ...options });
    cache.set(key, format);
  }
  return format;
}

type Figure = string | number | null | undefined;

const isKnown = (value: Figure): value is string | number => value !== null && value !== undefined && Number.isFinite(Number(value));

/** Decimal text is formatted exactly, without passing through a double. */
export function decimal(language: Language, value: Figure, decimals: number, signed = false): string {
  if (!isKnown(value)) return UNKNOWN;
  const format = numbers(language, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: signed ? 'exceptZero' : 'negative',
  });
  return format.format(value as number).replace('-', MINUS);
}

/** 0.0214 as "2.14 %". */
export function percent(language: Language, ratio: Figure, decimals = 2, signed = false): string {
  if (!isKnown(ratio)) return UNKNOWN;
  return `${decimal(language, Number(ratio) * 100, decimals, signed)}${NARROW_SPACE}%`;
}

/** With one decimal, below 1 % with two; what is not nothing never looks like it: −0.0003 is "−0.03 %", and less than that "> −0.01 %". */
export function fineRatio(language: Language, ratio: Figure, signed = false): string {
  if (!isKnown(ratio)) return UNKNOWN;
  const size = Math.abs(Number(ratio));
  if (size === 0 || size >= 0.01) return percent(language, ratio, 1, signed);
  if (size >= 0.00005) return percent(language, ratio, 2, signed);
  return Number(ratio) > 0 ? `< ${percent(language, 0.0001, 2, signed)}` : `> ${percent(language, -0.0001, 2, signed)}`;
}

export function money(language: Language, value: Figure, currency: string, decimals: number, signed = false): string {
  return isKnown(value) ? `${decimal(language, value, decimals, signed)} ${currency}` : UNKNOWN;
}

/** As many decimals as the number needs, at most `most`. */
export function plain(language: Language, value: Figure, most = 4): string {
  return isKnown(value)
    ? numbers(language, { maximumFractionDigits: most })
        .format(value as number)
        .replace('-', MINUS)
    : UNKNOWN;
}

/** Quantity without the zeros at its end. */
export function quantity(language: Language, value: Figure, decimals: number): string {
  return plain(language, value, decimals);
}

export function clock(language: Language, at: number | null, zone: string, seconds = true): string {
  if (at === null) return UNKNOWN;
  return dates(language, { hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}), timeZone: zone }).format(at);
}

export function day(language: Language, at: number, zone: string): string {
  return dates(language, { day: 'numeric', month: 'short', timeZone: zone }).format(at);
}

export function dayAndYear(language: Language, at: number, zone: string): string {
  return dates(language, { day: 'numeric', month: 'short', year: 'numeric', timeZone: zone }).format(at);
}

/** The instant in full, in UTC and in the browser's own zone: what a time shows when pointed at. */
export function instantInFull(language: Language, at: number): string {
  const own = dates(language, { dateStyle: 'medium', timeStyle: 'long' }).format(at);
  return `${new Date(at).toISOString()} · ${own}`;
}

/** Milliseconds the zone is ahead of UTC at an instant. */
export function zoneOffsetMs(at: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const parts = dates('en', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone: zone,
  });
  const of = Object.fromEntries(parts.formatToParts(at).map((part) => [part.type, Number(part.value)])) as Record<string, number>;
  const wall = Date.UTC(of.year ?? 0, (of.month ?? 1) - 1, of.day ?? 1, of.hour ?? 0, of.minute ?? 0, of.second ?? 0);
  return wall - Math.floor(at / 1000) * 1000;
}

/** Bytes in the unit that fits, counted by thousands: "21.4 MB". */
export function size(language: Language, bytes: number | null): string {
  if (!isKnown(bytes)) return UNKNOWN;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes, 0];
  while (Math.abs(value) >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${decimal(language, value, unit === 0 || Math.abs(value) >= 99.95 ? 0 : 1)} ${units[unit]}`;
}

/** A short time in seconds: "4 ms", "120 ms", "1.2 s". */
export function moment(language: Language, seconds: number | null): string {
  if (!isKnown(seconds)) return UNKNOWN;
  if (seconds >= 0.9995) return `${decimal(language, seconds, 1)} s`;
  const ms = seconds * 1000;
  return `${decimal(language, ms, ms < 9.95 ? 1 : 0)} ms`;
}

/** The two largest units: "2 h 51 min", "7 min 31 s", "0.4 s". */
export function duration(language: Language, ms: number | null): string {
  if (ms === null) return UNKNOWN;
  const seconds = ms / 1000;
  if (seconds < 10) return `${decimal(language, Math.max(0, seconds), 1)} s`;
  const whole = Math.floor(seconds);
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return whole % 60 > 0 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
  return `${whole} s`;
}
