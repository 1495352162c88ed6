import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InputError } from '../../core/domain/result.ts';
import { differences } from '../../core/operations/settings/differences.ts';
import { takeInstanceLock, takeTrialLock } from '../instance-lock.ts';
import { openSettings, type SettingsFiles, type SettingsVersion } from './settings-files.ts';
import { startWithSettings } from './start-with-settings.ts';

let folder: string;
let settings: SettingsFiles;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atalaya-settings-'));
  settings = openSettings(folder);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const add = (session: Record<string, unknown>, before = {}) =>
  settings.add({
    ...{ at: 1_000, by: 'panel:marta', why: 'a try', restored: null, session, differences: differences(before, session) },
    ...{ base: settings.versions().at(-1) ?? 0, overInForce: null },
  });
const started = () => ({ stop: async (_why: string) => {} });

interface Tried {
  readonly settledMs?: number;
  readonly refuses?: readonly number[];
  readonly error?: unknown;
  readonly hangs?: boolean;
}

/** A start of the trader: which versions it was begun with, what it said, and whether the process gave up. */
async function startTrader({
  refuses = [],
  error = new InputError('SESSION_CHANGED', 'the journal was begun otherwise', 3, {
    said: { en: 'The journal was begun otherwise.', es: 'El diario se empezó con otra cosa.' },
  }),
  hangs,
  settledMs = 5,
}: Tried = {}) {
  const begun: (number | null)[] = [];
  const giveUp = vi.fn();
  const start = async (version: SettingsVersion | null) => {
    begun.push(version?.version ?? null);
    if (hangs) await new Promise(() => {});
    if (version !== null && refuses.includes(version.version)) throw error;
    return started();
  };
  const explained = (thrown: unknown) => thrown as InputError;
  const role = startWithSettings({
    ...{ settings, start, explained, giveUp, settledMs, withinMs: 50 },
    ...{ claim: () => takeTrialLock(folder, 100), say: () => {}, now: () => 5_000 },
  });
  return { begun, giveUp, role };
}

test('without any there is nothing in force, and nothing is written by asking', () => {
  expect(settings.state()).toEqual({ active: 0, trial: null, outcomes: {} });
  expect(settings.versions()).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test('each version has a number, who, when, why and what changed, and only the owner may read it', () => {
  add({ account: 'a', cash: 1 });
  expect(add({ account: 'a', cash: 2 }, { account: 'a', cash: 1 })).toMatchObject({
    version: 2,
    by: 'panel:marta',
    why: 'a try',
    differences: [{ path: 'cash', before: 1, after: 2 }],
  });
  expect(settings.versions()).toEqual([1, 2]);
  expect(settings.read(2).session).toEqual({ account: 'a', cash: 2 });
  expect(statSync(join(folder, 'config/versions/000002.json')).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'config/versions')).mode & 0o777).toBe(0o700);
  expect(readdirSync(join(folder, 'config/versions'))).toHaveLength(2);
  expect(() => settings.read(3)).toThrow('found none with the number 3');
});

test('that a version was to be applied at once is known until its trial is wished for, also by whoever starts next', () => {
  add({ account: 'a' });
  settings.ask(1, 'panel:marta', 2_000);
  expect(openSettings(folder).state()).toMatchObject({ trial: null, asked: { version: 1, by: 'panel:marta', at: 2_000 } });
  settings.wish(1, 'panel:marta', 2_700);
  expect(openSettings(folder).state()).not.toHaveProperty('asked');
});

test('a version that comes to run is in force from then on', async () => {
  add({ account: 'a' });
  settings.wish(1, 'panel:marta', 2_000);
  const { begun, role } = await startTrader();
  await role;
  expect(begun).toEqual([1]);
  expect(settings.state()).toMatchObject({ active: 0, trial: { version: 1, begun: 5_000 } });
  await expect
    .poll(() => settings.state())
    .toMatchObject({ active: 1, trial: null, outcomes: { 1: { state: 'in-force', by: 'panel:marta' } } });
  expect((await startTrader()).begun).toEqual([1]);
});

test('a version that is refused is told, and the same start goes on with the former one', async () => {
  add({ account: 'a' });
  add({ account: 'b' });
  settings.wish(1, 'panel:marta', 2_000);
  await (await startTrader()).role;
  await expect.poll(() => settings.state().active).toBe(1);
  settings.wish(2, 'panel:marta', 2_000);
  const { begun, role } = await startTrader({ refuses: [2] });
  await role;
  expect(begun).toEqual([2, 1]);
  expect(settings.state()).toMatchObject({ active: 1, trial: null });
  expect(settings.state().outcomes[2]).toMatchObject({
    state: 'refused',
    code: 'SESSION_CHANGED',
    message: 'the journal was begun otherwise',
    said: { es: 'El diario se empezó con otra cosa.' },
  });
});

test('where there is no former one, what a start has without settings is used', async () => {
  add({ account: 'a' });
  settings.wish(1, 'panel:marta', 2_000);
  const { begun, role } = await startTrader({ refuses: [1] });
  await role;
  expect(begun).toEqual([1, null]);
});

