/** The fault gate: when faults strike, that the seed alone decides by chance, and what is said of a scenario that can't be read. */

import { expect, test } from 'vitest';
import { FaultGate } from './fault-gate.ts';
import { parseScenario } from './scenario.ts';

function gateOf(seed: number, ...faults: readonly Record<string, unknown>[]): FaultGate {
  return new FaultGate(seed, parseScenario(JSON.stringify(faults), 'the test'));
}

/** Which of `count` requests, a second apart from time 0, are refused. */
function refused(gate: FaultGate, count: number, request = '/v5/order/create'): number[] {
  return Array.from({ length: count }, (_, i) => i).filter((i) => gate.request({ request }, i * 1000).refusal !== null);
}

test.each([
  [{}, [0, 1, 2, 3, 4, 5]],
  [{ count: 2 }, [0, 1]],
  [{ when: { after: 3 } }, [3, 4, 5]],
  [{ when: { at: 2000 } }, [2, 3, 4, 5]],
  [{ when: { at: 2000 }, forMs: 2000 }, [2, 3]],
  [{ when: { after: 1 }, forMs: 2000 }, [1, 2]],
  [{ scope: { request: '/v5/order' } }, [0, 1, 2, 3, 4, 5]],
  [{ scope: { request: '/v5/position' } }, []],
  [{ scope: { account: 'alice' } }, []],
])('%o strikes at %j', (fault, expected) => {
  expect(refused(gateOf(1, { kind: 'maintenance', ...fault }), 6)).toEqual(expected);
});

test("chance is the seed's: the same again for one seed, about its share over many", () => {
  const fault = { kind: 'maintenance', when: { probability: 0.25 } };
  const first = refused(gateOf(5, fault), 2000);
  expect(refused(gateOf(5, fault), 2000)).toEqual(first);
  expect(refused(gateOf(6, fault), 2000)).not.toEqual(first);
  expect(first.length).toBeGreaterThan(400);
  expect(first.length).toBeLessThan(600);
});

test("a fault that is added shifts no other's chance", () => {
  const fault = { kind: 'maintenance', when: { probability: 0.5 } };
  expect(refused(gateOf(5, fault, { kind: 'latency', delayMs: 1, when: { probability: 0.5 } }), 100)).toEqual(
    refused(gateOf(5, fault), 100),
  );
});

test('a restart happens once, at its time or after its request', () => {
  const gate = gateOf(1, { kind: 'restart', when: { at: 1000 } }, { kind: 'restart', downMs: 5, when: { after: 1 } });
  const happened = (at: number) => gate.happenings(at).map((fault) => (fault.kind === 'restart' ? fault.downMs : -1));
  expect(happened(999)).toEqual([]);
  gate.saw({ request: 'a' });
  expect(happened(1000)).toEqual([0]);
  gate.saw({ request: 'b' });
  expect(happened(1001)).toEqual([5]);
  expect(happened(5000)).toEqual([]);
});

test('a state holds from its time on for its while', () => {
  const gate = gateOf(1, { kind: 'halt', scope: { instrument: 'X' }, when: { at: 1000 }, forMs: 500 });
  const held = (at: number, instrument = 'X') => gate.holding('halt', { instrument }, at) !== null;
  expect([999, 1000, 1499, 1500].map((at) => held(at))).toEqual([false, true, true, false]);
  expect(held(1000, 'Y')).toBe(false);
});

test.each([
  ['{', /^f\.json: expected JSON with a list of faults, found /],
  ['{"fault": []}', /^f\.json: expected \{"faults": \[\.\.\.\]\}, a list of faults or one of them$/],
  ['[{"kind": "latancy"}]', /^f\.json: fault 1: kind: expected a kind among latency, .*restart, found "latancy"$/],
  ['[{"kind": "drop"}, {"kind": "drop", "count": 0}]', /^f\.json: fault 2: count: expected at least 1, found 0$/],
  ['[{"kind": "drop", "when": {"probability": 2}}]', /^f\.json: fault 1: when\.probability: expected at most 1, found 2$/],
  ['[{"kind": "drop", "count": 1.5}]', /^f\.json: fault 1: count: expected a whole number, found 1\.5$/],
  [
    '[{"kind": "drop", "when": {"at": "noon"}}]',
    /^f\.json: fault 1: when\.at: expected a time such as 2022-12-13T09:00:00Z, or epoch ms, found "noon"$/,
  ],
  ['[{"kind": "reject", "code": "PRICE_BAND", "scope": {"request": "/v5/order"}}]', /^f\.json: fault 1: scope: expected .*request/],
  ['[{"kind": "restart", "when": {"probability": 0.5}}]', /^f\.json: fault 1: when: expected .*probability/],
  ['[{"kind": "drop", "delay": 5}]', /^f\.json: fault 1: the whole: expected .*delay/],
])('%s is refused in words', (text, words) => {
  expect(() => parseScenario(text, 'f.json')).toThrow(words);
});

test('times may be written as text', () => {
  expect(parseScenario('{"faults": [{"kind": "drop", "when": {"at": "2022-12-13T08:00:00Z"}}]}', 'f')[0]?.when.at).toBe(
    Date.UTC(2022, 11, 13, 8),
  );
});
