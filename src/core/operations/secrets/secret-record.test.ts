import { expect, test } from 'vitest';
import { kindOfSecret, wrongField } from './known-secrets.ts';
import {
  emptyRecord,
  endEarlier,
  endOf,
  faulted,
  givenUp,
  put,
  readExpiry,
  removed,
  rotate,
  type SealedVersion,
  type SecretRecord,
  stateOf,
  verified,
} from './secret-record.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23);

const sealed = (version: number, expiresAt: number | null = null): SealedVersion => ({
  label: { name: 'venue.kraken', part: 'trader', version, createdAt: NOW, createdBy: 'marta', expiresAt },
  sealed: `sealed ${version}`,
  verifiedAt: null,
  fault: null,
});
const started = (expiresAt: number | null = null) => put(emptyRecord('venue.kraken'), sealed(1, expiresAt), NOW);
const taken = (result: ReturnType<typeof rotate>): SecretRecord => {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const codeOf = (result: ReturnType<typeof rotate>) => (result.ok ? null : result.refusal.code);
const history = ({ past }: SecretRecord) => past.map(({ version, why }) => `${version} ${why}`);

test('a new one waits beside the old one until it was seen to work, and only then the old one is destroyed', () => {
  const rotating = taken(rotate(started(), sealed(2), NOW + 1));
  expect([rotating.active?.sealed, rotating.candidate?.sealed, stateOf(rotating, NOW)]).toEqual(['sealed 1', 'sealed 2', 'rotating']);
  const refused = faulted(rotating, 2, { code: 'KEY_REFUSED', message: 'no', at: NOW });
  expect([refused.active?.sealed, refused.candidate?.fault?.code]).toEqual(['sealed 1', 'KEY_REFUSED']);
  const done = verified(refused, 2, NOW + 2);
  expect([done.active?.sealed, done.active?.verifiedAt, done.active?.fault, done.candidate]).toEqual(['sealed 2', NOW + 2, null, null]);
  expect(history(done)).toEqual(['1 replaced']);
  expect(JSON.stringify(done)).not.toContain('sealed 1');
});

test('seeing the one in use work changes nothing of one that waits', () => {
  const rotating = taken(rotate(started(), sealed(2), NOW));
  const seen = verified(rotating, 1, NOW + 5);
  expect([seen.active?.verifiedAt, seen.candidate?.label.version]).toEqual([NOW + 5, 2]);
  expect(verified(rotating, 7, NOW)).toEqual(rotating);
});

test('what is replaced, given up or removed leaves its version and no value', () => {
  const second = taken(rotate(taken(rotate(started(), sealed(2), NOW)), sealed(3), NOW));
  expect(history(second)).toEqual(['2 given-up']);
  expect(history(taken(givenUp(second, NOW)))).toEqual(['3 given-up', '2 given-up']);
  const gone = taken(removed(second, NOW));
  expect(history(gone)).toEqual(['1 removed', '3 removed', '2 given-up']);
  expect([stateOf(gone, NOW), gone.nextVersion, JSON.stringify(gone).includes('sealed ')]).toEqual(['missing', 4, false]);
  expect([codeOf(rotate(gone, sealed(4), NOW)), codeOf(removed(gone, NOW)), codeOf(givenUp(gone, NOW))]).toEqual(
    Array.from({ length: 3 }, () => 'SECRET_UNKNOWN'),
  );
});

test('an end comes nearer and is never put off; from 14 days before it is told', () => {
  const record = started(NOW + 30 * DAY);
  expect([stateOf(record, NOW), stateOf(record, NOW + 16 * DAY), stateOf(record, NOW + 30 * DAY)]).toEqual([
    'unverified',
    'ends-soon',
    'expired',
  ]);
  const nearer = taken(endEarlier(record, NOW + DAY));
  expect(endOf(nearer)).toBe(NOW + DAY);
  expect(codeOf(endEarlier(nearer, NOW + 2 * DAY))).toBe('SECRET_EXPIRY');
  // A new one has its own end.
  expect(endOf(put(nearer, sealed(2), NOW))).toBeNull();
  expect([readExpiry(NOW, NOW).ok, readExpiry(NOW + 1, NOW).ok, readExpiry(null, NOW).ok, readExpiry(NOW + 1_096 * DAY, NOW).ok]).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test.each([
  ['venue.kraken', 'venue'],
  ['venue.', null],
  ['venue', null],
  ['venue.Kraken', null],
  ['venue.a/../b', null],
  ['telegram', 'telegram'],
  ['telegram.x', null],
  ['__proto__', null],
])('%s is of kind %s', (name, kind) => {
  expect(kindOfSecret(name)?.id ?? null).toBe(kind);
});

test('the first field that is not what it should be is named', () => {
  const kind = kindOfSecret('telegram');
  if (kind === null) throw new Error('there is such a kind');
  expect(wrongField(kind, { token: '1:a', chat: '42' })).toBeNull();
  expect(wrongField(kind, { token: '1:a', chat: '-42' })?.id).toBe('chat');
  expect(wrongField(kind, { token: 'a b', chat: '42' })?.id).toBe('token');
  expect(wrongField(kind, {})?.id).toBe('token');
});
