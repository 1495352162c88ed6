// Times as files write them: epoch numbers of any unit, ISO and its relatives, day-first and month-first dates, names of months.
import { InputError } from '../../core/domain/result.ts';
import { IMPORT_FAULTS } from '../../core/market/import-words.ts';
import { daysFromCivil, type Zone } from '../../core/market/zone.ts';

const DAY_MS = 86_400_000;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * `epoch`: a number, `unitMs` milliseconds each. `ymd`, `dmy`, `mdy`: numeric dates in that order with any separator (`ymd` also without),
 * then an optional time of day and zone. `named`: a month's name. `since-midnight`: milliseconds of one day's wall clock. Times without a zone
 * are the reader's zone's.
 */
export type TimeFormat =
  | { readonly kind: 'epoch'; readonly unitMs: number }
  | { readonly kind: 'since-midnight'; readonly midnightMs: number }
  | { readonly kind: 'ymd' | 'dmy' | 'mdy' | 'named' };

/** A format is taken when this share of the samples is written in it: the rest are bad rows, reported one by one later. */
const ENOUGH_SAMPLES_RATIO = 0.6;

/** Finds the format of the samples. InputError TIME_FORMAT_UNKNOWN, or TIME_FORMAT_AMBIGUOUS when day and month can't be told apart. */
export function detectTimeFormat(samples: readonly string[], source: string): TimeFormat {
  const written = (test: (text: string) => boolean): string[] => {
    const matching = samples.filter(test);
    return matching.length > 0 && matching.length >= samples.length * ENOUGH_SAMPLES_RATIO ? matching : [];
  };
  if (written((text) => /^\d{8}$/.test(text) && plausibleCompactDate(text)).length > 0) return { kind: 'ymd' };
  const [epoch] = written((text) => /^-?\d+(\.\d+)?(e\+?\d+)?$/i.test(text) && !/^(19|20)\d{12}$/.test(text));
  if (epoch !== undefined) return { kind: 'epoch', unitMs: epochUnit(Number(epoch), source, epoch) };
  if (written((text) => /^\d{4}\D\d{1,2}\D\d{1,2}/.test(text) || /^\d{8}[ T]?\d*/.test(text)).length > 0) return { kind: 'ymd' };
  if (written((text) => Number.isFinite(readNamed(text))).length > 0) return { kind: 'named' };
  const yearLast = written((text) => YEAR_LAST.test(text));
  if (yearLast.length > 0) return { kind: dayOrMonthFirst(yearLast, source) };
  throw new InputError(
    'TIME_FORMAT_UNKNOWN',
    `${source}: expected times such as 1670889600000, 2022-12-13 or 2022-12-13T00:00:00Z, found ${JSON.stringify(samples[0] ?? '')}`,
    1,
    { said: IMPORT_FAULTS.timeUnknown(JSON.stringify(samples[0] ?? '')) },
  );
}

const YEAR_LAST = /^(\d{1,2})\D(\d{1,2})\D(\d{2}|\d{4})(?!\d)/;

function dayOrMonthFirst(samples: readonly string[], source: string): 'dmy' | 'mdy' {
  const parts = samples.map((text) => YEAR_LAST.exec(text) as RegExpExecArray);
  const dayFirst = parts.some((part) => Number(part[1]) > 12);
  const monthFirst = parts.some((part) => Number(part[2]) > 12);
  if (dayFirst !== monthFirst) return dayFirst ? 'dmy' : 'mdy';
  throw new InputError(
    'TIME_FORMAT_AMBIGUOUS',
    `${source}: dates such as ${samples[0]} may be day first or month first; say which with --dates dmy or --dates mdy`,
    2,
    { said: IMPORT_FAULTS.dayOrMonth(samples[0] as string) },
  );
}

function plausibleCompactDate(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6))];
  return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** Seconds, milliseconds, microseconds or nanoseconds, by magnitude: each unit is told apart for the years 1973 to 5138. */
export function epochUnit(value: number, source: string, text: string): number {
  const magnitude = Math.abs(value);
  if (magnitude < 1e8)
    throw new InputError('TIME_FORMAT_UNKNOWN', `${source}: expected an epoch time after 1973, found ${text}; check the time column`, 1, {
      said: IMPORT_FAULTS.timeTooEarly(text),
    });
  return magnitude < 1e11 ? 1000 : magnitude < 1e14 ? 1 : magnitude < 1e17 ? 1e-3 : 1e-6;
}

