import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from './secret.ts';

test('is told nowhere but where it is asked for', () => {
  const secret = new Secret('planted');
  const ways = [
    `${secret}`,
    String(secret),
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ deep: [{ secret }] }, { depth: 9, showHidden: true }),
    format('%s %o %j', secret, secret, secret),
    new Error(`failed with ${secret}`).stack ?? '',
    JSON.stringify(Object.entries(secret)),
    String(structuredClone({ ...secret })),
  ];
  for (const way of ways) expect(way).not.toContain('planted');
  expect(ways[0]).toBe('[secret]');
  expect(secret.reveal()).toBe('planted');
});
