// The owner of an account who does what a script says at each close, through the engine's commands, and writes down what the engine tells in the oracle's words.
import { ticksToPrice } from '../../src/core/domain/instrument.ts';
import type { OrderStatus } from '../../src/core/domain/order.ts';
import type { Session } from '../../src/core/research/backtest.ts';
import type { Engine } from '../../src/core/trading/engine/engine.ts';
import type { EngineOrder } from '../../src/core/trading/engine/engine-order.ts';
import type { EngineObserver } from '../../src/core/trading/engine/observer.ts';
import { OWNER_ID, type OwnerOrder } from '../../src/core/trading/engine/owner.ts';
import type { Slot } from '../../src/core/trading/engine/slot.ts';
import type { SlotFill } from '../../src/core/trading/engine/slot-fill.ts';
import type { RefusalRecord } from '../../src/core/trading/risk/risk-desk.ts';
import { assertBooksAgree } from './bookkeeping.ts';
import type { Action, Bracket, OrderInput, Outcome, Script } from './script.ts';

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

/** Decides what the script says at each close, and keeps what the engine tells. Any refusal of risk is an error: the profile is `none`. */
export class ScriptedOwner implements EngineObserver {
  readonly keepsNoOrders = true;
  readonly outcome: Outcome = { fills: [], orders: [], funding: [], marks: [] };
  /** Set by whoever opens one, and again after a restart. */
  session!: Session<unknown>;
  private readonly script: Script;
  /** By order number. */
  private readonly ends = new Map<number, Outcome['orders'][number]>();
  /** What the order now sent is called. */
  private sending = '';
  /** Number of the order that opened last: protective orders that appear are its own. */
  private opener = 0;

  constructor(script: Script) {
    this.script = script;
  }

  /** Candle `candle` of the instrument's decisions has closed. */
  decide(instrument: number, candle: number): void {
    for (const action of this.script.actions) if (action.instrument === instrument && action.at === candle) this.act(action);
  }

  private act(action: Action): void {
    const { engine } = this.session;
    if (action.do === 'submit') {
      this.submit(action.order, action.instrument);
      return;
    }
    const order = this.numberOf(action.order);
    if (order === 0) return;
    const { limit, trigger, lots } = action.do === 'amend' ? action : {};
    const change = {
      ...(limit === undefined ? {} : { limit }),
      ...(trigger === undefined ? {} : { trigger }),
      ...(lots === undefined ? {} : { lots }),
    };
    const answer = engine.command(action.do === 'cancel' ? { kind: 'cancel', order } : { kind: 'amend', order, ...change });
    if (!answer.ok && answer.refusal.code !== 'ORDER_UNKNOWN') throw new Error(`${action.do}: ${answer.refusal.message}`);
  }

  private submit(input: OrderInput, instrument: number): void {
    this.sending = input.name;
    const answer = this.session.engine.command({ kind: 'submit', instrument: `I${instrument}`, order: this.orderOf(input, instrument) });
    if (answer.ok) return;
    if (answer.refusal.code !== 'QUANTITY_INVALID') throw new Error(`${input.name}: ${answer.refusal.code} ${answer.refusal.message}`);
    this.outcome.orders.push({ order: input.name, status: 'rejected', reason: answer.refusal.code, filledLots: 0 });
  }

  private orderOf(
    { name, side, bracket, equityShare, trailRatio, tif, expireAtMs, oco, ...rest }: OrderInput,
    instrument: number,
  ): OwnerOrder {
    const partner = oco === undefined ? 0 : this.numberOf(oco);
    return {
      ...rest,
      side: side === 'buy' ? 1 : -1,
      timeInForce: tif ?? 'GTC',
      ...(equityShare === undefined ? {} : { equityShare: Number(equityShare) }),
      ...(trailRatio === undefined ? {} : { trailRatio: Number(trailRatio) }),
      ...(expireAtMs === undefined ? {} : { expireAt: expireAtMs }),
      ...(partner === 0 ? {} : { oco: partner }),
      ...(bracket === undefined ? {} : { bracket: this.bracketOf(bracket, instrument) }),
    };
  }

