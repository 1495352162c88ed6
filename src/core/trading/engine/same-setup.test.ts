import { describe, expect, test } from 'vitest';
import { expectSameSetup } from './same-setup.ts';

const SETUP = { config: { leverage: 2, strategies: [{ id: 'sma-cross', parameters: { fast: 9 } }] }, cash: 1_000 };
const changed = (config: object) => ({ ...SETUP, config: { ...SETUP.config, ...config } });

describe('a journal that was begun with other settings', () => {
  test.each([
    ['a figure', changed({ leverage: 3 }), 'config.leverage was 2, now it is 3.'],
    [
      'a parameter',
      changed({ strategies: [{ id: 'sma-cross', parameters: { fast: 12 } }] }),
      'config.strategies.0.parameters.fast was 9, now it is 12.',
    ],
    ['something new', changed({ approvals: true }), 'config.approvals was not there, now it is true.'],
    [
      'another strategy beside',
      changed({ strategies: [...SETUP.config.strategies, { id: 'rsi' }] }),
      'config.strategies.1 was not there, now it is {"id":"rsi"}.',
    ],
  ])('is refused with %s named, and what to do', (_, now, words) => {
    expect(() => expectSameSetup(SETUP, now)).toThrow(expect.objectContaining({ code: 'SESSION_CHANGED', exitCode: 3 }));
    expect(() => expectSameSetup(SETUP, now)).toThrow(words);
    expect(() => expectSameSetup(SETUP, now)).toThrow(
      /positions and the stops at the venue stay .* Go back to what was; or go back, close the positions/,
    );
  });
});

test('the same settings go on, in whatever order they are written', () => {
  expect(() => expectSameSetup(SETUP, { cash: 1_000, config: { ...SETUP.config, signals: undefined } })).not.toThrow();
});
