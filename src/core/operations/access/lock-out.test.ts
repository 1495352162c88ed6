import { expect, test } from 'vitest';
import { allowancesOf, countTry, type Failures, lockedUntil, networkOf } from './lock-out.ts';

/** Seconds of waiting after each of `tries` wrong ones, each at the first moment it is judged. */
function waits(tries: number): number[] {
  let now = 1_000_000;
  let failures: Failures | null = null;
  return Array.from({ length: tries }, () => {
    failures = countTry(failures, now);
    const until = lockedUntil(failures) ?? now;
    const waited = (until - now) / 1000;
    now = until;
    return waited;
  });
}

test('four wrong tries are free, the fifth costs 30 s, then twice as much each, at most 15 minutes', () => {
  expect(waits(12)).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
});

test('a thousand guesses of a six digit code take more than ten days', () => {
  const days = waits(1000).reduce((sum, each) => sum + each, 0) / 86_400;
  expect(days).toBeGreaterThan(10);
});

test('after a day without a wrong try the allowance is whole again, not before', () => {
  const locked = { count: 9, lastAt: 0 };
  expect(countTry(locked, 86_400_000 - 1).count).toBe(10);
  expect(countTry(locked, 86_400_000).count).toBe(1);
});

test('strangers share the allowance of account and address; who has entered before has one apart', () => {
  const stranger = { account: 'u1', address: '203.0.113.9', device: null, deviceIsKnown: false, addressIsKnown: false };
  expect(allowancesOf(stranger)).toEqual(['account u1', 'address 203.0.113.9']);
  const owner = allowancesOf({ ...stranger, device: 'd1', deviceIsKnown: true });
  const home = allowancesOf({ ...stranger, addressIsKnown: true });
  for (const own of [...owner, ...home]) expect(allowancesOf(stranger)).not.toContain(own);
  // A token that only claims to be of a device is a stranger's.
  expect(allowancesOf({ ...stranger, device: 'made up' })).toEqual(allowancesOf(stranger));
});

test('addresses of one IPv6 network count as one, IPv4 written as IPv6 as IPv4', () => {
  expect(networkOf('2001:db8:1:2:aaaa::1')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:0db8:0001:0002::ffff')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8:1:3::1')).toBe('2001:db8:1:3::/64');
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
});
