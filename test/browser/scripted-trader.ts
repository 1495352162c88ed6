/** Test support: two simple rules on real minutes that make positions, fills, orders and refusals for the page to show. It is no engine: never a reference for numbers. */

import type { Check, Decision, Fill, Order } from '../../src/api/records.ts';
import type { Position } from '../../src/api/session.ts';
import type { Candle } from './sample-candles.ts';

export const INSTRUMENT = 'BTCUSDT';
export const STARTING_EQUITY = 10_000;
const FEE_RATIO = 0.001;
const MINUTE = 60_000;

interface Holding {
  readonly strategyId: string;
  readonly quantity: number;
  readonly entry: number;
  readonly openedAt: number;
  readonly candleMinutes: number;
  stop: number;
  target: number | null;
  stopOrder: Order;
}

export interface RuleSettings {
  readonly strategyId: string;
  readonly candleMinutes: number;
  readonly stopRatio: number;
  readonly targetRatio: number | null;
  wants(history: readonly Candle[]): 'enter' | 'exit' | null;
  readonly entryReason: string;
  readonly exitReason: string;
}

export type TraderOutput =
  | { readonly kind: 'fill'; readonly row: Fill }
  | { readonly kind: 'order'; readonly row: Order }
  | { readonly kind: 'decision'; readonly row: Decision };

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const closes = (history: readonly Candle[], length: number, skip = 0) =>
  history.slice(-length - skip, history.length - skip).map((candle) => candle.close);

/** A crossing of averages of 5-minute closes, and a break of the highest hour. */
export const RULES: readonly RuleSettings[] = [
  {
    strategyId: 'sma-cross',
    candleMinutes: 5,
    stopRatio: 0.006,
    targetRatio: null,
    entryReason: 'fast-above-slow',
    exitReason: 'fast-below-slow',
    wants(history) {
      const every5 = history.filter((candle) => (candle.time / MINUTE) % 5 === 4);
      if (every5.length < 16 || (history.at(-1)?.time ?? 0) !== every5.at(-1)?.time) return null;
      const before = mean(closes(every5, 4, 1)) - mean(closes(every5, 15, 1));
      const now = mean(closes(every5, 4)) - mean(closes(every5, 15));
      return before <= 0 && now > 0 ? 'enter' : before >= 0 && now < 0 ? 'exit' : null;
    },
  },
  {
    strategyId: 'hour-breakout',
    candleMinutes: 1,
    stopRatio: 0.004,
    targetRatio: 0.008,
    entryReason: 'highest-of-the-hour',
    exitReason: 'lowest-of-the-quarter',
    wants(history) {
      if (history.length < 61) return null;
      const close = history.at(-1)?.close ?? 0;
      if (close > Math.max(...history.slice(-61, -1).map((candle) => candle.high))) return 'enter';
      return close < Math.min(...history.slice(-16, -1).map((candle) => candle.low)) ? 'exit' : null;
    },
  },
];

export class ScriptedTrader {
  readonly history: Candle[] = [];
  readonly holdings: Holding[] = [];
  cash = STARTING_EQUITY;
  fees = 0;
  sequence = 0;
  entriesAllowed = true;
  private orders = 0;
  private readonly lastEntryAt = new Map<string, number>();

  get mark(): number {
    return this.history.at(-1)?.close ?? 0;
  }

  get longValue(): number {
    return this.holdings.reduce((sum, holding) => sum + holding.quantity * this.mark, 0);
  }

  get equity(): number {
    return this.cash + this.longValue;
  }

  /** Plays one closed minute: stops and targets inside it, then what the rules want at its close. */
  play(candle: Candle): TraderOutput[] {
    this.history.push(candle);
    const output: TraderOutput[] = [];
    const at = candle.time + MINUTE;
    for (const holding of [...this.holdings]) {
      if (candle.low <= holding.stop) this.close(holding, holding.stop, 'stop', 'stop', at, output);
      else if (holding.target !== null && candle.high >= holding.target)
        this.close(holding, holding.target, 'target', 'target', at, output);
    }
    for (const rule of RULES) this.decide(rule, at, output);
    return output;
  }

  closeAll(reason: string, at: number): TraderOutput[] {
    const output: TraderOutput[] = [];
    for (const holding of [...this.holdings]) this.close(holding, this.mark, 'exit', reason, at, output);
    return output;
  }

