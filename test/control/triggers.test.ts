/** What demands the mode, as the door tells it: fired rungs, rungs that were reset and still hold, and other triggers. */

import { expect, test } from 'vitest';
import type { SessionSnapshot } from '../../src/api/session.ts';
import { createArmingDesk } from '../../src/apps/arming.ts';
import { createControlDesk } from '../../src/apps/trader/control-desk.ts';
import { ControlLab } from './control-lab.ts';

test('rungs of the ladder stand beside the triggers of watchers, alerts and idle rungs do not', async () => {
  const lab = new ControlLab();
  try {
    const { trader } = await lab.open();
    const whole = trader.source.snapshot();
    const rung = (id: string, demands: 'ALERT' | 'DEFENSIVE' | 'EMERGENCY' | 'CLOSES_ONLY', state: 'idle' | 'active' | 'held') =>
      ({ id, demands, state, window: 'day', limitRatio: 0.02, measuredRatio: 0.02, moneyLeft: '0' }) as const;
    const ladder = [
      rung('day-defensive', 'DEFENSIVE', 'active'),
      rung('day-stop', 'EMERGENCY', 'held'),
      rung('week-stop', 'EMERGENCY', 'idle'),
      rung('drawdown-closes-only', 'CLOSES_ONLY', 'active'),
      rung('drawdown-alert', 'ALERT', 'active'),
    ];
    const snapshot = (): SessionSnapshot => ({ ...whole, status: { ...whole.status, account: { ...whole.status.account, ladder } } });
    const facts = {
      environment: 'dev',
      account: 'paper',
      engineVersion: '1',
      venueKey: null,
      mode: 'PAUSE',
      lastEmergencyAt: null,
    } as const;
    const desk = createControlDesk({
      source: { ...trader.source, snapshot },
      arming: createArmingDesk({ dataFolder: lab.folder, facts: () => facts, now: () => 0 }),
      dataFolder: lab.folder,
      pin: null,
      reconcile: null,
      venueLink: () => null,
      answerApproval: async () => ({ journalSequence: 0, refusal: null }),
      now: () => 0,
      risk: () => ({ mode: 'PAUSE', triggers: [{ id: 'venue-silent', demands: 'PAUSE', reason: 'silent for 10 min', by: 'link', at: 7 }] }),
    });
    expect(desk.mode()).toMatchObject({ name: 'PAUSE', reason: 'silent for 10 min', by: 'link', since: 7 });
    expect(desk.mode().triggers.map(({ id, demands, since }) => [id, demands, since])).toEqual([
      ['day-defensive', 'DEFENSIVE', null],
      ['day-stop', 'PAUSE', null],
      ['drawdown-closes-only', 'CLOSES_ONLY', null],
      ['venue-silent', 'PAUSE', 7],
    ]);
  } finally {
    await lab.end();
  }
});
