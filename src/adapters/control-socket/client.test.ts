import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { askTrader } from './client.ts';
import { noteSessionCommand } from './session-command.ts';

test('where no trader runs, what is advised to start is what has run on the folder', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'atalaya-client-'));
  onTestFinished(() => rmSync(dataFolder, { recursive: true }));
  const ask = () => askTrader({ dataFolder, method: 'GET', path: '/', answer: z.unknown(), timeoutMs: 1_000 });
  const advises = (words: string) => ({ code: 'TRADER_NOT_RUNNING', exitCode: 3, message: expect.stringContaining(words) });
  const [up, trade] = ['up', 'trade --config FILE'].map((words) => `npx atalaya ${words} --data-dir ${dataFolder}`);
  await expect(ask()).rejects.toMatchObject(advises(`start it with: ${up}, or ${trade};`));
  mkdirSync(join(dataFolder, 'state/reconciliation'), { recursive: true });
  await expect(ask()).rejects.toMatchObject(advises(`start it with: ${trade};`));
  noteSessionCommand(dataFolder, ['trade', '--config', 'my venue.json', '--port', '8600']);
  await expect(ask()).rejects.toMatchObject(
    advises(`start it with: npx atalaya trade --config 'my venue.json' --port 8600 --data-dir ${dataFolder};`),
  );
});
