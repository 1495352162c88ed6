// The journal has failed, and only then what closes is wished: it leaves at once, by the receiver's clock, and what is noticed is told though nobody can read it.
import { expect, test } from 'vitest';
import { sessionLab } from './session-lab.ts';

const KILL = { kind: 'kill', to: 'EMERGENCY', by: 'owner', reason: 'I want out', pinVerified: true } as const;

/** Holds 0.1 with a stop; its journal takes nothing more, and has said so. */
function withoutJournal() {
  const disk: { state: 'well' | 'failed' } = { state: 'well' };
  const lab = sessionLab({ share: 0.001, disk });
  lab.fill('x1', '0.1');
  lab.pass(500);
  disk.state = 'failed';
  lab.candle();
  expect(lab.session.engine.risk.mode).toBe('PAUSE');
  return lab;
}

test('a kill is at the venue before anything else happens', () => {
  const { session, placed, now } = withoutJournal();
  const before = placed.length;
  session.requestMode(KILL, now());
  expect(placed.slice(before)).toMatchObject([{ side: 'sell', type: 'market', quantity: '0.1', reduceOnly: true }]);
});

test('where it does not come to anything that is told after 5 s', () => {
  const { session, pass, now, untold } = withoutJournal();
  session.requestMode(KILL, now());
  pass(4_900);
  expect(untold()).not.toContain('KILL_NOT_FLAT');
  pass(300);
  expect(untold()).toContain('KILL_NOT_FLAT');
});

test('an exit that a strategy wishes at a later candle leaves as well, an entry does not', () => {
  const { session, placed, now } = withoutJournal();
  const [slot] = session.engine.slots;
  const before = placed.length;
  session.act(now(), (engine) => engine.sendExit(slot as never, 'wished'));
  expect(placed.slice(before)).toMatchObject([{ type: 'market', reduceOnly: true }]);
});
