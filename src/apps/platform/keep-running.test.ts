import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type KeptRole, keepRunning } from './keep-running.ts';

interface Facts {
  readonly start: number;
}

/** Runs `body` as a role: it knows which start it is (`start`), and can `say` a word and end. */
function role(body: string): { kept: KeptRole<Facts>; said: string[]; starts: () => number[]; befores: (Facts | null)[] } {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-role-'));
  const [program, log] = [join(folder, 'role.mjs'), join(folder, 'starts')];
  writeFileSync(log, '');
  writeFileSync(
    program,
    `import { appendFileSync, readFileSync } from 'node:fs';
     appendFileSync(${JSON.stringify(log)}, Date.now() + '\\n');
     const start = readFileSync(${JSON.stringify(log)}, 'utf8').trim().split('\\n').length;
     const say = (word) => new Promise((done) => process.send(word, done));
     process.on('message', (word) => { if (word === 'stop') process.exit(0); });
     ${body}`,
  );
  const said: string[] = [];
  const befores: (Facts | null)[] = [];
  const kept = keepRunning<Facts>({
    name: 'part',
    program,
    words: (before) => {
      befores.push(before);
      return [];
    },
    environment: process.env,
    stopWithinMs: 500,
    say: (line) => said.push(line),
  });
  onTestFinished(async () => {
    await kept.stop();
    rmSync(folder, { recursive: true });
  });
  return { kept, said, befores, starts: () => readFileSync(log, 'utf8').trim().split('\n').filter(Boolean).map(Number) };
}

test('what dies is started again with pauses that grow, told once while nothing changes', { timeout: 15_000 }, async () => {
  const { kept, said, starts, befores } = role(`
    if (start === 1 || start === 4) await say({ kind: 'ready', facts: { start } });
    if (start < 4) process.exit(start === 1 ? 7 : 9);
  `);
  expect(await kept.ready).toEqual({ start: 1 });
  await expect.poll(() => said.at(-1), { timeout: 10_000 }).toBe('the part runs again');
  expect(said).toEqual([
    'the part ended with code 7; it is started again',
    'the part ended with code 9; it is started again',
    'the part runs again',
  ]);
  const at = starts();
  const pauses = at.slice(1).map((each, i) => each - (at[i] as number));
  // 0.5 s, 1 s, 2 s, and the time a start takes.
  [500, 1_000, 2_000].forEach((least, i) => expect(pauses[i]).toBeGreaterThanOrEqual(least));
  expect(befores).toEqual([null, { start: 1 }, { start: 1 }, { start: 1 }]);
});

test('the refusal of a first start is its own, with its code, and nothing is tried again', async () => {
  const { kept, starts, said } = role(`
    await say({ kind: 'refused', code: 'PORT_IN_USE', message: 'expected a free port', exitCode: 3 });
    process.exit(3);
  `);
  await expect(kept.ready).rejects.toMatchObject({ code: 'PORT_IN_USE', message: 'expected a free port', exitCode: 3 });
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect(starts()).toHaveLength(1);
  expect(said).toEqual([]);
});

test('a first start that ends with the code of a refusal is one, also without a word', async () => {
  const { kept } = role('process.exit(2);');
  await expect(kept.ready).rejects.toMatchObject({ code: 'ROLE_REFUSED', exitCode: 2 });
});

test('a refusal after a first start is tried again, in its own words', { timeout: 10_000 }, async () => {
  const { kept, said } = role(`
    if (start !== 2) await say({ kind: 'ready', facts: { start } });
    if (start === 1) process.exit(1);
    if (start === 2) {
      await say({ kind: 'refused', code: 'INSTANCE_RUNNING', message: 'somebody is there', exitCode: 3 });
      process.exit(3);
    }
  `);
  await kept.ready;
  await expect.poll(() => said.at(-1), { timeout: 8_000 }).toBe('the part runs again');
  expect(said[1]).toBe('the part does not start: somebody is there [INSTANCE_RUNNING]; it is started again');
});

test('what does not stop in time is ended', async () => {
  const { kept, said } = role(`
    process.removeAllListeners('message');
    process.on('message', () => {});
    await say({ kind: 'ready', facts: { start } });
    setInterval(() => {}, 1000);
  `);
  await kept.ready;
  const asked = performance.now();
  await kept.stop();
  expect(performance.now() - asked).toBeGreaterThan(450);
  expect(said).toEqual([]);
});
