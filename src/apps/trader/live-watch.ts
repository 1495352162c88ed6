/**
 * What a live trader watches beside its session: silent prices, a silent or failing venue, clocks that go apart, a disk that takes its time, the arming
 * (trading rules 1.1, 2.6, 7.7 and 8.2). Whatever it finds becomes a notice in the journal and, where something must not be begun, a demand for a mode.
 */

import type { Refusal } from '../../core/domain/result.ts';
import { ARMED_LIFE_MS, type ArmingInForce } from '../../core/operations/arming.ts';
import { Breaker, type BreakerLimits, type BreakerState } from '../../core/operations/breaker.ts';
import { Silence } from '../../core/operations/silence.ts';
import { doubtAll } from '../../core/trading/broker/doubt.ts';
import type { VenueAnswer, VenueFailure, VenueFailureCode } from '../../core/trading/broker/venue-link.ts';
import type { Slot } from '../../core/trading/engine/slot.ts';
import type { LiveSession } from '../../core/trading/live/live-session.ts';
import { FIRST_ORDERS, FIRST_ORDERS_WORTH } from '../../core/trading/risk/first-orders.ts';
import { FeedLine, type LineDown } from './feed-line.ts';

export interface WatchTimes {
  /** An instrument's silence that stops its entries, and the one that closes its position. */
  readonly instrumentMs: readonly [number, number];
  /** Silence of every instrument that opens the feed breaker. */
  readonly feedMs: number;
  /** A lost line to the prices that is told: one that comes back sooner only refuses what would enter meanwhile. */
  readonly lineMs: number;
  /** Silence of the venue that is alerted, and the one that demands PAUSE. */
  readonly venueMs: readonly [number, number];
  /** Without a finished comparison with the venue for so long nothing is entered any more. */
  readonly comparedMs: number;
  readonly clockEveryMs: number;
  /** Clocks further apart than this are alerted. */
  readonly clockApartMs: number;
  /** An entry on its way to the disk for longer is alerted. */
  readonly journalLateMs: number;
  readonly breaker?: BreakerLimits;
}

const MINUTE_MS = 60_000;

export const WATCH_TIMES: WatchTimes = {
  instrumentMs: [5 * MINUTE_MS, 15 * MINUTE_MS],
  feedMs: 2 * MINUTE_MS,
  lineMs: 10_000,
  venueMs: [2 * MINUTE_MS, 10 * MINUTE_MS],
  comparedMs: 5 * MINUTE_MS,
  clockEveryMs: MINUTE_MS,
  clockApartMs: 500,
  journalLateMs: 1_000,
};

/** As many as the clock's offset is measured from: an old measurement must not outlive a jump. */
const CLOCK_QUESTIONS = 3;
/** Runs come every minute, and one may take a while. */
const RECENTLY_COMPARED_MS = 90_000;
/** The venue could not be reached or could not do its work; a refusal is an answer. */
const FAILURES: ReadonlySet<VenueFailureCode> = new Set(['TIMEOUT', 'CONNECTION_LOST', 'SERVER_ERROR', 'MAINTENANCE', 'BAD_ANSWER']);

export interface WatchParts {
  readonly session: LiveSession;
  readonly notice: (code: string, message: string) => void;
  /** By number, as the session counts them. */
  readonly instruments: readonly string[];
  /** In closed hours an instrument's silence does not count. */
  readonly isOpen: (instrument: string, at: number) => boolean;
  readonly linkUp: () => boolean;
  readonly armed: () => boolean;
  /** Absent where no arming is asked for. */
  readonly arming?: () => ArmingInForce;
  /** The venue's clock minus ours, and how far the machine's was set, ms. */
  readonly venueOffsetMs: () => number;
  readonly clockSetMs: () => number;
  readonly journalPendingMs: (now: number) => number;
  readonly times: WatchTimes;
  readonly startedAt: number;
}

export class LiveWatch {
  private readonly parts: WatchParts;
  private readonly prices: readonly Silence[];
  private readonly feed: Silence;
  private readonly line: FeedLine;
  private readonly venue: Silence;
  private readonly comparison: Silence;
  /** The last failure of a request, in words; empty since one has come to something. */
  private lastFailure = '';
  private readonly breaker: Breaker;
  private breakerState: BreakerState = 'CLOSED';
  /** Instruments whose positions the silence of their prices has closed, or told about. */
  private readonly closed = new Set<number>();
  private clockAskedAt: number;
  /** Which clock is off, in words; empty while none is. */
  private clocks = '';
  private clocksApart = '';
  private journalIsLate = false;
  private isArmed: boolean | null = null;
  /** When the arming in force was made; null without one. */
  private armedAt: number | null = null;

