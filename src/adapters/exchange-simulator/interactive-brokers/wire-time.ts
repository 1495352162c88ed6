/** Times as TWS writes them: the wall clock of a zone with its name, or UTC with a dash. */

import type { Zone } from '../../../core/market/zone.ts';
import { zoneNamed } from '../../../core/market/zone.ts';

/** Older names that clients still send. */
const OTHER_NAMES: Readonly<Record<string, string>> = { 'US/Eastern': 'America/New_York', 'US/Central': 'America/Chicago', GMT: 'UTC' };

/** `20240115 09:30:00 America/New_York`, of the second an instant lies in. */
export function zonedTime(zone: Zone, utcMs: number): string {
  return `${wallTime(zone, utcMs)} ${zone.name}`;
}

/** `20240115 09:30:00` on the wall clock of a zone. */
export function wallTime(zone: Zone, utcMs: number): string {
  const text = new Date(utcMs + zone.offsetAt(utcMs)).toISOString();
  return `${text.slice(0, 10).replaceAll('-', '')} ${text.slice(11, 19)}`;
}

/**
 * The instant of `yyyymmdd-hh:mm:ss` (UTC), `yyyymmdd hh:mm:ss zone`, or without a zone in the gateway's own; null where it is none of them.
 */
export function instantOf(text: string, own: Zone): number | null {
  const match = /^(\d{4})(\d{2})(\d{2})([ -])(\d{2}):(\d{2}):(\d{2})(?: ([A-Za-z_/]+))?$/.exec(text.trim());
  if (match === null) return null;
  const [year, month, day, separator, hour, minute, second, name] = match.slice(1);
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  if (separator === '-') return wall;
  const zone = name === undefined ? own : zoneNamed(OTHER_NAMES[name] ?? name);
  return zone.toUtc(wall);
}
