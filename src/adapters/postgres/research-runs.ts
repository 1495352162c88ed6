// Finished backtests: rows to find, sort, note on and set side by side.
import type { Run, RunDetail, RunNotes, RunPage, RunQuery } from '../../api/research.ts';
import { backtestInput, RUN_FIGURES } from '../../api/research.ts';
import { InputError } from '../../core/domain/result.ts';
import type { Database, Query, Row } from './database.ts';

/** What a row is made of; `id` is the job's, and of the figures those of `result` are taken. */
export interface NewRun extends Omit<Run, 'createdAt' | 'figures' | 'insufficient' | 'faults' | 'warnings' | 'pinned' | 'tags' | 'note'> {
  readonly bars: number;
  readonly result: RunDetail['result'];
  readonly curve: RunDetail['curve'];
}

/** In the transaction that ends its job. */
export async function addRun(query: Query, run: NewRun): Promise<void> {
  const { figures, insufficient, faults, warnings } = shownOf(run.result);
  await query(
    `insert into research.run (id, requested_by, strategy, strategy_version, source_hash, symbol, timeframe, data_source, data_fingerprint,
       data_from, data_to, bars, input, figures, insufficient, faults, warnings, result, curve, result_hash, duration_ms, release)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
    [
      ...[run.id, run.requestedBy, run.strategy, run.strategyVersion, run.sourceHash, run.symbol, run.timeframe],
      ...[run.dataSource, run.dataFingerprint, new Date(run.dataFrom), new Date(run.dataTo), run.bars],
      ...[JSON.stringify(run.input), JSON.stringify(figures), insufficient, faults, warnings],
      ...[JSON.stringify(run.result), JSON.stringify(run.curve), run.resultHash, run.durationMs, run.release],
    ],
  );
}

/** What lists show of a result. A figure that is none (no trades, no losses) is null. */
function shownOf(result: RunDetail['result']): Pick<Run, 'figures' | 'insufficient' | 'faults' | 'warnings'> {
  const figures = Object.fromEntries(RUN_FIGURES.map((name) => [name, typeof result[name] === 'number' ? result[name] : null]));
  const findings = (result.findings ?? []) as { id: string; severity: string }[];
  return {
    figures: figures as Run['figures'],
    insufficient: Object.keys(result.insufficient ?? {}),
    faults: findings.filter(({ severity }) => severity === 'fault').map(({ id }) => id),
    warnings: ((result.warnings ?? []) as unknown[]).length,
  };
}

const COLUMNS = `id, created_at, requested_by, strategy, strategy_version, source_hash, symbol, timeframe, data_source, data_fingerprint,
  data_from, data_to, input, figures, insufficient, faults, warnings, result_hash, duration_ms, release, pinned, tags, note`;

/** What a list is sorted by; unknown figures come last, whichever way round. The names are the schema's own and no text of anybody's. */
function sortKey(sort: RunQuery['sort'], order: RunQuery['order']): string {
  const value = sort === 'createdAt' ? 'extract(epoch from created_at)::float8' : `(figures->>'${sort}')::float8`;
  return `coalesce(${value}, '${order === 'asc' ? 'Infinity' : '-Infinity'}')`;
}

export async function listRuns(database: Database, wanted: RunQuery): Promise<RunPage> {
  const { text, strategy, symbol, fingerprint, tag, pinned, from, to, sort, order, cursor, limit } = wanted;
  const key = sortKey(sort, order);
  const rows = await database.query(
    `select ${COLUMNS} from research.run
     where ($1::text is null or strpos(lower(concat_ws(' ', strategy, symbol, timeframe, data_source, note, array_to_string(tags, ' '))), lower($1)) > 0)
       and ($2::text is null or strategy = $2) and ($3::text is null or symbol = $3) and ($4::text is null or data_fingerprint = $4)
       and ($5::text is null or tags @> array[$5]) and ($6::boolean is null or pinned = $6)
       and ($7::timestamptz is null or created_at >= $7) and ($8::timestamptz is null or created_at < $8)
       and ($9::uuid is null or (${key}, id) ${order === 'asc' ? '>' : '<'} (select ${key}, id from research.run where id = $9))
     order by ${key} ${order}, id ${order} limit $10`,
    [
      ...[text, strategy, symbol, fingerprint, tag, pinned].map((value) => value ?? null),
      ...[from, to].map((at) => (at === undefined ? null : new Date(at))),
      ...[cursor ?? null, limit + 1],
    ],
  );
  const shown = rows.slice(0, limit).map(toRun);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

/** InputError RUN_UNKNOWN. */
export async function readRun(database: Database, id: string): Promise<Omit<RunDetail, 'files' | 'told'>> {
  const [row] = await database.query(`select ${COLUMNS}, result, curve from research.run where id = $1`, [id]);
  if (!row) throw unknown(id);
  return { ...toRun(row), result: row.result as RunDetail['result'], curve: row.curve as RunDetail['curve'] };
}

const unknown = (id: string) => new InputError('RUN_UNKNOWN', `expected the id of a run, found ${id}: it may have been deleted`);

/** The runs in the order asked for, with their curves. InputError RUN_UNKNOWN. */
export async function readRuns(database: Database, ids: readonly string[]): Promise<(Run & Pick<RunDetail, 'curve' | 'result'>)[]> {
  const rows = await database.query(`select ${COLUMNS}, result, curve from research.run where id = any($1)`, [ids]);
  return ids.map((id) => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw unknown(id);
    return { ...toRun(row), result: row.result as RunDetail['result'], curve: row.curve as RunDetail['curve'] };
  });
}

export async function noteOnRun(database: Database, id: string, { pinned, tags, note }: RunNotes): Promise<Run> {
  const [row] = await database.query(
    `update research.run set pinned = coalesce($2, pinned), tags = coalesce($3, tags), note = coalesce($4, note) where id = $1 returning ${COLUMNS}`,
    [id, pinned ?? null, tags === undefined ? null : [...new Set(tags)], note ?? null],
  );
  if (!row) throw unknown(id);
  return toRun(row);
}

export async function deleteRun(database: Database, id: string): Promise<void> {
  const [row] = await database.query('delete from research.run where id = $1 returning id', [id]);
  if (!row) throw unknown(id);
}

/** Tags in use, the commonest first. */
export async function runTags(database: Database): Promise<string[]> {
  const rows = await database.query<{ tag: string }>(
    'select tag from research.run, unnest(tags) as tag group by tag order by count(*) desc, tag limit 200',
  );
  return rows.map(({ tag }) => tag);
}

function toRun(row: Row): Run {
  return {
    id: row.id as string,
    createdAt: row.created_at as number,
    requestedBy: row.requested_by as string,
    strategy: row.strategy as string,
    strategyVersion: row.strategy_version as string,
    sourceHash: row.source_hash as string,
    symbol: row.symbol as string,
    timeframe: row.timeframe as string,
    dataSource: row.data_source as string,
    dataFingerprint: row.data_fingerprint as string,
    dataFrom: row.data_from as number,
    dataTo: row.data_to as number,
    input: backtestInput.parse(row.input),
    figures: row.figures as Run['figures'],
    insufficient: row.insufficient as string[],
    faults: row.faults as string[],
    warnings: row.warnings as number,
    resultHash: row.result_hash as string,
    durationMs: row.duration_ms as number,
    release: row.release as string,
    pinned: row.pinned as boolean,
    tags: row.tags as string[],
    note: row.note as string,
  };
}
