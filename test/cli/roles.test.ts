/** Starts that are refused say why in the words of the role that refuses, with its exit code, and leave nothing behind. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runningConnection } from '../../src/adapters/postgres/cluster.ts';
import { atalaya, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();

test.each([
  [['run', '--roles', 'nothing'], 2, 'ROLE_UNKNOWN', 'trader, web'],
  [['run', '--roles', 'trader', '--config', 'nowhere.json'], 3, 'CONFIG_MISSING', 'nowhere.json'],
  [['run', '--roles', 'web', '--port', '99999'], 2, 'USAGE', '--port'],
  [['up', '--config', 'nowhere.json', '--port', '0'], 3, 'CONFIG_MISSING', 'nowhere.json'],
  [['up', '--mode', 'real', '--port', '0'], 3, 'MODE_WITHOUT_VENUE', 'a configuration with a venue'],
  [['up', '--config', 'bybit-simulator.json', '--speed', '60', '--port', '0'], 2, 'USAGE', 'replayed session only'],
  [['top'], 3, 'TRADER_NOT_RUNNING', 'no trader runs'],
])('%s', async (words, code, name, said) => {
  const dataFolder = join(folder, words.join(' ').replaceAll(/\W+/g, '-'));
  const { code: exitCode, stdout, stderr } = await atalaya([...words, '--data-dir', dataFolder, '--json']);
  expect(stderr).toContain(`[${name}]`);
  expect(exitCode).toBe(code);
  const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
  expect(error).toMatchObject({ code: name, message: expect.stringContaining(said) });
  expect(runningConnection(join(dataFolder, 'database'))).toBeUndefined();
  expect(existsSync(join(dataFolder, 'run/trader.sock'))).toBe(false);
});
