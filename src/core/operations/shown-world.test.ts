import { expect, test } from 'vitest';
import { shownWorld } from './shown-world.ts';

test('a session on a venue is real except in dev, where only simulators are reached', () => {
  expect(shownWorld({ world: 'real', environment: 'dev' })).toBe('simulated');
  expect(shownWorld({ world: 'real', environment: 'staging' })).toBe('real');
  expect(shownWorld({ world: 'real', environment: 'prod' })).toBe('real');
  expect(shownWorld({ world: 'paper', environment: 'dev' })).toBe('paper');
});
