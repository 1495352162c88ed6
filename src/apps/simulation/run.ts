/** One simulated run: a trading day of a trader, its venue and its troubles, from one seed, then a quiet time in which everything has to come right. */

import { scheduleFaults } from './fault-plan.ts';
import { type Coverage, type EventFault, FAULT_NAMES, type FaultName, Faults, type OrderStateName } from './faults.ts';
import { HandRules } from './hand-rules.ts';
import { type Breach, Watch } from './invariants.ts';
import { OrderStates } from './order-states.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import { SimulatedFeed } from './simulated-feed.ts';
import { SimulatedHands } from './simulated-hands.ts';
import { MINUTE_MS, QUANTUM_DECIMALS, simulatedSources } from './simulated-market.ts';
import { SimulatedOffice } from './simulated-office.ts';
import { SimulatedOwner } from './simulated-owner.ts';
import { SimulatedTrader } from './simulated-trader.ts';
import { SimulatedVenue, VENUE_KINDS, type VenueKind } from './simulated-venue.ts';
import { World } from './world.ts';

/** A Sunday at noon: a day, a week and the candles of a day end within the run. */
const STARTS_AT = Date.UTC(2026, 0, 4, 12);
const CASH = 100_000;
const QUIET_MS = 30 * MINUTE_MS;
/** The owner still looks in for so long. */
const OWNER_MS = 25 * MINUTE_MS;

/** Enough for each kind of act to meet faults within a few days. */
const ACTS_PER_DAY = 20;

export interface RunOptions {
  readonly seed: number;
  /** Candles of the day. */
  readonly bars?: number;
  readonly faults?: readonly FaultName[];
  /** How often a day each strikes, where it is not as usual. */
  readonly perDay?: Readonly<Partial<Record<EventFault, number>>>;
  /** Strikes that wait, once a day, for an order in this state. */
  readonly aimAt?: Readonly<Partial<Record<EventFault, OrderStateName>>>;
  /** Acts of the owner's by hand, a day. */
  readonly byHand?: number;
  readonly onEvent?: (line: string) => void;
  /** Given the disk, with the journal on it, when the run is over. */
  readonly onEnd?: (disk: SimulatedDisk) => void;
}

export interface RunResult {
  readonly seed: number;
  readonly bars: number;
  /** Tasks the world has done. */
  readonly steps: number;
  readonly orders: number;
  readonly executions: number;
  readonly faults: number;
  readonly crashes: number;
  readonly recoveries: number;
  /** Times a standby has taken the account over. */
  readonly takeovers: number;
  readonly breaches: readonly Breach[];
  readonly traceHash: string;
  readonly coverage: Coverage;
  readonly lastEvents: readonly string[];
}

export async function simulateRun({
  seed,
  bars = 1440,
  faults: allowed = FAULT_NAMES,
  perDay = {},
  aimAt = {},
  byHand = ACTS_PER_DAY,
  onEvent,
  onEnd,
}: RunOptions): Promise<RunResult> {
  const world = new World(seed, STARTS_AT);
  world.onEvent = onEvent ?? null;
  const faults = new Faults(world, allowed);
  const sources = simulatedSources(world.random('market'), STARTS_AT, bars);
  const kind = VENUE_KINDS[world.random('venue').between(0, VENUE_KINDS.length - 1)] as VenueKind;
  const venue = new SimulatedVenue(world, sources, kind, CASH * 10 ** QUANTUM_DECIMALS);
  const disk = new SimulatedDisk({ schedule: (task) => world.after(faults.syncMs(), task) });
  // Some runs have everything that stands beside and behind a trader: it costs time.
  const isWatched = world.random('office').chance(0.06);
  const watch = new Watch(world, venue, isWatched, faults);
  const hands = new HandRules((kind, message) => watch.breach(kind, message));
  const office = isWatched ? new SimulatedOffice(world, (message) => watch.breach('view', message)) : null;
  const states = new OrderStates();
  const feed = new SimulatedFeed({ world, sources, startsAt: STARTS_AT, bars });
  const trader = new SimulatedTrader({
    world,
    disk,
    venue,
    faults,
    seed,
    cash: CASH,
    startsAt: STARTS_AT,
    hasStandby: world.random('standby').chance(0.5),
    history: (from, to) => feed.history(from, to),
    isWatched,
    onHeard: () => watch.alerts.heard(world.now),
    onServing: (life) => office?.serve(life),
    onBegin: (after) => {
      watch.begins(after);
      hands.begins(after);
    },
    onStep: (step, sequence, isFolded) => {
      watch.step(step, sequence);
      hands.step(step, sequence);
      if (isFolded) return;
      watch.written(step);
      states.step(step, world.now);
    },
    onRecovered: (life) => watch.started(life),
    onLook: (life) => {
      watch.look(life);
      faults.isStale = true;
    },
    onSent: (order, life) => {
      watch.sent(order, life, trader);
      hands.sent(order, life);
    },
  });
  faults.statesNow = () => states.now(trader.session?.broker ?? null, world.now);
  venue.onAccepted = (order) => watch.accepted(order);

  feed.play(trader);
  const endsAt = STARTS_AT + bars * MINUTE_MS;
  const owner = new SimulatedOwner(
    world,
    trader,
    endsAt + OWNER_MS,
    () => watch.killed(),
    () => office?.read(),
  );
  scheduleFaults({ world, faults, trader, owner, watch, venue, feed, office, disk, startsAt: STARTS_AT, endsAt, perDay, aimAt });
  world.at(endsAt, () => {
    faults.on = false;
  });
  if (byHand > 0) new SimulatedHands(world, trader, hands).plan(byHand, STARTS_AT, endsAt);

  trader.start();
  const until = endsAt + QUIET_MS;
  /** Until somebody has to be waited for; false when it is over. An `await` in here would make each task dearer. */
  const play = (): boolean => {
    while (watch.breaches.length === 0 && world.step(until)) {
      // The database is the only one that answers with a promise.
      if (office !== null) return true;
      faults.look();
      if (trader.starting !== null) return true;
    }
    return false;
  };
  do {
    if (office !== null) {
      await null;
      faults.look();
    }
    if (trader.starting !== null) {
      await trader.starting;
      trader.starting = null;
    }
  } while (play());
  if (watch.breaches.length === 0) watch.atEnd(trader);
  if (watch.breaches.length === 0) hands.atEnd();
  if (watch.breaches.length === 0) office?.atEnd(trader.journal?.durable ?? 0);
  onEnd?.(disk);
  return {
    seed,
    bars,
    steps: world.steps,
    orders: venue.account.orders.size,
    executions: venue.account.executions.length,
    faults: faults.injected,
    crashes: trader.crashes,
    recoveries: trader.recoveries,
    takeovers: trader.takeovers,
    breaches: watch.breaches,
    traceHash: world.traceHash,
    coverage: faults.coverage,
    lastEvents: world.events.slice(-50),
  };
}
