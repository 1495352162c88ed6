import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type KeptRole, keepRunning } from './keep-running.ts';
import { createSupervisorDesk } from './supervisor-desk.ts';

interface Facts {
  readonly start: number;
}

const finished: string[] = [];
const FIGURES = {
  ...{ at: 1, processId: 1, startedAt: 1, cpuSeconds: 0, residentBytes: 1 },
  ...{ heapUsedBytes: null, loopLagSeconds: null, orderLatencySeconds: null },
};

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
  const kept: KeptRole<Facts> = keepRunning<Facts>({
    name: 'trader',
    nodeWords: ['--max-semi-space-size=2'],
    program,
    words: (before) => {
      befores.push(before);
      return [];
    },
    environment: process.env,
    stopWithinMs: 500,
    say: (line) => said.push(line),
    hear: () => {},
    record: () => {},
    finished: (why) => finished.push(why),
    answer: createSupervisorDesk({ roles: () => ({ trader: kept }), others: () => [], figures: () => FIGURES }),
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
  await expect.poll(() => said.at(-1), { timeout: 10_000 }).toBe('the trader runs again');
  expect(said).toEqual([
    'the trader ended with code 7; it is started again',
    'the trader ended with code 9; it is started again',
    'the trader runs again',
  ]);
  const at = starts();
  const pauses = at.slice(1).map((each, i) => each - (at[i] as number));
  // 0.5 s, 1 s, 2 s, and the time a start takes.
  [500, 1_000, 2_000].forEach((least, i) => expect(pauses[i]).toBeGreaterThanOrEqual(least));
  expect(befores).toEqual([null, { start: 1 }, { start: 1 }, { start: 1 }]);
});

