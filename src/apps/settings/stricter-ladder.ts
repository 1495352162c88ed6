/** The loss ladder of a session made stricter: from what is in force and what was saved and waits, the stricter of both counts. */

import type { LadderFigure } from '../../api/settings.ts';
import { InputError } from '../../core/domain/result.ts';
import { builtInProfile } from '../../core/trading/risk/profile.ts';
import type { LadderFigures } from '../../core/trading/risk/profile-figures.ts';
import { STRICTER } from '../../core/trading/risk/profile-reader.ts';
import { riskOf } from '../session-schema.ts';
import type { SessionConfig } from './check-session.ts';

/** Losses at which the ladder acts: at none it would act at once, and never let go. */
export const LOSSES: readonly string[] = [
  ...['dayDefensive', 'dayStop', 'weekDefensive', 'weekStop', 'monthStop'],
  ...['drawdownAlert', 'drawdownDefensive', 'drawdownClosesOnly', 'drawdownStop'],
];

type Figures = Readonly<Record<string, number>>;

export function ladderOf(session: SessionConfig): LadderFigure[] {
  const [used, builtIn] = [riskOf(session), builtInProfile(session.risk)];
  if (used.name === 'none') return [];
  return (Object.keys(STRICTER) as (keyof LadderFigures)[]).map((name) => ({
    name,
    value: used.ladder[name],
    builtIn: builtIn.ladder[name],
    stricter: STRICTER[name],
    aboveZero: LOSSES.includes(name),
    unit: name.endsWith('Days') ? 'days' : 'ratio',
  }));
}

/**
 * The owner alone may do this without a second factor: so it is for the safe direction alone, measured at the stricter of the session it is made from and of
 * `others`. InputError RISK_PROFILE_LOOSER, as at a start; SETTINGS_UNCHANGED where nothing gets stricter.
 */
export function stricterLadder(session: SessionConfig, others: readonly SessionConfig[], wanted: Figures): Figures {
  const own = ladderOf(session);
  const held = others.map(ladderOf).reduce(strictest, own);
  for (const [name, value] of Object.entries(wanted)) {
    const figure = held.find((each) => each.name === name);
    if (figure === undefined || !isStricter(figure, figure.value, value)) continue;
    throw new InputError(
      'RISK_PROFILE_LOOSER',
      `risk profile: ladder.${name} may only be made stricter than ${figure.value}, found ${value}; back towards the profile's ${figure.builtIn} needs the right settings.write and a second factor`,
    );
  }
  const kept = held.flatMap(({ name, value }, i) => (value === own[i]?.value ? [] : [[name, value] as const]));
  const asked = Object.entries(wanted).filter(([name, value]) => own.find((each) => each.name === name)?.value !== value);
  if (asked.length === 0)
    throw new InputError('SETTINGS_UNCHANGED', 'expected a figure stricter than it is, found none; nothing was saved');
  return { ...session.ladder, ...Object.fromEntries([...kept, ...asked]) };
}

const isStricter = ({ stricter }: LadderFigure, one: number, other: number) => (stricter === 'lower' ? one < other : one > other);

/** Figure by figure; one that the other session has not stays. */
const strictest = (figures: readonly LadderFigure[], others: readonly LadderFigure[]): LadderFigure[] =>
  figures.map((figure) => {
    const other = others.find(({ name }) => name === figure.name);
    return other !== undefined && isStricter(figure, other.value, figure.value) ? { ...figure, value: other.value } : figure;
  });
