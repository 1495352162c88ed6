/** Whether a strategy keeps anything where a restart, or another run in the same process, would find it changed. */

import { type Backtest, openSession, type SessionOptions, type StrategyInput } from './backtest.ts';
import { closeTime } from './closes.ts';
import { DecisionRecorder, firstDifference } from './decisions.ts';
import { changeInEnglish } from './finding-text.ts';
import { Probe } from './probe.ts';

const REMEDY =
  'keep changing numbers in build.cell(): arrays, objects and variables outside it are lost in a restart or shared by every run';

/** A sentence that says what changed and what to do; null when nothing did. */
export function keptStateFault(options: SessionOptions): string | null {
  const repeated = firstDifference(decisionsOf(options), decisionsOf(options));
  if (repeated !== null)
    return `${idsOf(options)}: a second run over the same candles decides differently (${changeInEnglish(repeated)}); ${REMEDY}`;
  for (const strategy of options.strategies) {
    const fault = restartFault(options, strategy);
    if (fault !== null) return fault;
  }
  return null;
}

/** The same for two finished runs of the same options, from their results alone. */
export function repeatedRunFault(options: SessionOptions, first: Backtest, second: Backtest): string | null {
  if (first.fills === second.fills && first.finalEquity === second.finalEquity) return null;
  return `${idsOf(options)}: a second run over the same candles gives ${second.fills} fills and ${second.finalEquity} instead of ${first.fills} and ${first.finalEquity}; ${REMEDY}`;
}

function idsOf(options: SessionOptions): string {
  return [...new Set(options.strategies.map(({ definition }) => `strategy ${definition.id}`))].join(', ');
}

function decisionsOf(options: SessionOptions) {
  const session = openSession(options, new DecisionRecorder());
  session.timeline.run();
  return session.observer.take();
}

/** Goes on from snapshots taken at three points of the history and compares what is wanted until the next. */
function restartFault(options: SessionOptions, strategy: StrategyInput): string | null {
  const whole = new Probe(options, strategy);
  const { candles } = whole.slot;
  for (let quarter = 1; quarter < 4; quarter++) {
    const from = Math.floor((candles.length * quarter) / 4);
    whole.runTo(from);
    const resumed = new Probe(options, strategy);
    resumed.resume(whole);
    const to = Math.floor((candles.length * (quarter + 1)) / 4) - 1;
    for (let index = from + 1; index <= to; index++) {
      whole.runTo(index);
      resumed.runTo(index);
      const k = whole.intents.findIndex(({ text, numbers }, i) => {
        const other = resumed.intents[i];
        return text !== other?.text || numbers.some((number, j) => !Object.is(number, other.numbers[j]));
      });
      if (k < 0) continue;
      const at = closeTime(candles, whole.slot.timeframeMs, index);
      const [wanted = '', instead = ''] = [whole.intents[k]?.text, resumed.intents[k]?.text];
      const change = changeInEnglish({ kind: 'answer', at, wanted, instead });
      return `strategy ${strategy.definition.id}: after a restart ${change}; ${REMEDY}`;
    }
  }
  return null;
}
