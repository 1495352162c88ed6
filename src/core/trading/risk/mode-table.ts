/** The five modes, how severe each is, and which changes are allowed. */

export const MODES = ['NORMAL', 'DEFENSIVE', 'OBSERVATION', 'PAUSE', 'EMERGENCY'] as const;
export type Mode = (typeof MODES)[number];

/** What a change needs: nothing, the PIN, or a reset of EMERGENCY (PIN, and drawdown back within its limit). */
export type Passage = 'yes' | 'no' | 'pin' | 'reset';

/** Rows from, columns to, in the order of MODES. */
const PASSAGES: readonly (readonly Passage[])[] = [
  ['yes', 'yes', 'yes', 'yes', 'yes'],
  ['yes', 'yes', 'yes', 'yes', 'yes'],
  ['yes', 'yes', 'yes', 'yes', 'yes'],
  ['pin', 'no', 'pin', 'yes', 'yes'],
  ['no', 'no', 'no', 'reset', 'yes'],
];

export function severity(mode: Mode): number {
  return MODES.indexOf(mode);
}

export function worse(a: Mode, b: Mode): Mode {
  return severity(a) >= severity(b) ? a : b;
}

export function passage(from: Mode, to: Mode): Passage {
  return PASSAGES[severity(from)]?.[severity(to)] ?? 'no';
}
