import { describe, expect, test } from 'vitest';
import { WORDS } from '../../src/adapters/telegram/words.ts';
import { bench, OWNER } from './harness.ts';

/** trading.md 12.1 and the owner's guide. */
const LISTED =
  'status positions orders balance risk mode strategies performance pnl daily pause resume killswitch approve reject ack mute help'.split(
    ' ',
  );

describe('questions', () => {
  test('are answered from the engine, and what nobody knows is told as such', async () => {
    const { ask, start, api } = await bench();
    await start();
    const status = await ask('/status', 'PAPER');
    expect(status.text).toBe(
      [
        'PAPER · staging · 0.1.0',
        'Mode: NORMAL (since 2026-11-20 08:00 UTC)',
        'Feed: Bybit spot BTCUSDT, running (newest event: 0.4 s)',
        'Journal: open · Database: ready',
        'crypto: 10250.75 USDT · Day -14.20 USDT (-0.14 %)',
      ].join('\n'),
    );
    expect((await ask('/pnl', 'Week')).text).toBe(
      'crypto\nDay: -14.20 USDT (-0.14 %)\nWeek: no data\nMonth: 250.75 USDT (2.51 %)\nSince the start: 250.75 USDT (2.51 %)',
    );
    expect((await ask('/positions', 'BTCUSDT')).text).toBe(
      'BTCUSDT long 0.05 @ 45015.00 → no data\n  no data · stop 44100.00 · target none · ema-breakout',
    );
    await ask('/orders', 'none');
    await ask('/balance', 'Fees paid: 12.40 USDT');
    await ask('/risk', 'day-stop → EMERGENCY: 0.14 % / 3.00 %, 293.80 · idle');
    await ask('/mode', 'NORMAL');
    await ask('/strategies', 'ema-breakout BTCUSDT 15m: running · 250.75 · Trades 4 · Refused 2');
    await ask('/performance', 'Sharpe: no data');
    await ask('/daily', 'Daily report');
    await ask('/help@atalaya_bot', '/killswitch · close every position');
    await ask('good morning', '/help');
    expect(api.calls.find(({ method }) => method === 'setMyCommands')?.payload.commands).toHaveLength(LISTED.length);
  });

  test('are in Spanish where that is configured', async () => {
    const { ask, start } = await bench();
    await start({ language: 'es' });
    await ask('/status', 'Datos de mercado: Bybit');
    await ask('/daily', 'Informe diario');
    await ask('hola', 'No entiendo eso');
  });

  test('a question that fails inside says so, and does not stop the bot', async () => {
    const { ask, start, control, codes } = await bench();
    control.positions = () => {
      throw new Error('planted');
    };
    const bugs: string[] = [];
    await start({ onBug: (where, text) => bugs.push(`${where} ${text}`) });
    await ask('/positions', 'failed inside Atalaya');
    await ask('/mode', 'NORMAL');
    expect(codes()).toContain('QUESTION_FAILED');
    expect(bugs).toEqual([expect.stringMatching(/^question.positions Error: planted/)]);
  });
});

test('both languages have every word, and no word is left untranslated', () => {
  expect(Object.keys(WORDS.en.commands)).toEqual(LISTED);
  const flat = (words: object, path = ''): [string, string][] =>
    Object.entries(words).flatMap(([key, value]): [string, string][] => {
      if (typeof value === 'function') return [[`${path}${key}`, value(3)]];
      return typeof value === 'string' ? [[`${path}${key}`, value]] : flat(value, `${path}${key}.`);
    });
  const [english, spanish] = [flat(WORDS.en), flat(WORDS.es)];
  expect(spanish.map(([key]) => key)).toEqual(english.map(([key]) => key));
  for (const [i, [key, text]] of spanish.entries()) {
    expect(text.trim(), key).not.toBe('');
    expect(text, key).not.toBe(english[i]?.[1]);
  }
  // Telegram's own limits on the list of commands.
  for (const words of [WORDS.en, WORDS.es])
    for (const [name, help] of Object.entries(words.commands)) {
      expect(name).toMatch(/^[a-z0-9_]{1,32}$/);
      expect(help.length).toBeLessThanOrEqual(256);
    }
});

