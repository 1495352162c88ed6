/** A stop that a full disk did not take into the journal, in a replayed session: it is in force, noted, and the next start begins with it. */

import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { CommandResult } from '../../src/adapters/http/live-source.ts';
import { UnrecordedDemandFile } from '../../src/adapters/journal-files/unrecorded-demand.ts';
import type { SessionCommand } from '../../src/api/commands.ts';
import type { Trader } from '../../src/apps/trader/trader.ts';
import { type MountedDisk, mountDisk } from '../journal/mounted-disk.ts';
import { type TestTrader, TraderLab, until } from './test-trader.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const mayMount = () => {
  const disk = mountDisk('tmpfs');
  disk?.remove();
  return disk !== null;
};

type Asked = Pick<SessionCommand, 'kind'> & { readonly reason?: string };
const act = (trader: Trader, asked: Asked) =>
  trader.source.command({ commandId: randomUUID(), confirmed: true, to: 'NORMAL', ...asked } as SessionCommand, {
    by: 'panel:ana',
    correlationId: 'c',
  });
const doneOf = (result: CommandResult) => (result.ok ? result.done : result.refusal);
const modeOf = ({ trader }: TestTrader) => trader.source.snapshot().status.mode;

/** A trader whose data are on a small disk. */
async function onSmallDisk(): Promise<{ readonly disk: MountedDisk; readonly lab: TraderLab; readonly opened: TestTrader }> {
  const disk = mountDisk('tmpfs', '16m') as MountedDisk;
  closers.push(() => disk.remove());
  const lab = new TraderLab(join(disk.folder, 'data'));
  closers.push(() => lab.end());
  return { disk, lab, opened: await lab.open() };
}

function fill({ folder }: MountedDisk): void {
  for (let bytes = 1 << 20; bytes >= 1; bytes >>= 1) {
    try {
      for (let n = 0; ; n++) writeFileSync(join(folder, `filler-${bytes}-${n}`), Buffer.alloc(bytes));
    } catch {}
  }
}

/** What a kill -9 leaves: the files as they are on disk now, on one with room. */
function afterTheCrash({ folder }: TraderLab): TraderLab {
  const copy = mkdtempSync(join(tmpdir(), 'atalaya-crashed-'));
  cpSync(folder, copy, { recursive: true });
  const lab = new TraderLab(copy);
  closers.push(() => lab.end());
  return lab;
}

/** The journal has room in its last block for a few more entries. */
async function untilNotRecorded(trader: Trader, asked: Asked) {
  for (let n = 0; n < 100; n++) {
    const result = await act(trader, asked);
    if (!result.ok || result.done.journalSequence === null) return doneOf(result);
  }
  throw new Error('the disk takes everything');
}

test.skipIf(!mayMount())(
  'a kill on a full disk: held, noted, and in force at the next start until the owner resets and resumes',
  async () => {
    const { disk, lab, opened } = await onSmallDisk();
    fill(disk);
    expect(await untilNotRecorded(opened.trader, { kind: 'pause', reason: 'lunch' })).toMatchObject({ journalSequence: null, noted: true });
    const paused = afterTheCrash(lab);
    expect(doneOf(await act(opened.trader, { kind: 'kill', reason: 'out now' }))).toMatchObject({ journalSequence: null, noted: true });
    expect(modeOf(opened)).toMatchObject({ name: 'EMERGENCY', by: 'panel:ana', reason: 'out now' });
    expect(opened.heard.some(({ message }) => message.type === 'event' && message.event.code === 'JOURNAL_WRITE_FAILED')).toBe(true);

    const first = await paused.open();
    await expect.poll(() => modeOf(first)).toMatchObject({ name: 'PAUSE', by: 'panel:ana', reason: expect.stringContaining('lunch') });
    const killed = afterTheCrash(lab);
    const second = await killed.open();
    await expect
      .poll(() => modeOf(second))
      .toMatchObject({ name: 'EMERGENCY', by: 'panel:ana', reason: expect.stringContaining('out now') });
    expect(second.trader.source.snapshot().status.mode.reason).toContain('demanded while the journal could not be written');
    expect(doneOf(await act(second.trader, { kind: 'resume' }))).toMatchObject({ code: 'MODE_TRANSITION' });
    await killed.stop(second.trader);
    // It is the journal's now, and no restart ends it.
    const third = await killed.open();
    await expect.poll(() => modeOf(third).name).toBe('EMERGENCY');
    expect(doneOf(await act(third.trader, { kind: 'reset' }))).toMatchObject({ journalSequence: expect.any(Number) });
    expect(doneOf(await act(third.trader, { kind: 'resume' }))).toMatchObject({ journalSequence: expect.any(Number) });
    await killed.stop(third.trader);
    const fourth = await killed.open();
    await expect.poll(() => modeOf(fourth).name).toBe('NORMAL');
  },
);

test.skipIf(!mayMount())('a journal that failed with nothing demanded: entries stop, and the next start waits for its owner', async () => {
  const { disk, lab, opened } = await onSmallDisk();
  opened.trader.start();
  fill(disk);
  await until(() => opened.said.some((line) => line.includes('put aside')));
  expect(opened.trader.source.health()).toMatchObject({ status: 'failed', mode: 'PAUSE' });
  const again = await afterTheCrash(lab).open();
  await expect
    .poll(() => modeOf(again))
    .toMatchObject({ name: 'PAUSE', by: 'journal', reason: expect.stringMatching(/could not be written.*ENOSPC/) });
  expect(again.said.join('\n')).toContain('begins with PAUSE');
  expect(doneOf(await act(again.trader, { kind: 'resume' }))).toMatchObject({ journalSequence: expect.any(Number) });
  await expect.poll(() => modeOf(again).name).toBe('NORMAL');
});

test.skipIf(!mayMount())('where not even the note can be written the answer says so', async () => {
  const keep = UnrecordedDemandFile.prototype.keep;
  UnrecordedDemandFile.prototype.keep = async () => false;
  closers.push(() => {
    UnrecordedDemandFile.prototype.keep = keep;
  });
  const { disk, opened } = await onSmallDisk();
  fill(disk);
  expect(await untilNotRecorded(opened.trader, { kind: 'kill' })).toMatchObject({ journalSequence: null, noted: false });
  expect(opened.said.join('\n')).toContain('after a restart kill again');
});