  private decide(rule: RuleSettings, at: number, output: TraderOutput[]): void {
    const wish = rule.wants(this.history);
    const holding = this.holdings.find((each) => each.strategyId === rule.strategyId);
    if (wish === 'exit' && holding) this.close(holding, this.mark, 'exit', rule.exitReason, at, output);
    if (wish === 'enter' && !holding) this.enter(rule, at, output);
  }

  private enter(rule: RuleSettings, at: number, output: TraderOutput[]): void {
    const price = this.mark;
    const quantity = Math.floor(((this.equity * 0.18) / price) * 1e6) / 1e6;
    const checks = this.checksOf(rule, quantity * price, at);
    const failing = checks.find((check) => check.answer === 'refused');
    const decisionId = `d${String(++this.sequence).padStart(6, '0')}`;
    const orderId = failing ? null : this.nextOrderId();
    output.push({
      kind: 'decision',
      row: {
        decisionId,
        at,
        strategyId: rule.strategyId,
        instrumentId: INSTRUMENT,
        action: 'enter',
        side: 'long',
        outcome: failing ? 'refused' : 'approved',
        refusal: failing
          ? {
              code: failing.code,
              message: `${failing.code}: measured ${failing.measured}, limit ${failing.limit}`,
              measured: failing.measured,
              limit: failing.limit,
            }
          : null,
        cuts: failing ? [] : ['SIZE_REGIME'],
        checks,
        confidence: 0.72,
        quantity: quantity.toFixed(6),
        price: price.toFixed(2),
        stopPrice: (price * (1 - rule.stopRatio)).toFixed(2),
        targetPrice: rule.targetRatio === null ? null : (price * (1 + rule.targetRatio)).toFixed(2),
        reason: rule.entryReason,
        orderId,
        journalSequence: this.sequence,
      },
    });
    if (orderId === null) return;
    this.lastEntryAt.set(rule.strategyId, at);
    this.order(orderId, rule.strategyId, 'entry', 'buy', 'market', 'filled', quantity, null, rule.entryReason, decisionId, at, output);
    this.fill(orderId, rule.strategyId, 'entry', 'buy', quantity, price, null, rule.entryReason, at, output);
    const stop = price * (1 - rule.stopRatio);
    const stopOrder = this.order(
      this.nextOrderId(),
      rule.strategyId,
      'stop',
      'sell',
      'stop',
      'working',
      quantity,
      stop,
      'protective-stop',
      decisionId,
      at,
      output,
    );
    const target = rule.targetRatio === null ? null : price * (1 + rule.targetRatio);
    this.holdings.push({
      strategyId: rule.strategyId,
      quantity,
      entry: price,
      openedAt: at,
      candleMinutes: rule.candleMinutes,
      stop,
      target,
      stopOrder,
    });
  }

  private checksOf(rule: RuleSettings, value: number, at: number): Check[] {
    const since = at - (this.lastEntryAt.get(rule.strategyId) ?? Number.NEGATIVE_INFINITY);
    const volumes = this.history.slice(-20).map((candle) => candle.volume);
    const range = mean(this.history.slice(-14).map((candle) => (candle.high - candle.low) / candle.close));
    const equity = this.equity;
    const rows: [string, number | null, number | null, boolean][] = [
      ['MODE_PAUSE', null, null, this.entriesAllowed],
      ['SIGNAL_CONFIDENCE', 0.72, 0.5, true],
      ['SIGNAL_THROTTLED', Number.isFinite(since) ? since : null, 45 * MINUTE, since >= 45 * MINUTE],
      ['RISK_VOLUME', (volumes.at(-1) ?? 0) / mean(volumes), 0.8, (volumes.at(-1) ?? 0) >= 0.8 * mean(volumes)],
      ['RISK_VOLATILITY', range, 0.05, range <= 0.05],
      ['RISK_POSITION_LIMIT', value / equity, 0.2, value <= 0.2 * equity],
      ['RISK_OPEN_POSITIONS', this.holdings.length + 1, 10, true],
      ['RISK_CASH', (this.cash - value) / equity, 0.1, this.cash - value >= 0.1 * equity],
      ['RISK_VALUE_AT_RISK', (this.longValue + value) / equity / 20, 0.03, true],
    ];
    let refused = false;
    return rows.map(([code, measured, limit, holds]) => {
      const answer = refused ? 'not-reached' : holds ? 'passed' : 'refused';
      refused ||= !holds;
      return { code, answer, measured: answer === 'not-reached' ? null : measured, limit };
    });
  }

