/** The gateway's times against the calendar: New York is UTC-5 in January and UTC-4 in July; 2024-11-03 01:30 happens twice there, first in summer time. */

import { expect, test } from 'vitest';
import { instantOf, utcText } from './wire-time.ts';

test.each([
  ['20240116-14:30:00', '2024-01-16T14:30:00Z'],
  ['20240116 09:30:00 America/New_York', '2024-01-16T14:30:00Z'],
  ['20240716  09:30:00 US/Eastern', '2024-07-16T13:30:00Z'],
  ['20241103 01:30:00 America/New_York', '2024-11-03T05:30:00Z'],
  ['20241103 02:30:00 America/New_York', '2024-11-03T07:30:00Z'],
  ['20240116 15:30:00 Europe/Madrid', '2024-01-16T14:30:00Z'],
])('%s is %s', (text, instant) => {
  expect(instantOf(text)).toBe(Date.parse(instant));
});

test.each(['20240116 09:30:00', '20240116 09:30:00 Nowhere/Land', '', 'yesterday'])('"%s" is no instant', (text) => {
  expect(instantOf(text)).toBeNull();
});

test('a time is sent in UTC', () => {
  expect(utcText(Date.parse('2024-01-16T14:30:00Z'))).toBe('20240116-14:30:00');
});
