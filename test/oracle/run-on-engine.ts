// Plays an oracle script on the venue model, the timeline and the engine's bracket rules, and tells the outcome in the oracle's words.
import { type Instrument, ticksToPrice } from '../../src/core/domain/instrument.ts';
import type { FillKind, Liquidity, OrderStatus, OrderTicket } from '../../src/core/domain/order.ts';
import type { Candles } from '../../src/core/market/candles.ts';
import type { Engine, EngineStream } from '../../src/core/trading/engine/engine.ts';
import type { EngineOrder } from '../../src/core/trading/engine/engine-order.ts';
import { type Protection, protect } from '../../src/core/trading/engine/protection.ts';
import type { Slot } from '../../src/core/trading/engine/slot.ts';
import { Timeline } from '../../src/core/trading/engine/timeline.ts';
import { type OrderChange, VenueModel } from '../../src/core/trading/venue-model/venue-model.ts';
import { candlesOf, fundingOf, instrumentOf, slippageOf } from './engine-inputs.ts';
import type { Action, OrderInput, Outcome, Script } from './script.ts';

/** The codes the fill rules name; where they name none the oracle's reason is empty. */
const NAMED_CODES = new Set([
  'POST_ONLY_WOULD_TAKE',
  'INSUFFICIENT_FUNDS',
  'LIQUIDATED',
  'NOTHING_TO_REDUCE',
  'OCO_DONE',
  'QUANTITY_INVALID',
  'BELOW_MINIMUM',
  'SHORT_NOT_ALLOWED',
]);

interface Sent {
  readonly id: number;
  readonly name: string;
  readonly ticket: OrderTicket;
  readonly bracket: Guard | null;
  filled: number;
  status: OrderStatus;
  reason: string;
}

/** What `protect` needs of a slot: the position, the protection wished and the orders that carry it. */
interface Guard {
  readonly entry: string;
  readonly instrument: Instrument;
  readonly protection: Protection;
  readonly position: { lots: number; cost: number; stopTicks: number; targetTicks: number };
  stop: Sent | null;
  target: Sent | null;
}

/** Plays a script. With `restoring`, venue and timeline go through a snapshot as text after the events of every time. */
export function runOnEngine(script: Script, restoring = false): Outcome {
  const instruments = script.instruments.map((input, index) => instrumentOf(input, script.account, index));
  const candles = script.instruments.map((input, index) => candlesOf(input.candles, instruments[index]!));
  const holder = new Holder(script, instruments, candles);
  while (restoring && holder.timeline.nextAt < Number.POSITIVE_INFINITY) {
    holder.timeline.run(holder.timeline.nextAt);
    holder.restart();
  }
  holder.timeline.run();
  return { ...holder.outcome, orders: holder.ends() };
}

function openVenue(script: Script, instruments: Instrument[], candles: Candles[]): VenueModel {
  const { account } = script;
  const venue = new VenueModel({
    instruments,
    wallet: Math.round(Number(account.deposit) / Number(account.quantum)),
    slippage: slippageOf(account),
    latencyMs: account.latencyMs,
    touch: account.touch,
    funding: script.instruments.map(fundingOf),
  });
  candles.forEach((columns, index) => {
    venue.attach(index, columns);
  });
  return venue;
}

/** The account holder: decides what the script says at each close and keeps what the venue answers. */
class Holder {
  readonly streams: EngineStream[];
  readonly outcome: Outcome = { fills: [], orders: [], funding: [], marks: [] };
  readonly sent: Sent[] = [];
  /** Set by the timeline. */
  at = 0;
  private readonly script: Script;
  private readonly instruments: Instrument[];
  private readonly candles: Candles[];
  private venue: VenueModel;
  timeline: Timeline;
  private readonly lastClose: number[];

