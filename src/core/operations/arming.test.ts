import { describe, expect, test } from 'vitest';
import {
  type ArmingEvidence,
  type ArmingFacts,
  type ArmingState,
  arm,
  armingDecision,
  armingItems,
  CHECKLIST,
  type ChecklistItem,
} from './arming.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 2, 2, 12);

const everySignature = (at = NOW - HOUR) => (Object.keys(CHECKLIST) as ChecklistItem[]).map((item) => ({ item, name: 'Ana', at }));

function factsWith(evidence: Partial<ArmingEvidence> = {}, more: Partial<ArmingFacts> = {}): ArmingFacts {
  return {
    environment: 'prod',
    account: 'main',
    engineVersion: '1.2.3',
    venueKey: 'ab12',
    mode: 'NORMAL',
    lastEmergencyAt: null,
    evidence: {
      reconciliation: { at: NOW - MINUTE, clean: true },
      killDryCall: { at: NOW - HOUR, passed: true },
      backup: { at: NOW - HOUR, verified: true },
      checklist: everySignature(),
      ...evidence,
    },
    ...more,
  };
}

const asked = { by: 'ana', typedAccount: 'main', pinVerified: true };
const codeOf = (facts: ArmingFacts, request = asked, now = NOW) => {
  const result = arm(facts, request, now);
  return result.ok ? null : result.refusal.code;
};
const missing = (facts: ArmingFacts, now = NOW) =>
  armingItems(facts, now)
    .filter(({ passed }) => !passed)
    .map(({ id }) => id);

describe('arming', () => {
  test('needs everything at once, and then keeps who, when, which engine and which key', () => {
    expect(arm(factsWith(), asked, NOW)).toEqual({
      ok: true,
      state: { account: 'main', by: 'ana', at: NOW, engineVersion: '1.2.3', venueKey: 'ab12' },
    });
  });

  // "< 15 min", "< 24 h": one millisecond younger is good, exactly that old is not.
  test.each([
    ['reconciliation', (at: number) => ({ reconciliation: { at, clean: true } }), 15 * MINUTE],
    ['kill-dry-call', (at: number) => ({ killDryCall: { at, passed: true } }), DAY],
    ['backup', (at: number) => ({ backup: { at, verified: true } }), DAY],
    ['checklist', (at: number) => ({ checklist: everySignature(at) }), DAY],
  ])('%s is good one millisecond before its age and refused at exactly that age', (id, evidenceAt, life) => {
    expect(missing(factsWith(evidenceAt(NOW - life + 1)))).toEqual([]);
    expect(missing(factsWith(evidenceAt(NOW - life)))).toEqual([id]);
    expect(codeOf(factsWith(evidenceAt(NOW - life)))).toBe('ARMING_INCOMPLETE');
  });

  test('a backup of 25 hours is refused, naming it', () => {
    const result = arm(factsWith({ backup: { at: NOW - 25 * HOUR, verified: true } }), asked, NOW);
    expect(result).toMatchObject({
      ok: false,
      refusal: {
        code: 'ARMING_INCOMPLETE',
        message: expect.stringContaining('backup (the last one, at 2026-03-01T11:00:00.000Z, is too old)'),
      },
    });
  });

  test.each([
    ['a reconciliation with differences', { reconciliation: { at: NOW, clean: false } }, 'reconciliation'],
    ['no reconciliation', { reconciliation: null }, 'reconciliation'],
    ['one from the future', { reconciliation: { at: NOW + 1, clean: true } }, 'reconciliation'],
    ['a dry call that failed', { killDryCall: { at: NOW, passed: false } }, 'kill-dry-call'],
    ['a backup nobody verified', { backup: { at: NOW, verified: false } }, 'backup'],
    ['a checklist with one item open', { checklist: everySignature().slice(1) }, 'checklist'],
    ['a signature without a name', { checklist: everySignature().map((one, i) => (i === 0 ? { ...one, name: ' ' } : one)) }, 'checklist'],
  ])('%s is refused', (_, evidence, id) => {
    expect(missing(factsWith(evidence))).toEqual([id]);
  });

  test.each([
    ['outside prod', { environment: 'staging' as const }, 'environment'],
    ['without a key', { venueKey: null }, 'venue-key'],
    ['in EMERGENCY', { mode: 'EMERGENCY' }, 'mode'],
  ])('%s it is refused', (_, more, id) => {
    expect(missing(factsWith({}, more))).toEqual([id]);
    expect(codeOf(factsWith({}, more))).toBe('ARMING_INCOMPLETE');
  });

  test('the account has to be typed exactly, and the PIN to be right', () => {
    expect(codeOf(factsWith(), { ...asked, typedAccount: 'Main' })).toBe('ARMING_ACCOUNT');
    expect(codeOf(factsWith(), { ...asked, pinVerified: false })).toBe('ARMING_PIN');
  });
});

describe('an armed account', () => {
  const state: ArmingState = { account: 'main', by: 'ana', at: NOW, engineVersion: '1.2.3', venueKey: 'ab12' };
  const endOf = (more: Partial<ArmingFacts>, now = NOW + HOUR) => armingDecision(state, factsWith({}, more), now).ended?.code ?? null;

  test('stays armed while nothing changes, also when the evidence has grown old', () => {
    const stale = factsWith({ backup: { at: NOW - 90 * DAY, verified: true }, reconciliation: null });
    expect(armingDecision(state, stale, NOW + DAY)).toEqual({ armed: true, expiresAt: NOW + 30 * DAY, ended: null });
  });

  test('is disarmed at exactly 30 days, and armed a millisecond before', () => {
    expect(endOf({}, NOW + 30 * DAY - 1)).toBeNull();
    expect(endOf({}, NOW + 30 * DAY)).toBe('ARMING_EXPIRED');
  });

  test.each([
    ['another engine version', { engineVersion: '1.2.4' }, 'ARMING_VERSION'],
    ['another key', { venueKey: 'cd34' }, 'ARMING_KEY_CHANGED'],
    ['no key', { venueKey: null }, 'ARMING_KEY_CHANGED'],
    ['EMERGENCY', { mode: 'EMERGENCY' }, 'ARMING_EMERGENCY'],
    ['an EMERGENCY that was reset since', { mode: 'NORMAL', lastEmergencyAt: NOW + 1 }, 'ARMING_EMERGENCY'],
    ['another environment', { environment: 'dev' as const }, 'ARMING_ENVIRONMENT'],
    ['another account', { account: 'second' }, 'ARMING_OTHER_ACCOUNT'],
  ])('is disarmed by %s', (_, more, code) => {
    expect(endOf(more)).toBe(code);
    expect(armingDecision(state, factsWith({}, more), NOW + HOUR)).toMatchObject({ armed: false, expiresAt: null });
  });

  test('is not disarmed by an EMERGENCY from before it was armed', () => {
    expect(endOf({ lastEmergencyAt: NOW - 1 })).toBeNull();
  });

  test('is disarmed by a clock that went back behind it', () => {
    expect(endOf({}, NOW - 1)).toBe('ARMING_CLOCK');
  });

  test('without a state nothing is armed', () => {
    expect(armingDecision(null, factsWith(), NOW)).toEqual({ armed: false, expiresAt: null, ended: null });
  });
});
