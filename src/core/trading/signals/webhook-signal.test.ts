import { describe, expect, test } from 'vitest';
import { wishOf } from './signal-wish.ts';
import { readSignal } from './webhook-signal.ts';

const ENTRY = {
  kind: 'LONG_ENTRY',
  symbol: 'BTCUSDT',
  tf: '15m',
  strategy: 'ema_breakout',
  price: 45_000,
  sl: 44_100,
  tp1: 46_000,
  tp2: 47_000,
};
const wish = (body: object, confidence = 0.6) => {
  const read = readSignal(body);
  if (!read.ok) throw new Error(read.refusal.message);
  return wishOf(read.value, 1_000, confidence);
};

describe('a body', () => {
  test('becomes a wish in the engine’s terms', () => {
    expect(
      wish({ ...ENTRY, risk_pct: 0.5, leverage: '2', confirmations: 3, risk_score: 40, post_only: true, side: 'buy', dry_run: true }),
    ).toEqual({
      kind: 'entry',
      strategyId: 'ema-breakout',
      symbol: 'BTCUSDT',
      timeframe: '15m',
      createdAt: 1_000,
      dryRun: true,
      reason: 'webhook-long-entry',
      side: 1,
      confidence: 0.6,
      stopPrice: 44_100,
      targets: [
        { price: 46_000, closeRatio: 0.5 },
        { price: 47_000, closeRatio: 0.5 },
      ],
      breakEvenAfterFirstTarget: true,
      type: 'limit',
      price: 45_000,
      postOnly: true,
      riskRatio: 0.005,
      leverage: 2,
      confirmations: 3,
      riskScore: 40,
    });
  });

  test('a single target closes half, as the rule for signals with one says; a first of 100 % leaves none for the second', () => {
    expect(wish({ ...ENTRY, tp2: undefined })).toMatchObject({ targets: [{ price: 46_000, closeRatio: 0.5 }] });
    expect(wish({ ...ENTRY, tp1_close_pct: 100 })).toMatchObject({ targets: [{ price: 46_000, closeRatio: 1 }] });
    expect(wish({ ...ENTRY, tp1_close_pct: 25, confidence: 0.8 })).toMatchObject({
      targets: [{ closeRatio: 0.25 }, { closeRatio: 0.75 }],
      confidence: 0.8,
    });
  });

  test('a short, an exit and an update', () => {
    const short = { kind: 'SHORT_ENTRY', symbol: 'ETH/USDT', tf: '4h', strategy: 'mine', sl: 3_100, tp1: 2_900 };
    expect(wish(short)).toMatchObject({ kind: 'entry', side: -1, type: 'market', price: null, postOnly: false });
    const base = { symbol: 'BTCUSDT', tf: '15m', strategy: 'mine' };
    expect(wish({ ...base, kind: 'EXIT', side: 'long' })).toEqual({
      ...{
        kind: 'exit',
        side: 1,
        strategyId: 'mine',
        symbol: 'BTCUSDT',
        timeframe: '15m',
        createdAt: 1_000,
        dryRun: false,
        reason: 'webhook-exit',
      },
    });
    expect(wish({ ...base, kind: 'UPDATE', sl: '44500.5' })).toMatchObject({
      kind: 'update',
      side: null,
      stopPrice: 44_500.5,
      targets: [],
    });
  });

  test.each([
    ['no object', [], 'the body: expected one JSON object'],
    ['no kind', { ...ENTRY, kind: 'BUY' }, 'kind: expected LONG_ENTRY, SHORT_ENTRY, EXIT, UPDATE, found "BUY"'],
    ['a mistyped stop', { ...ENTRY, sl: undefined, s1: 44_100 }, '"s1": no such field'],
    ['an entry without a stop', { ...ENTRY, sl: null }, 'sl: expected the price of the protective stop, found nothing'],
    ['a stop on the wrong side', { ...ENTRY, sl: 45_100 }, 'price: expected it above sl (45100) for a long position, found 45000'],
    [
      'a target on the wrong side',
      { ...ENTRY, kind: 'SHORT_ENTRY', sl: 45_500 },
      'tp1: expected it below price (45000) for a short position, found 46000',
    ],
    ['a second target without a first', { ...ENTRY, tp1: null }, 'tp1: expected it with tp2'],
    ['a side that contradicts', { ...ENTRY, side: 'sell' }, 'side: expected long with LONG_ENTRY, found short'],
    ['a price of nothing', { ...ENTRY, price: 0 }, 'price: expected a price above 0, found 0'],
    ['a number as words', { ...ENTRY, price: '45k' }, 'price: expected a price above 0, found "45k"'],
    ['an infinite number', { ...ENTRY, price: '9'.repeat(400) }, 'price: expected a price above 0'],
    ['a percentage beyond all', { ...ENTRY, risk_pct: 101 }, 'risk_pct: expected'],
    ['post-only without a price', { ...ENTRY, price: undefined, post_only: true }, 'price: expected the limit price of a post-only entry'],
    ['an empty update', { kind: 'UPDATE', symbol: 'BTCUSDT', tf: '15m', strategy: 'mine' }, 'sl: expected a new sl, tp1 or both'],
    ['a truth as text', { ...ENTRY, dry_run: 'true' }, 'dry_run: expected true or false, found "true"'],
    ['a prototype', JSON.parse('{"__proto__": 1}'), '"__proto__": no such field'],
  ])('%s is refused by name', (_case, body, message) => {
    const read = readSignal(body);
    expect(read.ok ? null : read.refusal.code).toBe('SIGNAL_SCHEMA');
    expect(read.ok ? null : read.refusal.message).toContain(message);
  });
});
