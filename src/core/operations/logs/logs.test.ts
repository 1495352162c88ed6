import { expect, test } from 'vitest';
import { goesOn, levelOf } from './log-level.ts';
import { REDACTED, redactor } from './redact.ts';

test('lines as the processes say them, each with its level', () => {
  const expected = {
    error: [
      'bug in GET /x (6f96): Error: no',
      'the trader was ended by SIGKILL; it is started again',
      'the web ended with code 7; it is started again',
      'the trader does not start: somebody is there [INSTANCE_RUNNING]; it is started again',
      'not recorded: owner pause asked (disk full)',
      'TypeError: x is not a function',
      'STRATEGY_FAILED: ema-cross threw',
      'LEASE_LOST: another has taken over',
    ],
    warning: [
      '(node:12) Warning: something',
      "the database can't be used yet: no",
      'market feed down: closed',
      'CLOCK_OFF: 900 ms',
      'compared with the venue: 2 differences',
      'candle of BTCUSDT that closed at 2026-01-01T00:00:00.000Z came too late and is missing',
    ],
    info: [
      'SIGTERM: stopping',
      'the trader is started again, as was asked for',
      'the trader runs again',
      'compared with the venue: clean',
      'MODE_CHANGED: PAUSE',
      'signals are taken at http://localhost:8080',
      'the web ended with code 0',
    ],
  } as const;
  for (const [level, lines] of Object.entries(expected))
    for (const line of lines) expect.soft([levelOf(line), line]).toEqual([level, line]);
  expect([goesOn('    at run (x.ts:1)'), goesOn('x'), goesOn('')]).toEqual([true, false, false]);
});

test('known secrets never stay, nor what looks like one; plain words do', () => {
  const clean = redactor(['S3cret-of-bybit', 'S3cret-of-bybit-and-more', 'abc']);
  expect(clean('key S3cret-of-bybit-and-more and S3cret-of-bybit.')).toBe(`key ${REDACTED} and ${REDACTED}.`);
  expect(clean('abc is short')).toBe('abc is short');
  const planted = [
    ['Authorization: Bearer eyJhbGciOi.J9.abcdefgh', 'eyJhbGciOi'],
    ['postgres://atalaya:hunter2hunter2@db/x', 'hunter2hunter2'],
    ['open http://localhost:8500/enter?token=Zm9vYmFyYmF6', 'Zm9vYmFyYmF6'],
    ['open http://localhost:8500/setup#code=K7QF-99PX-A3', 'K7QF'],
    ['{"apiKey":"AKIA1234567890","secret": "zzzz-1111"}', 'AKIA1234567890'],
    ['{"apiKey":"AKIA1234567890","secret": "zzzz-1111"}', 'zzzz-1111'],
    ['telegram https://api.telegram.org/bot123456789:AAH-abcdefghijklmnopqrstuvwxyz01234/x', 'AAH-abc'],
    ['password=correct-horse', 'correct-horse'],
    ['token atalaya_0123456789abcdef0123', '0123456789abcdef0123'],
  ] as const;
  for (const [line, secret] of planted) expect.soft(clean(line)).not.toContain(secret);
  for (const plain of [
    'the web ended with code 7',
    'PIN_MISSING: with real money',
    'signals are taken at http://localhost:8080',
    'mode: NORMAL',
  ])
    expect.soft(clean(plain)).toBe(plain);
});
