// A strategy disabled at a venue: its working entry is taken back, what has filled keeps its stop, and nothing more is entered until it is enabled.
import { expect, test } from 'vitest';
import { sessionLab } from './session-lab.ts';

const said = { strategy: 'once', by: 'panel:eva', reason: 'news' } as const;

test('takes its working entry back, and places none until it is enabled', () => {
  const { session, placed, pass, candle, ended, now, steps } = sessionLab();
  expect(placed).toMatchObject([{ side: 'buy', type: 'limit' }]);
  expect(session.steer({ kind: 'disable', forMs: null, ...said }, now()).refusal).toBeNull();
  pass(200);
  ended(placed[0] as (typeof placed)[0], 'cancelled', '0');
  for (let i = 0; i < 3; i++) candle();
  expect(placed).toHaveLength(1);
  const refused = steps().flatMap((step) => step.refused ?? []);
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['STRATEGY_BLOCKED']));

  expect(session.steer({ kind: 'enable', ...said }, now()).refusal).toBeNull();
  candle();
  pass(200);
  expect(placed).toHaveLength(2);
});

test('keeps the stop of what has filled', () => {
  const { session, placed, pass, candle, fill, ended, now } = sessionLab({ share: 0.01 });
  const [entry] = placed as [(typeof placed)[0]];
  fill('e1', (Number(entry.quantity) / 2).toFixed(3));
  pass(500);
  expect(placed.filter(({ type }) => type === 'stop')).toHaveLength(1);
  session.steer({ kind: 'disable', forMs: null, ...said }, now());
  pass(500);
  ended(entry, 'cancelled', (Number(entry.quantity) / 2).toFixed(3));
  candle();
  const [slot] = session.engine.slots;
  expect(slot?.position.lots).toBeGreaterThan(0);
  expect(slot?.stop).not.toBeNull();
  expect(placed.filter(({ type }) => type === 'market')).toEqual([]);
});

test('half the weight is half the size of what is placed', () => {
  const quantityAt = (weight: number | null) => {
    const { session, placed, pass, candle, ended, now } = sessionLab({ share: 0.02 });
    if (weight !== null) session.steer({ ...said, kind: 'weigh', weights: [{ strategy: 'once', instrument: 'X', weight }] }, now());
    ended(placed[0] as (typeof placed)[0], 'cancelled', '0');
    candle();
    pass(200);
    return placed.at(-1)?.quantity;
  };
  // 2 % of 10,000 at 100 are 2.
  expect([quantityAt(null), quantityAt(0.5)]).toEqual(['2', '1']);
});
