import { expect, test } from 'vitest';
import { sessionCommand } from './commands.ts';
import { MOST_MOVES } from './limits.ts';
import { riskQuestion, shock } from './risk.ts';

const issueOf = (result: { error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } | undefined }) =>
  result.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)[0];

const weigh = (...weights: readonly (readonly [instrumentId: string, weight: number])[]) =>
  sessionCommand.safeParse({
    ...{ kind: 'strategy-weights', commandId: '7d1f0a58-9f61-4a56-8a8a-0d7c0d6a1a11', confirmed: true },
    weights: weights.map(([instrumentId, weight]) => ({ strategyId: 'ema-cross', instrumentId, weight })),
  });

test('a run that is weighed twice, and an instrument that moves twice, are refused at their field', () => {
  expect(issueOf(weigh(['BTCUSDT', 0.5], ['ETHUSDT', 0.5], ['BTCUSDT', 1]))).toMatch(/^weights\.2\.instrumentId: .*ema-cross on BTCUSDT/);
  expect(weigh(['BTCUSDT', 0.5], ['ETHUSDT', 0.5]).success).toBe(true);
  const moves = (...ids: string[]) =>
    shock.safeParse({ kind: 'market', moves: ids.map((instrumentId) => ({ instrumentId, ratio: -0.1 })) });
  expect(issueOf(moves('BTCUSDT', 'BTCUSDT'))).toMatch(/^moves\.1\.instrumentId: .*BTCUSDT a second time/);
  expect(moves('BTCUSDT', 'ETHUSDT').success).toBe(true);
});

test('a weight that is too small to be kept is refused instead of being nothing', () => {
  for (const tiny of [1e-320, 0.00009999]) expect(issueOf(weigh(['BTCUSDT', tiny]))).toMatch(/^weights\.0\.weight: expected 0 .* 0\.0001/);
  for (const good of [0, 0.0001, 1]) expect(weigh(['BTCUSDT', good]).success).toBe(true);
});

/** A number of 23 characters. */
const LONG = -Math.PI * 1e-200;

test('the longest question of what if fits into a request of 16 KiB, one more move is refused', () => {
  const question = (count: number) => ({
    ...{ kind: 'market', all: LONG, volatility: 1 - LONG, areCorrelationsOne: false, spread: -LONG },
    moves: Array.from({ length: count }, (_, i) => ({ instrumentId: `${i}`.padEnd(120, 'X'), ratio: LONG })),
  });
  expect(riskQuestion.safeParse(question(MOST_MOVES)).success).toBe(true);
  expect(JSON.stringify(question(MOST_MOVES)).length).toBeLessThan(16 * 1024);
  expect(riskQuestion.safeParse(question(MOST_MOVES + 1)).success).toBe(false);
});
