import { expect, test } from 'vitest';
import { ScriptedSession } from '../../../test/browser/scripted-session.ts';
import { type TopView, topFrame } from './top-frame.ts';

/** 14 hours of the scripted day: by then something is held, filled and refused. */
function view(changes: Partial<TopView> = {}): TopView {
  const session = new ScriptedSession(840);
  const snapshot = session.snapshot();
  return { trader: session.traderState(), snapshot, health: session.health(), at: snapshot.status.at, ...changes };
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

test('a part that is not well is named', () => {
  const health = { ...view().health, parts: [{ name: 'journal', state: 'failed', detail: 'no room' } as const] };
  expect(topFrame(view({ health }), 200, 30)).toContain('! journal failed: no room');
});
