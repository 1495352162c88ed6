import { describe, expect, test } from 'vitest';
import { instantOf, wallTime } from './wall-time.ts';

describe('times of a zone', () => {
  test('Madrid is two hours ahead of UTC in summer and one in winter', () => {
    expect(instantOf('2026-07-01T14:00', 'Europe/Madrid')).toBe(Date.parse('2026-07-01T12:00Z'));
    expect(instantOf('2026-01-01T14:00', 'Europe/Madrid')).toBe(Date.parse('2026-01-01T13:00Z'));
    expect(wallTime(Date.parse('2026-07-01T12:00Z'), 'Europe/Madrid')).toBe('2026-07-01T14:00');
  });

  test('right after the clocks were put forward, on 29 March 2026 at 01:00 UTC', () => {
    expect(instantOf('2026-03-29T03:30', 'Europe/Madrid')).toBe(Date.parse('2026-03-29T01:30Z'));
    expect(instantOf('2026-03-29T01:30', 'Europe/Madrid')).toBe(Date.parse('2026-03-29T00:30Z'));
  });

  test('what is no time is none', () => {
    expect(instantOf('', 'UTC')).toBeUndefined();
  });
});
