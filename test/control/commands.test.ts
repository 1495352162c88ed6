/** Stopping and starting over the door: recorded before it is answered, with a locked PIN, without database and web server, and when the journal fails. */

import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createServer } from '../../src/adapters/http/create-server.ts';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import { createDatabaseRole } from '../../src/apps/trader/database-role.ts';
import { InputError } from '../../src/core/domain/result.ts';
import { STEP_KIND } from '../../src/core/trading/engine/steps.ts';
import { until } from '../live/test-trader.ts';
import { BUSY, ControlLab, TestPin } from './control-lab.ts';

let lab: ControlLab;
beforeEach(() => {
  lab = new ControlLab();
});
afterEach(() => lab.end());

const code = (code: string) => expect.objectContaining({ code });

test('pause is on disk with who and why when it is answered', async () => {
  await lab.open();
  const done = await lab.command({ kind: 'pause', confirmed: true, reason: 'lunch' });
  expect(done).toMatchObject({ mode: 'PAUSE', recorded: true, positions: 0, workingOrders: 0 });
  const [entry] = [...readJournal(join(lab.folder, 'journal/paper'))].filter(({ sequence }) => sequence === done.journalSequence);
  expect(entry).toMatchObject({
    kind: STEP_KIND,
    body: { command: { kind: 'pause', to: 'PAUSE', by: 'command-line:ana', reason: 'lunch' } },
  });
  expect(await lab.mode()).toMatchObject({ name: 'PAUSE', reason: 'lunch', by: 'command-line:ana', pinAsked: false });
});

test('kill closes what is held, with the database unreachable and the web server closed', async () => {
  // Nothing listens on port 1.
  const database = createDatabaseRole({ databaseFolder: '', url: 'postgres://nobody@127.0.0.1:1/nothing', server: 'awaited' });
  const opened = await lab.open(BUSY, undefined, database);
  const web = await createServer({ source: opened.trader.source, port: 0, panelFolder: lab.folder });
  await web.close();
  await lab.holding(opened);
  await until(() => opened.trader.source.snapshot().status.database.state === 'down');
  expect((await lab.positions()).rows).toHaveLength(1);

  expect(await lab.command({ kind: 'pause', confirmed: true })).toMatchObject({ mode: 'PAUSE', recorded: true });
  expect(await lab.command({ kind: 'resume', confirmed: true, to: 'NORMAL' })).toMatchObject({ mode: 'NORMAL', recorded: true });
  expect(await lab.command({ kind: 'kill', confirmed: true })).toMatchObject({ mode: 'EMERGENCY', recorded: true, positions: 1 });
  opened.trader.feed.resume();
  await until(() => opened.trader.source.snapshot().status.positions.length === 0);
  expect(await lab.status()).toMatchObject({
    positions: 0,
    workingOrders: 0,
    mode: { name: 'EMERGENCY', triggers: [{ id: 'kill', by: 'command-line:ana' }] },
  });
  expect((await lab.status()).database.state).toBe('down');
});

test('a pause makes nothing less of a kill: EMERGENCY and its trigger stay, and only a reset with the PIN ends them', async () => {
  const pin = new TestPin();
  const { trader } = await lab.open({}, pin);
  await lab.command({ kind: 'kill', confirmed: true });
  const paused = await lab.command({ kind: 'pause', confirmed: true });
  expect(paused).toMatchObject({ mode: 'EMERGENCY', recorded: true });
  expect(await lab.mode()).toMatchObject({ name: 'EMERGENCY', triggers: [{ id: 'kill' }] });
  // By the panel: the same.
  const byPanel = { kind: 'pause', commandId: 'pause-after-kill', confirmed: true } as const;
  expect(await trader.source.command(byPanel, { by: 'operator', correlationId: 'c' })).toMatchObject({ ok: true });
  expect(trader.source.snapshot().status.mode.name).toBe('EMERGENCY');
  expect(pin.asked).toBe(0);
  await lab.command({ kind: 'reset', confirmed: true, pin: '4711' });
  expect(await lab.mode()).toMatchObject({ name: 'PAUSE', triggers: [] });
});

test('a locked PIN blocks resume and reset, and neither pause nor kill ever asks for it', async () => {
  const pin = new TestPin();
  pin.answer = { ok: false, code: 'PIN_LOCKED', retryAt: Date.UTC(2026, 0, 1, 12, 15) };
  await lab.open({}, pin);
  await lab.command({ kind: 'pause', confirmed: true });
  expect(pin.asked).toBe(0);
  await expect(lab.command({ kind: 'resume', confirmed: true, to: 'NORMAL', pin: '4711' })).rejects.toMatchObject({
    code: 'PIN_LOCKED',
    exitCode: 1,
    message: expect.stringContaining('until 2026-01-01T12:15:00.000Z'),
  });
  expect(pin.asked).toBe(1);
  await lab.command({ kind: 'kill', confirmed: true });
  expect(pin.asked).toBe(1);
  await expect(lab.command({ kind: 'reset', confirmed: true, pin: '4711' })).rejects.toEqual(code('PIN_LOCKED'));
  expect((await lab.mode()).name).toBe('EMERGENCY');
});

