/** Times inside sentences: by the clock of Madrid, worked out by hand (UTC + 1 h in winter, + 2 h in summer). */

import { expect, test } from 'vitest';
import { withTimes } from './told-times.ts';

const plainSpaces = (text: string) => text.replaceAll(/\s/g, ' ');

test('are told in the zone and language of the page, and nothing else is touched', () => {
  const sentence = 'lost at 2024-01-31T23:30:00Z, back at 2024-07-01T10:00:05Z, SHA 2024-01-31';
  expect(plainSpaces(withTimes(sentence, { language: 'es', zone: 'Europe/Madrid' }))).toBe(
    'lost at 1 feb 2024, 00:30, back at 1 jul 2024, 12:00:05, SHA 2024-01-31',
  );
  expect(plainSpaces(withTimes(sentence, { language: 'en', zone: 'UTC' }))).toMatch(/^lost at 31 Jan 2024, 23:30, back at/);
});
