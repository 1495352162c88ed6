/** The parity report names what was put into a session, and nothing else: each fault goes into the session's own side, where it would come from. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fractionOf } from '../../src/core/domain/instrument.ts';
import type { AnyStrategy } from '../../src/core/research/backtest.ts';
import type { Cause } from '../../src/core/research/parity/causes.ts';
import type { ParityReport } from '../../src/core/research/parity/parity.ts';
import type { Bar, Build } from '../../src/core/trading/strategy/strategy.ts';
import { reportOn, without } from './faulty-session.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** 2022-12-13T00:00Z, the first minute of the shipped day. */
const DAY = Date.UTC(2022, 11, 13);
/** Rows of the shipped file: time, open, high, low, close, volume; the tick is 0.01. */
const rows = gunzipSync(readFileSync('samples/market/BTCUSDT-bybit-1m.csv.gz'))
  .toString('utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number));
const openCents = (at: number) => Math.round((rows.find(([time]) => time === at)?.[1] as number) * 100);

/** What begins somewhere, without what only follows from it. */
function begun({ differences }: ParityReport) {
  return differences.filter(({ cause }) => cause !== 'carried');
}
function causes({ causes: { carried: _follows, ...others } }: ParityReport): Partial<Record<Cause, number>> {
  return others;
}

test('an undisturbed session has no differences, and every fill costs what the model says', async () => {
  const report = await reportOn({}, DAY + 24 * HOUR);
  expect(report.differences).toEqual([]);
  expect(report.counts.equal).toBe(report.trades.length);
  expect(report.trades.length).toBeGreaterThan(50);
  expect(report.unexplainedRatio).toBe(0);
  expect(report.alerts).toEqual([]);
  const buying = report.costs.find(({ what }) => what === 'slippage-buying');
  // 5 basis points are configured; 17,000.00 is 1.7 million ticks, so rounding to one adds less than a hundredth of a basis point.
  expect(buying?.seen.fills).toBeGreaterThan(20);
  expect(buying?.proposed).toBeCloseTo(0.0005, 6);
  expect(report.costs.find(({ what }) => what === 'taker-fee')?.proposed).toBeCloseTo(0.001, 8);
});

test('one fill 20 basis points worse is named, with its size', async () => {
  const report = await reportOn({ slips: (number) => (number === 25 ? 0.002 : 0) });
  expect(causes(report)).toEqual({ slippage: 1 });
  const [slip] = begun(report);
  // A buy at the open: 5 bps by the model, 25 in the session, each rounded up to a cent.
  const open = openCents(slip?.at as number);
  const [model, paid] = [Math.ceil((open * 10_005) / 10_000), Math.ceil((open * 10_025) / 10_000)];
  expect(slip).toMatchObject({ aspect: 'price', strategyId: 'sma-cross', session: String(paid / 100), backtest: String(model / 100) });
  expect(slip?.slippageBps).toBeCloseTo((paid / model - 1) * 10_000, 6);
  expect(slip?.slippageBps).toBeCloseTo(20, 1);
  expect(slip?.evidence).toContain('20.0 bps worse');
  expect(report.counts).toMatchObject({ missed: 0, extra: 0 });
  expect(report.unexplainedRatio).toBe(0);
});

test('an entry that is lost on its way is missed, and nothing explains it', async () => {
  let lost = 0;
  const report = await reportOn({
    swallows: ({ type, reduceOnly }, number) => number > 20 && type === 'market' && !reduceOnly && lost++ === 0,
  });
  expect(causes(report)).toEqual({ unexplained: 1 });
  expect(begun(report)[0]).toMatchObject({ aspect: 'missed', cause: 'unexplained', session: 'nothing' });
  // The strategy waits for its entry for ever: what it misses from then on follows from that, and is no better explained.
  expect(report.counts.missed).toBeGreaterThan(5);
  expect(report.unexplainedRatio).toBe(report.counts.missed / report.trades.length);
  expect(report.alerts.map(({ code }) => code)).toEqual(['PARITY_UNEXPLAINED']);
});

test('a stop that is lost on its way is missed when the price gets there, also after another difference', async () => {
  const report = await reportOn(
    { slips: (number) => (number === 1 ? 0.002 : 0), swallows: ({ type }) => type === 'stop' },
    DAY + 18 * HOUR,
  );
  const missed = begun(report).filter(({ aspect }) => aspect === 'missed');
  expect(missed[0]).toMatchObject({ cause: 'unexplained', session: 'nothing', backtest: expect.stringMatching(/^sell .* \(stop\)$/) });
  expect(report.causes.slippage).toBe(1);
});

test('a trade that the strategy does not ask for is extra, and nothing explains it', async () => {
  const at = DAY + 18 * HOUR;
  const report = await reportOn(
    { strategy: (definition) => (definition.id === 'ema-breakout' ? withWhim(definition, at) : definition) },
    at + HOUR,
  );
  expect(causes(report)).toEqual({ unexplained: 1 });
  expect(begun(report)).toMatchObject([{ aspect: 'extra', strategyId: 'ema-breakout', at: at + 5 * MINUTE, backtest: 'no order' }]);
  expect(report.counts).toMatchObject({ missed: 0, extra: 1 });
  expect(report.unexplainedRatio).toBe(1 / report.trades.length);
});

/** The same strategy that wishes for one more entry, at the candle that starts at `at`. */
function withWhim(definition: AnyStrategy, at: number): AnyStrategy {
  return {
    ...definition,
    create: (parameters: never, build: Build) => {
      const inner = definition.create(parameters, build);
      return {
        onBar(bar: Bar) {
          inner.onBar(bar);
          if (bar.time === at) bar.enter(1, { confidence: 0.9, reason: 'whim', stopRatio: 0.001 });
        },
      };
    },
  };
}

test("the owner's own trade is extra, by hand", async () => {
  const order = { type: 'market', lots: 10_000, timeInForce: 'GTC' } as const;
  const report = await reportOn({
    owner: true,
    after: (at, { engine }) => {
      if (at === DAY + 10 * HOUR) engine.command({ kind: 'submit', instrument: 'BTCUSDT', order: { ...order, side: 1 } });
      if (at === DAY + 11 * HOUR)
        engine.command({ kind: 'submit', instrument: 'BTCUSDT', order: { ...order, side: -1, reduceOnly: true } });
    },
  });
  expect(causes(report)).toEqual({ manual: 2 });
  expect(begun(report)).toMatchObject([
    { aspect: 'extra', strategyId: 'owner', at: DAY + 10 * HOUR },
    { aspect: 'extra', strategyId: 'owner', at: DAY + 11 * HOUR },
  ]);
  expect(report.counts).toMatchObject({ missed: 0, extra: 1 });
  expect(report.unexplainedRatio).toBe(0);
});

test('ten candles that never came are named by their times', async () => {
  const report = await reportOn({ feed: (candles) => without(candles, 400, 10) });
  expect(causes(report)).toEqual({ 'feed-gap': 1 });
  expect(begun(report)).toMatchObject([{ aspect: 'candles', at: DAY + 400 * MINUTE, backtest: '10 candles', instrumentId: 'BTCUSDT' }]);
  // Minutes 400 to 409 of the day.
  expect(begun(report)[0]?.evidence).toBe('10 candles that began 2022-12-13T06:40:00.000Z to 2022-12-13T06:49:00.000Z');
  expect(report.unexplainedRatio).toBe(0);
});

test('what a pause of an hour kept from being traded is put down to it', async () => {
  const report = await reportOn({
    after: (at, _, journaled) => {
      if (at === DAY + 10 * HOUR) journaled.requestMode({ kind: 'pause', to: 'PAUSE', by: 'owner', reason: 'lunch', pinVerified: false });
      if (at === DAY + 11 * HOUR) journaled.requestMode({ kind: 'resume', to: 'NORMAL', by: 'owner', reason: 'back', pinVerified: true });
    },
  });
  const missed = begun(report);
  expect(missed.length).toBeGreaterThan(0);
  expect(causes(report)).toEqual({ mode: missed.length });
  for (const { at, aspect, evidence } of missed) {
    expect(aspect).toBe('missed');
    expect(at).toBeGreaterThanOrEqual(DAY + 10 * HOUR);
    expect(at).toBeLessThanOrEqual(DAY + 11 * HOUR);
    expect(evidence).toContain('pause by owner at 2022-12-13T10:00:00.000Z');
  }
  expect(report.unexplainedRatio).toBe(0);
});

test('what a kill closes, and what it keeps from being traded from then on, is put down to it', async () => {
  const report = await reportOn({
    after: (at, _, journaled) => {
      if (at === DAY + 10.5 * HOUR)
        journaled.requestMode({ kind: 'kill', to: 'EMERGENCY', by: 'owner', reason: 'enough', pinVerified: false });
    },
  });
  expect(Object.keys(causes(report))).toEqual(['mode']);
  expect(report.unexplainedRatio).toBe(0);
  expect(report.counts.missed).toBeGreaterThan(0);
  const [closed] = report.trades.filter(({ session }) => session?.exit?.reason === 'kill-switch');
  expect(closed?.state).toBe('differs');
  const numbers = closed?.differences ?? [];
  expect(report.differences.filter(({ number }) => numbers.includes(number))).toMatchObject([
    { cause: 'mode', evidence: 'kill by owner at 2022-12-13T10:30:00.000Z' },
  ]);
});

test('a fee that changes is seen on every fill from then on', async () => {
  const since = DAY + 8 * HOUR;
  const report = await reportOn({
    after: (at, { instruments }) => void (at === since && Object.assign(instruments[0] as object, { takerFee: fractionOf(0.0015) })),
  });
  const fills = begun(report);
  expect(causes(report)).toEqual({ 'fee-tier': fills.length });
  expect(fills.length).toBeGreaterThan(10);
  for (const fill of fills) {
    expect(fill.at).toBeGreaterThanOrEqual(since);
    expect(fill.evidence).toBe('0.15 % of the value was charged, 0.1 % is configured');
  }
});
