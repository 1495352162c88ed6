/** A trader that really hangs: the caller is not kept waiting, a stop is carried out when it wakes up, and a start that has grown old is not. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askTrader } from '../../src/adapters/control-socket/client.ts';
import { COMMAND_LIFE_MS, CONTROL_PATHS, controlDone, controlMode } from '../../src/api/control.ts';

test('SIGSTOP while a resume and a kill are asked for', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'trader-process.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
    const dataFolder = String(line).trim();
    const command = (kind: 'pause' | 'kill' | 'resume', timeoutMs: number, sentAt = Date.now()) =>
      askTrader({
        dataFolder,
        method: 'POST',
        path: CONTROL_PATHS.commands,
        body: { kind, commandId: crypto.randomUUID(), by: 'ana', sentAt, confirmed: true, ...(kind === 'resume' && { to: 'NORMAL' }) },
        answer: controlDone,
        timeoutMs,
      });
    const mode = async () =>
      (await askTrader({ dataFolder, method: 'GET', path: CONTROL_PATHS.mode, answer: controlMode, timeoutMs: 20_000 })).name;
    const silent = { code: 'TRADER_NOT_ANSWERING', exitCode: 3 };

    expect(await command('pause', 20_000)).toMatchObject({ mode: 'PAUSE' });
    child.kill('SIGSTOP');
    // Young enough when it is asked, too old when the trader hears of it.
    await expect(command('resume', 300, Date.now() - COMMAND_LIFE_MS + 200)).rejects.toMatchObject(silent);
    child.kill('SIGCONT');
    expect(await mode()).toBe('PAUSE');

    child.kill('SIGSTOP');
    await expect(command('kill', 300)).rejects.toMatchObject(silent);
    child.kill('SIGCONT');
    await expect.poll(mode, { timeout: 10_000 }).toBe('EMERGENCY');
  } finally {
    child.kill('SIGCONT');
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'exit');
  }
  expect(child.exitCode).toBe(0);
});