/** Reads times of one format and zone to epoch milliseconds. */
export class TimeReader {
  private readonly format: TimeFormat;
  private readonly zone: Zone;
  private readonly fields = new Float64Array(8);
  private previous = Number.NEGATIVE_INFINITY;

  constructor(format: TimeFormat, zone: Zone) {
    this.format = format;
    this.zone = zone;
  }

  /** The instant of buffer[start, end), and of a time of day in [timeStart, timeEnd) when it stands in a column of its own. NaN when it can't be read. */
  read(buffer: Uint8Array, start: number, end: number, timeStart = 0, timeEnd = 0): number {
    const { format } = this;
    if (format.kind === 'epoch') return readEpoch(buffer, start, end, format.unitMs);
    if (format.kind === 'since-midnight') return this.toUtc(format.midnightMs + readEpoch(buffer, start, end, 1));
    if (format.kind === 'named')
      return this.toUtc(readNamed(Buffer.from(buffer.buffer, buffer.byteOffset + start, end - start).toString('latin1')));
    const { fields } = this;
    const at =
      format.kind === 'ymd' ? readYearFirst(buffer, start, end, fields) : readYearLast(buffer, start, end, fields, format.kind === 'dmy');
    if (at < 0) return Number.NaN;
    const dayMs = dayOf(fields[0] as number, fields[1] as number, fields[2] as number);
    const clock = timeEnd > timeStart ? readClock(buffer, timeStart, timeEnd, fields) : readClock(buffer, at, end, fields);
    if (!clock || dayMs !== dayMs) return Number.NaN;
    const wallMs = dayMs + (fields[3] as number);
    return fields[4] === 1 ? wallMs - (fields[5] as number) : this.toUtc(wallMs);
  }

  /** An hour that autumn repeats is read as the second one when the first would step back. */
  private toUtc(wallMs: number): number {
    let time = this.zone.toUtc(wallMs);
    if (time < this.previous) {
      const second = this.zone.toUtc(wallMs, true);
      if (second >= this.previous) time = second;
    }
    this.previous = time;
    return time;
  }
}

