// Plays an oracle script on the engine as a backtest plays candles: one session, or two with nothing but a snapshot's text between them.
import { openSession, type Session } from '../../src/core/research/backtest.ts';
import { assertLedgerBalances } from './bookkeeping.ts';
import { sessionOptions } from './engine-inputs.ts';
import { drawFrom } from './random.ts';
import type { Outcome, Script } from './script.ts';
import { ScriptedOwner } from './scripted-owner.ts';

/** Plays a script. With `restoring`, a fresh session takes over at a random bar. */
export function runOnEngine(script: Script, restoring = false): Outcome {
  const owner = new ScriptedOwner(script);
  let session = open(script, owner);
  if (restoring) {
    session.timeline.run(drawFrom(script.actions.length).pick(script.instruments[0]!.candles.startMs));
    assertLedgerBalances(session.engine, true);
    session = restart(script, owner, session);
  }
  session.timeline.run();
  assertLedgerBalances(session.engine, !restoring);
  return owner.outcome;
}

function open(script: Script, owner: ScriptedOwner): Session<ScriptedOwner> {
  const session = openSession(sessionOptions(script, owner), owner);
  owner.session = session;
  return session;
}

/** As after a crash: everything that is left is text. */
function restart(script: Script, owner: ScriptedOwner, old: Session<ScriptedOwner>): Session<ScriptedOwner> {
  const before = snapshotOf(old);
  const { engine, venue, timeline, views } = JSON.parse(before) as ReturnType<typeof take>;
  const session = open(script, owner);
  session.engine.restore(engine);
  session.venue.restore(venue);
  session.timeline.restore(timeline);
  session.slots.forEach((slot, index) => {
    slot.restoreViews(views[index]!);
  });
  const after = snapshotOf(session);
  if (after !== before) throw new Error(`expected a restored session to have the snapshot ${before}, found ${after}`);
  return session;
}

const take = ({ engine, venue, timeline, slots }: Session<unknown>) => ({
  engine: engine.snapshot(),
  venue: venue.snapshot(),
  timeline: timeline.positions,
  views: slots.map((slot) => slot.snapshotViews()),
});

const snapshotOf = (session: Session<unknown>): string => JSON.stringify(take(session));
