/**
 * Alerts fire on the edge: when a value crosses its level, and again only after it has been back by more than the hysteresis. What can't be known well
 * (an old or doubted price) changes nothing, so that a crossing in the meantime is told with the first good value, and once.
 */

import type { Words } from '../../domain/parameters.ts';

/** Which side of the level the alert is for. */
export type Side = 'above' | 'below';

export interface Observation {
  readonly value: number;
  readonly level: number;
  readonly side: Side;
  /** How far back the value has to be before it can cross again, in the value's own unit. */
  readonly hysteresis: number;
}

/** Why nothing can be said now. */
export interface Refused {
  readonly refused: Words;
}

/** Plain JSON, kept between two looks. */
export interface AlertState {
  /** It fires when the level is crossed next; null before the first good look, which crosses nothing. */
  readonly isArmed: boolean | null;
  readonly lastValue: number | null;
  readonly lastAt: number | null;
  readonly firedAt: number | null;
  /** Of one that fires once. */
  readonly isDone: boolean;
  readonly refused: Words | null;
}

export interface AlertRule {
  readonly repeat: 'once' | 'daily' | 'always';
  readonly cooldownMs: number;
}

export const NEW_ALERT: AlertState = { isArmed: null, lastValue: null, lastAt: null, firedAt: null, isDone: false, refused: null };

export interface Looked {
  readonly state: AlertState;
  readonly fires: boolean;
}

/** `dayOf`: day of an instant where the owner is. A crossing within the cool-down, or on a day that has had its one, passes unsent. */
export function look(
  state: AlertState,
  observed: Observation | Refused,
  { repeat, cooldownMs }: AlertRule,
  now: number,
  dayOf: (at: number) => number,
): Looked {
  if ('refused' in observed) return { state: { ...state, refused: observed.refused }, fires: false };
  const { value, level, side, hysteresis } = observed;
  const [isBeyond, isBack] = side === 'above' ? [value >= level, value < level - hysteresis] : [value <= level, value > level + hysteresis];
  const seen = { ...state, lastValue: value, lastAt: now, refused: null };
  if (state.isArmed === null) return { state: { ...seen, isArmed: !isBeyond }, fires: false };
  if (!state.isArmed) return { state: { ...seen, isArmed: isBack }, fires: false };
  if (!isBeyond) return { state: seen, fires: false };
  const { firedAt } = state;
  const isQuiet =
    state.isDone || (firedAt !== null && (now - firedAt < cooldownMs || (repeat === 'daily' && dayOf(firedAt) === dayOf(now))));
  if (isQuiet) return { state: { ...seen, isArmed: false }, fires: false };
  return { state: { ...seen, isArmed: false, firedAt: now, isDone: repeat === 'once' }, fires: true };
}

/** Of a level that is a price or a ratio; of a strength from 0 to 100. */
export const HYSTERESIS = { ofLevel: 0.005, strengthPoints: 2 } as const;
