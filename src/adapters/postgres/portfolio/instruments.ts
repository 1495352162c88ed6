/** What has been said of instruments: by their owner or a provider. What nobody has said anything of has no row here. */

import type { AssetKind } from '../../../core/portfolio/entry.ts';
import type { KnownInstrument } from '../../../core/portfolio/instruments.ts';
import type { Query, Row } from '../database.ts';

export interface Candidate {
  readonly provider: string;
  readonly symbol: string;
  readonly name: string;
  readonly kind: string;
  readonly currency: string | null;
}

export interface KeptInstrument extends KnownInstrument {
  /** Symbol at each provider. */
  readonly symbols: Readonly<Record<string, string>>;
  /** What is told of this one alone: order of its providers, limits of doubt. */
  readonly overrides: Readonly<Record<string, unknown>>;
  /** What it may be, while it is not resolved. */
  readonly candidates: readonly Candidate[];
}

/** Null and absent both stay as they are, but for `isin`, which null takes away. */
export type InstrumentChange = Partial<Omit<KeptInstrument, 'id' | 'otherNames'>>;

export function listInstruments(query: Query): Promise<KeptInstrument[]> {
  return query<KeptInstrument & { kind: AssetKind | null } & Row>(
    `select instrument_id as id, isin, coalesce(symbol, '') as symbol, coalesce(name, '') as name, kind, currency, classes, is_resolved as "isResolved",
       symbols, overrides, candidates
     from portfolio.instrument order by instrument_id`,
  );
}

const COLUMNS = {
  isin: 'isin',
  symbol: 'symbol',
  name: 'name',
  kind: 'kind',
  currency: 'currency',
  classes: 'classes',
  isResolved: 'is_resolved',
  symbols: 'symbols',
  overrides: 'overrides',
  candidates: 'candidates',
} as const satisfies Record<keyof InstrumentChange, string>;
const AS_JSON: ReadonlySet<string> = new Set(['classes', 'symbols', 'overrides', 'candidates']);

/** Says something of an instrument, known before or not. */
export async function saveInstrument(
  query: Query,
  id: string,
  change: InstrumentChange,
  { by, at }: { readonly by: string; readonly at: number },
): Promise<void> {
  const given = (Object.keys(COLUMNS) as (keyof InstrumentChange)[]).filter((name) => change[name] !== undefined);
  const columns = ['changed_at', 'changed_by', ...given.map((name) => COLUMNS[name])];
  const values = [new Date(at), by, ...given.map((name) => (AS_JSON.has(name) ? JSON.stringify(change[name]) : change[name]))];
  await query(
    `insert into portfolio.instrument (instrument_id, ${columns.join(', ')}) values ($1, ${columns.map((_, index) => `$${index + 2}`).join(', ')})
     on conflict (instrument_id) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    [id, ...values],
  );
}
