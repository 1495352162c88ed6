import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { AUDIT_BEGINNING, type AuditAct, type AuditEntry, AuditWalk, chainAct } from './audit-entry.ts';

const ACT: AuditAct = {
  at: 1_700_000_000_000,
  actor: 'marta',
  address: '127.0.0.1',
  act: 'session.begin',
  target: 'marta',
  outcome: 'done',
  detail: {},
};

function chain(length: number): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let i = 1; i <= length; i++) entries.push(chainAct({ ...ACT, detail: { i } }, i, entries.at(-1)?.hash ?? AUDIT_BEGINNING));
  return entries;
}

test('the hash is SHA-256 of the values as JSON, members of objects in order', () => {
  const text = `[1,"${AUDIT_BEGINNING}",1700000000000,"marta","127.0.0.1","session.begin","marta","done",{"a":[1,null],"b":{"x":"ñ","y":0.5}}]`;
  const entry = chainAct({ ...ACT, detail: { b: { y: 0.5, x: 'ñ' }, a: [1, null] } }, 1, AUDIT_BEGINNING);
  expect(entry.hash).toBe(createHash('sha256').update(text).digest('hex'));
});

test('a whole chain has no fault, read in pieces or at once', () => {
  const walk = new AuditWalk();
  const entries = chain(5);
  expect([walk.add(entries.slice(0, 2)), walk.add(entries.slice(2))]).toEqual([null, null]);
  expect([walk.sequence, walk.hash]).toEqual([5, entries[4]?.hash]);
});

test('a change, a gap and a replaced entry are found at their place', () => {
  const changed = chain(5).map((entry) => (entry.sequence === 3 ? { ...entry, outcome: 'refused' as const } : entry));
  expect(new AuditWalk().add(changed)).toMatchObject({ sequence: 3, message: expect.stringContaining('changed') });
  expect(new AuditWalk().add(chain(5).filter(({ sequence }) => sequence !== 2))).toMatchObject({
    sequence: 3,
    message: expect.stringContaining('missing'),
  });
  const forged = chain(5);
  forged[1] = chainAct({ ...ACT, actor: 'somebody else' }, 2, forged[0]?.hash ?? '');
  expect(new AuditWalk().add(forged)).toMatchObject({ sequence: 3, message: expect.stringContaining('replaced') });
});
