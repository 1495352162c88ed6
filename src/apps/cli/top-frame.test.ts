import { expect, test } from 'vitest';
import { ScriptedSession } from '../../../test/browser/scripted-session.ts';
import { type TopView, topFrame, waitingFrame } from './top-frame.ts';

/** 14 hours of the scripted day: by then something is held, filled and refused. */
function view(changes: Partial<TopView> = {}): TopView {
  const session = new ScriptedSession(840);
  const snapshot = session.snapshot();
  return { trader: session.traderState(), restart: null, snapshot, health: session.health(), at: snapshot.status.at, ...changes };
}

test('no line is wider and the picture no higher than the terminal', () => {
  for (const [columns, rows] of [
    [40, 12],
    [60, 24],
    [120, 30],
  ] as const) {
    const lines = topFrame(view(), columns, rows);
    expect(lines.length).toBeLessThanOrEqual(rows);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
  }
});

test('says account, mode, money, and the newest fills and refusals, newest first', () => {
  const shown = view();
  const { status, fills } = shown.snapshot;
  const text = topFrame(shown, 200, Number.POSITIVE_INFINITY);
  expect(text[0]).toContain(`${status.account.accountId}, paper money  ${status.mode.name}`);
  expect(text[1]).toContain(
    `Equity ${Number(status.account.equity).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`,
  );
  expect(text).toContain(`Positions ${status.positions.length}`);
  const times = text.flatMap((line) => /^ {2}(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC {2}(?:fill|refused)/.exec(line)?.[1] ?? []);
  expect(times.length).toBeGreaterThan(3);
  expect(times).toEqual([...times].sort().reverse());
  expect(text.some((line) => line.includes(`${fills[0]?.side} ${fills[0]?.quantity} at ${fills[0]?.price}`))).toBe(true);
});

test('a trader that is away is said under the first line, with since when and why', () => {
  const lines = topFrame(view({ trader: { state: 'stopped', since: 0, detail: 'the trader stops' } }), 200, 30);
  expect(lines[1]).toBe(
    '! THE TRADER IS STOPPED since 1970-01-01 00:00:00 UTC (the trader stops): nothing is traded; what protects stays at the venue',
  );
});

test('a trader that its supervisor starts again is told as that, with when and why; one that hangs is not', () => {
  const restart = { when: 'in 4 s', why: ' (it was ended by SIGKILL)' };
  const away = (state: 'stopped' | 'silent') => topFrame(view({ trader: { state, since: 0, detail: 'gone' }, restart }), 300, 30)[1];
  expect(away('stopped')).toBe(
    '! THE TRADER IS AWAY since 1970-01-01 00:00:00 UTC (it was ended by SIGKILL): "up" starts it again in 4 s; until then nothing is traded; what protects stays at the venue',
  );
  expect(away('silent')).toContain('THE TRADER IS SILENT');
  expect(waitingFrame(restart, 300)).toEqual([
    '! THE TRADER IS AWAY (it was ended by SIGKILL): "up" starts it again in 4 s. It is shown here as soon as it is back.',
  ]);
  expect(waitingFrame(null, 300)[0]).toContain('NO TRADER RUNS');
  for (const line of waitingFrame(restart, 40)) expect(line.length).toBeLessThanOrEqual(40);
});

test('of a trader that is away nothing is told as if it were so now', () => {
  const shown = view({ trader: { state: 'stopped', since: 0, detail: null } });
  const head = topFrame(shown, 200, 30).slice(0, 6).join('\n');
  expect(head).toContain(`was ${shown.snapshot.status.mode.name}`);
  expect(head).toMatch(/Prices .* old/);
  expect(head).not.toMatch(/Prices (fresh|running|stale)|journal open|database|Link/);
});

test('a part that is not well is named', () => {
  const health = { ...view().health, parts: [{ name: 'journal', state: 'failed', detail: 'no room' } as const] };
  expect(topFrame(view({ health }), 200, 30)).toContain('! journal failed: no room');
});

test.each([
  [40, 'paper'],
  [40, 'the-account-of-the-company-on-bybit-linear-perpetuals-2026'],
  [24, 'paper'],
])('in %i columns, as %s, the head loses nothing: mode first, every figure whole on a line', (columns, accountId) => {
  const { snapshot, ...rest } = view();
  const { status } = snapshot;
  const account = { ...status.account, accountId };
  const shown = { ...rest, snapshot: { ...snapshot, status: { ...status, account } } };
  const wide = topFrame(shown, 400, 200);
  const narrow = topFrame(shown, columns, 200);
  const head = narrow.slice(0, narrow.indexOf(''));
  for (const line of head) expect(line.length).toBeLessThanOrEqual(columns);
  expect(head[0]).toMatch(new RegExp(`^${status.mode.name}`));
  // What the wide picture says in its head, in another order and on more lines.
  const wordsOf = (lines: readonly string[]) => lines.join('').replaceAll(' ', '');
  for (const figure of wide.slice(0, wide.indexOf('')).flatMap((line) => line.split(/ {2,}/)))
    expect(wordsOf(head)).toContain(figure.replaceAll(' ', ''));
  for (const name of ['Today', 'week', 'month', 'drawdown', 'journal'])
    expect(head.some((line) => new RegExp(`(^|   )${name} \\S`).test(line))).toBe(true);
});
