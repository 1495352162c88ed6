/** The observer of a backtest: fills, payments, refusals and modes in tables that grow; rows, and the equity curve, are made only when asked for. */

import type { Instrument } from '../../domain/instrument.ts';
import type { FillKind, Liquidity, OrderStatus } from '../../domain/order.ts';
import type { Refusal } from '../../domain/result.ts';
import { Rows } from '../../domain/rows.ts';
import type { RefusalRecord } from '../risk/risk-desk.ts';
import { closeTimes } from './close-times.ts';
import type { Engine } from './engine.ts';
import type { EngineOrder } from './engine-order.ts';
import { type AccountChange, type AccountStart, equityCurve } from './equity-curve.ts';
import { EquityWatch } from './equity-watch.ts';
import type { EngineObserver } from './observer.ts';
import { MOST_QUIET } from './quiet-stretch.ts';
import type { Slot } from './slot.ts';
import type { SlotFill } from './slot-fill.ts';

/** Refusals kept as rows; beyond this they are only counted. */
const REFUSAL_ROWS = 2000;

/** Doubles of one recorded fill: time, order, lots with their sign, ticks, fee, result, flags + FLAGS x (slot + SLOTS x number of the reason), value, marks before. */
const FILL = 9;
/** Of one funding payment: time, slot, quanta, marks before. */
const PAYMENT = 4;
const FLAGS = 8;
const SLOTS = 2 ** 20;
/** Reasons looked through before the table is asked: most runs have fewer. */
const FIRST_REASONS = 8;

export interface RecordedRefusal {
  readonly at: number;
  readonly slot: number;
  readonly side: 1 | -1;
  readonly refusal: Refusal;
}

const KINDS: readonly FillKind[] = ['open', 'close', 'liquidation'];

export class Recorder implements EngineObserver {
  readonly keepsNoOrders = true;
  readonly equityWatch = new EquityWatch(MOST_QUIET);
  declare private engine: Engine;
  declare private start: AccountStart;
  exposedMarks = 0;
  readonly refusals: RecordedRefusal[] = [];
  readonly refusalCounts: Record<string, number> = {};
  readonly modes: { readonly at: number; readonly from: string; readonly to: string; readonly reason: string }[] = [];
  private readonly fills = new Rows(FILL);
  /** Reasons by number, so that a fill is nothing but numbers. */
  readonly reasons: string[] = [];
  private readonly reasonNumbers = new Map<string, number>();
  private readonly payments = new Rows(PAYMENT);
  readonly notices: { readonly at: number; readonly code: string; readonly message: string }[] = [];
  feesPaid = 0;
  fundingPaid = 0;
  /** Exits by stop or target, and stops in a candle whose other extreme had passed the target: there the order was assumed. */
  intrabarExits = 0;
  assumedExits = 0;

  begins(engine: Engine): void {
    this.engine = engine;
    const { wallet, positions } = engine.book;
    this.start = { since: engine.at, wallet, positions: positions.map(({ lots, cost }) => ({ lots, cost })) };
  }

  get marks(): number {
    return this.equityWatch.length;
  }

  /** Equity in quanta at every mark. Worked out each time it is asked for. */
  get equity(): Float64Array {
    const { streams, instruments } = this.engine;
    const series = streams.map((one) => ({ ...one, instrument: one.isPath ? (instruments[one.instrument] as Instrument) : null }));
    return equityCurve(series, this.start, this.changes(), this.marks);
  }

  /** Fills and payments in the order they happened, as far as marks can tell. */
  private *changes(): Generator<AccountChange> {
    const { fills, payments } = this;
    let paid = 0;
    for (let i = 0; i < fills.length; i++) {
      for (; paid < payments.length && payments.get(paid, 3) <= fills.get(i, 8); paid++) yield this.paymentChange(paid);
      yield this.fillChange(i);
    }
    for (; paid < payments.length; paid++) yield this.paymentChange(paid);
  }

  private fillChange(i: number): AccountChange {
    const { slot, side, lots, kind, realised, fee } = this.fill(i);
    const value = this.fills.get(i, 7);
    // What closes takes its own cost along: the value less what it has brought.
    const cost = kind === 'open' ? value : -(value + side * realised);
    return { mark: this.fills.get(i, 8), instrument: this.instrumentOf(slot), realised, paid: fee, lots: side * lots, cost };
  }

  private paymentChange(i: number): AccountChange {
    const { payments } = this;
    return {
      mark: payments.get(i, 3),
      instrument: this.instrumentOf(payments.get(i, 1)),
      realised: 0,
      paid: payments.get(i, 2),
      lots: 0,
      cost: 0,
    };
  }

  private instrumentOf(slot: number): number {
    return (this.engine.slots[slot] as Slot).instrument.index;
  }

  /** When each equity was marked. Made when asked for: a run that only looks at its result needs none. */
  get equityTime(): Float64Array {
    const times = closeTimes(this.engine.streams);
    const first = times.findIndex((at) => at > this.start.since);
    return times.subarray(first, first + this.marks);
  }

  get fillCount(): number {
    return this.fills.length;
  }

  marked(engine: Engine, exposed: boolean): void {
    this.equityWatch.add(engine.equity);
    if (exposed) this.exposedMarks++;
  }