  constructor(script: Script, instruments: Instrument[], candles: Candles[]) {
    this.script = script;
    this.instruments = instruments;
    this.candles = candles;
    this.venue = openVenue(script, instruments, candles);
    this.venue.connect(this);
    this.lastClose = instruments.map(() => 0);
    // As the engine is given them: larger timeframe first, then instrument.
    this.streams = candles
      .map((columns, instrument) => ({
        instrument,
        timeframeMs: script.instruments[instrument]!.candles.timeframeMs,
        candles: columns,
        isPath: true,
      }))
      .sort((a, b) => b.timeframeMs - a.timeframeMs || a.instrument - b.instrument)
      .map((stream, index) => ({ ...stream, index }));
    this.timeline = new Timeline(this as unknown as Engine, this.venue);
  }

  /** A new venue and a new timeline take over from what a snapshot says, as after a crash. */
  restart(): void {
    const saved = JSON.stringify({ venue: this.venue.snapshot(), timeline: this.timeline.positions });
    const { venue, timeline } = JSON.parse(saved);
    this.venue = openVenue(this.script, this.instruments, this.candles);
    this.venue.restore(venue);
    this.venue.connect(this);
    this.timeline = new Timeline(this as unknown as Engine, this.venue);
    this.timeline.restore(timeline);
  }

  ends(): Outcome['orders'] {
    return this.sent.map(({ name, status, reason, filled }) => ({
      order: name,
      status,
      reason: NAMED_CODES.has(reason) ? reason : '',
      filledLots: filled,
    }));
  }

  barsClosed(closing: ArrayLike<number>, indices: ArrayLike<number>, count: number): void {
    for (let k = 0; k < count; k += 1) {
      const { instrument } = this.streams[closing[k]!]!;
      this.lastClose[instrument] = this.script.instruments[instrument]!.candles.close[indices[k]!]!;
    }
    this.mark(this.at);
    for (let k = 0; k < count; k += 1) {
      const { instrument } = this.streams[closing[k]!]!;
      for (const action of this.script.actions) if (action.instrument === instrument && action.at === indices[k]) this.act(action);
    }
  }

  private mark(at: number): void {
    const { book } = this.venue;
    const unrealised = this.instruments.map((instrument, index) => book.unrealised(instrument, this.lastClose[index]!));
    this.outcome.marks.push({
      timeMs: at,
      walletQuanta: book.wallet,
      equityQuanta: book.wallet + unrealised.reduce((a, b) => a + b, 0),
      positions: book.positions.map(({ lots, cost, margin }) => ({ lots, costQuanta: cost, marginQuanta: margin })),
    });
  }

  private act(action: Action): void {
    if (action.do === 'submit') {
      this.submit(action.order, action.instrument);
      return;
    }
    const order = this.sent.find(({ name }) => name === action.order);
    if (!order) return;
    if (action.do === 'cancel') this.venue.cancel(order.id, action.instrument, this.at);
    else {
      const { limit, trigger, lots } = action;
      const change = {
        ...(limit === undefined ? {} : { limit }),
        ...(trigger === undefined ? {} : { trigger }),
        ...(lots === undefined ? {} : { lots }),
      };
      this.venue.amend(order.id, action.instrument, change, this.at);
    }
  }

  private submit(input: OrderInput, instrument: number, ocoId = 0): Sent {
    const oco = input.oco === undefined ? ocoId : this.sent.find(({ name }) => name === input.oco)!.id;
    const id = this.sent.length + 1;
    const ticket: OrderTicket = {
      id,
      instrument,
      side: input.side === 'buy' ? 1 : -1,
      type: input.type,
      lots: input.lots ?? 0,
      equityShare: Number(input.equityShare ?? 0),
      limit: input.limit ?? Number.NaN,
      trigger: input.trigger ?? Number.NaN,
      trailTicks: input.trailTicks ?? 0,
      trailRatio: Number(input.trailRatio ?? 0),
      timeInForce: input.tif ?? 'GTC',
      expireAt: input.expireAtMs ?? Number.POSITIVE_INFINITY,
      postOnly: input.postOnly ?? false,
      reduceOnly: input.reduceOnly ?? false,
      oco,
    };
    const order: Sent = {
      id,
      name: input.name,
      ticket,
      bracket: this.guardOf(input, instrument),
      filled: 0,
      status: 'working',
      reason: '',
    };
    this.sent.push(order);
    this.venue.submit(ticket, this.at);
    return order;
  }

