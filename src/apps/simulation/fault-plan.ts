/** When which fault strikes in a run: drawn from the seed before the day begins. */

import { type EventFault, type Faults, MESSAGE_FATES, type MessageFate, ORDER_STATES, type OrderStateName } from './faults.ts';
import type { Watch } from './invariants.ts';
import { diskError, PowerCut, type SimulatedDisk } from './simulated-disk.ts';
import type { SimulatedFeed } from './simulated-feed.ts';
import { MINUTE_MS } from './simulated-market.ts';
import type { SimulatedOffice } from './simulated-office.ts';
import type { SimulatedOwner } from './simulated-owner.ts';
import { JOURNAL_FOLDER } from './simulated-start.ts';
import type { SimulatedTrader } from './simulated-trader.ts';
import type { SimulatedVenue } from './simulated-venue.ts';
import type { Random, World } from './world.ts';

interface Stage {
  readonly world: World;
  readonly faults: Faults;
  readonly trader: SimulatedTrader;
  readonly owner: SimulatedOwner;
  readonly watch: Watch;
  readonly venue: SimulatedVenue;
  readonly feed: SimulatedFeed;
  /** Null in a run without database and messenger. */
  readonly office: SimulatedOffice | null;
  readonly disk: SimulatedDisk;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly perDay: Readonly<Partial<Record<EventFault, number>>>;
  readonly aimAt: Readonly<Partial<Record<EventFault, OrderStateName>>>;
}

interface Plan {
  /** How often a day it strikes on average. */
  readonly perDay: number;
  readonly strike: (stage: Stage, random: Random) => void;
  /** Not every run has what it strikes. */
  readonly isRare?: true;
  /** Whether there is anything to strike; always so when absent. */
  readonly can?: (stage: Stage) => boolean;
}

const holdsAnything = ({ venue }: Stage) => venue.troubles.holdsAnything;

const PLAN: Readonly<Record<EventFault, Plan>> = {
  crash: { perDay: 0.2, strike: crash },
  'crash-in-write': { perDay: 0.15, strike: crashInWrite },
  disconnect: { perDay: 1.2, strike: ({ trader, faults }, random) => trader.link?.disconnect(faults.lasting(random.between(500, 60_000))) },
  'silent-stream': {
    perDay: 0.6,
    strike: ({ trader, faults }, random) => trader.link?.silence(faults.lasting(random.between(5_000, 200_000))),
  },
  'rate-limit': { perDay: 0.6, strike: ({ venue, faults }, random) => venue.limitRate(faults.lasting(random.between(500, 10_000))) },
  'clock-skew': { perDay: 0.4, strike: clockSkew },
  maintenance: { perDay: 0.3, strike: ({ venue, faults }, random) => venue.maintain(faults.lasting(random.between(1_000, 180_000))) },
  'venue-forgets-orders': { perDay: 0.2, strike: ({ venue }) => venue.exchange.forgetOpenOrders() },
  'order-refused': { perDay: 1.8, strike: refuseNext },
  'manual-trade': { perDay: 0.2, strike: manualTrade },
  halt: { perDay: 0.2, strike: halt },
  'disk-full': { perDay: 0.1, strike: (stage, random) => diskFails(stage, random, 'ENOSPC') },
  'disk-error': { perDay: 0.1, strike: (stage, random) => diskFails(stage, random, random.chance(0.5) ? 'EIO' : 'EROFS') },
  'bit-flip': { perDay: 0.1, strike: bitFlip },
  'lease-lost': { perDay: 0.4, strike: leaseLost, can: ({ trader }) => trader.hasStandby, isRare: true },
  'trader-stopped': { perDay: 0.25, strike: traderStopped },
  'disk-slow': {
    perDay: 0.3,
    strike: ({ faults, world }, random) => faults.slowDisk(world.now + faults.lasting(random.between(500, 20_000), 'disk')),
  },
  'feed-gap': { perDay: 0.3, strike: ({ feed }, random) => feed.deafen(random.between(1, random.chance(0.3) ? 20 : 5) * MINUTE_MS) },
  liquidation: { perDay: 0.2, strike: ({ venue }, random) => venue.troubles.liquidate(random), can: holdsAnything },
  deleveraging: { perDay: 0.2, strike: ({ venue }, random) => venue.troubles.deleverage(random), can: holdsAnything },
  funding: { perDay: 0.9, strike: ({ venue }, random) => venue.troubles.fund(random), can: holdsAnything },
  'symbol-renamed': {
    perDay: 0.1,
    strike: ({ venue, faults }, random) =>
      venue.troubles.rename(random.between(0, 1), faults.lasting(random.between(10_000, 10 * MINUTE_MS), 'account')),
  },
  'tick-size-changed': {
    perDay: 0.12,
    strike: ({ venue, faults }, random) =>
      venue.troubles.changeStep(random.between(0, 1), faults.lasting(random.between(10_000, 20 * MINUTE_MS), 'account')),
  },
  'wild-tick': { perDay: 0.3, strike: ({ feed }, random) => feed.wildTick(random) },
  'crossed-book': { perDay: 0.2, strike: ({ feed }, random) => feed.crossed(random) },
  'database-down': {
    perDay: 1,
    strike: (stage, random) => stage.office?.databaseFails(outage(stage, random)),
    can: ({ office }) => office !== null,
    isRare: true,
  },
  'messenger-down': {
    perDay: 1,
    strike: (stage, random) => stage.office?.messengerFails(outage(stage, random)),
    can: ({ office }) => office !== null,
    isRare: true,
  },
  'new-version': { perDay: 0.08, strike: newVersion },
  'limits-tightened': { perDay: 0.15, strike: limitsTightened },
  kill: { perDay: 0.08, strike: ({ owner }) => owner.kill() },
};