  markedQuietly(count: number, exposed: boolean): void {
    if (exposed) this.exposedMarks += count;
  }

  ordered(): void {}

  filled(slot: Slot, { at, order, side, lots, ticks, value, fee, liquidity, kind, realised, reason, purpose }: SlotFill): void {
    const row = this.fills.add();
    const fills = this.fills.chunk;
    fills[row] = at;
    fills[row + 1] = order;
    fills[row + 2] = side * lots;
    fills[row + 3] = ticks;
    fills[row + 4] = fee;
    fills[row + 5] = realised;
    const flags = (liquidity === 'maker' ? 1 : 0) + (kind === 'open' ? 0 : kind === 'close' ? 2 : 4);
    fills[row + 6] = flags + FLAGS * (slot.index + SLOTS * this.reasonNumber(reason));
    fills[row + 7] = value;
    fills[row + 8] = this.equityWatch.length;
    if (purpose === 'stop' || purpose === 'target') this.countIntrabar(slot, purpose, side);
    this.feesPaid += fee;
  }

  private countIntrabar(slot: Slot, purpose: 'stop' | 'target', side: 1 | -1): void {
    this.intrabarExits++;
    if (purpose !== 'stop' || slot.target === null) return;
    const { high, low } = slot.candles;
    const next = slot.view.index + 1;
    const target = slot.position.targetPrice;
    if (next < slot.candles.length && (side < 0 ? (high[next] as number) > target : (low[next] as number) < target)) this.assumedExits++;
  }

  private reasonNumber(reason: string): number {
    const { reasons } = this;
    for (let i = 0; i < reasons.length && i < FIRST_REASONS; i++) if (reasons[i] === reason) return i;
    const known = this.reasonNumbers.get(reason);
    if (known !== undefined) return known;
    this.reasonNumbers.set(reason, this.reasons.length);
    return this.reasons.push(reason) - 1;
  }

  /** Fill `i` in the engine's own units. */
  fill(i: number): RecordedFill {
    const value = (column: number) => this.fills.get(i, column);
    const flags = value(6) % FLAGS;
    const rest = (value(6) - flags) / FLAGS;
    const slot = rest % SLOTS;
    const signed = value(2);
    return {
      at: value(0),
      slot,
      order: value(1),
      side: signed > 0 ? 1 : -1,
      lots: Math.abs(signed),
      ticks: value(3),
      fee: value(4),
      liquidity: flags % 2 === 1 ? 'maker' : 'taker',
      kind: KINDS[flags >> 1] as FillKind,
      realised: value(5),
      reason: this.reasons[(rest - slot) / SLOTS] as string,
    };
  }

  amended(): void {}

  done(order: EngineOrder, _slot: Slot, status: OrderStatus, code: string, at: number): void {
    if (
      status === 'filled' ||
      order.purpose === 'stop' ||
      order.purpose === 'target' ||
      code === 'CANCELLED' ||
      code === 'NOTHING_TO_REDUCE'
    )
      return;
    this.count({ code, message: `the venue ended the order: ${code}` }, at, order.slot, order.ticket.side);
  }

  funded(slot: Slot, quanta: number, at: number): void {
    this.fundingPaid += quanta;
    const row = this.payments.add();
    const { chunk } = this.payments;
    chunk[row] = at;
    chunk[row + 1] = slot.index;
    chunk[row + 2] = quanta;
    chunk[row + 3] = this.equityWatch.length;
  }

  /** Every funding payment of a slot; positive is paid. */
  get fundings(): { readonly at: number; readonly slot: number; readonly quanta: number }[] {
    const { payments } = this;
    return Array.from({ length: payments.length }, (_, i) => ({
      at: payments.get(i, 0),
      slot: payments.get(i, 1),
      quanta: payments.get(i, 2),
    }));
  }

  refused(slot: Slot, side: 1 | -1, _confidence: number, _reason: string, refusal: RefusalRecord, at: number): void {
    this.count(refusal, at, slot.index, side);
  }

  private count(refusal: Refusal | RefusalRecord, at: number, slot: number, side: 1 | -1): void {
    this.refusalCounts[refusal.code] = (this.refusalCounts[refusal.code] ?? 0) + 1;
    if (this.refusals.length < REFUSAL_ROWS) {
      this.refusals.push({
        at,
        slot,
        side,
        refusal: {
          code: refusal.code,
          message: refusal.message,
          ...(Number.isNaN(refusal.measured ?? Number.NaN) ? {} : { measured: refusal.measured as number, limit: refusal.limit as number }),
        },
      });
    }
  }

  noticed(code: string, message: string, at: number): void {
    if (this.notices.length < REFUSAL_ROWS) this.notices.push({ at, code, message });
  }

  modeChanged(from: string, to: string, reason: string, at: number): void {
    this.modes.push({ at, from, to, reason });
  }
}

export interface RecordedFill {
  readonly at: number;
  readonly slot: number;
  readonly order: number;
  readonly side: 1 | -1;
  readonly lots: number;
  readonly ticks: number;
  readonly fee: number;
  readonly liquidity: Liquidity;
  readonly kind: FillKind;
  readonly realised: number;
  readonly reason: string;
}
