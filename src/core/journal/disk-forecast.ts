/** How long the disk of a journal lasts, from how the journal grew in the last days. */

const DAY_MS = 86_400_000;
/** Days looked back: a week, so that a quiet weekend does not hide working days. */
const WINDOW_DAYS = 7;
/** A journal younger than this has no rate yet. */
const LEAST_HISTORY_MS = 3_600_000;
const WARNING_DAYS = 14;
const CRITICAL_DAYS = 3;
const CRITICAL_FREE_BYTES = 500_000_000;

/** How large the journal was at an instant, all that was ever written counted. */
export interface SizePoint {
  /** Epoch milliseconds UTC. */
  readonly at: number;
  readonly bytes: number;
}

export interface DiskForecast {
  /** Null while there is too little history. */
  readonly bytesPerDay: number | null;
  /** Free bytes over the rate; null where the rate is unknown or zero. */
  readonly daysLeft: number | null;
  /** `warning` from 14 days left, `critical` from 3 days left or below 500 MB free, whatever the rate. */
  readonly level: 'ok' | 'warning' | 'critical';
}

/** `history` is in order of time, its last point the present size; between two points growth is taken as even. */
export function forecastDisk(history: readonly SizePoint[], freeBytes: number, now: number): DiskForecast {
  const bytesPerDay = growthPerDay(history, now);
  const daysLeft = bytesPerDay === null || bytesPerDay === 0 ? null : freeBytes / bytesPerDay;
  const lasts = daysLeft ?? Number.POSITIVE_INFINITY;
  const isCritical = freeBytes < CRITICAL_FREE_BYTES || lasts <= CRITICAL_DAYS;
  return { bytesPerDay, daysLeft, level: isCritical ? 'critical' : lasts <= WARNING_DAYS ? 'warning' : 'ok' };
}

function growthPerDay(history: readonly SizePoint[], now: number): number | null {
  const [first, last] = [history[0], history.at(-1)];
  if (first === undefined || last === undefined) return null;
  const from = Math.max(first.at, now - WINDOW_DAYS * DAY_MS);
  if (now - from < LEAST_HISTORY_MS) return null;
  return ((last.bytes - sizeAt(history, from)) * DAY_MS) / (now - from);
}

function sizeAt(history: readonly SizePoint[], at: number): number {
  const next = history.findIndex((point) => point.at >= at);
  const after = history[next];
  if (after === undefined) return history.at(-1)!.bytes;
  const before = history[next - 1];
  if (before === undefined || after.at === before.at) return after.bytes;
  return before.bytes + ((after.bytes - before.bytes) * (at - before.at)) / (after.at - before.at);
}