/** Besides chance, some strikes are aimed: they wait until an order is in a state drawn from the seed, so that no state is left out. */
const AIMED_PER_DAY = 0.12;
const AIMED_MESSAGES = 10;
/** What orders are seldom in is aimed at more often. */
const AIMED_STATES: readonly OrderStateName[] = [...ORDER_STATES, 'partially_filled', 'in_doubt', 'rejected', 'expired', 'expired'];

function drawState(random: Random): OrderStateName {
  return AIMED_STATES[random.between(0, AIMED_STATES.length - 1)] as OrderStateName;
}

export function scheduleFaults(stage: Stage): void {
  for (const [name, usual] of Object.entries(PLAN) as [EventFault, (typeof PLAN)[EventFault]][]) {
    const perDay = stage.perDay[name] ?? usual.perDay;
    scheduleByChance(stage, name, perDay);
    // What few runs have is aimed at in all of those.
    const share = usual.isRare ? 1 : Math.min(perDay, AIMED_PER_DAY);
    aim(stage, name, stage.aimAt[name] === undefined ? share : 1);
  }
  aimMessages(stage);
}

function scheduleByChance(stage: Stage, name: EventFault, perDay: number): void {
  const { world, startsAt, endsAt } = stage;
  const random = world.random(`plan:${name}`);
  const mean = (24 * 60 * MINUTE_MS) / perDay;
  for (let at = startsAt; ; ) {
    at += Math.ceil(-Math.log(1 - random.next()) * mean);
    if (at >= endsAt) return;
    world.at(at, () => strike(stage, name, random));
  }
}

function strike(stage: Stage, name: EventFault, random: Random): void {
  if (!stage.faults.allows(name) || PLAN[name].can?.(stage) === false) return;
  stage.faults.strike(name);
  PLAN[name].strike(stage, random);
}

function aim(stage: Stage, name: EventFault, share: number): void {
  const { world, faults, startsAt, endsAt } = stage;
  const random = world.random(`aim:${name}`);
  const drawn = drawState(random);
  const state = stage.aimAt[name] ?? drawn;
  const at = random.between(startsAt, endsAt - 1);
  const { can = () => true } = PLAN[name];
  if (!random.chance(share)) return;
  world.at(at, () =>
    faults.waitFor(
      state,
      () => strike(stage, name, random),
      () => can(stage),
    ),
  );
}

/** A few messages of the day meet their fate in a state that was chosen. */
function aimMessages({ world, faults, startsAt, endsAt }: Stage): void {
  const random = world.random('aim:messages');
  for (let count = 0; count < AIMED_MESSAGES; count++) {
    const fate = MESSAGE_FATES[random.between(0, MESSAGE_FATES.length - 1)] as MessageFate;
    const state = drawState(random);
    world.at(random.between(startsAt, endsAt - 1), () => faults.aimMessage(fate, state));
  }
}

/** The machine, or only the process. */
function crash(stage: Stage, random: Random): void {
  if (random.chance(0.7)) stage.trader.crash();
  else stage.trader.killProcess();
  restartIn(stage, random.between(200, 120_000));
}

/** Mostly minutes, sometimes hours. */
function outage({ world, endsAt }: Stage, random: Random): number {
  return Math.min(endsAt - world.now, random.between(1_000, (random.chance(0.3) ? 240 : 10) * MINUTE_MS));
}

function restartIn({ world, owner, faults }: Stage, delayMs: number): void {
  world.after(faults.lasting(delayMs), () => owner.restart());
}

/** An update: the process goes and another release of the code goes on with its journal; sometimes back to the old one. */
function newVersion(stage: Stage, random: Random): void {
  const { trader } = stage;
  trader.killProcess();
  trader.setting = { ...trader.setting, release: trader.setting.release === 0 ? 1 : 0 };
  restartIn(stage, random.between(500, 20_000));
}

