import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FeedNews } from '../../core/market/market-feed.ts';
import { type CandleGate, createCandleGate, type FeedCandle } from './candle-gate.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);

describe('the candle gate', () => {
  let gate: CandleGate;
  let told: string[];
  let notices: string[];
  beforeEach(() => {
    vi.useFakeTimers({ now: START });
    told = [];
    notices = [];
    gate = createCandleGate({
      tell: (news: FeedNews) =>
        news.kind === 'candle' && told.push(`${(news.time - START) / MINUTE} ${news.close}${news.closed ? ' closed' : ''}`),
      notice: (code) => notices.push(code),
      venueTime: Date.now,
      graceMs: 2_000,
    });
  });
  afterEach(() => {
    gate.close();
    vi.useRealTimers();
  });
  const candle = (minute: number, close: number): FeedCandle => ({
    instrument: 'BTC',
    timeframeMs: MINUTE,
    time: START + minute * MINUTE,
    open: 1,
    high: 1,
    low: 1,
    close,
    volume: 1,
  });
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  test('closes a candle when the next one begins, with the last state it had', () => {
    gate.running([candle(0, 10)], false);
    gate.running([candle(0, 11)], false);
    gate.running([candle(1, 12)], false);
    expect(told).toEqual(['0 10', '0 11', '0 11 closed', '1 12']);
  });

  test('closes a candle without a successor when its interval, the grace and a sign of life are over', async () => {
    gate.running([candle(0, 10)], false);
    await pass(MINUTE + 5_000);
    expect(told).toEqual(['0 10']);
    gate.heard();
    await pass(500);
    expect(told).toEqual(['0 10', '0 10 closed']);
  });

  test('keeps the time of a replay, whatever the clock says', async () => {
    const days = 3 * 1440;
    gate.running([candle(-days, 10)], false);
    gate.heard(START - days * MINUTE + 30_000);
    await pass(20_000);
    gate.running([candle(-days, 11)], false);
    gate.heard(START - days * MINUTE + 55_000);
    await pass(6_000);
    expect(told).toEqual([`${-days} 10`, `${-days} 11`]);
    gate.heard(START - days * MINUTE + 61_500);
    await pass(6_000);
    expect(told.slice(2)).toEqual([`${-days} 11 closed`]);
  });

  test('counts a trade that comes within the grace', async () => {
    gate.running([candle(0, 10)], false);
    await pass(MINUTE + 1_000);
    gate.running([candle(0, 11)], false);
    gate.heard();
    await pass(1_500);
    expect(told).toEqual(['0 10', '0 11', '0 11 closed']);
  });

  test('sets news of a closed candle aside and says so', async () => {
    gate.running([candle(0, 10)], false);
    gate.running([candle(1, 12)], false);
    gate.running([candle(0, 99)], false);
    gate.said(candle(0, 99), true);
    expect(told).toEqual(['0 10', '0 10 closed', '1 12']);
    expect(notices).toEqual(['CANDLE_LATE']);
  });

  test('takes only the running candle of the first snapshot, and of later ones what was missed', async () => {
    gate.running([candle(-2, 1), candle(-1, 2), candle(0, 3)], true);
    expect(told).toEqual(['0 3']);
    gate.running([candle(1, 4)], false);
    gate.interrupted();
    await pass(5 * MINUTE);
    gate.running([candle(0, 3), candle(1, 5), candle(2, 6), candle(3, 7)], true);
    expect(told).toEqual(['0 3', '0 3 closed', '1 4', '1 5', '1 5 closed', '2 6', '2 6 closed', '3 7']);
  });

  test('does not close over a broken connection: trades may be missing', async () => {
    gate.running([candle(0, 10)], false);
    gate.heard();
    gate.interrupted();
    await pass(10 * MINUTE);
    expect(told).toEqual(['0 10']);
  });

  test('tells each candle that the venue calls final once', () => {
    gate.said(candle(0, 1), false);
    gate.said(candle(0, 2), true);
    gate.said(candle(0, 2), true);
    expect(told).toEqual(['0 1', '0 2 closed']);
  });

  test('puts missed candles before those that close meanwhile, and leaves the running one out', async () => {
    gate.said(candle(0, 1), true);
    await pass(4 * MINUTE + 500);
    let isAsked = false;
    const filled = gate.fill('BTC', MINUTE, async (after) => {
      isAsked = true;
      expect(after).toBe(START);
      gate.said(candle(3, 4), true);
      return [candle(1, 2), candle(2, 3), candle(4, 5)];
    });
    // The minute ended half a second ago: its last trade may still be on its way.
    await pass(1_000);
    expect(isAsked).toBe(false);
    await pass(600);
    await filled;
    expect(told).toEqual(['0 1 closed', '1 2 closed', '2 3 closed', '3 4 closed']);
  });

  test('lets waiting candles through when the missed ones can not be had, and says so', async () => {
    gate.said(candle(0, 1), true);
    await pass(10_000);
    await gate.fill('BTC', MINUTE, async () => {
      gate.said(candle(3, 4), true);
      throw new Error('no');
    });
    expect(told).toEqual(['0 1 closed', '3 4 closed']);
    expect(notices).toEqual(['BACKFILL_FAILED']);
  });
});
