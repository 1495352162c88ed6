/** One picture of `atalaya top`: what the trader holds and has just done, cut to the size of a terminal. */

import type { Health } from '../../api/health.ts';
import type { TraderState } from '../../api/live.ts';
import type { SessionSnapshot, SessionStatus } from '../../api/session.ts';
import { shownWorld } from '../../core/operations/shown-world.ts';
import { duration, money, percent, result, signed, UNKNOWN, utc, WORLDS } from './figures.ts';
import { table } from './output.ts';

/** When and why its supervisor starts a trader again. */
type Restart = { readonly when: string; readonly why: string } | null;

export interface TopView {
  readonly trader: TraderState;
  /** Of one that is away; null where nobody starts it. */
  readonly restart: Restart;
  readonly snapshot: SessionSnapshot;
  readonly health: Health;
  /** Wall clock. */
  readonly at: number;
}

/** Of the newest fills and refusals, in the narrow and in the wide picture. */
const NEWEST_ROWS = 12;
/** Under this width less is told of each position and order. */
const NARROW_COLUMNS = 90;

/** At most `rows` lines of at most `columns` characters; all of them when it is infinite. */
export function topFrame(view: TopView, columns: number, rows: number): string[] {
  const { snapshot } = view;
  const { status } = snapshot;
  const isNarrow = columns < NARROW_COLUMNS;
  const head = headLines(view, columns);
  const held = [
    heading('Positions', status.positions.length),
    ...positionLines(status, isNarrow),
    '',
    heading('Working orders', status.workingOrders.length),
    ...orderLines(status, isNarrow),
  ];
  const newest = ['', 'Newest fills and refusals', ...newestLines(snapshot, isNarrow)];
  // What is held comes before what has happened, and the head before both.
  const lines = [...head, '', ...held, ...newest].slice(0, rows);
  return lines.map((line) => (line.length > columns ? `${line.slice(0, columns - 1)}…` : line));
}

/** Nothing of it is cut off: what does not fit beside another stands below it. */
function headLines({ trader, restart, snapshot, health, at }: TopView, columns: number): string[] {
  const { status, release } = snapshot;
  const { account, mode, feed, journal } = status;
  const { currency, drawdown } = account;
  const isRunning = trader.state === 'running';
  const away = isRunning ? [] : [awaySentence(trader, restart)];
  const why = mode.reason === null ? '' : `: ${mode.reason}`;
  const troubles = health.parts.filter(({ state }) => state !== 'ok').map(({ name, state, detail }) => `${name} ${state}: ${detail}`);
  const venue = health.parts.find(({ name }) => name === 'venue');
  const link = `Link ${venue === undefined ? 'none: orders are filled inside Atalaya' : `${venue.state}: ${venue.detail}`}`;
  const name = `Atalaya ${release}`;
  const whose = `${account.accountId}, ${WORLDS[shownWorld(snapshot)]}`;
  const inMode = `${isRunning ? '' : 'was '}${mode.name}${why}`;
  const isOneLine = [name, whose, inMode, utc(at)].join('  ').length <= columns;
  const age = feed.ageMs === null ? 'nothing yet' : `${duration(feed.ageMs + Math.max(0, at - status.at))} old`;
  return [
    ...(isOneLine ? [[name, whose, inMode, utc(at)].join('  ')] : stacked([inMode, name, whose, utc(at)], columns)),
    ...away.flatMap((line) => folded(line, columns)),
    ...stacked(
      [
        `Equity ${money(account.equity)} ${currency}`,
        `cash ${money(account.cash)}`,
        `drawdown ${drawdown === null ? UNKNOWN : percent(-drawdown.ratio)}`,
      ],
      columns,
    ),
    ...stacked(
      [`Today ${result(account.day, currency)}`, `week ${result(account.week, currency)}`, `month ${result(account.month, currency)}`],
      columns,
    ),
    ...stacked(
      [
        `Prices ${isRunning ? `${feed.state}, ` : ''}${age}${feed.replayed ? `, replayed at ${utc(feed.at)}` : ''}`,
        `journal ${isRunning ? `${journal.state}, ` : 'at '}entry ${journal.durableSequence}`,
        ...(isRunning ? [`database ${status.database.state}`] : []),
      ],
      columns,
    ),
    ...(isRunning ? [...folded(link, columns), ...troubles.flatMap((words) => folded(`! ${words}`, columns))] : []),
  ];
}

/** As many of them on a line as fit, each whole where a line is long enough for it. */
function stacked(parts: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const before = lines.at(-1);
    if (before !== undefined && before.length + SPACE.length + part.length <= columns) lines[lines.length - 1] = before + SPACE + part;
    else lines.push(...folded(part, columns));
  }
  return lines;
}

