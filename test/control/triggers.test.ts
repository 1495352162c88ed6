/** What demands the mode, as the door tells it: fired rungs, rungs that were reset and still hold, and other triggers. */

import { expect, test } from 'vitest';
import type { SessionSnapshot } from '../../src/api/session.ts';
import { createArmingDesk } from '../../src/apps/arming.ts';
import { type ControlDeskParts, createControlDesk } from '../../src/apps/trader/control-desk.ts';
import type { Trigger } from '../../src/core/trading/risk/modes.ts';
import { ControlLab } from './control-lab.ts';

const SILENT = { id: 'venue-silent', demands: 'PAUSE', reason: 'silent for 10 min', by: 'link', at: 7 } as const;

function deskOf(lab: ControlLab, source: ControlDeskParts['source'], mode: 'PAUSE' | 'OBSERVATION', triggers: readonly Trigger[]) {
  const facts = { environment: 'dev', account: 'paper', engineVersion: '1', venueKey: null, mode, lastEmergencyAt: null } as const;
  return createControlDesk({
    source,
    arming: createArmingDesk({ dataFolder: lab.folder, facts: () => facts, now: () => 0 }),
    dataFolder: lab.folder,
    pin: null,
    reconcile: null,
    venueLink: () => null,
    answerApproval: async () => ({ journalSequence: 0, refusal: null }),
    now: () => 0,
    risk: () => ({ mode, triggers }),
  });
}

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
    const desk = deskOf(lab, { ...trader.source, snapshot }, 'PAUSE', [SILENT]);
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

test('a mode that another demand keeps is told with that demand, not with what is over', async () => {
  const lab = new ControlLab();
  try {
    const { trader } = await lab.open();
    const whole = trader.source.snapshot();
    const mode: SessionSnapshot['status']['mode'] = {
      name: 'OBSERVATION',
      since: 1,
      reason: 'the venue has not been compared yet',
      by: 'venue',
      closesOnly: false,
      blockers: [],
    };
    const source = { ...trader.source, snapshot: (): SessionSnapshot => ({ ...whole, status: { ...whole.status, mode } }) };
    const feed = { id: 'feed', demands: 'OBSERVATION', reason: 'no prices for 2 min', by: 'watch', at: 5 } as const;
    expect(deskOf(lab, source, 'OBSERVATION', [feed]).mode()).toMatchObject({ since: 1, reason: 'no prices for 2 min', by: 'watch' });
    const starting = { ...feed, id: 'starting', reason: mode.reason ?? '', by: mode.by ?? '' };
    expect(deskOf(lab, source, 'OBSERVATION', [feed, starting]).mode()).toMatchObject({ reason: mode.reason, by: mode.by });
  } finally {
    await lab.end();
  }
});

test('a resume that demands are in the way of names each of them', async () => {
  const lab = new ControlLab();
  try {
    const { trader } = await lab.open();
    const refused = { code: 'MODE_TRIGGER_ACTIVE', message: 'a trigger still demands a stricter mode', measured: null, limit: null };
    const source = { ...trader.source, command: async () => ({ ok: false, refusal: refused }) as const };
    const weaker = { id: 'link', demands: 'OBSERVATION', reason: 'not heard', by: 'venue', at: 5 } as const;
    const desk = deskOf(lab, source, 'PAUSE', [weaker, SILENT]);
    const asked = await desk.command({ kind: 'resume', to: 'NORMAL', confirmed: true, commandId: 'a1', by: 'ana', sentAt: 0 });
    expect(asked).toMatchObject({
      refusal: { message: 'a trigger still demands a stricter mode: venue-silent demands PAUSE (silent for 10 min)' },
    });
  } finally {
    await lab.end();
  }
});