describe('commands', () => {
  test('a pause needs a second yes, whose button works once and for 60 s', async () => {
    const { ask, press, start, control, wait, audited } = await bench();
    await start();
    const question = await ask('/pause', 'Pause?');
    expect(control.commands).toEqual([]);
    await press(question.buttons[0]?.data, 'PAUSE: no new entries');
    expect(control.commands).toMatchObject([{ kind: 'pause', by: 'telegram' }]);
    await press(question.buttons[0]?.data, 'used or is too old');
    const late = await ask('/pause', 'Pause?');
    wait(60_001);
    await press(late.buttons[0]?.data, 'used or is too old');
    const refused = await ask('/pause', 'Pause?');
    await press(refused.buttons[1]?.data, 'Nothing was done');
    await press(refused.buttons[0]?.data, 'used or is too old');
    expect(control.commands).toHaveLength(1);
    expect(audited).toContainEqual({
      at: expect.any(Number),
      actor: `telegram:${OWNER}`,
      action: 'command.pause',
      outcome: 'done',
      code: null,
      detail: {},
    });
  });

  test('a refusal is told with its code, never as done', async () => {
    const { ask, start, control } = await bench();
    await start();
    control.answer = { ok: false, code: 'SIGNAL_EXPIRED', message: 'the request was open for 300 s' };
    await ask('/approve 77', 'Refused (SIGNAL_EXPIRED): the request was open for 300 s');
    control.command = async () => {
      throw new Error('planted');
    };
    await ask('/reject 77', 'failed inside Atalaya');
  });

  test('approve, reject, ack and mute take what they need and refuse what they cannot read', async () => {
    const { ask, start, control, now } = await bench();
    await start();
    await ask('/approve', 'Which one?');
    await ask('/approve D-1', 'Approved');
    await ask('/reject D-2', 'Rejected');
    await ask('/ack soon', 'number of an alert');
    await ask('/ack #12', 'Noted');
    await ask('/ack', 'Noted');
    await ask('/mute 1441', 'minutes from 0 to 1440');
    await ask('/mute 5', 'Done');
    expect(control.commands).toMatchObject([
      { kind: 'approve', decisionId: 'D-1' },
      { kind: 'reject', decisionId: 'D-2' },
      { kind: 'ack', alert: 12 },
      { kind: 'ack', alert: null },
      { kind: 'mute', channel: 'telegram', until: now() + 5 * 60_000 },
    ]);
  });

  test('one the engine does not answer does not hold up a kill behind it', async () => {
    const { ask, press, api, start, control } = await bench();
    await start();
    const { command } = control;
    const answers: (() => void)[] = [];
    control.command = (each) =>
      each.kind === 'approve' ? new Promise((resolve) => answers.push(() => resolve({ ok: true }))) : command.call(control, each);
    api.write('/approve 1', { from: OWNER });
    const question = await ask('/killswitch', 'KILL SWITCH');
    await press(question.buttons[0]?.data, 'EMERGENCY');
    for (const answer of answers) answer();
    await api.says('Approved');
  });

  test('what was sent more than 60 s ago changes nothing and says so; questions are answered', async () => {
    const { ask, api, start, control, now, codes } = await bench();
    for (const text of ['/pause', '/approve 1', '/killswitch', '/status']) api.write(text, { from: OWNER, at: now() - 61_000 });
    await start();
    await api.says('PAPER');
    expect(api.sent.filter(({ text }) => text.includes('too old, nothing was done'))).toHaveLength(3);
    expect(control.commands).toEqual([]);
    expect(codes().filter((code) => code === 'UPDATE_TOO_OLD')).toHaveLength(3);
    await ask('/approve 2', 'Approved');
  });

  test('a clock of this machine that is wrong costs one answer, not the command', async () => {
    const { ask, api, start, control, now } = await bench();
    api.now = () => now() + 600_000;
    await start();
    await ask('/approve 1', 'too old');
    await ask('/approve 1', 'Approved');
    expect(control.commands).toHaveLength(1);
  });

  test('the owner too is held to a pace, but never when stopping', async () => {
    const { ask, api, start, control } = await bench();
    await start();
    for (let i = 0; i < 32; i++) api.write('/mode', { from: OWNER });
    await api.says('Too many at once');
    const { length } = api.sent;
    const question = await ask('/killswitch', 'KILL SWITCH');
    expect(api.sent.length - length).toBe(1);
    expect(question.buttons).toHaveLength(2);
    expect(control.commands).toEqual([]);
  });
});

describe('others', () => {
  test('get no answer, and are audited ten times a minute at most', async () => {
    const { ask, api, start, control, audited, wait } = await bench();
    await start();
    for (let i = 0; i < 25; i++) api.write('/killswitch 271828', { from: 666 });
    api.press('yes:0123', { from: 666 });
    await ask('/mode', 'NORMAL');
    expect(api.sent).toHaveLength(1);
    expect(api.deleted).toEqual([]);
    expect(control.commands).toEqual([]);
    const ignored = audited.filter(({ outcome }) => outcome === 'ignored');
    expect(ignored).toHaveLength(10);
    expect(ignored[0]).toMatchObject({ actor: 'telegram:666', code: 'CHAT_UNKNOWN', detail: { chat: 666, chatType: 'private' } });
    expect(JSON.stringify(audited)).not.toContain('271828');
    wait(60_000);
    api.write('hello', { from: 666 });
    await ask('/mode', 'NORMAL');
    expect(audited.at(-1)).toMatchObject({ detail: { passedOver: 16 } });
  });

  test('a group is refused, also with the owner in it, and so is the owner’s number written by somebody else', async () => {
    const { ask, api, start, control, codes } = await bench();
    await start();
    api.write('/pause', { from: OWNER, chat: -100_123, type: 'supergroup' });
    api.write('/pause', { from: 666, chat: OWNER, type: 'group' });
    api.write('/pause', { from: 666, chat: OWNER });
    api.write('/pause', { from: OWNER, chat: OWNER, type: 'group' });
    await ask('/mode', 'NORMAL');
    expect(api.sent).toHaveLength(1);
    expect(control.commands).toEqual([]);
    expect(codes().filter((code) => code?.startsWith('CHAT_'))).toEqual([
      'CHAT_UNKNOWN',
      'CHAT_NOT_PRIVATE',
      'CHAT_NOT_PRIVATE',
      'CHAT_NOT_PRIVATE',
    ]);
  });

  test('a bot for a group does not start', async () => {
    const { start } = await bench();
    await expect(start({ chatId: -100_123 })).rejects.toMatchObject({ code: 'TELEGRAM_CHAT_INVALID', exitCode: 3 });
  });

  test('an edited message is not looked at', async () => {
    const { ask, api, start, control, now } = await bench();
    await start();
    const chat = { id: OWNER, type: 'private', first_name: 'Owner' };
    const date = now() / 1000;
    api.update({ edited_message: { message_id: 9, date, edit_date: date, text: '/approve 1', chat, from: { ...chat, is_bot: false } } });
    await ask('/mode', 'NORMAL');
    expect(control.commands).toEqual([]);
  });
});
