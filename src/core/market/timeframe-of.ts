/** The timeframe a series really has, found from the steps between its candles. */

import { InputError } from '../domain/result.ts';
import type { Candles } from './candles.ts';
import { IMPORT_FAULTS } from './import-words.ts';
import { timeframeText } from './timeframe.ts';

/** A declared timeframe holds when it is the most frequent step, or at least this share of the steps (thin series). */
const ENOUGH_STEPS_RATIO = 0.01;

/**
 * The most frequent step between candles, in milliseconds, or the declared one after comparing it with the steps.
 * InputError TIMEFRAME_MISMATCH when the declared one is not in the data, TIMEFRAME_UNCLEAR when nothing can be said.
 */
export function detectTimeframe(candles: Candles, source: string, declaredMs?: number): number {
  const steps = new Map<number, number>();
  for (let i = 1; i < candles.length; i++) {
    const step = (candles.time[i] as number) - (candles.time[i - 1] as number);
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  let usual = 0;
  let times = 0;
  for (const [step, count] of steps) if (count > times || (count === times && step < usual)) [usual, times] = [step, count];
  if (declaredMs === undefined) {
    if (times === 0)
      throw new InputError('TIMEFRAME_UNCLEAR', `${source}: one candle alone has no timeframe; name it with --timeframe`, 1, {
        said: IMPORT_FAULTS.oneCandle,
      });
    if (usual % 1000 !== 0)
      throw new InputError('TIMEFRAME_UNCLEAR', `${source}: candles ${usual} ms apart are not of whole seconds; check the time column`, 1, {
        said: IMPORT_FAULTS.brokenSeconds(usual),
      });
    return usual;
  }
  const matching = steps.get(declaredMs) ?? 0;
  if (times > 0 && usual !== declaredMs && matching < (candles.length - 1) * ENOUGH_STEPS_RATIO) {
    const share = Math.round((100 * times) / (candles.length - 1));
    const found = usual % 1000 === 0 ? timeframeText(usual) : `${usual} ms`;
    throw new InputError(
      'TIMEFRAME_MISMATCH',
      `${source}: expected candles of ${timeframeText(declaredMs)}, found ${found} (${share} % of the steps); name the right --timeframe`,
      1,
      { said: IMPORT_FAULTS.otherTimeframe(timeframeText(declaredMs), found, share) },
    );
  }
  return declaredMs;
}
