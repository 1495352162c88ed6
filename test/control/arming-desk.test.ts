/** The arming that is kept: in a private file, over restarts, ended by what ends it, and asked for over the door. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type ArmingChange, armingFile, createArmingDesk, disarmAtRest } from '../../src/apps/arming.ts';
import { createControlDesk } from '../../src/apps/trader/control-desk.ts';
import { type ArmingFacts, CHECKLIST } from '../../src/core/operations/arming.ts';
import { ControlLab, TestPin } from './control-lab.ts';

const NOW = Date.UTC(2026, 2, 2, 12);
const HOUR = 3_600_000;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function bench() {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-arming-'));
  folders.push(folder);
  const world = { now: NOW, engineVersion: '1.0.0', mode: 'NORMAL', lastEmergencyAt: null as number | null };
  const facts = (): Omit<ArmingFacts, 'evidence'> => ({ environment: 'prod', account: 'main', venueKey: 'ab12', ...world });
  const changes: ArmingChange[] = [];
  const open = () => createArmingDesk({ dataFolder: folder, facts, now: () => world.now, onChange: (change) => void changes.push(change) });
  return { folder, world, changes, open, file: armingFile(folder) };
}

function prove(desk: ReturnType<typeof createArmingDesk>): void {
  desk.note({ reconciliation: { at: NOW, clean: true }, killDryCall: { at: NOW, passed: true }, backup: { at: NOW, verified: true } });
  for (const item of Object.keys(CHECKLIST)) desk.sign(item, 'Ana');
}
const request = { by: 'ana', typedAccount: 'main', pinVerified: true };

test('an arming is kept in a file of its owner, over a restart, and every change is told', () => {
  const { file, open, changes, world } = bench();
  const desk = open();
  prove(desk);
  expect(desk.request(request)).toBeNull();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(open().view()).toMatchObject({ armed: true, armedUntil: NOW + 30 * 24 * HOUR, armedBy: 'ana', ended: null });
  world.now += 24 * HOUR;
  // The evidence is a day old now: the arming holds, a new one would be refused.
  expect(open().decision().armed).toBe(true);
  expect(desk.request(request)?.code).toBe('ARMING_INCOMPLETE');
  expect(changes.map(({ kind }) => kind)).toEqual([...Object.keys(CHECKLIST).map(() => 'signed'), 'armed']);
});

test.each([
  ['a new engine', { engineVersion: '1.0.1' }, 'ARMING_VERSION'],
  ['EMERGENCY', { mode: 'EMERGENCY' }, 'ARMING_EMERGENCY'],
  ['30 days', { now: NOW + 30 * 24 * HOUR }, 'ARMING_EXPIRED'],
])('%s ends it for good: it does not come back when things are as before', (_, change, code) => {
  const { open, world, changes } = bench();
  const desk = open();
  prove(desk);
  desk.request(request);
  const before = { ...world };
  Object.assign(world, change);
  expect(desk.decision()).toMatchObject({ armed: false, ended: { code } });
  Object.assign(world, before);
  expect(desk.decision().armed).toBe(false);
  expect(open().view()).toMatchObject({ armed: false, ended: { code } });
  expect(changes.at(-1)).toMatchObject({ kind: 'disarmed', by: 'arming' });
});

test('disarming needs no proof and no PIN, with and without a trader', () => {
  const { folder, open } = bench();
  const desk = open();
  prove(desk);
  desk.request(request);
  desk.disarm('ana', 'holidays');
  expect(open().view()).toMatchObject({ armed: false, ended: { code: 'ARMING_DISARMED', message: 'disarmed by ana: holidays' } });
  desk.request(request);
  expect(disarmAtRest(folder, 'ana')).toBe(true);
  expect(disarmAtRest(folder, 'ana')).toBe(false);
  expect(open().view()).toMatchObject({ armed: false, ended: { code: 'ARMING_DISARMED' } });
});

test.each(['', '{', '{"version":2}', '{"version":1,"armed":true}'])('a file that reads %j arms nothing and says so', (text) => {
  const { file, open } = bench();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  expect(open().view()).toMatchObject({ armed: false, ended: { code: 'ARMING_STATE_DAMAGED' } });
});

test('the file holds a fingerprint and no key', () => {
  const { file, open } = bench();
  const desk = open();
  prove(desk);
  desk.request(request);
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')).armed)).toEqual(['account', 'by', 'at', 'engineVersion', 'venueKey']);
});

test('over the desk: what is missing is told before the PIN is looked at, and a locked PIN blocks arming and not disarming', async () => {
  const lab = new ControlLab();
  try {
    const { trader } = await lab.open();
    const { open, world } = bench();
    const arming = open();
    const pin = new TestPin();
    const { risk } = trader.paper.session.engine;
    const desk = createControlDesk({
      source: trader.source,
      arming,
      dataFolder: '/srv/atalaya data',
      pin,
      reconcile: async () => ({ at: world.now, clean: true, differences: [] }),
      venueLink: () => ({ venue: 'bybit', state: 'up', since: 0, reason: null }),
      answerApproval: async () => ({ journalSequence: 0, refusal: null }),
      now: () => world.now,
      risk: () => ({ mode: risk.mode, triggers: [] }),
    });
    const ask = (account: string, typed: string | undefined = '4711') =>
      desk.command({ kind: 'arm', commandId: crypto.randomUUID(), by: 'ana', sentAt: world.now, account, pin: typed });
    expect(await ask('main')).toMatchObject({ ok: false, refusal: { code: 'ARMING_INCOMPLETE' } });
    expect(pin.asked).toBe(0);

    expect(await desk.reconcile({ recent: false })).toMatchObject({ ok: true, value: { clean: true } });
    expect(await desk.killCheck()).toMatchObject({ passed: true });
    for (const item of Object.keys(CHECKLIST))
      await desk.command({ kind: 'sign', commandId: crypto.randomUUID(), by: 'ana', sentAt: world.now, item, name: 'Ana' });
    expect(await ask('main')).toMatchObject({ refusal: { message: 'not armed, missing: backup (none is known)' } });
    arming.note({ backup: { at: world.now, verified: true } });
    expect(await ask('paper')).toMatchObject({ refusal: { code: 'ARMING_ACCOUNT' } });
    expect(pin.asked).toBe(0);
    expect(await ask('main', '0815')).toMatchObject({ refusal: { code: 'PIN_WRONG' } });
    pin.answer = { ok: false, code: 'PIN_LOCKED', retryAt: world.now + 900_000 };
    expect(await ask('main')).toMatchObject({ refusal: { code: 'PIN_LOCKED' } });
    expect(arming.view().armed).toBe(false);

    pin.answer = null;
    expect(await ask('main')).toMatchObject({ ok: true, value: { recorded: null } });
    expect(desk.status()).toMatchObject({ armed: true, armedUntil: world.now + 30 * 24 * HOUR, reconciliation: { clean: true } });
    pin.answer = { ok: false, code: 'PIN_LOCKED', retryAt: world.now + 900_000 };
    await desk.command({ kind: 'disarm', commandId: crypto.randomUUID(), by: 'ana', sentAt: world.now, reason: 'enough' });
    expect(desk.status().armed).toBe(false);
  } finally {
    await lab.end();
  }
});

test('a real session without a PIN starts nothing again, and without its venue its kill switch is not proven', async () => {
  const lab = new ControlLab();
  try {
    const { trader } = await lab.open();
    const desk = createControlDesk({
      source: { ...trader.source, snapshot: () => ({ ...trader.source.snapshot(), world: 'real' }) },
      arming: bench().open(),
      dataFolder: '/srv/atalaya data',
      pin: null,
      reconcile: null,
      venueLink: () => null,
      answerApproval: async () => ({ journalSequence: 0, refusal: null }),
      now: () => NOW,
      risk: () => ({ mode: 'PAUSE', triggers: [] }),
    });
    const resume = {
      kind: 'resume',
      commandId: crypto.randomUUID(),
      by: 'ana',
      sentAt: NOW,
      confirmed: true,
      to: 'NORMAL',
      pin: '4711',
    } as const;
    expect(await desk.command(resume)).toMatchObject({
      ok: false,
      refusal: { code: 'PIN_NOT_SET', message: expect.stringContaining("pin set --data-dir '/srv/atalaya data'") },
    });
    expect(await desk.killCheck()).toMatchObject({
      passed: false,
      checks: expect.arrayContaining([{ name: 'venue', passed: false, detail: 'not connected' }]),
    });
  } finally {
    await lab.end();
  }
});

test('a disk that refuses disarms all the same, and says that it is not kept', () => {
  const { folder, open, changes } = bench();
  const desk = open();
  prove(desk);
  desk.request(request);
  // Neither a new file nor a removal is possible where the folder is a file.
  rmSync(join(folder, 'state'), { recursive: true });
  writeFileSync(join(folder, 'state'), '');
  expect(desk.disarm('ana', 'enough')).toBe(false);
  expect(desk.decision().armed).toBe(false);
  expect(changes.at(-1)?.detail).toContain('could not be changed');
});
