/** Closed years: what the owner has declared is not changed any more by a file or a slip. */

import { InputError } from '../../../core/domain/result.ts';
import { zoneNamed } from '../../../core/market/zone.ts';
import type { Query, Row } from '../database.ts';
import { countChange, lockBook } from './book-lock.ts';
import { readSettings } from './settings.ts';

export interface YearLock {
  readonly year: number;
  readonly lockedAt: number;
  readonly by: string;
}

export function listLocks(query: Query): Promise<YearLock[]> {
  return query<YearLock & Row>('select year, locked_at as "lockedAt", locked_by as by from portfolio.year_lock order by year');
}

export async function setLock(
  query: Query,
  year: number,
  isLocked: boolean,
  { by, at }: { readonly by: string; readonly at: number },
): Promise<void> {
  await lockBook(query);
  if (isLocked)
    await query('insert into portfolio.year_lock (year, locked_at, locked_by) values ($1, $2, $3) on conflict do nothing', [
      ...[year, new Date(at), by],
    ]);
  else await query('delete from portfolio.year_lock where year = $1', [year]);
  await countChange(query);
}

/** Whether an instant or a day is of a closed year, by the owner's own clock. */
export async function lockedYears(query: Query): Promise<(at: string) => boolean> {
  const years = new Set((await listLocks(query)).map(({ year }) => year));
  if (years.size === 0) return () => false;
  const { zone } = await readSettings(query);
  return (at) => years.has(yearOf(at, zone));
}

function yearOf(at: string, zone: string): number {
  if (at.length === 10) return Number(at.slice(0, 4));
  const utcMs = Date.parse(at);
  return new Date(utcMs + zoneNamed(zone).offsetAt(utcMs)).getUTCFullYear();
}

/** InputError YEAR_LOCKED where one of these is of a closed year. */
export async function requireOpen(query: Query, days: readonly string[]): Promise<void> {
  const isLocked = await lockedYears(query);
  const day = days.find(isLocked);
  if (day === undefined) return;
  const { zone } = await readSettings(query);
  const year = yearOf(day, zone);
  throw new InputError(
    'YEAR_LOCKED',
    `expected an operation of an open year, found one of ${year}, which is closed: open the year first`,
    1,
    {
      said: {
        en: `The year ${year} is closed: nothing of it changes until it is opened.`,
        es: `El año ${year} está cerrado: nada suyo cambia hasta que se abra.`,
      },
    },
  );
}
