/** The command line while a supervisor is about to start its trader again: it says so, and when, and a stop is kept for the trader that comes back. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keptStops } from '../../src/adapters/control-socket/kept-stops.ts';
import { takeRoleLock } from '../../src/apps/instance-lock.ts';
import { noteRestart } from '../../src/apps/platform/restart-note.ts';
import { prepareRuntimeFolders } from '../../src/apps/runtime-folders.ts';
import { PROJECT, run } from '../live-venue/processes.ts';

test('a trader that comes back is told as that, with its time; pause and kill wait for it, and nobody is advised to start another', {
  timeout: 30_000,
}, async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'atalaya-restarting-'));
  prepareRuntimeFolders(dataFolder);
  const supervisor = await takeRoleLock(dataFolder, 'platform');
  onTestFinished(() => {
    supervisor.release();
    rmSync(dataFolder, { recursive: true });
  });
  const asked = async (...words: string[]) => {
    const { ended, said } = run([join(PROJECT, 'src/apps/cli.ts'), ...words, '--data-dir', dataFolder]);
    return { code: await ended, said: said() };
  };
  noteRestart(dataFolder, Date.now() + 3_600_000, 'the trader was ended by SIGKILL');
  const orders = await asked('orders');
  expect(orders).toMatchObject({ code: 3, said: expect.stringMatching(/starts it again in 3[56]\d\d s.*\[TRADER_RESTARTING\]/) });
  expect(orders.said).toContain('(the trader was ended by SIGKILL)');
  expect(orders.said).not.toContain('start it with');
  for (const words of [['top', '--once'], ['reconcile'], ['risk'], ['status']])
    expect(await asked(...words)).toMatchObject({
      code: 3,
      said: expect.stringMatching(/starts it again in 3[56]\d\d s.*\[TRADER_RESTARTING\]/),
    });
  expect(keptStops(dataFolder)).toEqual([]);

  noteRestart(dataFolder, Date.now() - 1, 'past');
  const paused = await asked('pause', '--yes');
  expect(paused.said).toContain('The pause is kept on disk');
  expect(paused.said).toContain('starts it again at this moment');
  expect((await asked('kill', '--yes')).code).toBe(3);
  expect(keptStops(dataFolder).map(({ kind }) => kind)).toEqual(['pause', 'kill']);

  // Without a supervisor nobody would carry it out soon: it is not kept, and what starts one is named.
  supervisor.release();
  const alone = await asked('pause', '--yes');
  expect(alone.said).toContain('[TRADER_NOT_RUNNING]');
  expect(keptStops(dataFolder)).toHaveLength(2);
});