/** The account is disarmed under a running trader, or started again under tighter limits. */
function limitsTightened(stage: Stage, random: Random): void {
  const { trader, world } = stage;
  if (random.chance(0.5)) {
    trader.disarmedUntil = world.now + random.between(1_000, 30 * MINUTE_MS);
    return;
  }
  trader.killProcess();
  trader.setting = { ...trader.setting, tight: true };
  restartIn(stage, random.between(500, 20_000));
}

/** The power goes in the middle of one of the next writes: before it, in it, or in its sync. */
function crashInWrite(stage: Stage, random: Random): void {
  const { disk, world, faults } = stage;
  let left = random.between(0, 12);
  disk.before = (operation) => {
    // A day whose last writes are few must not have its crash in the quiet time.
    if (!faults.on || (operation !== 'write' && operation !== 'sync')) return;
    if (left-- > 0) return;
    disk.before = () => {};
    // Everything the process does from here on comes to nothing.
    world.tell(`power goes in ${operation}`);
    stage.trader.crash();
    restartIn(stage, random.between(200, 120_000));
    throw new PowerCut();
  };
}

/** By seconds, or by minutes. */
function clockSkew({ venue, world, faults }: Stage, random: Random): void {
  const most = random.chance(0.5) ? 5_000 : 5 * MINUTE_MS;
  venue.skewMs = random.between(-most, most);
  world.after(faults.lasting(random.between(1_000, 120_000)), () => {
    venue.skewMs = 0;
  });
}

function refuseNext({ venue }: Stage, random: Random): void {
  const codes = ['INSUFFICIENT_FUNDS', 'PRICE_BAND', 'BELOW_MINIMUM', 'SELF_TRADE', 'ORDER_LIMIT', 'REFUSED'] as const;
  venue.nextRefusal = codes[random.between(0, codes.length - 1)] ?? null;
}

function manualTrade({ venue, world }: Stage, random: Random): void {
  const { exchange, account } = venue;
  const market = random.between(0, exchange.markets.length - 1);
  exchange.advance(world.now);
  exchange.place(account, {
    ...{ clientId: '', market, side: random.chance(0.5) ? 1 : -1, type: 'market', lots: random.between(1, 20), limit: Number.NaN },
    ...{ trigger: Number.NaN, trailTicks: 0, timeInForce: 'GTC', expireAt: Number.POSITIVE_INFINITY, postOnly: false, reduceOnly: false },
  });
}

function halt({ venue, world, faults }: Stage, random: Random): void {
  const market = venue.exchange.markets[random.between(0, venue.exchange.markets.length - 1)];
  if (market === undefined) return;
  market.halted = true;
  world.after(faults.lasting(random.between(10_000, 20 * MINUTE_MS), 'account'), () => {
    market.halted = false;
  });
}

/** The disk takes nothing any more; after a while it is well again and the owner starts the trader anew. */
function diskFails(stage: Stage, random: Random, code: string): void {
  const { disk, world, trader, faults } = stage;
  const failing = code === 'EIO' && random.chance(0.5) ? 'sync' : 'write';
  disk.before = (operation) => {
    if (operation === failing) throw diskError(code);
  };
  world.after(faults.lasting(random.between(30_000, 10 * MINUTE_MS), 'disk'), () => {
    disk.before = () => {};
    trader.crash();
    restartIn(stage, 1_000);
  });
}

/**
 * A bit turns while nobody looks. In the journal, the next start must say so and not begin: the owner then puts the file back from a copy. In a
 * snapshot, an earlier one and the journal serve instead.
 */
function bitFlip({ disk, world, trader, owner, watch, faults }: Stage, random: Random): void {
  faults.lasting(30_000);
  trader.crash();
  const isSnapshot = random.chance(0.3);
  const putBack = disk.turnBit(JOURNAL_FOLDER, isSnapshot ? '.snapshot' : '.journal', () => random.next());
  if (putBack === null || isSnapshot) return void world.after(1_000, () => owner.restart());
  const recoveries = trader.recoveries;
  world.after(1_000, () => owner.restart());
  // A lease that nobody gave back has to run out first.
  world.after(15_000, () => {
    if (trader.recoveries !== recoveries) watch.damageAccepted();
    trader.crash();
    putBack();
    owner.restart();
  });
}

/** The process is stopped, with whatever it was about to send, and goes on later: where a standby waits, perhaps too late. */
function traderStopped({ trader, faults }: Stage, random: Random): void {
  trader.halt(faults.lasting(random.chance(0.5) ? random.between(1, 10_000) : random.between(8_000, 60_000)));
}

/** The holder goes on trading and reaches the lease no more. */
function leaseLost({ trader, faults }: Stage, random: Random): void {
  trader.cutFromLease(faults.lasting(random.between(1_000, 40_000)));
}
