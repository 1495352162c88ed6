/** The owner's acts by hand in a simulated run: entries, closes, cancels, stops moved, strategies blocked and weighed; asked again under their id until they are heard of. */

import { COMMAND_LIFE_MS } from '../../api/control.ts';
import { formatLots, formatTicks, type Instrument } from '../../core/domain/instrument.ts';
import type { Engine } from '../../core/trading/engine/engine.ts';
import type { ManualEntry, ManualWish } from '../../core/trading/engine/manual-wish.ts';
import { OWNER_ID } from '../../core/trading/engine/owner.ts';
import type { Slot } from '../../core/trading/engine/slot.ts';
import type { LiveSession } from '../../core/trading/live/live-session.ts';
import type { HandRules } from './hand-rules.ts';
import { MINUTE_MS } from './simulated-market.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { SimulatedTrader } from './simulated-trader.ts';
import type { Random, World } from './world.ts';

const DAY_MS = 24 * 60 * MINUTE_MS;
/** Whoever hears nothing asks so often before he gives up. */
const TRIES = 6;

/** Of the newest hundred a session knows what it has answered. */
const REMEMBERED = 50;

interface Asked {
  readonly commandId: string;
  readonly wish: ManualWish;
  isHeard: boolean;
}

export class SimulatedHands {
  private readonly world: World;
  private readonly trader: SimulatedTrader;
  private readonly rules: HandRules;
  private readonly random: Random;
  private readonly past: Asked[] = [];

  constructor(world: World, trader: SimulatedTrader, rules: HandRules) {
    this.world = world;
    this.trader = trader;
    this.rules = rules;
    this.random = world.random('hands');
  }

  /** So many acts a day, at times drawn before the day begins. */
  plan(perDay: number, startsAt: number, endsAt: number): void {
    for (let at = startsAt; ; ) {
      at += Math.ceil((-Math.log(1 - this.random.next()) * DAY_MS) / perDay);
      if (at >= endsAt) return;
      this.world.at(at, () => this.act());
    }
  }

  private act(): void {
    const { random, trader, past } = this;
    const luck = random.next();
    // Somebody clicks twice, or a line repeats what it has brought already.
    if (luck < 0.1 && past.length > 0)
      return this.ask(past[random.between(Math.max(0, past.length - REMEMBERED), past.length - 1)] as Asked);
    if (luck < 0.25) return this.steer();
    const { session } = trader;
    const wish = session && this.wishOf(session, luck);
    if (wish === null) return;
    const asked = { commandId: `by-hand-${past.length + 1}`, wish, isHeard: false };
    past.push(asked);
    this.world.tell(`by hand ${asked.commandId}: ${JSON.stringify(wish)}`);
    this.ask(asked);
  }

  /** What a panel would offer, as the trader stands now. */
  private wishOf({ engine }: LiveSession, luck: number): ManualWish | null {
    const { random } = this;
    const held = engine.slots.filter(({ position }) => position.lots !== 0);
    const slot = held[random.between(0, Math.max(0, held.length - 1))];
    if (luck < 0.5 || slot === undefined) return this.entryOf(engine);
    const position = `${slot.definition.id}:${slot.instrument.id}`;
    const lots = Math.abs(slot.position.lots);
    if (luck < 0.75)
      return { kind: 'close', position, quantity: random.chance(0.4) ? null : formatLots(slot.instrument, random.between(1, lots)) };
    if (luck < 0.9) return { kind: 'protect', position, ...this.tighter(engine, slot) };
    const order = engine.orders.list[random.between(0, Math.max(0, engine.orders.list.length - 1))];
    return order === undefined ? null : { kind: 'cancel', order: String(order.id) };
  }

