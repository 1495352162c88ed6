import { expect, test } from 'vitest';
import { piecesOf } from './archive-kind-counts.ts';

/** Days since 1970, from the calendar. */
const day = (text: string) => Date.parse(`${text}T00:00Z`) / 86_400_000;
const at = (text: string) => Date.parse(`${text}Z`);

test('a span is whole months, the days that are too many or too few, and the hours at its ends', () => {
  expect(piecesOf({ from: at('2026-01-10T06:00'), to: at('2026-04-20T18:00') })).toEqual({
    cells: [
      { span: 'month', from: day('2026-01-01'), to: day('2026-05-01'), sign: 1 },
      { span: 'day', from: day('2026-01-01'), to: day('2026-01-11'), sign: -1 },
      { span: 'day', from: day('2026-04-20'), to: day('2026-05-01'), sign: -1 },
    ],
    rest: [
      { from: at('2026-01-10T06:00'), to: at('2026-01-11T00:00') },
      { from: at('2026-04-20T00:00'), to: at('2026-04-20T18:00') },
    ],
  });
});

test('a span within a few days, within one day, open and empty', () => {
  const [from, to] = [at('2026-02-25T00:00'), at('2026-03-03T00:00')];
  expect(piecesOf({ from, to })).toEqual({ cells: [{ span: 'day', from: day('2026-02-25'), to: day('2026-03-03'), sign: 1 }], rest: [] });
  expect(piecesOf({ from: from + 1, to: from + 5 })).toEqual({ cells: [], rest: [{ from: from + 1, to: from + 5 }] });
  expect(piecesOf({})).toEqual({ cells: [{ span: 'month', from: null, to: null, sign: 1 }], rest: [] });
  expect(piecesOf({ from, to: from }, 'day')).toEqual({
    cells: [{ span: 'day', from: day('2026-02-25'), to: day('2026-02-25'), sign: 1 }],
    rest: [],
  });
});
