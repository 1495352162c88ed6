/** What a session was told besides its candles, given to the backtest at the same instants: the end of its start, signals from outside, and what the owner did by hand. */

import type { Engine } from '../../trading/engine/engine.ts';
import { carryOutManual } from '../../trading/engine/manual.ts';
import { carryOutSignal } from '../../trading/engine/signal-slot.ts';
import type { Timeline } from '../../trading/engine/timeline.ts';
import type { SessionRecord } from './session-record.ts';

interface Input {
  readonly sequence: number;
  readonly at: number;
  /** After the candles of its time had opened. */
  readonly afterOpen: boolean;
  readonly give: () => void;
}

const STARTING = 'starting';

/** Plays the backtest to the session's end. */
export function playWithInputs(engine: Engine, timeline: Timeline, session: SessionRecord, outside: boolean): void {
  const { control } = engine.risk;
  const start = outside ? startOf(session) : null;
  const inputs: Input[] = [
    ...session.signals.map((signal) => ({ ...signal, give: () => void carryOutSignal(engine, signal.record) })),
    ...session.manual.map((act) => ({ ...act, give: () => void carryOutManual(engine, act.record) })),
  ];
  if (start !== null) {
    control.raise({ id: STARTING, demands: 'OBSERVATION', reason: 'the session has not begun to trade', by: 'watch', at: start.from });
    inputs.push({ ...start.end, afterOpen: false, give: () => control.clear(STARTING, start.end.at) });
  }
  for (const { at, afterOpen, give } of inputs.sort((a, b) => a.sequence - b.sequence)) {
    if (afterOpen) timeline.run(at);
    else timeline.runToClose(at);
    engine.quiet.end();
    give();
    engine.followMode();
  }
  timeline.run(session.lastAt);
}

/**
 * A session at a venue looks at past candles, and trades from when the venue has been compared (or its account armed): what its strategies would have done
 * with the candles before that is no trade that it missed. Null where it traded from the first candle on.
 */
function startOf({ modes, commands, orders, lastSequence, lastAt }: SessionRecord) {
  const [first] = modes;
  if (first === undefined || first.record.to !== 'OBSERVATION') return null;
  if (commands.some(({ sequence }) => sequence <= first.sequence)) return null;
  if ([...orders.values()].some(({ sequence }) => sequence < first.sequence)) return null;
  const { sequence, at } = modes.find(({ record }) => record.to !== 'OBSERVATION') ?? { sequence: lastSequence, at: lastAt };
  return { from: first.at, end: { sequence, at } };
}