  private entryOf(engine: Engine): ManualEntry | null {
    const { random } = this;
    const instrument = engine.instruments[random.between(0, engine.instruments.length - 1)] as Instrument;
    const mark = engine.markTicks(instrument.index);
    if (mark === 0) return null;
    const side = random.chance(0.5) ? 1 : -1;
    const isLimit = random.chance(0.5);
    // Some beyond the market, which take; some that rest.
    const price = isLimit ? mark - side * Math.round(mark * 0.001 * (random.next() - 0.3)) : mark;
    const away = (share: number) => formatTicks(instrument, Math.round(mark * (1 + side * share)));
    const [near, far] = [0.002 + 0.003 * random.next(), 0.006];
    const targets = random.chance(0.3)
      ? [
          { price: away(near), closeRatio: 0.5 },
          { price: away(far), closeRatio: 0.5 },
        ]
      : random.chance(0.5)
        ? [{ price: away(near), closeRatio: 1 }]
        : [];
    return {
      ...{ kind: 'entry', instrument: instrument.id, side, type: isLimit ? 'limit' : 'market' },
      ...{ price: isLimit ? formatTicks(instrument, price) : null, postOnly: isLimit && random.chance(0.3) },
      ...{ quantity: formatLots(instrument, random.between(1, 60)), riskRatio: null, stop: away(-0.003 - 0.003 * random.next()) },
      ...{ targets, breakEven: targets.length === 2 && random.chance(0.5), most: null },
    };
  }

  private tighter(engine: Engine, { instrument, position }: Slot): { stop: string | null; target: string | null } {
    const { random } = this;
    const mark = engine.markTicks(instrument.index);
    const side = position.lots > 0 ? 1 : -1;
    const stop = formatTicks(instrument, Math.round(mark * (1 - side * 0.002 * random.next())));
    const target = formatTicks(instrument, Math.round(mark * (1 + side * 0.004 * random.next())));
    return random.chance(0.5) ? { stop, target: random.chance(0.5) ? target : null } : { stop: null, target };
  }

  private ask(asked: Asked, tries = 1): void {
    const { world, trader, random } = this;
    const sentAt = world.now;
    trader.byHand((session, life) => this.arrives(asked, sentAt, session, life));
    world.after(random.between(2_000, 20_000), () => {
      if (!asked.isHeard && tries < TRIES) this.ask(asked, tries + 1);
    });
  }

  private arrives(asked: Asked, sentAt: number, session: LiveSession, life: SimulatedProcess): void {
    const { world, rules } = this;
    const { commandId, wish } = asked;
    const { journal } = life;
    // As the desk in front of the session does it.
    if (journal === null || (wish.kind === 'entry' && world.now - sentAt > COMMAND_LIFE_MS)) return;
    const answer = session.manual({ commandId, by: 'owner', wish: this.seen(session.engine, wish) }, world.now);
    // What closes is done without a journal as well, and is said to be; nothing of it is known after a start.
    if (session.journaled.unrecorded) {
      asked.isHeard ||= wish.kind !== 'entry';
      return;
    }
    const whenDone = () => {
      asked.isHeard = true;
      rules.answered(commandId, answer);
    };
    if (answer.sequence <= journal.durable) whenDone();
    else life.awaiting.push({ sequence: answer.sequence, whenDone });
  }

  /** The book has moved since it was asked first. */
  private seen(engine: Engine, wish: ManualWish): ManualWish {
    const instrument = wish.kind === 'entry' && engine.instruments.find(({ id }) => id === wish.instrument);
    if (!instrument || wish.kind !== 'entry' || this.random.chance(0.5)) return wish;
    return { ...wish, market: formatTicks(instrument, engine.markTicks(instrument.index) + this.random.between(-3, 3)) };
  }

  /** A strategy blocked, let in again, or weighed. */
  private steer(): void {
    const { random, rules, trader, world } = this;
    const luck = random.next();
    const by = { by: 'owner', reason: 'by hand' };
    const slots = trader.session?.engine.slots.filter(({ definition }) => definition.id !== OWNER_ID) ?? [];
    const run = slots[random.between(0, Math.max(0, slots.length - 1))];
    if (run === undefined) return;
    const strategy = run.definition.id;
    const weights = [{ strategy, instrument: run.instrument.id, weight: random.between(0, 4) / 4 }];
    const command =
      luck < 0.3
        ? ({ kind: 'disable', strategy, forMs: null, ...by } as const)
        : luck < 0.6
          ? ({ kind: 'enable', strategy, ...by } as const)
          : ({ kind: 'weigh', weights, ...by } as const);
    world.tell(`by hand ${command.kind} ${strategy}`);
    // Whether it comes to it or not: from now on the strategy may be let in.
    if (command.kind === 'enable') rules.letIn(strategy);
    trader.byHand((session, life) => {
      const { sequence, refusal } = session.steer(command, world.now);
      if (refusal !== null || session.journaled.unrecorded || command.kind !== 'disable') return;
      const asked = rules.asksToBlock(strategy);
      life.awaiting.push({ sequence, whenDone: () => rules.blocked(strategy, asked) });
    });
  }
}
