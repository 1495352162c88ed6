/** What happens to an ERROR or CRITICAL that nobody acknowledges: sent again, and in the end the mode is made stricter. */

import type { Severity } from './notice.ts';

const MINUTE_MS = 60_000;
/** A CRITICAL is sent again this long after it was last told. */
export const REMIND_AFTER_MS = 15 * MINUTE_MS;

/** An ERROR or CRITICAL that waits for the owner's word. Plain JSON. */
export interface Alert {
  readonly id: string;
  readonly number: number;
  readonly severity: Severity;
  readonly code: string;
  readonly text: string;
  /** When it was raised: delivery may be what is broken, so the clock does not wait for it. */
  readonly at: number;
  toldAt: number;
  reminders: number;
}

/** A mode that unacknowledged alerts demand, and which. */
export interface Demand {
  /** Stable name of the trigger for the engine. */
  readonly id: string;
  readonly mode: 'DEFENSIVE' | 'PAUSE';
  readonly severity: Severity;
  readonly numbers: readonly number[];
  readonly since: number;
}

const DEMANDS = [
  { id: 'critical-unacknowledged', mode: 'PAUSE', severity: 'critical', afterMs: 60 * MINUTE_MS },
  { id: 'error-unacknowledged', mode: 'DEFENSIVE', severity: 'error', afterMs: 240 * MINUTE_MS },
] as const;

/** What the alerts that are still open demand now; none once they are acknowledged. */
export function demandsOf(alerts: readonly Alert[], now: number): Demand[] {
  return DEMANDS.flatMap(({ id, mode, severity, afterMs }) => {
    const ripe = alerts.filter((alert) => alert.severity === severity && now - alert.at >= afterMs);
    if (ripe.length === 0) return [];
    const since = Math.min(...ripe.map((alert) => alert.at)) + afterMs;
    return [{ id, mode, severity, numbers: ripe.map((alert) => alert.number), since }];
  });
}

export function isDueAgain(alert: Alert, now: number): boolean {
  return alert.severity === 'critical' && now - alert.toldAt >= REMIND_AFTER_MS;
}
