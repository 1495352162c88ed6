/** Risk over the door: of a session that trades, as of its last durable step. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { askTrader } from '../../src/adapters/control-socket/client.ts';
import { entryTicket } from '../../src/api/orders.ts';
import { riskAnswer, riskReport } from '../../src/api/risk.ts';
import { SESSION_PATHS } from '../../src/api/session-door.ts';
import { ControlLab, type Controlled } from './control-lab.ts';

const lab = new ControlLab();
let opened: Controlled;
beforeAll(async () => {
  // Slow enough to be still held when a busy machine has stopped the clock.
  const slow = { id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1m', parameters: { fast: 20, slow: 60 } };
  opened = await lab.open({ strategies: [slow], risk: 'evaluate-all', manualOrders: true });
  await lab.holding(opened);
});
afterAll(() => lab.end());

const asked = { dataFolder: '', timeoutMs: 10_000 };
const report = () => askTrader({ ...asked, dataFolder: lab.folder, method: 'GET', path: SESSION_PATHS.risk, answer: riskReport });

test('tells what the status tells, and more', async () => {
  const { status } = opened.trader.source.snapshot();
  const found = await report();
  expect(found).toMatchObject({ currency: 'USDT', mode: 'NORMAL', equity: status.account.equity });
  expect(found.exposures.gross).toEqual(status.account.exposure);
  // The limits that the status tells as well are the same figures. (At midnight an entry would already count for the day that begins.)
  for (const limit of status.account.limits.filter(({ code }) => code !== 'RISK_ENTRIES_PER_DAY')) {
    const own = found.limits.filter(({ code }) => code === limit.code);
    expect(own.map(({ measured, limit: bound }) => ({ measured, bound }))).toContainEqual({ measured: limit.measured, bound: limit.limit });
  }
  expect(found.ladder.map(({ id, moneyLeft }) => ({ id, moneyLeft }))).toEqual(
    status.account.ladder.map(({ id, moneyLeft }) => ({ id, moneyLeft })),
  );
  // One day of one instrument: nothing is known of its past, which counts as 5 % a day.
  expect(found.estimates[0]).toMatchObject({ method: 'parametric', assumed: ['BTCUSDT'] });
  expect(found.estimates[0]?.valueAtRisk?.ratio).toBeCloseTo(1.6448536269514722 * 0.05 * (found.exposures.gross.ratio ?? 0), 9);
  expect(found.estimates[1]).toMatchObject({ valueAtRisk: null });
  expect(status.risk?.valueAtRisk).toBeCloseTo(found.estimates[0]?.valueAtRisk?.ratio ?? 0, 9);
});

const whatIf = (body: object) =>
  askTrader({ ...asked, dataFolder: lab.folder, method: 'POST', path: SESSION_PATHS.whatIf, answer: riskAnswer, body });

test('a question of what if changes nothing', async () => {
  const before = await report();
  const { sequence } = opened.trader.source.place();
  const answer = await whatIf({ kind: 'market', all: -0.5 });
  if (answer.kind !== 'market') throw new Error('expected the answer to what was asked');
  expect(Number(answer.loss?.money)).toBeCloseTo(Number(before.exposures.long.money) / 2, 1);
  expect(Number(answer.account.equityAfter)).toBeCloseTo(Number(before.equity) - Number(answer.loss?.money), 6);
  expect(opened.trader.source.place().sequence).toBe(sequence);
  expect(opened.trader.paper.session.engine.risk.mode).toBe('NORMAL');
  expect(await report()).toEqual(before);
});

test('an entry that nobody sends is judged by the engine, and shown with its exposures, limits and value at risk', async () => {
  const before = await report();
  const { sequence } = opened.trader.source.place();
  const ticket = { instrumentId: 'BTCUSDT', side: 'buy', type: 'market', quantity: '0.01', stopPrice: '1000' };
  const answer = await whatIf({ kind: 'entry', ticket });
  if (answer.kind !== 'entry') throw new Error('expected the answer to what was asked');
  const value = 0.01 * Number(answer.preview.price);
  const { instrumentExposure } = await opened.trader.orders.preview(entryTicket.parse(ticket));
  expect(answer.preview).toMatchObject({ askedQuantity: '0.01', refusal: null, instrumentExposure });
  expect(Number(answer.asked?.exposures.gross.money)).toBeCloseTo(Number(before.exposures.gross.money) + value, 6);
  // Nothing is known of its past: 5 % a day.
  const equity = Number(answer.asked?.equityAfter);
  expect(answer.asked?.valueAtRisk.ratio).toBeCloseTo(
    (1.6448536269514722 * 0.05 * (Number(before.exposures.gross.money) + value)) / equity,
    9,
  );
  expect(answer.before.exposures.gross.money).toBe(before.exposures.gross.money);
  expect(opened.trader.source.place().sequence).toBe(sequence);
  expect(await report()).toEqual(before);
});