  constructor(parts: WatchParts) {
    const { times, instruments, startedAt } = parts;
    this.parts = parts;
    this.prices = instruments.map(() => new Silence(times.instrumentMs, startedAt));
    this.feed = new Silence([times.feedMs], startedAt);
    this.line = new FeedLine(times.lineMs);
    this.venue = new Silence(times.venueMs, startedAt);
    this.comparison = new Silence([times.comparedMs], startedAt);
    this.breaker = new Breaker(times.breaker);
    this.clockAskedAt = startedAt;
  }

  priceHeard(instrument: number, at: number): void {
    this.prices[instrument]?.heard(at);
    this.feed.heard(at);
  }

  /** The line to the prices stands, or does not. */
  lineHeard(state: 'up' | 'down', reason: string, at: number): void {
    this.line.heard(state, reason, at);
  }

  /** Why no price can come now; null while the line stands. */
  get lineDown(): LineDown | null {
    return this.line.down;
  }

  /** The venue has told something by itself. */
  venueHeard(at: number): void {
    this.venue.heard(at);
  }

  answered(answer: VenueAnswer, at: number): void {
    if (answer.ok || answer.outcome === 'refused') this.venue.heard(at);
    // The venue tells its time to whoever asks: that says nothing of the key.
    if (!answer.ok) this.lastFailure = failureWords(answer);
    else if (answer.kind !== 'time') this.lastFailure = '';
    if (answer.ok) this.breaker.succeeded(at);
    else if (FAILURES.has(answer.code)) this.breaker.failed(at);
    else if (answer.code === 'CLOCK_SKEW') this.clockAskedAt = Number.NEGATIVE_INFINITY;
  }

  /** One sentence for the health of each part; null where it is well. */
  troubles(): { readonly feed: string | null; readonly venue: string | null; readonly clock: string | null } {
    const silent = this.parts.instruments.filter((_, index) => (this.prices[index] as Silence).level > 0);
    return {
      feed: this.line.down !== null ? lineWords(this.line.down) : silent.length > 0 ? `silent: ${silent.join(', ')}` : null,
      venue:
        this.breakerState !== 'CLOSED'
          ? `breaker ${this.breakerState}`
          : this.venue.level > 0
            ? 'silent'
            : this.comparison.level > 0
              ? 'not compared'
              : null,
      clock: this.clocks === '' ? null : this.clocks,
    };
  }

  /** A life that ended in the middle of something has left its demands in the journal; this one looks for itself. */
  begin(at: number): void {
    for (const id of ['feed', 'feed-line', 'uncompared', 'breaker']) this.parts.session.watch(id, 'OBSERVATION', '', false, at);
    this.parts.session.watch('venue-silent', 'PAUSE', '', false, at);
  }

  /** To be called about every second: has its own steps where something changed, and none otherwise. */
  look(at: number): void {
    this.lookAtArming(at);
    this.lookAtPrices(at);
    this.lookAtLine(at);
    this.lookAtVenue(at);
    this.lookAtComparison(at);
    this.lookAtBreaker(at);
    this.lookAtClocks(at);
    this.lookAtJournal(at);
  }

  private tell(at: number, code: string, message: string, more: () => void = () => {}): void {
    this.parts.session.act(at, () => {
      this.parts.notice(code, message);
      more();
    });
  }

  /** To be called right after an arming too: what it lets out is counted from the first order on. */
  lookAtArming(at: number): void {
    const { session, arming } = this.parts;
    const inForce = arming?.() ?? null;
    const armed = inForce === null ? this.parts.armed() : inForce.armed !== null;
    const armedAt = inForce?.armed?.at ?? null;
    if (armed === this.isArmed && armedAt === this.armedAt) return;
    this.isArmed = armed;
    this.armedAt = armedAt;
    if (inForce !== null) this.followArming(inForce, at);
    session.watch('disarmed', 'OBSERVATION', 'the account is not armed: entries are recorded, none is sent', !armed, at);
  }

  private followArming({ armed, ended }: ArmingInForce, at: number): void {
    const { session } = this.parts;
    if (armed === null) {
      if (ended !== null) this.tell(at, ended.code, `no real order is sent: ${ended.message}`);
      return;
    }
    const until = new Date(armed.at + ARMED_LIFE_MS).toISOString();
    session.act(at, ({ risk, nextOrderId }) => {
      if (!risk.armed(armed.at, nextOrderId)) return;
      this.parts.notice(
        'ARMED',
        `armed by ${armed.by} until ${until}: real orders are sent, the first ${FIRST_ORDERS} entries cut to ${FIRST_ORDERS_WORTH}`,
      );
    });
  }

