import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { STOP } from './role.ts';

/** A supervised role whose stop takes a while, and which ends with 9 where it is made to hurry. */
async function slowRole(): Promise<ChildProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-slow-role-'));
  const program = join(folder, 'role.ts');
  writeFileSync(
    program,
    `import { runRole } from ${JSON.stringify(join(import.meta.dirname, 'run-role.ts'))};
     const rest = setInterval(() => {}, 1000);
     const stop = () => new Promise((done) => { process.send?.({ kind: 'finished', why: 'stops' }); setTimeout(done, 1_500); });
     await runRole(async () => ({ facts: {}, stop, hurry: () => process.exit(9) }), () => {});`,
  );
  const child = fork(program, { stdio: 'ignore' });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });
  await once(child, 'message');
  return child;
}

test('a signal to everybody and the word of the supervisor are one stop: nothing is hurried', { timeout: 15_000 }, async () => {
  const role = await slowRole();
  const stops = once(role, 'message');
  role.kill('SIGTERM');
  expect(await stops).toMatchObject([{ kind: 'finished' }, undefined]);
  role.kill('SIGTERM');
  role.send(STOP);
  const [code] = await once(role, 'exit');
  expect(code).toBe(0);
});

test('the supervisor saying it once more makes it hurry, and so does a later signal', { timeout: 15_000 }, async () => {
  for (const again of [(role: ChildProcess) => role.send(STOP), (role: ChildProcess) => role.kill('SIGTERM')]) {
    const role = await slowRole();
    const stops = once(role, 'message');
    role.kill('SIGTERM');
    role.send(STOP);
    await stops;
    await sleep(500);
    again(role);
    const [code] = await once(role, 'exit');
    expect(code).toBe(9);
  }
});