test('starting again takes the right PIN; a wrong one is told in the log without what was typed', async () => {
  const pin = new TestPin();
  const { trader } = await lab.open({}, pin);
  await lab.command({ kind: 'kill', confirmed: true });
  await expect(lab.command({ kind: 'reset', confirmed: true })).rejects.toEqual(code('PIN_MISSING'));
  expect(pin.asked).toBe(0);
  await expect(lab.command({ kind: 'reset', confirmed: true, pin: '0815' })).rejects.toEqual(code('PIN_WRONG'));
  const told = trader.source.snapshot().events.filter((event) => event.code === 'PIN_WRONG');
  expect(told).toMatchObject([
    { kind: 'command', severity: 'warning', message: expect.stringContaining('reset by command-line:ana refused') },
  ]);
  expect(JSON.stringify(trader.source.snapshot())).not.toContain('0815');

  expect(await lab.mode()).toMatchObject({ name: 'EMERGENCY', pinAsked: true });
  expect(await lab.command({ kind: 'reset', confirmed: true, pin: '4711' })).toMatchObject({ mode: 'PAUSE', recorded: true });
  expect(await lab.command({ kind: 'resume', confirmed: true, to: 'OBSERVATION', pin: '4711' })).toMatchObject({ mode: 'OBSERVATION' });
});

test('a PIN that can not be looked at starts nothing, and says why', async () => {
  const broken = { verify: () => Promise.reject(new InputError('PIN_FILE_DAMAGED', 'the file of the PIN is damaged', 3)) };
  await lab.open({}, broken);
  await lab.command({ kind: 'pause', confirmed: true });
  const resumed = lab.command({ kind: 'resume', confirmed: true, to: 'NORMAL', pin: '4711' });
  await expect(resumed).rejects.toMatchObject({ code: 'PIN_FILE_DAMAGED', exitCode: 3 });
  expect((await lab.mode()).name).toBe('PAUSE');
});

test('what the mode table forbids is refused with its code', async () => {
  await lab.open();
  await lab.command({ kind: 'kill', confirmed: true });
  await expect(lab.command({ kind: 'resume', confirmed: true, to: 'NORMAL' })).rejects.toMatchObject({
    code: 'MODE_TRANSITION',
    exitCode: 1,
    message: expect.stringContaining('atalaya mode reset'),
  });
});

test('the same command again is answered with the first answer and done once', async () => {
  await lab.open();
  const commandId = randomUUID();
  const first = await lab.command({ kind: 'pause', confirmed: true }, { commandId });
  await lab.command({ kind: 'resume', confirmed: true, to: 'NORMAL' });
  expect(await lab.command({ kind: 'pause', confirmed: true }, { commandId })).toEqual(first);
  expect((await lab.mode()).name).toBe('NORMAL');
});

test('a start that was asked more than 10 s ago is not done any more, a stop is', async () => {
  await lab.open();
  const sentAt = Date.now() - 11_000;
  expect(await lab.command({ kind: 'pause', confirmed: true }, { sentAt })).toMatchObject({ mode: 'PAUSE' });
  await expect(lab.command({ kind: 'resume', confirmed: true, to: 'NORMAL' }, { sentAt })).rejects.toEqual(code('COMMAND_TOO_OLD'));
  expect(await lab.command({ kind: 'kill', confirmed: true }, { sentAt })).toMatchObject({ mode: 'EMERGENCY' });
});

test('when the journal fails the kill is done, and the answer says that it is not recorded', async () => {
  const { trader } = await lab.open();
  await until(() => trader.source.snapshot().status.journal.durableSequence > 0);
  // Somebody else has written to the journal: from here on it takes nothing more.
  appendFileSync(join(lab.folder, 'journal/paper/0000000000000001.journal'), 'not ours');
  expect(await lab.command({ kind: 'kill', confirmed: true })).toMatchObject({ mode: 'EMERGENCY', recorded: false, journalSequence: null });
  expect(await lab.status()).toMatchObject({ mode: { name: 'EMERGENCY' }, journal: { state: 'failed' } });
  // A second one finds the journal failed already.
  expect(await lab.command({ kind: 'kill', confirmed: true })).toMatchObject({ mode: 'EMERGENCY', recorded: false });
});

test('when the journal fails nothing is started again', async () => {
  const { trader } = await lab.open();
  await lab.command({ kind: 'pause', confirmed: true });
  await until(() => trader.source.snapshot().status.mode.name === 'PAUSE');
  appendFileSync(join(lab.folder, 'journal/paper/0000000000000001.journal'), 'not ours');
  await expect(lab.command({ kind: 'resume', confirmed: true, to: 'NORMAL' })).rejects.toEqual(code('JOURNAL_NOT_WRITTEN'));
  // The failure demands PAUSE by itself from then on.
  await expect(lab.command({ kind: 'resume', confirmed: true, to: 'OBSERVATION' })).rejects.toEqual(code('MODE_TRIGGER_ACTIVE'));
  expect(await lab.mode()).toMatchObject({
    name: 'PAUSE',
    triggers: expect.arrayContaining([expect.objectContaining({ id: 'journal', demands: 'PAUSE' })]),
  });
});

test('the try of the kill says what it would do, does nothing, and counts for arming', async () => {
  const opened = await lab.open(BUSY);
  await lab.holding(opened);
  const checked = await opened.desk.killCheck();
  expect(checked).toMatchObject({ passed: true, wouldClose: [{ instrumentId: 'BTCUSDT' }] });
  expect((await lab.mode()).name).toBe('NORMAL');
  expect(opened.desk.arming().items.find(({ id }) => id === 'kill-dry-call')).toMatchObject({ passed: true });
});

test('on paper there is nothing to reconcile with, and that is said', async () => {
  const { desk } = await lab.open();
  expect(await desk.reconcile({ recent: false })).toMatchObject({ ok: false, refusal: { code: 'RECONCILE_NO_VENUE' } });
});
