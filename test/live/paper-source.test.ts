/** What the page is given of a replayed day: every durable candle in order, the session's own clock, limits, checks, and a way on when the day is over. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import { CHECK_FIGURES } from '../../src/api/codes.ts';
import type { CandleBatch } from '../../src/api/market.ts';
import { entryTicket, type ManualAct } from '../../src/api/orders.ts';
import type { Decision } from '../../src/api/records.ts';
import { sessionSnapshot } from '../../src/api/session.ts';
import { readPaperConfig } from '../../src/apps/config.ts';
import { replayJournal } from '../../src/apps/trader/replay-journal.ts';
import type { AnyStrategy } from '../../src/core/research/backtest.ts';
import { requirementsOf } from '../../src/core/research/requirements.ts';
import bollingerReversion from '../../strategies/bollinger-reversion.ts';
import { played, type TestTrader, TraderLab, until } from './test-trader.ts';

const MINUTE = 60_000;
/** 2022-12-13T00:00Z, the first minute of the shipped day. */
const DAY = Date.UTC(2022, 11, 13);
/** Rows of the shipped file: time, open, high, low, close, volume. */
const rows = gunzipSync(readFileSync('samples/market/BTCUSDT-bybit-1m.csv.gz'))
  .toString('utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number) as [number, number, number, number, number, number]);

const lab = new TraderLab();
let day: TestTrader;
beforeAll(async () => {
  day = await lab.start();
  await played(day);
}, 60_000);
afterAll(() => lab.end());

const batches = (timeframe: string) =>
  day.heard.flatMap(({ message, durableUntil }) =>
    message.type === 'candles' && message.batch.timeframe === timeframe ? [{ batch: message.batch, durableUntil }] : [],
  );

describe('candles', () => {
  test('each one reaches the page once and in order, and only when its step is durable', () => {
    for (const [timeframe, minutes] of [
      ['1m', 1],
      ['5m', 5],
    ] as const) {
      const told = batches(timeframe);
      const times = told.flatMap(({ batch }) => batch.time);
      expect(times).toEqual(Array.from({ length: 1440 / minutes }, (_, i) => DAY + i * minutes * MINUTE));
      for (const { batch, durableUntil } of told)
        expect((batch.time.at(-1) as number) + minutes * MINUTE).toBeLessThanOrEqual(durableUntil);
    }
    expect(batches('1m').flatMap(({ batch }) => batch.close)).toEqual(rows.map(([, , , , close]) => close));
  });

  test('larger ones are there to look at, made of the minutes', () => {
    expect(day.trader.source.snapshot().instruments[0]?.timeframes).toEqual(['1m', '5m', '15m', '1h', '4h']);
    for (const [timeframe, minutes] of [
      ['15m', 15],
      ['1h', 60],
      ['4h', 240],
    ] as const) {
      const batch = day.trader.source.candles({ instrumentId: 'BTCUSDT', timeframe, limit: 5000 }) as CandleBatch;
      expect(batch.time).toHaveLength(1440 / minutes);
      batch.time.forEach((time, i) => {
        const part = rows.slice(i * minutes, (i + 1) * minutes);
        const told = [time, batch.open[i], batch.high[i], batch.low[i], batch.close[i]];
        const [first, last] = [part[0] as (typeof rows)[number], part.at(-1) as (typeof rows)[number]];
        expect(told).toEqual([first[0], first[1], Math.max(...part.map((row) => row[2])), Math.min(...part.map((row) => row[3])), last[4]]);
        expect(batch.volume[i]).toBeCloseTo(
          part.reduce((sum, row) => sum + row[5], 0),
          6,
        );
      });
    }
  });
});

describe('indicators', () => {
  test('of each run are those it declares, and at the newest candle what the engine itself has', async () => {
    const { source, paper } = day.trader;
    for (const slot of paper.session.slots) {
      const names = requirementsOf(slot.definition as AnyStrategy, slot.parameters).indicators;
      const engine = [...slot.view.currentValues(), ...slot.higher.flatMap(({ view }) => view.currentValues())];
      const query = { instrumentId: 'BTCUSDT', strategyId: slot.definition.id, limit: 5000 };
      const { timeframe, time, indicators } = await source.indicators(query);
      expect([timeframe, time.length]).toEqual([slot.timeframe, (1440 * MINUTE) / slot.timeframeMs]);
      const told = indicators.flatMap(({ name, outputs }) =>
        outputs.map((output): [string, number | null | undefined] => {
          const full = `${name}.${output.name}`;
          return [names.includes(full) ? full : name, output.values.at(-1)];
        }),
      );
      // The owner's own orders and signals from outside go by none.
      expect(told.length > 1).toBe(!['owner', 'webhook'].includes(slot.definition.id));
      for (const [name, value] of told) expect(value, name).toBe(engine[names.indexOf(name)]);
    }
  });
});

describe('status', () => {
  test('is what the panel expects, and a mode that never changed dates from the session’s beginning in market time', () => {
    const snapshot = sessionSnapshot.parse(day.trader.source.snapshot());
    expect(snapshot.status.mode).toMatchObject({ name: 'NORMAL', since: DAY });
  });

  test('the limits nearest to what is held come first, measured as in the report of risk', () => {
    const { source } = day.trader;
    const { limits } = source.snapshot().status.account;
    const all = source.risk.report().limits;
    expect(limits).toHaveLength(6);
    for (const limit of limits) expect(all).toContainEqual(expect.objectContaining(limit));
    // Of a minimum share of the account: of the way down to it from the whole, so that money never touched has used nothing of it.
    const used = limits.map(({ bound, measured, limit }) =>
      bound === 'at-most' ? (measured as number) / limit : (1 - (measured as number)) / (1 - limit),
    );
    expect(used).toEqual(used.toSorted((a, b) => b - a));
    // Nothing is known of the regime in a single day: it counts as range. Trading rules, sections 1.2 and 5.1.
    expect(all).toContainEqual(expect.objectContaining({ code: 'RISK_REGIME_EXPOSURE', unit: 'ratio', limit: 0.7 }));
    const statuses = day.heard.flatMap(({ message }) => (message.type === 'status' ? [message.status.account] : []));
    for (const account of [...statuses, day.trader.source.snapshot().status.account]) {
      const gross = (Number(account.longValue) + Number(account.shortValue)) / Number(account.equity);
      for (const { code, measured } of account.limits)
        if (code === 'RISK_REGIME_EXPOSURE' || code === 'RISK_GROSS_LEVERAGE') expect(measured).toBeGreaterThanOrEqual(gross - 1e-9);
    }
  });

  test('the ladder shows the warning of the drawdown at 5 % with the money left to it', () => {
    const { account } = day.trader.source.snapshot().status;
    const alert = account.ladder.find(({ demands }) => demands === 'ALERT');
    expect(alert).toMatchObject({ window: 'drawdown', state: 'idle', limitRatio: 0.05 });
    const left = Number(account.drawdown?.peak) * 0.05 - Number(account.drawdown?.money);
    expect(Number(alert?.moneyLeft)).toBeCloseTo(left, 6);
  });
});

describe('decisions', () => {
  const decisions = () => (day.trader.source.decisions({ limit: 1000 }) as { rows: Decision[] }).rows;

  test('a refused one lists every check up to the one that refused, with what was measured and allowed', () => {
    const refused = decisions().filter(({ outcome }) => outcome === 'refused');
    expect(refused.length).toBeGreaterThan(10);
    for (const { checks, refusal } of refused) {
      // A wish that gave way to another one at the same close was not looked at further.
      const gaveWay = ['SIGNAL_CONFLICT_WEAKER', 'SIGNAL_CONFLICT_OPPOSITE'].includes(refusal?.code ?? '');
      if (gaveWay) expect(checks).toHaveLength(1);
      else expect(checks.length, refusal?.code).toBeGreaterThan(3);
      expect(checks.filter(({ answer }) => answer === 'refused')).toEqual([checks.at(-1)]);
      expect(checks.at(-1)).toEqual({ code: refusal?.code, answer: 'refused', measured: refusal?.measured, limit: refusal?.limit });
      expect(checks.find(({ code }) => code === 'SIGNAL_CONFIDENCE')?.limit ?? 0.5).toBe(0.5);
    }
  });

  test('an approved one lists all of them', () => {
    const entered = decisions().filter(({ outcome, action }) => outcome === 'approved' && action === 'enter');
    expect(entered.length).toBeGreaterThan(0);
    for (const { checks, confidence, cuts } of entered) {
      const codes = checks.map(({ code }) => code);
      for (const code of ['SIGNAL_CONFIDENCE', 'RISK_REGIME_EXPOSURE', 'RISK_CASH', 'RISK_VOLUME']) expect(codes).toContain(code);
      expect(codes.at(-1)).toBe('SIZE_BELOW_MINIMUM');
      expect(checks.some(({ answer }) => answer === 'refused')).toBe(false);
      expect(checks.find(({ code }) => code === 'SIGNAL_CONFIDENCE')).toMatchObject({ measured: confidence, limit: 0.5 });
      const cut = checks.find(({ code }) => code === 'RISK_REGIME_POSITION');
      expect(cut?.answer === 'cut').toBe(cuts.includes('CUT_REGIME_POSITION'));
    }
  });

  test('no check that passed shows a figure beyond its limit', () => {
    for (const { checks } of decisions())
      for (const { code, answer, measured, limit } of checks) {
        if (answer !== 'passed' || measured === null || limit === null) continue;
        if (CHECK_FIGURES[code]?.bound === 'at-least') expect.soft(measured, code).toBeGreaterThanOrEqual(limit - 1e-9);
        else expect.soft(measured, code).toBeLessThanOrEqual(limit + 1e-9);
      }
  });

  test('stop and target are shown as they were asked for', () => {
    const { stopLoss, takeProfit } = bollingerReversion.parameters;
    const asked = decisions().filter(({ strategyId, action }) => strategyId === 'bollinger-reversion' && action === 'enter');
    expect(asked.length).toBeGreaterThan(0);
    for (const { price, side, stopPrice, targetPrice, outcome } of asked) {
      const sign = side === 'long' ? 1 : -1;
      expect(Number(stopPrice)).toBeCloseTo(Number(price) * (1 - sign * stopLoss.default), 1);
      if (outcome === 'approved') expect(Number(targetPrice)).toBeCloseTo(Number(price) * (1 + sign * takeProfit.default), 1);
    }
    const without = decisions().filter(({ strategyId, action }) => strategyId === 'sma-cross' && action === 'enter');
    for (const { stopPrice, targetPrice } of without) expect([stopPrice, targetPrice]).toEqual([null, null]);
  });
});

describe('events', () => {
  test('are told in market time, with the session’s beginning and the owner’s acts', async () => {
    const { source } = day.trader;
    await source.command({ kind: 'feed-speed', speed: 60, commandId: 'a' }, { by: 'panel', correlationId: 'b' });
    const { events } = source.snapshot();
    for (const { at } of events) expect(at).toBeLessThanOrEqual(DAY + 1440 * MINUTE);
    expect(events.at(-1)).toMatchObject({ code: 'SESSION_STARTED', at: DAY, kind: 'session' });
    expect(events[0]).toMatchObject({ code: 'FEED_SPEED', at: DAY + 1440 * MINUTE, data: { by: 'panel', speed: 60 } });
  });

  test('a change of mode says since when and by whom', async () => {
    const { source } = day.trader;
    await source.command({ kind: 'pause', commandId: 'c' }, { by: 'panel', correlationId: 'd' });
    await until(() => source.snapshot().status.mode.name === 'PAUSE');
    expect(source.snapshot().status.mode).toMatchObject({ since: DAY + 1440 * MINUTE, by: 'panel' });
    await source.command({ kind: 'resume', to: 'NORMAL', confirmed: true, commandId: 'e' }, { by: 'panel', correlationId: 'f' });
    await until(() => source.snapshot().status.mode.name === 'NORMAL');
  });
});

describe('when the day is over', () => {
  test('no entry by hand is taken: nothing would ever fill it', async () => {
    const { orders } = day.trader;
    const price = rows.at(-1)?.[4] as number;
    const ticket = entryTicket.parse({
      ...{ instrumentId: 'BTCUSDT', side: 'buy', type: 'limit', quantity: '0.01' },
      ...{ limitPrice: (price * 0.985).toFixed(2), stopPrice: (price * 0.96).toFixed(2) },
    });
    expect(await orders.preview(ticket)).toMatchObject({ sendable: false, refusal: { code: 'REPLAY_OVER' } });
    const act: ManualAct = { kind: 'order', commandId: 'too-late-01', confirmed: true, ticket, most: { quantity: '1', value: '100000' } };
    expect(await orders.act(act, { by: 'owner', correlationId: 'test', sentAt: Date.now() })).toMatchObject({
      ok: false,
      refusal: { code: 'REPLAY_OVER' },
    });
  });

  const endingOf = ({ trader }: TestTrader) => trader.source.snapshot().events.find(({ code }) => code === 'FEED_FINISHED');

  test('it says so, and how to start afresh', () => {
    expect(endingOf(day)?.data.command).toMatch(/^npm start -- --data-dir \S+again-1$/);
    expect(day.trader.source.snapshot().status.feed).toMatchObject({ state: 'finished', at: DAY + 1440 * MINUTE });
  });

  test('the next start shows the finished session, healthy, and adds no candle to it', async () => {
    const before = day.trader.source.snapshot();
    await lab.stop(day.trader);
    const again = await lab.start();
    await played(again);
    // The entry of this start is told when it is on disk.
    await until(() => again.trader.source.snapshot().events.some(({ code }) => code === 'SESSION_RECOVERED'));
    const after = again.trader.source.snapshot();
    expect(again.trader.source.health()).toMatchObject({ status: 'ok' });
    expect(after.status).toMatchObject({
      feed: { state: 'finished', at: DAY + 1440 * MINUTE },
      mode: { name: 'NORMAL' },
      totals: before.status.totals,
      account: before.status.account,
    });
    expect(after.fills).toEqual(before.fills);
    expect(after.decisions).toEqual(before.decisions);
    expect(endingOf(again)?.data.command).toMatch(/again-1$/);
    const { time } = again.trader.source.candles({ instrumentId: 'BTCUSDT', timeframe: '1m', limit: 5000 }) as CandleBatch;
    expect(time).toHaveLength(1440);
    expect(readPaperConfig().samples).toEqual(['BTCUSDT-bybit-1m']);
  });
});

describe('before the first candle', () => {
  const fresh = new TraderLab();
  afterAll(() => fresh.end());

  test('a pause is taken, dated, and survives a restart', async () => {
    const first = await fresh.open();
    await first.trader.source.command({ kind: 'pause', commandId: 'g' }, { by: 'panel', correlationId: 'h' });
    await until(() => first.trader.source.snapshot().status.mode.name === 'PAUSE');
    expect(first.trader.source.snapshot().status.mode).toMatchObject({ since: DAY, by: 'panel' });
    await fresh.stop(first.trader);
    const second = await fresh.start();
    await played(second);
    const { status, decisions } = second.trader.source.snapshot();
    expect(status).toMatchObject({ mode: { name: 'PAUSE', since: DAY, by: 'panel' }, totals: { fills: 0 } });
    expect(new Set(decisions.map(({ refusal }) => refusal?.code))).toEqual(new Set(['MODE_PAUSE']));
    await fresh.stop(second.trader);
    const entries = [...readJournal(join(fresh.folder, 'journal/paper'))];
    expect(await replayJournal(entries)).toMatchObject({ equal: true });
  });
});
