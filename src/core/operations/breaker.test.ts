import { expect, test } from 'vitest';
import { Breaker } from './breaker.ts';

const MINUTE = 60_000;

function opened(at: number): Breaker {
  const breaker = new Breaker();
  for (let count = 0; count < 5; count++) breaker.failed(at);
  return breaker;
}

test('the fifth failure in a row opens it, the fourth does not', () => {
  const breaker = new Breaker();
  for (let count = 0; count < 4; count++) breaker.failed(1_000);
  expect(breaker.stateAt(1_000)).toBe('CLOSED');
  breaker.failed(1_000);
  expect(breaker.stateAt(1_000)).toBe('OPEN');
});

test('a success in between begins the count anew', () => {
  const breaker = new Breaker();
  for (let count = 0; count < 4; count++) breaker.failed(0);
  breaker.succeeded(0);
  for (let count = 0; count < 4; count++) breaker.failed(0);
  expect(breaker.stateAt(0)).toBe('CLOSED');
});

test('it is half open 60 s after it opened, and three successes close it', () => {
  const breaker = opened(0);
  expect(breaker.stateAt(MINUTE - 1)).toBe('OPEN');
  expect(breaker.stateAt(MINUTE)).toBe('HALF_OPEN');
  breaker.succeeded(MINUTE);
  breaker.succeeded(MINUTE);
  expect(breaker.stateAt(MINUTE)).toBe('HALF_OPEN');
  breaker.succeeded(MINUTE);
  expect(breaker.stateAt(MINUTE)).toBe('CLOSED');
});

test('successes while it is open do not close it', () => {
  const breaker = opened(0);
  for (let count = 0; count < 9; count++) breaker.succeeded(1_000);
  expect(breaker.stateAt(1_000)).toBe('OPEN');
});

test('one failure while it is half open opens it for another 60 s, and takes back the successes', () => {
  const breaker = opened(0);
  breaker.succeeded(MINUTE);
  breaker.succeeded(MINUTE);
  breaker.failed(MINUTE);
  expect(breaker.stateAt(2 * MINUTE - 1)).toBe('OPEN');
  breaker.succeeded(2 * MINUTE);
  expect(breaker.stateAt(2 * MINUTE)).toBe('HALF_OPEN');
});