test('a trader that was killed while it tried one does not try it again', async () => {
  add({ account: 'a' });
  settings.wish(1, 'panel:marta', 2_000);
  expect(settings.begin(3_000)?.version).toBe(1);
  // Killed here: another process starts.
  const next = openSettings(folder);
  expect(next.begin(4_000)).toBeNull();
  expect(next.state()).toMatchObject({ active: 0, trial: null, outcomes: { 1: { state: 'refused', code: 'SETTINGS_TRIAL_CUT' } } });
});

test('one that hangs is refused, and the process gives up', async () => {
  add({ account: 'a' });
  settings.wish(1, 'panel:marta', 2_000);
  const { giveUp } = await startTrader({ hangs: true });
  await expect.poll(() => giveUp.mock.calls.length).toBe(1);
  expect(settings.state()).toMatchObject({ trial: null, outcomes: { 1: { code: 'SETTINGS_TRIAL_LATE' } } });
});

test('told to stop before it was sure, and another trader on the folder: it is tried again', async () => {
  add({ account: 'a' });
  settings.wish(1, 'panel:marta', 2_000);
  await (await (await startTrader()).role).stop('SIGTERM');
  expect(settings.state().trial).toMatchObject({ version: 1, begun: null });
  const { role } = await startTrader({ refuses: [1], error: new InputError('INSTANCE_RUNNING', 'another one', 3) });
  await expect(role).rejects.toThrow('another one');
  expect(settings.state().trial).toMatchObject({ version: 1, begun: null });
});

test('a second trader, while another one tries a version or has the folder, says nothing about that version', async () => {
  add({ account: 'a' });
  settings.wish(1, 'panel:marta', 2_000);
  const lock = await takeInstanceLock(folder);
  const early = await startTrader();
  await expect(early.role).rejects.toMatchObject({ code: 'INSTANCE_RUNNING', exitCode: 3 });
  expect(settings.state()).toMatchObject({ trial: { version: 1, begun: null }, outcomes: {} });
  lock.release();

  const first = await (await startTrader({ settledMs: 60_000 })).role;
  const second = await startTrader();
  await expect(second.role).rejects.toMatchObject({ code: 'INSTANCE_RUNNING' });
  expect([early.begun, second.begun]).toEqual([[], []]);
  expect(settings.state()).toMatchObject({ trial: { version: 1, begun: 5_000 }, outcomes: {} });
  await first.stop('SIGTERM');
  await (await startTrader()).role;
  await expect.poll(() => settings.state().active).toBe(1);
});

test('one at a time is tried', () => {
  add({ account: 'a' });
  settings.wish(1, 'panel:marta', 2_000);
  settings.begin(3_000);
  expect(() => settings.wish(1, 'panel:marta', 2_000)).toThrow(expect.objectContaining({ code: 'SETTINGS_TRIAL_CONFLICT' }));
});

test('what others may write, or what was damaged, is not used', () => {
  add({ account: 'a' });
  settings.wish(1, 'panel:marta', 2_000);
  chmodSync(join(folder, 'config'), 0o755);
  expect(() => settings.state()).toThrow(expect.objectContaining({ code: 'SETTINGS_EXPOSED' }));
  chmodSync(join(folder, 'config'), 0o700);
  writeFileSync(join(folder, 'config/versions/000001.json'), '{"version":1');
  expect(settings.begin(3_000)).toBeNull();
  expect(settings.state().outcomes[1]).toMatchObject({ state: 'refused', code: 'SETTINGS_DAMAGED' });
  writeFileSync(join(folder, 'config/state.json'), readFileSync(join(folder, 'config/state.json'), 'utf8').slice(0, 30));
  expect(() => settings.begin(4_000)).toThrow(expect.objectContaining({ code: 'SETTINGS_DAMAGED' }));
});

test('of two saved over the same version one is kept, with what it changed, and the other is refused', () => {
  const save = (cash: number) =>
    settings.add({
      ...{ at: 1_000, by: 'panel:marta', why: '', restored: null, base: 1, overInForce: null },
      ...{ session: { cash }, differences: differences(settings.read(1).session, { cash }) },
    });
  add({ cash: 1 });
  expect(save(2).differences).toEqual([{ path: 'cash', before: 1, after: 2 }]);
  expect(() => save(3)).toThrow(expect.objectContaining({ code: 'SETTINGS_BASE_CONFLICT' }));
  expect([settings.versions(), settings.read(2).session]).toEqual([[1, 2], { cash: 2 }]);
});

test('a version changed by hand is not believed, nor one without its checksum', () => {
  add({ account: 'a', cash: 1_234 });
  const file = join(folder, 'config/versions/000001.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('"cash": 1234', '"cash": 4321'));
  expect(() => settings.read(1)).toThrow(expect.objectContaining({ code: 'SETTINGS_DAMAGED' }));
  const { checksum, ...without } = JSON.parse(text);
  expect(checksum).toMatch(/^[0-9a-f]{64}$/);
  writeFileSync(file, JSON.stringify(without));
  expect(() => settings.read(1)).toThrow(expect.objectContaining({ code: 'SETTINGS_DAMAGED' }));
  writeFileSync(file, text);
  expect(settings.read(1).session).toEqual({ account: 'a', cash: 1_234 });
});
