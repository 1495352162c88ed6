/** A made-up journal of decisions, orders, fills and modes, always the same for a seed, and its rows as they are shown live. */

import type { EntryRows } from '../../src/adapters/postgres/write-rows.ts';
import type { Decision, Fill, Order, SessionEvent } from '../../src/api/records.ts';
import { viewRows } from '../../src/apps/trader/view-rows.ts';
import type { JournalEntry } from '../../src/core/journal/journal.ts';

export const OWNER = { account: 'paper', world: 'paper', currency: 'USDT', environment: 'dev', release: '0.0.0' } as const;

const STRATEGIES = ['ema-cross', 'Ema-slow', 'breakout'];
const INSTRUMENTS = ['BTC-USDT', 'ETH-USDT', '1INCH-USDT', 'SOL-USDT'];
const CODES = ['RISK_POSITION_LIMIT', 'RISK_CASH', 'SIGNAL_SCORE', 'MODE_PAUSE'];
const MODES = ['NORMAL', 'DEFENSIVE', 'PAUSE'];
const START = Date.UTC(2026, 0, 30, 20);

/** Mulberry32: a number in [0, 1) per call. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Some minutes from step to step, a few of them days; now and then several decisions of one step. */
export function madeHistory(steps: number, seed = 7): JournalEntry[] {
  const random = randomOf(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() ** 1.5 * from.length)] as T;
  const entries: JournalEntry[] = [
    { sequence: 1, epoch: 1, at: START - 5, kind: 'epoch', body: { cut: null } },
    { sequence: 2, epoch: 1, at: START, kind: 'session', body: {} },
  ];
  let at = START;
  let order = 0;
  let mode = 'NORMAL';
  for (let step = 0; step < steps; step++) {
    const sequence = entries.length + 1;
    at += random() < 0.01 ? 86_400_000 * Math.ceil(3 * random()) : 60_000 * Math.floor(6 * random());
    const body: Record<string, unknown[] | string> = { event: step % 3 === 0 ? 'close' : 'open', equity: '1000.5', candles: [] };
    const add = (list: string, record: unknown) => {
      body[list] = [...((body[list] as unknown[]) ?? []), record];
    };
    const decisions = random() < 0.2 ? 3 : 1;
    for (let n = 1; n <= decisions; n++) {
      const confidence = Math.round(1000 * random()) / 1000;
      const slot = { strategyId: pick(STRATEGIES), instrumentId: pick(INSTRUMENTS), confidence, reason: '=crossed, "up"' };
      const decisionId = `1-${sequence}-${n}`;
      const checks = [
        ['SIGNAL_SCORE', true, confidence, 0.4],
        ['RISK_CASH', random() < 0.5, 0.3, null],
      ];
      if (random() < 0.7)
        add('refused', {
          ...{ ...slot, decisionId, side: pick(['long', 'short']), code: pick(CODES), message: 'too large', price: '64000.10' },
          ...{ measured: 0.3, limit: 0.2 },
        });
      else {
        const orderId = String(++order);
        const [purpose, side] = [pick(['entry', 'exit', 'stop']), pick(['buy', 'sell'])];
        add('orders', {
          ...{ ...slot, decisionId, orderId, clientOrderId: `c${order}`, purpose, side, type: 'market', quantity: '0.10' },
          ...{ equityShare: null, limitPrice: null, stopPrice: null, timeInForce: 'GTC', expireAt: null, reduceOnly: false },
          ...{ postOnly: false, cuts: random() < 0.1 ? ['CUT_POSITION_LIMIT'] : [], referencePrice: '64000.10' },
        });
        if (random() < 0.2) add('amended', { orderId, quantity: '0.05', limitPrice: null, stopPrice: '63000.00' });
        const fill = {
          fillId: `paper-1-${sequence}-${n}`,
          orderId,
          ...slot,
          purpose,
          side,
          quantity: '0.05',
          price: '64001.00',
          fee: '0.03',
          at,
        };
        add('fills', { ...fill, liquidity: 'taker', kind: 'open', realised: null });
        add('done', { orderId, status: 'filled', code: '', filledQuantity: '0.05', at });
      }
      if (random() < 0.8) add('decided', { decisionId, stopPrice: '63000.00', targetPrice: null, checks });
    }
    if (random() < 0.03) {
      const to = pick(MODES);
      if (to !== mode) add('modes', { from: mode, to, reason: 'made up' });
      mode = to;
    }
    if (random() < 0.05) add('notices', { code: 'POSITION_UNPROTECTED', message: 'no stop' });
    entries.push({ sequence, epoch: 1, at, kind: 'step', body });
  }
  return entries;
}

export interface DecisionWithMode {
  readonly row: Decision;
  readonly mode: string;
  /** Place in the journal. */
  readonly place: number;
}

export interface LiveRows {
  readonly decisions: DecisionWithMode[];
  readonly orders: Order[];
  readonly fills: Fill[];
  readonly events: SessionEvent[];
}

/** Rows as the entries bring them, orders as they were placed. */
export function liveRows(entries: readonly JournalEntry[]): LiveRows {
  const rowsOf = viewRows(OWNER.currency, () => 1);
  const rows: LiveRows = { decisions: [], orders: [], fills: [], events: [] };
  let mode = 'NORMAL';
  let hasBegun = false;
  const held = new Map();
  for (const entry of entries) {
    const { decisions, orders, fills, events }: EntryRows = rowsOf(entry, { hasBegun, closedAt: null, held });
    hasBegun ||= entry.kind === 'session';
    for (const row of decisions) rows.decisions.push({ row, mode, place: rows.decisions.length });
    rows.orders.push(...orders);
    rows.fills.push(...fills.map((fill) => ({ ...fill, orderId: fill.orderId ?? 'liquidation' })));
    rows.events.push(...events);
    const { modes = [] } = entry.body as { modes?: { to: string }[] };
    mode = modes.at(-1)?.to ?? mode;
  }
  return rows;
}
