/** The account as it is shown after every journal entry of a session by hand: bought, left in part, left, sold short, killed. Its figures are of one moment, and add up to the last digit. */

import { afterEach, expect, test } from 'vitest';
import { createSessionSource, type SessionSource, type SourceParts } from '../../src/apps/trader/session-source.ts';
import { createCandles } from '../../src/core/market/candles.ts';
import type { ManualWish } from '../../src/core/trading/engine/manual-wish.ts';
import { createHistory } from '../../src/core/trading/engine/step-history.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { signalWorld } from './signal-world.ts';

const MARKET = {
  ...({ id: 'X', venue: 'test', kind: 'spot', base: 'X', quote: 'USD', tickSize: 0.01, lotSize: 1, shorting: true } as const),
  takerFeeRatio: 0.001,
} as const;
let source: SessionSource | undefined;
afterEach(() => source?.stop());

/** Fees of 0.1 %, fills 0.1 % worse than the price; nothing of risk stands in the way of an order, but the ladder measures. */
function world() {
  const profile = builtInProfile('default');
  const made = signalWorld({
    markets: [{ instrument: MARKET, series: [{ timeframeMs: 60_000, candles: createCandles(0) }] }],
    ...{ owner: true, signals: false, risk: profile, slippage: { kind: 'fixed', ratio: 0.001 } },
  });
  const { engine, opened, session, entries } = made;
  const parts = {
    ...{ history: createHistory(), slots: opened.slots, instruments: opened.instruments, streams: opened.streams, profile },
    ...{ accountId: 'test', currency: 'USD', quantumDecimals: 2, startingCash: 10_000, startedAt: 0, beginsAt: 0, riskDesk: engine.risk },
    ...{ feed: () => ({}), journal: () => ({ state: 'ready' }), database: () => ({}), now: () => 0 },
  };
  const shown = createSessionSource(parts as unknown as SourceParts);
  source = shown;
  let told = 0;
  /** Takes in what has been recorded since, entry by entry, and looks after each. */
  const look = () => {
    for (; told < entries.length; told++) {
      shown.entriesArrived(entries.slice(told, told + 1));
      const { account, positions } = shown.snapshot().status;
      const cents = (text: string | null | undefined) => Math.round(Number(text) * 100);
      expect(cents(account.equity), `entry ${told}`).toBe(cents(account.cash) + cents(account.longValue) - cents(account.shortValue));
      expect(cents(account.total?.money)).toBe(cents(account.equity) - 1_000_000);
      expect(positions.reduce((sum, { unrealised }) => sum + cents(unrealised), 0)).toBe(cents(account.unrealised));
      // Before the first step nothing is measured.
      if (account.drawdown === null) continue;
      expect(cents(account.drawdown.money)).toBe(Math.max(0, cents(account.drawdown.peak) - cents(account.equity)));
      const { equity, drawdown } = shown.risk.report();
      expect([equity, drawdown.money]).toEqual([account.equity, account.drawdown.money]);
    }
    return shown.snapshot().status.account;
  };
  let id = 0;
  const act = (wish: ManualWish) =>
    expect(session.manual({ commandId: `c${++id}`, by: 'ana', wish }).outcome).toMatchObject({ outcome: 'accepted' });
  const enter = (side: 1 | -1, quantity: string, stop: string) =>
    act({
      ...{ kind: 'entry', instrument: 'X', side, type: 'market', price: null, postOnly: false, quantity, riskRatio: null },
      ...{ stop, targets: [], breakEven: false, most: null },
    });
  /** The next minute opens: what was sent fills there. The candle is not over yet. */
  const opens = (price: number) => session.opened(engine.at, [[0, [engine.at, price, price, price, price, 1_000_000]]]);
  for (let i = 0; i < 30; i++) made.candle(100);
  look();
  return { ...made, look, act, enter, opens };
}

test('equity is cash, longs and shorts of the same moment after every entry, and fees and results go with it', () => {
  const { look, act, enter, opens, candle, session } = world();
  enter(1, '5', '90');
  opens(100);
  // 5 at 100.10 cost 500.50, and 0.50 of fee; they are worth 500 at the last close.
  const bought = { equity: '9999', cash: '9499', longValue: '500', shortValue: '0', unrealised: '-0.5', feesPaid: '0.5' };
  expect(look()).toMatchObject({ ...bought, total: { money: '-1' }, day: { money: '-1' }, drawdown: { money: '1' } });
  candle(102);
  expect(look()).toMatchObject({ equity: '10009', longValue: '510', unrealised: '9.5', drawdown: { money: '0' } });

  act({ kind: 'close', position: 'owner:X', quantity: '2' });
  opens(101);
  // 2 at 100.89 (0.1 % below 101, down to a tick) bring 201.78, less 0.20 of fee; 3 are left at 102.
  expect(look()).toMatchObject({ equity: '10006.58', cash: '9700.58', longValue: '306', feesPaid: '0.7', day: { money: '6.58' } });
  act({ kind: 'close', position: 'owner:X', quantity: null });
  opens(101);
  // 302.67, less 0.30.
  expect(look()).toMatchObject({ equity: '10002.95', cash: '10002.95', longValue: '0', unrealised: '0', feesPaid: '1' });

  // Five minutes between two entries in an instrument.
  for (let i = 0; i < 5; i++) candle(100);
  enter(-1, '5', '110');
  opens(100);
  // 5 sold at 99.90 bring 499.50, less 0.50.
  expect(look()).toMatchObject({ equity: '10001.95', cash: '10501.95', shortValue: '500', unrealised: '-0.5' });
  candle(101);
  look();
  session.requestMode({ kind: 'kill', to: 'EMERGENCY', by: 'ana', reason: 'enough', pinVerified: true });
  opens(101);
  // 5 bought back at 101.11 (0.1 % above, up to a tick): 505.55, and 0.51 of fee.
  expect(look()).toMatchObject({ equity: '9995.89', cash: '9995.89', shortValue: '0', feesPaid: '2.01', total: { money: '-4.11' } });
});
