/** How much of a limit is used: of a maximum what is measured, of a minimum share of the account the way down to it from the whole. */

import { Meter } from './meter.tsx';

interface Bounded {
  readonly bound: 'at-most' | 'at-least';
  readonly unit: string;
  readonly measured: number | null;
  readonly limit: number;
}

/** From here on a limit is near. */
const NEAR = 0.85;

const isShareLeft = ({ bound, unit, limit }: Bounded) => bound === 'at-least' && unit === 'ratio' && limit < 1;

export function isNearLimit(row: Bounded): boolean {
  const { bound, measured, limit } = row;
  if (measured === null) return false;
  if (isShareLeft(row)) return 1 - measured > NEAR * (1 - limit);
  return bound === 'at-most' ? measured > NEAR * limit : measured < limit / NEAR;
}

/** Another minimum is drawn as a tick the fill has to stay beyond. */
export function LimitMeter({ row, isNear = isNearLimit(row) }: { row: Bounded; isNear?: boolean }) {
  const { bound, limit } = row;
  const measured = row.measured ?? 0;
  const tone = isNear ? 'warn' : 'plain';
  if (isShareLeft(row)) return <Meter value={row.measured === null ? 0 : 1 - measured} full={1 - limit} tone={tone} />;
  if (bound === 'at-most') return <Meter value={measured} full={limit} tone={tone} />;
  return <Meter value={measured} full={Math.max(1, limit)} tone={tone} steps={[{ at: limit, isLast: false }]} />;
}