  private guardOf({ name, bracket }: OrderInput, index: number): Guard | null {
    if (!bracket) return null;
    const instrument = this.instruments[index]!;
    const { stopTicks, stopRatio, trailRatio, targetTicks, targetRatio } = bracket;
    const protection: Protection = {
      confidence: 1,
      reason: 'entry',
      ...(trailRatio === undefined ? {} : { trailOrderRatio: Number(trailRatio) }),
      ...(stopTicks === undefined ? {} : { stopPrice: ticksToPrice(instrument, stopTicks) }),
      ...(stopRatio === undefined ? {} : { stopRatio: Number(stopRatio) }),
      ...(targetTicks === undefined ? {} : { targetPrice: ticksToPrice(instrument, targetTicks) }),
      ...(targetRatio === undefined ? {} : { targetRatio: Number(targetRatio) }),
    };
    const position = () => this.venue.book.positions[index]!;
    // A live view of the account's position: one owner per instrument.
    const view = {
      get lots() {
        return position().lots;
      },
      get cost() {
        return position().cost;
      },
      stopTicks: 0,
      targetTicks: 0,
    };
    return { entry: name, instrument, protection, position: view, stop: null, target: null };
  }

  /** Called by the bracket rules. */
  sendProtective(
    slot: Slot,
    purpose: 'stop' | 'target',
    type: OrderTicket['type'],
    lots: number,
    price: Partial<OrderTicket>,
    oco: number,
  ): EngineOrder {
    const guard = slot as unknown as Guard;
    const base = `${guard.entry}/${type === 'trailing-stop' ? 'trail' : purpose}`;
    const made = this.sent.filter(({ name }) => name === base || name.startsWith(`${base}#`)).length;
    const input: OrderInput = {
      name: made === 0 ? base : `${base}#${made + 1}`,
      side: guard.position.lots > 0 ? 'sell' : 'buy',
      type,
      lots,
      reduceOnly: true,
      ...(price.limit === undefined ? {} : { limit: price.limit }),
      ...(price.trigger === undefined ? {} : { trigger: price.trigger }),
      ...(price.trailRatio === undefined ? {} : { trailRatio: String(price.trailRatio) }),
    };
    return this.submit(input, guard.instrument.index, oco) as unknown as EngineOrder;
  }

  /** Called by the bracket rules. */
  amend(order: EngineOrder, change: OrderChange): void {
    this.venue.amend(order.id, (order as unknown as Sent).ticket.instrument, change, this.at);
  }

  onFill(
    id: number,
    instrument: number,
    side: 1 | -1,
    lots: number,
    ticks: number,
    fee: number,
    liquidity: Liquidity,
    kind: FillKind,
    at: number,
  ): void {
    const order = id === 0 ? undefined : this.sent[id - 1]!;
    const liquidation = kind === 'liquidation';
    const atOpen = this.candles[instrument]!.time[this.venue.desks[instrument]!.index] === at;
    this.outcome.fills.push({
      order: order?.name ?? '',
      instrument,
      timeMs: at,
      phase: atOpen ? 'open' : 'path',
      side: side > 0 ? 'buy' : 'sell',
      lots,
      priceTicks: ticks,
      feeQuanta: fee,
      liquidity: liquidation ? 'none' : liquidity,
      kind,
    });
    if (!order) return;
    order.filled += lots;
    if (kind === 'open' && order.bracket) protect(this as unknown as Engine, order.bracket as unknown as Slot);
  }

  onDone(id: number, status: OrderStatus, code: string): void {
    const order = this.sent[id - 1]!;
    order.status = status;
    order.reason = code;
    for (const { bracket } of this.sent) {
      if (bracket?.stop === order) bracket.stop = null;
      if (bracket?.target === order) bracket.target = null;
    }
  }

  onFunding(instrument: number, quanta: number, at: number): void {
    this.outcome.funding.push({ instrument, timeMs: at, quanta: -quanta });
  }
}
