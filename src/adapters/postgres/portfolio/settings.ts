/** How the owner wants the portfolio counted, targeted and laid out. */

import type { Layout, PortfolioSettings, PortfolioSettingsInput } from '../../../api/portfolio/settings.ts';
import type { Query, Row } from '../database.ts';

/** Until the owner says something else. */
export const DEFAULT_SETTINGS: PortfolioSettings = {
  base: 'EUR',
  method: 'fifo',
  target: null,
  benchmark: null,
  zone: 'Europe/Madrid',
  workbook: 'portfolio/operaciones.xlsx',
  oldAfterDays: 30,
};

interface By {
  readonly by: string;
  readonly at: number;
}

export async function readSettings(query: Query): Promise<PortfolioSettings> {
  const rows = await query<{ name: string; value: unknown }>('select name, value from portfolio.setting');
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(rows.map(({ name, value }) => [name, value])) };
}

/** What is not named stays. */
export async function saveSettings(query: Query, settings: PortfolioSettingsInput, { by, at }: By): Promise<void> {
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    await query(
      `insert into portfolio.setting (name, value, changed_at, changed_by) values ($1, $2, $3, $4)
       on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
      [name, JSON.stringify(value), new Date(at), by],
    );
  }
}

interface Version<Value> {
  readonly version: number;
  readonly at: number;
  readonly by: string;
  readonly value: Value;
}

const VERSIONED = { layout: 'layout', target: 'targets' } as const;

/** Newest first. */
export function listVersions<Value>(query: Query, what: keyof typeof VERSIONED): Promise<Version<Value>[]> {
  return query<Version<Value> & Row>(
    `select version, recorded_at as at, recorded_by as by, ${VERSIONED[what]} as value from portfolio.${what}_version order by version desc`,
  );
}

/** The former ones stay. */
export async function addVersion(query: Query, what: 'layout', value: Layout, by: By): Promise<void>;
export async function addVersion(query: Query, what: 'target', value: unknown, by: By): Promise<void>;
export async function addVersion(query: Query, what: keyof typeof VERSIONED, value: unknown, { by, at }: By): Promise<void> {
  await query(`lock table portfolio.${what}_version in share row exclusive mode`);
  await query(
    `insert into portfolio.${what}_version (version, ${VERSIONED[what]}, recorded_at, recorded_by)
     select coalesce(max(version), 0) + 1, $1, $2, $3 from portfolio.${what}_version`,
    [JSON.stringify(value), new Date(at), by],
  );
}
