import { expect, test } from 'vitest';
import { joinStreams } from './join-streams.ts';
import type { StreamHandlers } from './keep-stream.ts';

test('several streams are up together and down at the first', () => {
  const log: string[] = [];
  const each: StreamHandlers[] = [];
  const opener = (name: string) => (handlers: StreamHandlers) => {
    each.push(handlers);
    return { close: () => log.push(`${name} closed`) };
  };
  const joined = joinStreams([opener('a'), opener('b')], {
    up: () => log.push('up'),
    down: (reason) => log.push(`down ${reason}`),
    broke: (reason) => log.push(`broke ${reason}`),
    unreadable: (message) => log.push(message),
  });
  const [a, b] = each;
  a?.down('a', 'not yet');
  a?.up('a');
  b?.up('b');
  b?.down('b', 'gone');
  a?.down('a', 'gone too');
  b?.up('b');
  a?.up('a');
  a?.unreadable('a', new Error('what is this'));
  joined.close();
  expect(log).toEqual([
    'broke not yet',
    'up',
    'broke gone',
    'down gone',
    'broke gone too',
    'up',
    'a: what is this',
    'a closed',
    'b closed',
  ]);
});
