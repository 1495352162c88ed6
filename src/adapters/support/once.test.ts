/** An id is an act's own: told again it is answered as before, and no other act hides behind it. */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createOnce, SECRET_SHOWN_MS } from './once.ts';

/** Makes another one each time it is let. */
function maker() {
  let made = 0;
  return async () => `made ${++made}`;
}

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

test('without a key each is done, and is another one', async () => {
  const [once, make] = [createOnce<string>(), maker()];
  expect([await once(undefined, 1, make), await once(undefined, 1, make)]).toEqual(['made 1', 'made 2']);
});

test('nothing is kept of what was made without a key: it can be collected', async () => {
  const once = createOnce<object>({ shownMs: SECRET_SHOWN_MS });
  const made = new WeakRef(await once(undefined, null, async () => ({ token: 'secret' })));
  const shown = new WeakRef(await once('key', null, async () => ({ token: 'shown again' })));
  setFlagsFromString('--expose-gc');
  await new Promise((done) => setImmediate(done));
  runInNewContext('gc')();
  expect([made.deref(), shown.deref()]).toEqual([undefined, { token: 'shown again' }]);
});

describe('what makes a secret', () => {
  afterEach(() => void vi.useRealTimers());

  test('the same key gives it again for five minutes, and is refused afterwards instead of making another', async () => {
    vi.useFakeTimers();
    const [once, make] = [createOnce<string>({ conflict: 'IDEMPOTENCY_CONFLICT', shownMs: SECRET_SHOWN_MS }), maker()];
    expect(await once('k', { name: 'a' }, make)).toBe('made 1');
    vi.advanceTimersByTime(299_000);
    expect(await once('k', { name: 'a' }, make)).toBe('made 1');
    await expect(once('k', { name: 'b' }, make)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    vi.advanceTimersByTime(2_000);
    await expect(once('k', { name: 'a' }, make)).rejects.toMatchObject({ code: 'SECRET_SHOWN_CONFLICT' });
    expect(await once('other', { name: 'a' }, make)).toBe('made 2');
  });

  test('an act without a secret is told as long as it is remembered', async () => {
    vi.useFakeTimers();
    const [once, make] = [createOnce<string>(), maker()];
    expect(await once('k', 1, make)).toBe('made 1');
    vi.advanceTimersByTime(24 * 3_600_000);
    expect(await once('k', 1, make)).toBe('made 1');
  });
});