const SPACE = '   ';

/** On more lines where it is longer than one, broken between words where there are any. */
function folded(text: string, columns: number): string[] {
  if (text.length <= columns) return [text];
  const space = text.lastIndexOf(' ', columns);
  const end = space > 0 ? space : Math.max(1, columns);
  return [text.slice(0, end), ...folded(text.slice(end).trimStart(), columns)];
}

/** Before anything is known of it: a trader that is away, and whether it comes back by itself. */
export function waitingFrame(restart: Restart, columns: number): string[] {
  const words =
    restart === null
      ? '! NO TRADER RUNS, and no "up" that would start it. It is shown here as soon as one does.'
      : `! THE TRADER IS AWAY${restart.why}: "up" starts it again ${restart.when}. It is shown here as soon as it is back.`;
  return folded(words, columns);
}

function awaySentence({ state, since, detail }: TraderState, restart: Restart): string {
  if (state !== 'silent' && restart !== null)
    return `! THE TRADER IS AWAY since ${utc(since)}${restart.why}: "up" starts it again ${restart.when}; until then nothing is traded; what protects stays at the venue`;
  const meaning =
    state === 'silent'
      ? 'whether it trades is not known; orders and stops at the venue stay'
      : 'nothing is traded; what protects stays at the venue';
  return `! THE TRADER IS ${state.toUpperCase()} since ${utc(since)}${detail === null ? '' : ` (${detail})`}: ${meaning}`;
}

const heading = (name: string, count: number) => `${name} ${count}`;
const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

function positionLines({ positions }: SessionStatus, isNarrow: boolean): string[] {
  if (positions.length === 0) return [];
  const rows = positions.map((row) => ({ ...row, stop: row.stopPrice ?? 'NONE', result: signed(row.unrealised) }));
  if (isNarrow)
    return indented(
      table([
        ['instrument', 'side', 'quantity', 'result', 'stop'],
        ...rows.map(({ instrumentId, side, quantity, result: gain, stop }) => [instrumentId, side, quantity, gain, stop]),
      ]),
    );
  return indented(
    table([
      ['instrument', 'strategy', 'side', 'quantity', 'entry', 'now', 'result', '', 'stop', 'target'],
      ...rows.map((row) => [
        ...[row.instrumentId, row.strategyId, row.side, row.quantity, row.entryPrice, row.markPrice ?? UNKNOWN],
        ...[row.result, percent(row.unrealisedRatio), row.stop, row.targetPrice ?? UNKNOWN],
      ]),
    ]),
  );
}

function orderLines({ workingOrders }: SessionStatus, isNarrow: boolean): string[] {
  if (workingOrders.length === 0) return [];
  const common = (row: (typeof workingOrders)[number]) => [row.instrumentId, row.purpose, row.side, row.quantity ?? 'at its fill'];
  if (isNarrow) return indented(table([['instrument', 'purpose', 'side', 'quantity'], ...workingOrders.map(common)]));
  return indented(
    table([
      ['instrument', 'purpose', 'side', 'quantity', 'type', 'limit', 'stop', 'strategy'],
      ...workingOrders.map((row) => [...common(row), row.type, row.limitPrice ?? UNKNOWN, row.stopPrice ?? UNKNOWN, row.strategyId]),
    ]),
  );
}

export interface TopRow {
  readonly at: number;
  readonly kind: 'fill' | 'refused';
  readonly instrumentId: string;
  readonly words: string;
}

/** Newest first. */
export function newestRows({ fills, decisions }: SessionSnapshot): TopRow[] {
  const filled = fills.map(
    ({ at, instrumentId, side, quantity, price, purpose, strategyId }): TopRow => ({
      ...{ at, instrumentId, kind: 'fill' },
      words: `${side} ${quantity} at ${price} (${purpose}, ${strategyId})`,
    }),
  );
  const refused = decisions.flatMap(({ at, instrumentId, refusal, strategyId }): TopRow[] =>
    refusal === null ? [] : [{ at, instrumentId, kind: 'refused', words: `${refusal.code} (${strategyId}): ${refusal.message}` }],
  );
  return [...filled, ...refused].sort((a, b) => b.at - a.at).slice(0, NEWEST_ROWS);
}

function newestLines(snapshot: SessionSnapshot, isNarrow: boolean): string[] {
  const rows = newestRows(snapshot);
  if (rows.length === 0) return ['  none yet'];
  return indented(
    table(rows.map(({ at, kind, instrumentId, words }) => [isNarrow ? utc(at).slice(11, 19) : utc(at), kind, instrumentId, words])),
  );
}