test("words for Node are Node's, and not the role's", async () => {
  const { kept } = role("await say({ kind: 'ready', facts: { start: process.execArgv.join() + ' ' + process.argv.length } })");
  expect(await kept.ready).toEqual({ start: '--max-semi-space-size=2 2' });
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
  await expect.poll(() => said.at(-1), { timeout: 8_000 }).toBe('the trader runs again');
  expect(said[1]).toBe('the trader does not start: somebody is there [INSTANCE_RUNNING]; it is started again');
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

test('one that is asked to is stopped in good order and started again at once, with its words asked anew', async () => {
  const { kept, said, starts, befores } = role("await say({ kind: 'ready', facts: { start } }); setInterval(() => {}, 1000);");
  await kept.ready;
  const first = kept.row();
  expect(first).toMatchObject({ name: 'trader', state: 'running', restarts: 0, lastExit: null });
  kept.restart();
  expect(kept.row()).toMatchObject({ state: 'stopping', processId: first.processId });
  expect(() => kept.restart()).toThrow(expect.objectContaining({ code: 'RESTART_CONFLICT' }));
  await expect.poll(() => kept.row().state, { timeout: 5_000 }).toBe('running');
  const second = kept.row();
  expect(second).toMatchObject({ restarts: 1, lastExit: { code: 0, signal: null, wasAsked: true, refusal: null } });
  expect(second.processId).not.toBe(first.processId);
  expect(befores).toEqual([null, { start: 1 }]);
  expect(said).toEqual(['the trader is started again, as was asked for', 'the trader runs again']);
  const [begun = 0, again = 0] = starts();
  // No pause as after a crash, which would be half a second and more beside the start itself.
  expect(second.lastExit?.at).toBeGreaterThanOrEqual(begun);
  expect(again - (second.lastExit?.at ?? 0)).toBeLessThan(450);
});

test('one that does not stop for a restart in time is ended, and started all the same', async () => {
  const { kept } = role(`
    if (start === 1) {
      process.removeAllListeners('message');
      process.on('message', () => {});
    }
    await say({ kind: 'ready', facts: { start } });
    setInterval(() => {}, 1000);
  `);
  await kept.ready;
  kept.restart();
  await expect.poll(() => kept.row().state, { timeout: 5_000 }).toBe('running');
  expect(kept.row().lastExit).toMatchObject({ signal: 'SIGKILL', wasAsked: true });
});

test('a stop while it restarts leaves nothing, and tells it to stop once', async () => {
  const { kept, starts } = role(`
    process.removeAllListeners('message');
    let told = 0;
    process.on('message', () => {
      if (++told > 1) process.exit(9);
      setTimeout(() => process.exit(0), 200);
    });
    await say({ kind: 'ready', facts: { start } });
  `);
  await kept.ready;
  kept.restart();
  await kept.stop();
  expect(kept.row()).toMatchObject({ state: 'stopped', processId: null, lastExit: { code: 0, wasAsked: true } });
  expect(starts()).toHaveLength(1);
});

test('one that ends by itself, or waits for its next start, while the stop of others is under way is not started again', async () => {
  const { kept, starts, said } = role(`
    process.on('SIGTERM', () => process.exit(0));
    await say({ kind: 'ready', facts: { start } });
    setInterval(() => {}, 1000);
  `);
  await kept.ready;
  kept.expectStop();
  expect(() => kept.restart()).toThrow(expect.objectContaining({ code: 'RESTART_CONFLICT' }));
  process.kill(kept.row().processId as number, 'SIGTERM');
  await expect.poll(() => kept.row().state, { timeout: 5_000 }).toBe('stopped');
  await kept.stop();

  const waits = role("await say({ kind: 'ready', facts: { start } }); process.exit(4);");
  await waits.kept.ready;
  await expect.poll(() => waits.kept.row().state, { timeout: 5_000 }).toBe('waiting');
  waits.kept.expectStop();
  await new Promise((resolve) => setTimeout(resolve, 900));
  expect([starts().length, waits.starts().length]).toEqual([1, 1]);
  expect(said).toEqual([]);
});

test('a stop that was expected is told once: it does not make the role hurry', async () => {
  const { kept } = role(`
    process.removeAllListeners('message');
    let told = 0;
    process.on('message', () => {
      if (++told > 1) process.exit(9);
      setTimeout(() => process.exit(0), 200);
    });
    await say({ kind: 'ready', facts: { start } });
  `);
  await kept.ready;
  kept.expectStop();
  await kept.stop();
  expect(kept.row()).toMatchObject({ state: 'stopped', lastExit: { code: 0, wasAsked: true } });
});

test('a role that waits for its next start is started at once when asked to', async () => {
  const { kept, starts } = role(
    "await say({ kind: 'ready', facts: { start } }); if (start < 3) process.exit(4); else setInterval(() => {}, 1000);",
  );
  await kept.ready;
  await expect.poll(() => starts().length, { timeout: 5_000 }).toBe(2);
  await expect.poll(() => kept.row().state, { timeout: 5_000 }).toBe('waiting');
  expect(kept.row()).toMatchObject({ processId: null, lastExit: { code: 4, wasAsked: false } });
  kept.restart();
  await expect.poll(() => kept.row().state, { timeout: 900 }).toBe('running');
});

test('a role may ask, and be refused; its own restart begins after it has heard the answer', async () => {
  const { kept, said } = role(`
    const ask = (id, question, asked) => new Promise((done) => {
      const hear = (word) => { if (word.id === id) { process.off('message', hear); done(word); } };
      process.on('message', hear);
      process.send({ kind: 'ask', id, question, asked });
    });
    await say({ kind: 'ready', facts: { start } });
    setInterval(() => {}, 1000);
    if (start === 1) {
      const heard = [await ask(1, 'processes', null), await ask(2, 'shell', 'ls'), await ask(3, 'restart', { name: 'database' })];
      heard.push(await ask(4, 'restart', { name: 'trader' }));
      await say({ kind: 'finished', why: JSON.stringify(heard) });
    }
  `);
  await expect.poll(() => kept.row().restarts, { timeout: 5_000 }).toBe(1);
  expect(said).toContain('the trader is started again, as was asked for');
  const heard = JSON.parse(finished.at(-1) as string) as { id: number; ok: boolean; code?: string; value?: unknown }[];
  expect(heard.map(({ id, ok, code }) => [id, ok, code])).toEqual([
    [1, true, undefined],
    [2, false, 'QUESTION_UNKNOWN'],
    [3, false, 'PROCESS_UNKNOWN'],
    [4, true, undefined],
  ]);
  expect(heard[0]?.value).toMatchObject({ processes: [{ name: 'trader', restarts: 0 }], supervisor: FIGURES });
});
