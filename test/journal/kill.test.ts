/** A real process killed with SIGKILL at random moments: every entry it said was durable is there afterwards. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { verifyJournal } from '../../src/adapters/journal-files/verify.ts';

const KILLS = 24;

/** Starts the appender, kills it `afterMs` past its opening, or past its first durable entry, and gives what it printed. */
function appendAndKill(folder: string, seed: number, afterMs: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${import.meta.dirname}/append-until-killed.ts`, folder, String(seed)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    let killing = false;
    const linesAwaited = seed % 4 === 0 ? 1 : 2;
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (killing || output.split('\n').length <= linesAwaited) return;
      killing = true;
      setTimeout(() => child.kill('SIGKILL'), afterMs);
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    // The last line may have been cut by the kill.
    child.on('close', (_, signal) => (signal === 'SIGKILL' ? resolve(output.split('\n').slice(0, -1)) : reject(new Error(errors))));
  });
}

test(`${KILLS} kills lose no acknowledged entry, break no chain and repeat no epoch`, async () => {
  const folder = mkdtempSync(`${tmpdir()}/atalaya-journal-`);
  try {
    let acknowledged = 0;
    let epoch = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const lines = await appendAndKill(folder, 1000 + kill, Math.random() * 120);
      const opened = Number(lines[0]!.slice('epoch '.length));
      expect(opened).toBeGreaterThan(epoch);
      epoch = opened;
      acknowledged = lines.length > 1 ? Number(lines.at(-1)) : acknowledged;
      const report = verifyJournal(folder);
      expect([undefined, 'JOURNAL_CUT_SHORT']).toContain(report.problem?.code);
      expect(report.entries).toBeGreaterThanOrEqual(acknowledged);
    }
    expect(acknowledged).toBeGreaterThan(KILLS * 20);

    const journal = await openJournal(folder, { account: 'demo' });
    for (const entry of journal.readEntries(1)) {
      if (entry.kind === 'note') expect(entry.body).toMatchObject({ after: entry.sequence - 1 });
    }
    const { snapshot, warnings } = journal.latestSnapshot();
    expect(warnings).toEqual([]);
    expect(Buffer.from(snapshot!.bytes).toString()).toBe(`state after ${snapshot!.sequence}`);
    journal.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);
