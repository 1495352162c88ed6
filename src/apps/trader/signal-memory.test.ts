import { expect, test } from 'vitest';
import { createMemoryJournal } from '../../core/journal/journal.ts';
import { SignalGate } from '../../core/trading/signals/signal-gate.ts';
import type { SignalDecision } from '../../core/trading/signals/signal-wish.ts';
import { readSignal, type WebhookSignal } from '../../core/trading/signals/webhook-signal.ts';
import { signalMemory } from './signal-memory.ts';

const AT = Date.UTC(2026, 10, 20, 12);
const DECISION: SignalDecision = { outcome: 'executed', decisionId: 'D-1', orderId: '1', cuts: [] };

function signalNamed(name: string): WebhookSignal {
  const read = readSignal({
    kind: 'EXIT',
    symbol: 'X',
    tf: '1m',
    strategy: 'outside',
    nonce: `nonce-${name}`,
    idempotency_key: `the-key-${name}`,
  });
  if (!read.ok) throw new Error(read.refusal.message);
  return read.value;
}

/** Lets a signal in; decided where a decision is given. */
function letIn(gate: SignalGate, name: string, decision?: SignalDecision) {
  expect(gate.useUp(`signature-${name}`, AT, AT)).toBeNull();
  const admission = gate.admit(signalNamed(name), `signature-${name}`, AT);
  gate.save();
  if (admission.kind !== 'decide' || decision === undefined) return;
  gate.decided(admission.key, decision);
  gate.save();
}

test('what is used up and decided is found again in the journal, whether a snapshot has it or the entries after one', () => {
  const journal = createMemoryJournal();
  const memory = signalMemory(journal, () => AT);
  const gate = new SignalGate(memory);
  letIn(gate, 'one', DECISION);
  const [snapshot, taken] = [structuredClone(memory.state), journal.last];
  letIn(gate, 'two', DECISION);
  letIn(gate, 'lost');

  for (const [saved, from] of [
    [undefined, 0],
    [snapshot, taken],
  ] as const) {
    const next = signalMemory(createMemoryJournal(), () => AT, saved && structuredClone(saved));
    const passedOn = [...next.noting(journal.entries.slice(from))];
    expect(passedOn).toEqual(journal.entries.slice(from));
    const again = new SignalGate(next);
    for (const name of ['one', 'two', 'lost']) expect(again.useUp(`signature-${name}`, AT, AT)?.code).toBe('SIGNAL_REPEATED');
    const asked = (name: string) => again.admit({ ...signalNamed(name), nonce: `anew-${name}` }, 'other', AT);
    expect([asked('one'), asked('two')]).toEqual([
      { kind: 'known', decision: DECISION },
      { kind: 'known', decision: DECISION },
    ]);
    expect(asked('lost')).toMatchObject({ refusal: { code: 'SIGNAL_OUTCOME_UNKNOWN' } });
  }
});
