/**
 * What can be promised about a notice. Telegram takes no key that would make a second sending of the same message harmless, and a bot cannot read what
 * it sent. So, where the line breaks before Telegram has the message, it is delivered once; where only the answer is lost, nobody can know, and it is
 * sent again under the same number with the mark of a possible repeat.
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DurableOutbox } from '../../src/adapters/support/durable-outbox.ts';
import type { Notice } from '../../src/core/operations/outbox/notice.ts';
import { bench, OWNER, PIN } from './harness.ts';

const notice = (id: string, more: Partial<Notice> = {}): Notice => ({
  ...{ id, at: Date.UTC(2026, 10, 20, 12), severity: 'warning', code: 'SLIPPAGE_HIGH', text: `notice ${id}`, channel: 'telegram' },
  ...more,
});

describe('a notice', () => {
  test('arrives once, numbered, and counts as delivered with Telegram’s own message number', async () => {
    const { api, start, outbox, openOutbox, stop } = await bench();
    outbox.post(notice('a'));
    await start();
    const sent = await api.says('notice a');
    expect(sent.text).toBe('#1 · WARNING · SLIPPAGE_HIGH\nnotice a');
    outbox.post(notice('a'));
    outbox.post(notice('b'));
    await api.says('#2 · WARNING');
    await stop();
    expect(api.sent).toHaveLength(2);
    expect(openOutbox().waiting('telegram').count).toBe(0);
  });

  test('that is longer than Telegram takes comes in parts, in order, each at most 4,096 characters', async () => {
    const { api, start, outbox } = await bench();
    const lines = Array.from({ length: 300 }, (_, i) => `${i} ${'x'.repeat(30)}`);
    outbox.post(notice('long', { text: lines.join('\n') }));
    outbox.post(notice('after'));
    await start();
    await api.says('notice after');
    const parts = api.sent.slice(0, -1).map(({ text }) => text);
    expect(parts.map((text) => text.split('\n')[0])).toEqual(['1/3', '2/3', '3/3'].map((part) => `#1 · WARNING · SLIPPAGE_HIGH · ${part}`));
    expect(Math.max(...parts.map((text) => text.length))).toBeLessThanOrEqual(4096);
    expect(parts.flatMap((text) => text.split('\n').slice(1))).toEqual(lines);
  });

  test('waits as long as Telegram asks (429), and those behind it wait too', async () => {
    const { api, start, outbox, wait } = await bench();
    api.fail('sendMessage', { kind: 'error', status: 429, retryAfter: 35, description: 'Too Many Requests: retry after 35' });
    outbox.post(notice('a'));
    await start();
    await expect.poll(() => outbox.waiting('telegram').failure, { interval: 5 }).toBe('TELEGRAM_429');
    const tries = () => api.calls.filter(({ method }) => method === 'sendMessage').length;
    wait(34_000);
    outbox.post(notice('b'));
    outbox.post(notice('c'));
    expect(tries()).toBe(1);
    wait(1_000);
    outbox.post(notice('d'));
    await api.says('notice d');
    expect(api.sent.map(({ text }) => text.split('\n')[1])).toEqual(['notice a', 'notice b', 'notice c', 'notice d']);
    expect(api.sent.every(({ text }) => !text.includes('↻'))).toBe(true);
  });

  test('whose line breaks before Telegram has it is delivered exactly once', async () => {
    const { api, start, outbox, wait } = await bench();
    api.fail('sendMessage', { kind: 'cut-before' });
    outbox.post(notice('a'));
    await start();
    await expect.poll(() => outbox.waiting('telegram').attempts, { interval: 5 }).toBe(1);
    wait(2_000);
    outbox.post(notice('b'));
    await api.says('notice b');
    expect(api.sent.filter(({ text }) => text.includes('notice a'))).toHaveLength(1);
  });

  test('whose answer is lost comes again under the same number with the mark of a repeat, and is delivered once by our books', async () => {
    const { api, start, outbox, wait, folder, stop } = await bench();
    api.fail('sendMessage', { kind: 'cut-after' });
    outbox.post(notice('a'));
    await start();
    await api.says('notice a');
    await expect.poll(() => outbox.waiting('telegram').attempts, { interval: 5 }).toBe(1);
    wait(2_000);
    outbox.post(notice('b'));
    await api.says('notice b');
    await stop();
    expect(api.sent.map(({ text }) => text.split('\n')[0])).toEqual([
      '#1 · WARNING · SLIPPAGE_HIGH',
      '#1 · WARNING · SLIPPAGE_HIGH · ↻',
      '#2 · WARNING · SLIPPAGE_HIGH',
    ]);
    const kept = JSON.parse(readFileSync(join(folder, 'outbox.json'), 'utf8'));
    expect(kept.messages[0]).toMatchObject({ state: 'delivered', receipts: [{ part: 0, messageId: String(api.sent[1]?.message_id) }] });
  });

  test('is never marked as sent through 5xx, and goes out when Telegram is back, after a restart of ours too', async () => {
    const { api, start, outbox, wait, stop } = await bench();
    await api.close();
    outbox.post(notice('a'));
    await start();
    await expect.poll(() => outbox.waiting('telegram'), { interval: 5 }).toMatchObject({ count: 1, failure: 'TELEGRAM_ECONNREFUSED' });
    await stop();
    expect(outbox.waiting('telegram').count).toBe(1);
    await api.listen();
    api.fail('sendMessage', { kind: 'error', status: 502, description: 'Bad Gateway' });
    wait(60_000);
    await start();
    await expect.poll(() => outbox.waiting('telegram').failure, { interval: 5 }).toBe('TELEGRAM_502');
    wait(60_000);
    outbox.post(notice('b'));
    await api.says('notice b');
    expect(api.sent.filter(({ text }) => text.includes('notice a'))).toHaveLength(1);
  });

  test('makes no sound while muted, unless it is an ERROR or CRITICAL', async () => {
    const { api, start, outbox, now } = await bench();
    outbox.mute('telegram', now() + 60_000);
    outbox.post(notice('quiet'));
    outbox.post(notice('loud', { severity: 'error' }));
    await start();
    await api.says('notice loud');
    expect(api.sent.map(({ silent }) => silent)).toEqual([true, false]);
  });
});

describe('an alert', () => {
  test('that nobody acknowledges is sent again and demands PAUSE; /ack in the chat ends both', async () => {
    const { api, ask, start, outbox, control, now, wait } = await bench();
    control.command = async (command) => {
      if (command.kind === 'ack') outbox.acknowledge(command.alert);
      return { ok: true };
    };
    outbox.post(notice('feed', { severity: 'critical', code: 'FEED_SILENT' }));
    await start();
    await expect.poll(() => outbox.waiting('telegram').count, { interval: 5 }).toBe(0);
    wait(3_600_000);
    expect(outbox.escalate(['telegram'], now())).toMatchObject([{ mode: 'PAUSE', numbers: [1] }]);
    await api.says('#1 · CRITICAL · FEED_SILENT · ⏰ 1');
    await ask('/ack 1', 'Noted');
    expect(outbox.escalate(['telegram'], now())).toEqual([]);
    expect(outbox.alerts).toEqual([]);
  });
});

describe('the line to Telegram', () => {
  test('polling goes on through cut lines, 5xx and 429, and each outage is audited once', async () => {
    const { api, ask, start, codes } = await bench();
    api.fail('getMe', { kind: 'cut-before' });
    api.fail('deleteWebhook', { kind: 'error', status: 500, description: 'Internal Server Error' });
    api.fail('getUpdates', { kind: 'cut-after' });
    await start();
    await ask('/mode', 'NORMAL');
    const line = codes().filter((code) => code?.startsWith('TELEGRAM_'));
    expect(line.filter((code) => code === 'TELEGRAM_CONNECTED').length).toBeGreaterThan(0);
    expect(line.at(-1)).toBe('TELEGRAM_CONNECTED');
  });

  test('a second program with the same token is told, not fought, and a stop does not wait for it', async () => {
    const { api, start, stop, codes } = await bench();
    api.fail('getUpdates', { kind: 'error', status: 409, description: 'Conflict: terminated by other getUpdates request' });
    await start();
    await expect.poll(() => codes(), { interval: 5 }).toContain('TELEGRAM_409');
    const before = Date.now();
    await stop();
    expect(Date.now() - before).toBeLessThan(2_000);
    expect(api.calls.filter(({ method }) => method === 'getUpdates')).toHaveLength(1);
  });

  test('an answer that Telegram asks to wait for comes after the wait', async () => {
    const { api, ask, start } = await bench();
    await start();
    api.fail('sendMessage', { kind: 'error', status: 429, retryAfter: 1, description: 'Too Many Requests: retry after 1' });
    const before = Date.now();
    await ask('/mode', 'NORMAL');
    expect(Date.now() - before).toBeGreaterThanOrEqual(950);
  });

  test('a wrong token is told by its code, and appears nowhere', async () => {
    const { start, codes, audited, outbox, folder, api } = await bench();
    const token = '99999:not-the-right-one';
    outbox.post(notice('a'));
    await start({ token });
    await api.until(() => api.calls.filter(({ method }) => method === 'sendMessage').length > 0, 'a try');
    await expect.poll(() => codes(), { interval: 5 }).toContain('TELEGRAM_401');
    await api.close();
    expect(JSON.stringify(audited) + readFileSync(join(folder, 'outbox.json'), 'utf8')).not.toContain('not-the-right-one');
    await expect(start({ token: 'hello' })).rejects.toThrow(
      /^expected a token as @BotFather gives it \(digits, a colon, letters\), found another text$/,
    );
  });
});

describe('a restart', () => {
  test('does not do again what was done, though Telegram hands it out again', async () => {
    const { api, ask, start, stop, pin, control } = await bench();
    await pin.set(PIN);
    await start();
    await ask('/approve 1', 'Approved');
    await ask(`/resume ${PIN}`, 'Resumed');
    await stop();
    const before = [...api.delivered];
    api.redeliver(before);
    await start();
    await ask('/mode', 'NORMAL');
    expect(api.delivered.filter(({ update_id }) => update_id === before[0]?.update_id)).toHaveLength(2);
    expect(control.commands.map(({ kind }) => kind)).toEqual(['approve', 'resume']);
  });

  test('takes up updates whose numbers begin lower than before, as they do after a quiet week', async () => {
    const { api, ask, start, stop } = await bench();
    await start();
    await ask('/mode', 'NORMAL');
    await stop();
    const message = { message_id: 900, date: 1_795_176_000, text: '/orders', from: { id: OWNER }, chat: { id: OWNER, type: 'private' } };
    api.redeliver([{ update_id: 17, message }]);
    await start();
    await api.says('none');
  });

  test('makes a button of before do nothing', async () => {
    const { ask, press, start, stop, control } = await bench();
    await start();
    const question = await ask('/killswitch', 'KILL SWITCH');
    await stop();
    await start();
    await press(question.buttons[0]?.data, 'used or is too old');
    expect(control.commands).toEqual([]);
  });

  test('between sending and receipt sends again, marked', async () => {
    const { api, start, outbox, openOutbox } = await bench();
    outbox.post(notice('a'));
    // The process dies here: the parcel was taken, nobody heard of it again.
    expect(outbox.take('telegram', 0).kind).toBe('send');
    await start({ outbox: openOutbox() });
    expect((await api.says('notice a')).text).toContain('#1 · WARNING · SLIPPAGE_HIGH · ↻');
  });
});

describe('the outbox on disk', () => {
  test('is its owner’s alone, and one that is damaged stops the start', async () => {
    const { folder, outbox, openOutbox } = await bench();
    outbox.post(notice('a'));
    const file = join(folder, 'outbox.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -10));
    expect(openOutbox).toThrow(expect.objectContaining({ code: 'OUTBOX_DAMAGED', exitCode: 3 }));
  });

  test('that cannot be written still lets alerts out, and says so', async () => {
    const { api, start, folder } = await bench();
    const troubles: unknown[] = [];
    const outbox = new DurableOutbox(join(folder, 'no-such-folder', 'outbox.json'), (error) => troubles.push(error));
    outbox.post(notice('disk', { severity: 'critical', code: 'DISK_FULL' }));
    await start({ outbox });
    await api.says('DISK_FULL');
    expect(troubles.length).toBeGreaterThan(0);
  });
});
