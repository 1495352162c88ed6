// One-line mistakes in the live path, each of which the fault simulation must notice within its number of seeds.
import type { EventFault, FaultName, OrderStateName } from '../../src/apps/simulation/faults.ts';
import { VENUE_MUTANTS } from './venue-mutants.ts';

export interface SimulationMutant {
  /** What goes wrong. */
  readonly mistake: string;
  /** Below src/. */
  readonly file: string;
  /** Text that occurs exactly once in the file, and what stands there instead. */
  readonly find: string;
  readonly replace: string;
  /** Found within so many runs, seeds 1, 2, 3 … */
  readonly seeds: number;
  /** The day: its length and its faults, where every fault of a whole day is not needed. */
  readonly bars?: number;
  readonly faults?: readonly FaultName[];
  readonly perDay?: Readonly<Partial<Record<EventFault, number>>>;
  /** Strikes that wait, once a day, for an order in this state. */
  readonly aimAt?: Readonly<Partial<Record<EventFault, OrderStateName>>>;
  /** Acts by hand, a day; none where the mistake has nothing to do with them. */
  readonly byHand?: number;
}

const BROKER = 'core/trading/broker/broker.ts';
const OUTCOMES = 'core/trading/broker/outcomes.ts';

export const MUTANTS: readonly SimulationMutant[] = [
  {
    mistake: 'sends before the intent is on disk',
    file: BROKER,
    find: 'if (order.sequence !== null && order.sequence <= this.released) return true;',
    replace: 'if (order.sequence !== null) return true;',
    seeds: 5,
  },
  {
    mistake: 'tries again with a fresh id',
    file: OUTCOMES,
    find: "if (order.state !== 'working') broker.doubt(order, at);\n    return;",
    replace:
      "if (order.state !== 'working') Object.assign(order, { state: 'journaled', clientOrderId: 'f'.concat(order.clientOrderId) });\n    return;",
    seeds: 10,
  },
  {
    mistake: 'takes a time-out for a rejection',
    file: OUTCOMES,
    find: "if (heardOf || outcome === 'unknown' || code",
    replace: 'if (heardOf || code',
    seeds: 60,
  },
  {
    mistake: 'drops a fill when an order update has told of it already',
    file: 'core/trading/broker/take-execution.ts',
    find: 'if (executions.isBooked(report)) return;',
    replace: 'if (executions.isBooked(report) || broker.orderOf(report.clientOrderId, report.venueOrderId)?.final) return;',
    seeds: 5,
  },
  {
    mistake: 'forgets the orders in doubt at a restart',
    file: BROKER,
    find: 'for (const order of snapshot.orders) this.orders.set',
    replace: 'for (const order of snapshot.orders) if (order.venueOrderId !== null) this.orders.set',
    seeds: 60,
  },
  {
    mistake: 'books a fill again after a reconnect',
    file: 'core/trading/broker/execution-book.ts',
    find: 'this.booked.restore(booked, bookedSince ?? executionsUntil);',
    replace: '',
    seeds: 10,
  },
  {
    mistake: "begins the day's loss anew at a start",
    file: 'core/trading/risk/ladder.ts',
    find: 'this.windows.restore(windows);',
    replace: '',
    seeds: 10,
  },
  {
    mistake: 'lets an exit turn the position round',
    file: 'core/trading/engine/engine.ts',
    find: "const ticket = this.orders.ticket('market');\n    ticket.reduceOnly = true;",
    replace: "const ticket = this.orders.ticket('market');",
    seeds: 5,
  },
  {
    mistake: 'looks at lease and mode when it queues an order, and not when it sends it',
    file: 'core/trading/broker/requests.ts',
    find: '() => this.changing.get(order.number) === id && mayStillSend()',
    replace: '((may) => () => may)(mayStillSend())',
    seeds: 60,
    // Two traders: the holder is stopped with an order in its hands, and goes on when the standby has taken over.
    faults: ['trader-stopped'],
    perDay: { 'trader-stopped': 3 },
    aimAt: { 'trader-stopped': 'sent' },
  },
  {
    mistake: 'accepts a torn record',
    file: 'adapters/journal-files/format.ts',
    find: "if (crc32(bytes.subarray(offset + LENGTH_AT, end)) !== bytes.readUInt32LE(offset)) return { kind: 'damaged' };",
    replace: '',
    seeds: 60,
  },
  {
    mistake: 'adopts a snapshot older than what it knows',
    file: 'core/trading/broker/doubt.ts',
    find: '  isItOver(broker, report, at);\n  return ended.number;',
    replace: '  revive(broker, report, ended, at);\n  return ended.number;',
    seeds: 20,
    faults: ['stale-answer'],
  },
  {
    mistake: 'kills everything but the orders in doubt',
    file: BROKER,
    find: "if (order !== undefined) this.withdraw(order, 'CANCELLED');",
    replace: "if (order !== undefined && order.state !== 'in-doubt') this.withdraw(order, 'CANCELLED');",
    seeds: 100,
    perDay: { kill: 0.01, disconnect: 200 },
    aimAt: { kill: 'in_doubt' },
  },
  {
    mistake: 'counts one lot too many of what a partial fill leaves',
    file: 'core/trading/broker/linked-orders.ts',
    find: 'const left = partner.wanted.lots - lots;',
    replace: 'const left = partner.wanted.lots - lots + 1;',
    seeds: 300,
    // What is filled in part is filled whole a moment later: it shows where that is not heard of.
    perDay: { 'silent-stream': 20 },
    aimAt: { 'silent-stream': 'partially_filled' },
  },
  // One more for each invariant that none of these breaks.
  {
    mistake: 'books a fill that is told late as if it were the newest',
    file: 'core/trading/broker/cost-path.ts',
    find: 'return place === legs.length ? null : this.after(this.legs);',
    replace: 'return null;',
    seeds: 100,
    // The cost of a position that is closed whole says nothing any more: trades by hand leave one.
    faults: ['manual-trade', 'silent-stream', 'news-lost', 'news-reordered'],
    perDay: { 'manual-trade': 300, 'silent-stream': 100 },
  },
  {
    mistake: 'sends an order again under its own id',
    file: OUTCOMES,
    find: "if (order.state !== 'working') broker.doubt(order, at);\n    return;",
    replace: "if (order.state !== 'working') order.state = 'journaled';\n    return;",
    seeds: 30,
  },
  {
    mistake: 'forgets the fee of a closing in the ledger',
    file: 'core/trading/ledger/ledger.ts',
    find: 'post(CASH, 0, side * value - fee);',
    replace: 'post(CASH, 0, side * value);',
    seeds: 5,
  },
  {
    mistake: 'closes nothing when it is killed',
    file: 'core/trading/engine/engine.ts',
    find: 'if (slot.position.lots === 0 || slot.exitOrder !== null || slot.isTooSmall) return;',
    replace: "if (slot.position.lots === 0 || slot.exitOrder !== null || reason === 'kill-switch') return;",
    seeds: 60,
    perDay: { kill: 3 },
  },
  {
    mistake: 'does not count what works when it measures exposure',
    file: 'core/trading/engine/account-view.ts',
    find: 'let gross = this.reservedTotal;',
    replace: 'let gross = 0;',
    seeds: 20,
  },
  {
    mistake: 'opens although the account is disarmed',
    file: 'core/trading/live/live-session.ts',
    find: '(this.options.mayOpen?.() ?? true) &&',
    replace: '',
    seeds: 60,
    perDay: { 'limits-tightened': 6 },
  },
  {
    mistake: 'goes on observing after the link is up again',
    file: 'core/trading/live/venue-line.ts',
    find: 'this.parts.control.clear(DEMAND, at);',
    replace: '',
    seeds: 20,
  },
  {
    mistake: 'says nothing while something is open after a kill',
    file: 'core/trading/live/kill-watch.ts',
    find: "this.tell('KILL_NOT_FLAT',",
    replace: "if (open.length === 0) this.tell('KILL_NOT_FLAT',",
    seeds: 60,
    perDay: { kill: 3, halt: 12 },
  },
  {
    mistake: 'says again and again that something is open after a kill',
    file: 'core/trading/live/kill-watch.ts',
    find: 'if (this.told || at - this.openSince < FLAT_WITHIN_MS) return;',
    replace: 'if (at - this.openSince < FLAT_WITHIN_MS) return;',
    seeds: 60,
    perDay: { kill: 3, halt: 12 },
  },
  {
    mistake: 'tells of silent prices, and never that they are back',
    file: 'apps/trader/live-watch.ts',
    find: "this.tell(at, silent ? 'FEED_SILENT' : 'FEED_RESUMED', silent",
    replace: "if (silent) this.tell(at, silent ? 'FEED_SILENT' : 'FEED_RESUMED', silent",
    seeds: 60,
    perDay: { 'feed-gap': 6 },
  },
  {
    mistake: 'forgets what was paid when it starts again',
    file: 'core/trading/broker/broker.ts',
    find: 'if (snapshot.funding) this.funding.restore(snapshot.funding);',
    replace: '',
    seeds: 60,
    perDay: { funding: 20, crash: 4 },
  },
  {
    mistake: 'believes any candle',
    file: 'core/trading/live/live-session.ts',
    find: 'return fault === null;',
    replace: 'return true;',
    seeds: 60,
    perDay: { 'wild-tick': 6, 'crossed-book': 6 },
  },
  {
    mistake: 'leaves what protects a position as it was when a part of it is closed by force',
    file: 'core/trading/engine/protect-rest.ts',
    find: 'else if (by?.slot !== slot.index || (by.reason === MANUAL_PART && by.filled >= by.lots)) protect(engine, slot);',
    replace: '',
    seeds: 60,
    perDay: { deleveraging: 6 },
  },
  {
    mistake: 'gives up another size of what protects when it is refused',
    file: OUTCOMES,
    find: 'lots: order.reduceOnly ? order.wanted.lots : Math.min(order.wanted.lots, order.held.lots)',
    replace: 'lots: order.reduceOnly ? order.held.lots : Math.min(order.wanted.lots, order.held.lots)',
    seeds: 300,
    perDay: { 'order-refused': 40 },
  },
  {
    mistake: 'does not know what it has sent while nothing could be recorded',
    file: 'core/trading/live/unrecorded-orders.ts',
    find: 'const known = this.known.get(clientOrderId);',
    replace: 'const known: number | undefined = -1;',
    seeds: 100,
    faults: ['disk-error'],
    perDay: { 'disk-error': 0.01 },
    aimAt: { 'disk-error': 'partially_filled' },
  },
  {
    mistake: 'tells the owner a second time without saying so',
    file: 'core/operations/outbox/outbox.ts',
    find: "if (failure.kind === 'in-doubt') message.inDoubt = true;",
    replace: '',
    seeds: 300,
  },
  {
    mistake: 'gives the database a group twice, and it is counted as new',
    file: 'adapters/journal-files/subscription.ts',
    find: 'this.delivered = last.sequence;',
    replace: 'this.delivered = last.sequence + 1;',
    seeds: 60,
  },
  {
    mistake: 'keeps in the folded state what is gone',
    file: 'core/journal/changes.ts',
    find: 'delete result[member];',
    replace: 'continue;',
    seeds: 60,
  },
  {
    mistake: 'forgets what it has answered by hand when it starts again',
    file: 'core/trading/engine/manual-memory.ts',
    find: 'return this.answers === NONE ? {} : { acts: this.answers };',
    replace: 'return {};',
    seeds: 10,
    perDay: { crash: 4 },
    byHand: 60,
  },
  {
    mistake: 'takes an order that is asked again for another one, since the market has moved',
    file: 'core/trading/engine/manual-memory.ts',
    find: '{ ...wish, market: undefined }',
    replace: 'wish',
    seeds: 20,
    byHand: 60,
  },
  {
    mistake: 'enters for a strategy that is blocked by hand',
    file: 'core/trading/risk/filters.ts',
    find: 'holds: (j, c) => !c.coolDowns.blocked(j.candidate.strategy, j.candidate.at)',
    replace: 'holds: () => true',
    seeds: 10,
    byHand: 60,
  },
  {
    mistake: 'sends what a stopped process had in its hands while the journal did not reach the disk',
    file: 'core/trading/live/live-session.ts',
    find: '(this.options.journalPendingMs?.() ?? 0) < STALLED_MS',
    replace: 'STALLED_MS > 0',
    seeds: 400,
    perDay: { 'trader-stopped': 8 },
    aimAt: { 'trader-stopped': 'sent' },
    byHand: 60,
  },
  ...VENUE_MUTANTS,
];

/** The file with the mistake in it; throws when the text to replace is not there exactly once. */
export function mutate(source: string, { file, find, replace }: Pick<SimulationMutant, 'file' | 'find' | 'replace'>): string {
  const times = source.split(find).length - 1;
  if (times !== 1)
    throw new Error(`expected "${find}" once in src/${file}, found it ${times} times: bring the list of mistakes up to date`);
  return source.replace(find, () => replace);
}