  private bracketOf(
    { stopTicks, stopRatio, trailRatio, targetTicks, targetRatio }: Bracket,
    instrument: number,
  ): NonNullable<OwnerOrder['bracket']> {
    const price = (ticks: number) => ticksToPrice(this.session.instruments[instrument]!, ticks);
    return {
      ...(stopTicks === undefined ? {} : { stopPrice: price(stopTicks) }),
      ...(stopRatio === undefined ? {} : { stopRatio: Number(stopRatio) }),
      ...(trailRatio === undefined ? {} : { trailRatio: Number(trailRatio) }),
      ...(targetTicks === undefined ? {} : { targetPrice: price(targetTicks) }),
      ...(targetRatio === undefined ? {} : { targetRatio: Number(targetRatio) }),
    };
  }

  /** 0 for a name that no order has got. */
  private numberOf(name: string): number {
    for (const [number, { order }] of this.ends) if (order === name) return number;
    return 0;
  }

  marked(engine: Engine): void {
    const { book } = engine;
    assertBooksAgree(this.session);
    this.outcome.marks.push({
      timeMs: engine.at,
      walletQuanta: book.wallet,
      equityQuanta: engine.equity,
      positions: book.positions.map(({ lots, cost, margin }) => ({ lots, costQuanta: cost, marginQuanta: margin })),
    });
  }

  ordered(order: EngineOrder, slot: Slot, _confidence: number, cuts: readonly string[]): void {
    if (slot.definition.id !== OWNER_ID || cuts.length > 0)
      throw new Error(`expected orders of the owner's, uncut, found ${slot.definition.id} ${cuts}`);
    const end = { order: this.nameOf(order), status: 'working', reason: '', filledLots: 0 } as const;
    this.ends.set(order.id, end);
    this.outcome.orders.push(end);
  }

  private nameOf({ purpose, ticket }: EngineOrder): string {
    if (purpose === 'owner') return this.sending;
    const base = `${this.ends.get(this.opener)!.order}/${ticket.type === 'trailing-stop' ? 'trail' : purpose}`;
    const made = [...this.ends.values()].filter(({ order }) => order === base || order.startsWith(`${base}#`)).length;
    return made === 0 ? base : `${base}#${made + 1}`;
  }

  filled(slot: Slot, { order, side, lots, ticks, fee, liquidity, kind, at }: SlotFill): void {
    const instrument = slot.instrument.index;
    const { candles, index } = this.session.venue.desks[instrument]!;
    const end = this.ends.get(order);
    this.outcome.fills.push({
      order: end?.order ?? '',
      instrument,
      timeMs: at,
      phase: candles!.time[index] === at ? 'open' : 'path',
      side: side > 0 ? 'buy' : 'sell',
      lots,
      priceTicks: ticks,
      feeQuanta: fee,
      liquidity: kind === 'liquidation' ? 'none' : liquidity,
      kind,
    });
    if (end) end.filledLots += lots;
    if (kind === 'open') this.opener = order;
  }

  done(order: EngineOrder, _slot: Slot, status: OrderStatus, code: string): void {
    const end = this.ends.get(order.id)!;
    if (order.filled !== end.filledLots) throw new Error(`expected ${end.order} to have filled ${end.filledLots}, found ${order.filled}`);
    end.status = status;
    end.reason = NAMED_CODES.has(code) ? code : '';
  }

  funded(slot: Slot, quanta: number, at: number): void {
    this.outcome.funding.push({ instrument: slot.instrument.index, timeMs: at, quanta: -quanta });
  }

  refused(_slot: Slot, _side: 1 | -1, _confidence: number, _reason: string, refusal: RefusalRecord): void {
    throw new Error(`expected the profile none to refuse nothing, found ${refusal.code}: ${refusal.message}`);
  }

  noticed(code: string, message: string): void {
    throw new Error(`expected the profile none to have nothing to say, found ${code}: ${message}`);
  }

  modeChanged(from: string, to: string, reason: string): void {
    throw new Error(`expected the profile none to stay in its mode, found ${from} to ${to}: ${reason}`);
  }

  amended(): void {}
}
