/** Instants as the clocks of a zone show them, and back. */

import { zoneOffsetMs } from '../../i18n/format.ts';

/** "2022-12-13T14:05" on the clocks of a zone. */
export function wallTime(at: number, zone: string): string {
  return new Date(at + zoneOffsetMs(at, zone)).toISOString().slice(0, 16);
}

/** The instant at which clocks of a zone show it; undefined for what is no time. */
export function instantOf(wall: string, zone: string): number | undefined {
  const asUtc = Date.parse(`${wall}Z`);
  if (!Number.isFinite(asUtc)) return undefined;
  // The offset of the instant, which is near enough to be looked up by the wall's time; once more for the hour beside a change.
  const near = asUtc - zoneOffsetMs(asUtc, zone);
  return asUtc - zoneOffsetMs(near, zone);
}