function readEpoch(buffer: Uint8Array, start: number, end: number, unitMs: number): number {
  let value = 0;
  let i = start;
  for (; i < end; i++) {
    const digit = (buffer[i] as number) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (i === start) return Number.NaN;
  if (i < end) value = Number(Buffer.from(buffer.buffer, buffer.byteOffset + start, end - start).toString('latin1'));
  return unitMs >= 1 ? Math.round(value * unitMs) : Math.floor(value * unitMs);
}

function dayOf(year: number, month: number, day: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return Number.NaN;
  const days = daysFromCivil(year, month, day);
  // 31 April would silently become 1 May.
  if (day > 28 && daysFromCivil(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) <= days) return Number.NaN;
  return days * DAY_MS;
}

/** Digits from `start`, at most `most`: returns the position after them and puts the number in fields[field]; -1 when there is none. */
function readDigits(buffer: Uint8Array, start: number, end: number, most: number, fields: Float64Array, field: number): number {
  let value = 0;
  let i = start;
  const stop = Math.min(end, start + most);
  for (; i < stop; i++) {
    const digit = (buffer[i] as number) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  fields[field] = value;
  return i === start ? -1 : i;
}

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 48 && byte <= 57;

function readYearFirst(buffer: Uint8Array, start: number, end: number, fields: Float64Array): number {
  let i = readDigits(buffer, start, end, 4, fields, 0);
  if (i !== start + 4) return -1;
  if (!isDigit(buffer[i])) i++;
  i = readDigits(buffer, i, end, 2, fields, 1);
  if (i < 0) return -1;
  if (i < end && !isDigit(buffer[i])) i++;
  return readDigits(buffer, i, end, 2, fields, 2);
}

function readYearLast(buffer: Uint8Array, start: number, end: number, fields: Float64Array, dayFirst: boolean): number {
  let i = readDigits(buffer, start, end, 2, fields, dayFirst ? 2 : 1);
  if (i < 0) return -1;
  i = readDigits(buffer, i + 1, end, 2, fields, dayFirst ? 1 : 2);
  if (i < 0) return -1;
  const yearFrom = i + 1;
  i = readDigits(buffer, yearFrom, end, 4, fields, 0);
  // Two-digit years: 69 to 99 are the last century's, as in POSIX.
  if (i === yearFrom + 2) fields[0] = (fields[0] as number) + ((fields[0] as number) >= 69 ? 1900 : 2000);
  else if (i !== yearFrom + 4) return -1;
  return i;
}

/**
 * The rest after a date: nothing, or a separator and H:MM, HH:MM:SS, HHMMSS with a fraction, AM or PM, and a zone (Z, +05:30, +0530, +05).
 * fields[3] is the time of day in ms; fields[4] is 1 when a zone was given and fields[5] its offset in ms. False when it can't be read.
 */
function readClock(buffer: Uint8Array, start: number, end: number, fields: Float64Array): boolean {
  fields[3] = 0;
  fields[4] = 0;
  let i = start;
  while (i < end && (buffer[i] === 32 || buffer[i] === 84 || buffer[i] === 116 || buffer[i] === 44)) i++;
  if (i >= end) return true;
  const hourFrom = i;
  i = readDigits(buffer, i, end, 2, fields, 6);
  if (i < 0 || i > end) return false;
  let hours = fields[6] as number;
  if (buffer[i] === 58) i++;
  else if (i !== hourFrom + 2) return false;
  i = readDigits(buffer, i, end, 2, fields, 6);
  if (i < 0) return false;
  const minutes = fields[6] as number;
  let seconds = 0;
  let fractionMs = 0;
  if (i < end && (buffer[i] === 58 || isDigit(buffer[i]))) {
    i = readDigits(buffer, buffer[i] === 58 ? i + 1 : i, end, 2, fields, 6);
    if (i < 0) return false;
    seconds = fields[6] as number;
    if (i < end && (buffer[i] === 46 || buffer[i] === 44)) {
      const from = i + 1;
      i = readDigits(buffer, from, end, 15, fields, 6);
      if (i < 0) return false;
      fractionMs = Math.floor(((fields[6] as number) * 1000) / 10 ** (i - from));
    }
  }
  while (i < end && buffer[i] === 32) i++;
  const meridiem = i + 1 < end && ((buffer[i + 1] as number) | 32) === 109 ? (buffer[i] as number) | 32 : 0;
  if (meridiem === 97 || meridiem === 112) {
    hours = (hours % 12) + (meridiem === 112 ? 12 : 0);
    i += 2;
  }
  if (hours > 24 || minutes > 59 || seconds > 60) return false;
  fields[3] = ((hours * 60 + minutes) * 60 + seconds) * 1000 + fractionMs;
  return i >= end || readZone(buffer, i, end, fields);
}

function readZone(buffer: Uint8Array, start: number, end: number, fields: Float64Array): boolean {
  let i = start;
  while (i < end && buffer[i] === 32) i++;
  fields[4] = 1;
  fields[5] = 0;
  const sign = buffer[i];
  if (sign === 90 || sign === 122) return i + 1 === end;
  if (sign !== 43 && sign !== 45)
    return (
      Buffer.from(buffer.buffer, buffer.byteOffset + i, end - i)
        .toString('latin1')
        .toUpperCase() === 'UTC'
    );
  const hourFrom = i + 1;
  i = readDigits(buffer, hourFrom, end, 2, fields, 6);
  if (i !== hourFrom + 2) return false;
  let offsetMinutes = (fields[6] as number) * 60;
  if (i < end) {
    i = readDigits(buffer, buffer[i] === 58 ? i + 1 : i, end, 2, fields, 6);
    if (i !== end) return false;
    offsetMinutes += fields[6] as number;
  }
  fields[5] = (sign === 45 ? -1 : 1) * offsetMinutes * 60_000;
  return true;
}

/** `Jan 1 2000`, `01-Jan-2000`, `Jan 01, 2000 14:30`: milliseconds of the wall clock. */
function readNamed(text: string): number {
  const match =
    /^(?:(\d{1,2})[ \-/]([a-z]{3})[a-z]*|([a-z]{3})[a-z]* (\d{1,2})),?[ \-/](\d{4})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/i.exec(
      text.trim(),
    );
  if (!match) return Number.NaN;
  const month = MONTHS.indexOf((match[2] ?? match[3] ?? '').toLowerCase()) + 1;
  const day = dayOf(Number(match[5]), month, Number(match[1] ?? match[4]));
  return day + ((Number(match[6] ?? 0) * 60 + Number(match[7] ?? 0)) * 60 + Number(match[8] ?? 0)) * 1000;
}