  private close(
    holding: Holding,
    price: number,
    purpose: 'exit' | 'stop' | 'target',
    reason: string,
    at: number,
    output: TraderOutput[],
  ): void {
    this.holdings.splice(this.holdings.indexOf(holding), 1);
    const stopStatus = purpose === 'stop' ? 'filled' : 'cancelled';
    const { stopOrder } = holding;
    const stopRow = {
      ...stopOrder,
      status: stopStatus,
      filledQuantity: purpose === 'stop' ? (stopOrder.quantity ?? '0') : '0',
      updatedAt: at,
    } as const;
    let orderId = stopOrder.orderId;
    output.push({ kind: 'order', row: { ...stopRow, journalSequence: ++this.sequence } });
    if (purpose !== 'stop') {
      orderId = this.nextOrderId();
      this.order(
        orderId,
        holding.strategyId,
        purpose,
        'sell',
        purpose === 'target' ? 'limit' : 'market',
        'filled',
        holding.quantity,
        null,
        reason,
        null,
        at,
        output,
      );
    }
    this.fill(
      orderId,
      holding.strategyId,
      purpose,
      'sell',
      holding.quantity,
      price,
      (price - holding.entry) * holding.quantity,
      reason,
      at,
      output,
    );
  }

  private nextOrderId(): string {
    return `o${String(++this.orders).padStart(6, '0')}`;
  }

  private order(
    orderId: string,
    strategyId: string,
    purpose: Order['purpose'],
    side: Order['side'],
    type: Order['type'],
    status: Order['status'],
    quantity: number,
    stop: number | null,
    reason: string,
    decisionId: string | null,
    at: number,
    output: TraderOutput[],
  ): Order {
    const row: Order = {
      orderId,
      clientOrderId: Buffer.from(`scripted ${orderId}`).toString('hex').padEnd(32, '0').slice(0, 32),
      decisionId,
      strategyId,
      instrumentId: INSTRUMENT,
      purpose,
      side,
      type,
      status,
      quantity: quantity.toFixed(6),
      filledQuantity: status === 'filled' ? quantity.toFixed(6) : '0',
      limitPrice: null,
      stopPrice: stop === null ? null : stop.toFixed(2),
      timeInForce: 'GTC',
      reduceOnly: purpose !== 'entry',
      reason,
      createdAt: at,
      updatedAt: at,
      journalSequence: ++this.sequence,
    };
    output.push({ kind: 'order', row });
    return row;
  }

  private fill(
    orderId: string,
    strategyId: string,
    purpose: Fill['purpose'],
    side: Fill['side'],
    quantity: number,
    price: number,
    realised: number | null,
    reason: string,
    at: number,
    output: TraderOutput[],
  ): void {
    const fee = quantity * price * FEE_RATIO;
    this.cash += (side === 'buy' ? -1 : 1) * quantity * price - fee;
    this.fees += fee;
    const row: Fill = {
      fillId: `f${String(++this.sequence).padStart(6, '0')}`,
      orderId,
      strategyId,
      instrumentId: INSTRUMENT,
      purpose,
      side,
      quantity: quantity.toFixed(6),
      price: price.toFixed(2),
      fee: fee.toFixed(8),
      feeCurrency: 'USDT',
      liquidity: purpose === 'target' ? 'maker' : 'taker',
      kind: realised === null ? 'open' : 'close',
      realised: realised === null ? null : realised.toFixed(8),
      // It sells whole what it bought at once, for the same rate of fee on both sides.
      net: realised === null ? null : (realised - fee - (quantity * price - realised) * FEE_RATIO).toFixed(8),
      reason,
      at,
      journalSequence: this.sequence,
    };
    output.push({ kind: 'fill', row });
  }

  positions(at: number): Position[] {
    return this.holdings.map((holding) => {
      const unrealised = (this.mark - holding.entry) * holding.quantity;
      return {
        positionId: `${holding.strategyId} ${INSTRUMENT}`,
        instrumentId: INSTRUMENT,
        strategyId: holding.strategyId,
        side: 'long',
        quantity: holding.quantity.toFixed(6),
        entryPrice: holding.entry.toFixed(2),
        markPrice: this.mark.toFixed(2),
        value: (holding.quantity * this.mark).toFixed(8),
        unrealised: unrealised.toFixed(8),
        unrealisedRatio: this.mark / holding.entry - 1,
        stopPrice: holding.stop.toFixed(2),
        targetPrice: holding.target === null ? null : holding.target.toFixed(2),
        openedAt: holding.openedAt,
        candlesHeld: Math.max(1, Math.round((at - holding.openedAt) / (holding.candleMinutes * MINUTE))),
      };
    });
  }
}
