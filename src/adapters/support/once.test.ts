/** An id is an act's own: told again it is answered as before, and no other act hides behind it. */

import { expect, test } from 'vitest';
import { createOnce } from './once.ts';

test('the same act again has the first answer, another one under its id is refused and not done', async () => {
  const once = createOnce<string>();
  const done: string[] = [];
  const tell = (asked: { kind: string; order?: string }) =>
    once('id', asked, async () => {
      done.push(asked.kind);
      return `answer ${done.length}`;
    });
  expect(await tell({ kind: 'order' })).toBe('answer 1');
  expect(await tell({ kind: 'order' })).toBe('answer 1');
  await expect(tell({ kind: 'cancel', order: '7' })).rejects.toMatchObject({ code: 'COMMAND_ID_CONFLICT' });
  expect(done).toEqual(['order']);
});

test('what failed without an answer may be tried again', async () => {
  const once = createOnce<string>();
  await expect(once('id', 1, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  expect(await once('id', 1, async () => 'done')).toBe('done');
});