  private lookAtPrices(at: number): void {
    const { instruments, session, times, isOpen } = this.parts;
    if (!instruments.some((id) => isOpen(id, at))) this.feed.heard(at);
    this.prices.forEach((silence, index) => {
      const id = instruments[index] as string;
      if (!isOpen(id, at)) return silence.heard(at);
      const minutes = () => `${((at - silence.heardAt) / MINUTE_MS).toFixed(1)} min`;
      if (silence.look(at)) {
        if (silence.level === 0) {
          this.closed.delete(index);
          this.tell(at, 'FEED_HEARD', `${id}: prices again`);
        } else if (silence.level === 1)
          this.tell(at, 'PRICES_SILENT', `${id}: no price for ${minutes()}, its entries are withdrawn`, () => this.withdraw(index));
      }
      if (silence.level === 2 && this.held(index).length > 0) this.closeSilent(index, minutes(), at);
    });
    if (!this.feed.look(at)) return;
    const silent = this.feed.level > 0;
    const reason = `no instrument has had a price for ${times.feedMs / 1000} s`;
    this.tell(at, silent ? 'FEED_SILENT' : 'FEED_RESUMED', silent ? `${reason}: nothing is entered` : 'prices come again');
    session.watch('feed', 'OBSERVATION', reason, silent, at);
  }

  private lookAtLine(at: number): void {
    const change = this.line.look(at);
    if (change === null) return;
    const words = this.line.down === null ? 'the line to the prices stands again' : lineWords(this.line.down);
    this.tell(at, change === 'lost' ? 'FEED_DOWN' : 'FEED_UP', change === 'lost' ? `${words}: nothing is entered` : words);
    this.parts.session.watch('feed-line', 'OBSERVATION', words, change === 'lost', at);
  }

  private withdraw(instrument: number): void {
    const { engine } = this.parts.session;
    for (const slot of engine.slots) if (slot.instrument.index === instrument && slot.entry !== null) engine.cancel(slot.entry);
  }

  /** Positions in it that can be closed. */
  private held(instrument: number): Slot[] {
    const { slots } = this.parts.session.engine;
    return slots.filter((slot) => slot.instrument.index === instrument && slot.position.lots !== 0 && !slot.isTooSmall);
  }

  /** Why the last price of an instrument is none to enter at, or null. For what is decided between two candles: without candles nothing else is. */
  silence(instrument: string, at: number): Refusal | null {
    const silence = this.prices[this.parts.instruments.indexOf(instrument)];
    if (silence === undefined) return null;
    if (!this.parts.isOpen(instrument, at))
      return { code: 'MARKET_CLOSED', message: `${instrument}: its market is closed, nothing is entered` };
    const { down } = this.line;
    if (down !== null) {
      const age = at - silence.heardAt;
      const message = `${instrument}: ${lineWords(down)}, its last price is ${secondsOf(age)} old: nothing is entered until prices come again`;
      return { code: 'FEED_DOWN', message, measured: age, limit: 0 };
    }
    if (silence.level === 0) return null;
    const message = `${instrument} has had no price for ${((at - silence.heardAt) / MINUTE_MS).toFixed(1)} min: nothing is entered`;
    return { code: 'PRICES_SILENT', message, measured: at - silence.heardAt, limit: this.parts.times.instrumentMs[0] };
  }

  /** At market where the venue can be reached; otherwise told once, and closed when it can. */
  private closeSilent(instrument: number, silentFor: string, at: number): void {
    const { instruments, session, linkUp } = this.parts;
    const id = instruments[instrument] as string;
    const reached = linkUp() && this.venue.level === 0;
    if (!reached && this.closed.has(instrument)) return;
    this.closed.add(instrument);
    const engine = session.engine;
    const open = this.held(instrument).filter(({ exitOrder }) => exitOrder === null);
    if (!reached) this.tell(at, 'PRICES_LOST', `${id}: no price for ${silentFor}, and the venue can't be reached to close its position`);
    else if (open.length > 0)
      this.tell(at, 'PRICES_LOST', `${id}: no price for ${silentFor}, its position is closed at market`, () => {
        for (const slot of open) engine.sendExit(slot, 'prices-silent');
      });
  }

  private lookAtVenue(at: number): void {
    const { session, times } = this.parts;
    if (!this.venue.look(at)) return;
    const [alertMs, pauseMs] = times.venueMs;
    if (this.venue.level === 0) this.tell(at, 'VENUE_HEARD', 'the venue answers again; it is compared');
    else if (this.venue.level === 1)
      this.tell(at, 'VENUE_SILENT', `the venue has not been heard for ${alertMs / 1000} s: it is asked and subscribed to again`, () =>
        doubtAll(session.broker, at),
      );
    else this.tell(at, 'VENUE_PAUSED', `the venue has not been heard for ${pauseMs / 1000} s: PAUSE until the owner resumes`);
    session.watch('venue-silent', 'PAUSE', 'the venue has been silent for too long', this.venue.level === 2, at);
    session.reconciliation.soon(at);
  }

