/** The alerts of a simulated run: each condition that holds for its time is told once, and once more when it is over. */

import type { LiveSession } from '../../core/trading/live/live-session.ts';

/** What tells that a condition holds, and what tells that it is over. */
const RECOVERIES: Readonly<Record<string, string>> = {
  FEED_SILENT: 'FEED_RESUMED',
  PRICES_SILENT: 'FEED_HEARD',
  VENUE_SILENT: 'VENUE_HEARD',
  COMPARISON_LATE: 'COMPARED_AGAIN',
  BREAKER_OPEN: 'BREAKER_CLOSED',
  CLOCK_OFF: 'CLOCK_RIGHT',
  JOURNAL_LATE: 'JOURNAL_CAUGHT_UP',
  KILL_NOT_FLAT: 'KILL_FLAT',
};
const ALERTS: ReadonlyMap<string, string> = new Map(Object.entries(RECOVERIES).map(([alert, recovery]) => [recovery, alert]));

/** Between what happens and what is told of it: a look of the watch, and a message on its way. */
const SLACK_MS = 75_000;

/** A condition as the simulation itself sees it. */
interface Truth {
  readonly alert: string;
  /** It is told after so long. */
  readonly afterMs: number;
  /** Only where the watch beside the session runs. */
  readonly watched: boolean;
}

const TRUTHS = {
  silentFeed: { alert: 'FEED_SILENT', afterMs: 120_000, watched: true },
  openAfterKill: { alert: 'KILL_NOT_FLAT', afterMs: 5_000, watched: false },
} satisfies Record<string, Truth>;

export class AlertBook {
  private readonly onBreach: (message: string) => void;
  private readonly isWatched: boolean;
  /** Alerts that stand, by code and subject. */
  private readonly standing = new Set<string>();
  /** Since when each truth holds, and since when it does not. */
  private readonly since = new Map<Truth, { holds: boolean; at: number }>();
  private heardAt = Number.NEGATIVE_INFINITY;
  /** How many have been told. */
  told = 0;

  constructor(isWatched: boolean, onBreach: (message: string) => void) {
    this.isWatched = isWatched;
    this.onBreach = onBreach;
  }

  /** A process begins: it knows nothing of what the one before had told. */
  begins(at: number): void {
    this.standing.clear();
    this.since.clear();
    this.heardAt = at;
  }

  /** Candles reach the trader. */
  heard(at: number): void {
    this.heardAt = at;
  }

  notice(code: string, message: string): void {
    const subject = code === 'PRICES_SILENT' || code === 'FEED_HEARD' ? message.slice(0, message.indexOf(':')) : '';
    if (code in RECOVERIES) {
      this.told++;
      if (this.standing.has(code + subject)) this.onBreach(`${code} ${subject} is told again although it has not ended`);
      this.standing.add(code + subject);
    }
    const alert = ALERTS.get(code);
    if (alert !== undefined && !this.standing.delete(alert + subject)) this.onBreach(`${code} ${subject} is told, and ${alert} was not`);
  }

  stands(alert: string): boolean {
    return this.standing.has(alert);
  }

  /** Whether what holds is told, and what is over is told to be. */
  look({ engine }: LiveSession, at: number): void {
    const isOpen = engine.risk.mode === 'EMERGENCY' && engine.book.positions.some(({ lots }) => lots !== 0);
    this.hold(TRUTHS.openAfterKill, isOpen, at, at);
    // The silence begins with the last candle heard.
    this.hold(TRUTHS.silentFeed, at - this.heardAt > TRUTHS.silentFeed.afterMs, this.heardAt + TRUTHS.silentFeed.afterMs, at);
  }

  private hold(truth: Truth, holds: boolean, from: number, at: number): void {
    if (truth.watched && !this.isWatched) return;
    const { alert } = truth;
    let known = this.since.get(truth);
    if (known?.holds !== holds) {
      known = { holds, at: holds ? from : at };
      this.since.set(truth, known);
    }
    const late = at - known.at > (holds ? truth.afterMs : 0) + SLACK_MS;
    if (late && holds !== this.standing.has(alert))
      this.onBreach(holds ? `${alert} has held since ${known.at} and is not told` : `${alert} is over since ${known.at} and still stands`);
  }
}
