import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PinFile } from '../../src/adapters/secret-files/pin-file.ts';
import { bench, OWNER, PIN, temporaryFolder } from './harness.ts';

const MINUTE_MS = 60_000;

describe('the PIN in the chat', () => {
  test('resumes, and its message is deleted, whether it comes with the command or after it', async () => {
    const { ask, api, start, pin, control } = await bench();
    await pin.set(PIN);
    await start();
    await ask(`/resume ${PIN}`, 'Resumed');
    await ask('/resume', 'Send your PIN');
    await ask(PIN, 'Resumed');
    expect(control.commands).toMatchObject([
      { kind: 'resume', pinVerified: true },
      { kind: 'resume', pinVerified: true },
    ]);
    const written = api.delivered.flatMap((update) => update.message as { message_id: number; text: string });
    expect(api.deleted).toEqual(written.filter(({ text }) => text.includes(PIN)).map(({ message_id }) => message_id));
  });

  test('locks after five wrong tries for 15 minutes; wrong ones are deleted too; the kill switch still works', async () => {
    const { ask, api, press, start, pin, control, wait, codes, audited } = await bench();
    await pin.set(PIN);
    await start();
    await ask('/resume 000001', '4 tries left');
    await ask('000002', '3 tries left');
    await ask('000003', '2 tries left');
    await ask('/resume 000004', '1 try left');
    await ask('/resume 000005', 'locked until 2026-11-20 12:15 UTC');
    expect(api.deleted).toHaveLength(5);
    await ask(`/resume ${PIN}`, 'locked until');
    expect(api.deleted).toHaveLength(6);
    expect(control.commands).toEqual([]);

    const question = await ask('/killswitch', 'KILL SWITCH');
    await press(question.buttons[0]?.data, 'EMERGENCY');
    expect(control.commands).toMatchObject([{ kind: 'kill' }]);
    const pause = await ask('/pause', 'Pause?');
    await press(pause.buttons[0]?.data, 'PAUSE');

    wait(15 * MINUTE_MS);
    await ask(`/resume ${PIN}`, 'Resumed');
    expect(codes()).toContain('PIN_LOCKED');
    expect(JSON.stringify(audited)).not.toMatch(/271828|00000[1-5]/);
  });

  test('a kill asks the PIN and then a yes; wrong until it locks, it goes on with the yes alone', async () => {
    const { ask, press, start, pin, control } = await bench();
    await pin.set(PIN);
    await start();
    await ask('/killswitch', 'Send your PIN to close everything');
    const question = await ask(PIN, 'The PIN is right');
    expect(control.commands).toEqual([]);
    await press(question.buttons[0]?.data, 'EMERGENCY');
    for (let i = 1; i <= 4; i++) await ask(`/killswitch 99000${i}`, 'Wrong PIN');
    const last = await ask('990005', 'locked until');
    expect(last.text).toContain('KILL SWITCH');
    await press(last.buttons[0]?.data, 'EMERGENCY');
    expect(control.commands.map(({ kind }) => kind)).toEqual(['kill', 'kill']);
  });

  test.each([
    ['none was set', (_file: string) => {}, 'No PIN has been set'],
    ['its file is damaged', (file: string) => writeFileSync(file, '{"version":1,', { mode: 0o600 }), 'can not be checked'],
    ['others may read its file', (file: string) => writeFileSync(file, '{}', { mode: 0o644 }), 'can not be checked'],
  ])('where %s, a resume is refused and the kill switch works', async (_case, prepare, words) => {
    const { ask, press, start, control, folder } = await bench();
    prepare(join(folder, 'pin.json'));
    await start();
    await ask('/resume', words);
    await ask(`/resume ${PIN}`, words);
    const question = await ask(`/killswitch ${PIN}`, 'KILL SWITCH');
    await press(question.buttons[0]?.data, 'EMERGENCY');
    expect(control.commands.map(({ kind }) => kind)).toEqual(['kill']);
  });

  test('digits nobody asked for are deleted, and a PIN that stays readable is told', async () => {
    const { ask, api, start, pin, wait } = await bench();
    await pin.set(PIN);
    await start();
    await ask(PIN, 'I did not ask for a PIN');
    await ask('/resume', 'Send your PIN');
    wait(60_001);
    await ask(PIN, 'I did not ask for a PIN');
    for (const slip of [`resume ${PIN}`, `/resum ${PIN}`, `/${PIN}`, '27 18 28']) await ask(slip, 'I did not ask for a PIN');
    expect(api.deleted).toHaveLength(6);
    await ask('/approve 271828', 'Approved');
    expect(api.deleted).toHaveLength(6);
    api.fail('deleteMessage', { kind: 'error', status: 400, description: "Bad Request: message can't be deleted" });
    await ask(`/resume ${PIN}`, 'delete it yourself');
  });

  test('a PIN in a message that is too old is deleted and does nothing', async () => {
    const { api, start, pin, control, now } = await bench();
    await pin.set(PIN);
    const id = api.write(`/resume ${PIN}`, { from: OWNER, at: now() - 2 * MINUTE_MS });
    await start();
    await api.says('too old');
    await api.until(() => api.deleted.includes(id), 'the message to be deleted');
    expect(control.commands).toEqual([]);
  });
});