  /** A venue may be heard and answer nothing that counts: a key spoiled by another program, a limit used up. */
  private lookAtComparison(at: number): void {
    const { session, times } = this.parts;
    if (session.lastComparison !== null) this.comparison.heard(session.lastComparison.at);
    if (!this.comparison.look(at)) return;
    const isLate = this.comparison.level > 0;
    const reason = `the venue has not been compared for ${times.comparedMs / MINUTE_MS} min`;
    const why = this.lastFailure === '' ? '' : `; it last answered ${this.lastFailure}`;
    this.tell(
      at,
      isLate ? 'COMPARISON_LATE' : 'COMPARED_AGAIN',
      isLate ? `${reason}: nothing is entered${why}` : 'the venue is compared again',
    );
    session.watch('uncompared', 'OBSERVATION', reason, isLate, at);
  }

  /** Why nothing is known of the account at the venue any more, or null: what a kill would meet. */
  failing(at: number): string | null {
    const age = at - this.comparison.heardAt;
    if (this.lastFailure === '' || age < RECENTLY_COMPARED_MS) return null;
    return `not compared for ${Math.round(age / 1000)} s, it last answered ${this.lastFailure}`;
  }

  private lookAtBreaker(at: number): void {
    const state = this.breaker.stateAt(at);
    const before = this.breakerState;
    if (state === before) return;
    this.breakerState = state;
    // One that is tried and fails again has not been closed in between.
    if (before === 'CLOSED') this.tell(at, 'BREAKER_OPEN', 'the venue fails again and again: nothing is entered until it answers well');
    if (state === 'CLOSED') this.tell(at, 'BREAKER_CLOSED', 'the venue answers well again');
    this.parts.session.watch('breaker', 'OBSERVATION', 'the venue fails again and again', state !== 'CLOSED', at);
  }

  private lookAtClocks(at: number): void {
    const { session, times, venueOffsetMs, clockSetMs } = this.parts;
    if (at - this.clockAskedAt >= times.clockEveryMs) {
      this.clockAskedAt = at;
      for (let count = 0; count < CLOCK_QUESTIONS; count++) session.act(at, () => session.broker.question({ kind: 'time' }, at, () => {}));
    }
    const apart = (ms: number) => Math.abs(ms) > times.clockApartMs;
    const found = [
      ...(apart(venueOffsetMs()) ? [`the venue's clock is ${secondsOf(venueOffsetMs())} off ours, which is corrected for`] : []),
      ...(apart(clockSetMs()) ? [`the machine's clock was set by ${secondsOf(-clockSetMs())}; deadlines do not follow it`] : []),
    ];
    // Every second's figure differs a little: only which clock is off is news.
    const which = found.map((words) => words.split(' ', 2).join(' ')).join();
    if (which === this.clocksApart) return;
    this.clocksApart = which;
    this.clocks = found.join('; ');
    this.tell(at, found.length > 0 ? 'CLOCK_OFF' : 'CLOCK_RIGHT', this.clocks || 'the clocks agree again');
  }

  private lookAtJournal(at: number): void {
    const pendingMs = this.parts.journalPendingMs(at);
    const late = pendingMs > this.parts.times.journalLateMs;
    if (late === this.journalIsLate) return;
    this.journalIsLate = late;
    if (late) this.tell(at, 'JOURNAL_LATE', `an entry has waited ${(pendingMs / 1000).toFixed(1)} s for the disk`);
    else this.tell(at, 'JOURNAL_CAUGHT_UP', 'the disk takes entries again');
  }
}

/** What to do about a refusal that does not end by itself. */
const REMEDIES: Readonly<Partial<Record<VenueFailureCode, string>>> = {
  BAD_NONCE: 'another program uses this key: give the trader a new one of its own',
  KEY_REFUSED: "the key is not valid any more, or may not do this: look at it on the venue's own page",
};

function failureWords({ code, message }: VenueFailure): string {
  const remedy = REMEDIES[code];
  return `${code}${message === '' ? '' : ` (${message})`}${remedy === undefined ? '' : `: ${remedy}`}`;
}

const lineWords = ({ since, reason }: LineDown) => `no line to the prices since ${new Date(since).toISOString()} (${reason})`;

const secondsOf = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
