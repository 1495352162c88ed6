/** Times as the gateway writes them, in whichever of its three forms it is set to. */

const FORM = /^(\d{4})(\d{2})(\d{2})([ -]+)(\d{2}):(\d{2}):(\d{2})(?: ([A-Za-z0-9_/+-]+))?$/;

/**
 * Epoch ms of `20240116-14:30:00` (UTC), or of `20240116 09:30:00 America/New_York`; in the hour that autumn repeats, the first of the two. Null where
 * the text is neither, or has a wall clock without the zone it belongs to.
 */
export function instantOf(text: string): number | null {
  const match = FORM.exec(text.trim());
  if (match === null) return null;
  const [year, month, day, , hour, minute, second] = match.slice(1, 8).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  if (match[4] === '-') return wall;
  const zone = match[8];
  if (zone === undefined) return null;
  try {
    return wallToUtc(wall, zone);
  } catch {
    return null; // a zone this platform has no rules for
  }
}

function wallToUtc(wall: number, zone: string): number {
  const offset = (utc: number) => wallOf(utc, zone) - utc;
  // The larger offset, that of summer, gives the earlier of two instants that read alike.
  const candidates = [offset(wall - 86_400_000), offset(wall + 86_400_000)].map((ms) => wall - ms).sort((a, b) => a - b);
  return candidates.find((utc) => wallOf(utc, zone) === wall) ?? (candidates[1] as number);
}

function wallOf(utc: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(utc);
  const part = (type: string) => Number(parts.find((found) => found.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/** `20240116-14:30:00`, UTC: the form in which every gateway takes a time. */
export function utcText(at: number): string {
  const text = new Date(at).toISOString();
  return `${text.slice(0, 10).replaceAll('-', '')}-${text.slice(11, 19)}`;
}