describe('the PIN on disk', () => {
  const file = () => join(temporaryFolder(), 'pin.json');

  test('is a salted scrypt hash in a file of its owner alone: two of the same PIN differ', async () => {
    const [one, two] = [file(), file()];
    await new PinFile(one).set(PIN);
    await new PinFile(two).set(PIN);
    expect(statSync(one).mode & 0o777).toBe(0o600);
    const [first, second] = [readFileSync(one, 'utf8'), readFileSync(two, 'utf8')];
    expect(first).not.toContain(PIN);
    expect(JSON.parse(first).hash).toMatchObject({ function: 'scrypt', cost: { N: 32_768, r: 8, p: 3 } });
    expect(JSON.parse(first).hash.key).not.toBe(JSON.parse(second).hash.key);
  });

  test('counts tries over restarts, also those whose answer never came, and keeps the lock', async () => {
    const path = file();
    let now = 1_000_000;
    const fresh = () => new PinFile(path, () => now);
    await fresh().set(PIN);
    for (let left = 4; left >= 1; left--) expect(await fresh().verify('314159')).toEqual({ kind: 'wrong', triesLeft: left });
    // The process is killed while it compares: the try was written down before.
    const cut = fresh().verify('314159');
    expect(JSON.parse(readFileSync(path, 'utf8')).tries.wrong).toBe(4);
    await cut;
    expect(await fresh().verify(PIN)).toEqual({ kind: 'locked', until: 1_000_000 + 15 * MINUTE_MS });
    expect(fresh().state()).toEqual({ kind: 'locked', until: 1_000_000 + 15 * MINUTE_MS });
    now += 15 * MINUTE_MS;
    expect(await fresh().verify('314159')).toEqual({ kind: 'wrong', triesLeft: 4 });
    expect(await fresh().verify(PIN)).toEqual({ kind: 'right' });
    expect(await fresh().verify('314159')).toEqual({ kind: 'wrong', triesLeft: 4 });
  });

  test('two tries at once are two tries', async () => {
    const pin = new PinFile(file());
    await pin.set(PIN);
    const verdicts = await Promise.all(['111112', '111113', '111114', '111115', '111116', PIN].map((each) => pin.verify(each)));
    expect(verdicts.map(({ kind }) => kind)).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked', 'locked']);
  });

  test.each(['12345', '123456', '654321', '777777', 'abcdef', '1234567890123', ''])('%j is no PIN', async (weak) => {
    await expect(new PinFile(file()).set(weak)).rejects.toMatchObject({ code: 'PIN_WEAK' });
  });
});
