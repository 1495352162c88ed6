// Each process loads what it is for, and nothing that only another one needs: memory that it would keep for months.
import { describe, expect, test } from 'vitest';
import { codeOf, laterOf } from './process-code.ts';
import { isCode, readRepository } from './source.ts';

const files = readRepository((path) => isCode(path) && path.startsWith('src/') && !path.endsWith('.test.ts'));
const ALL_CODE = 'src/apps/platform/all-code.ts';
const SUPERVISOR = ['src/apps/cli.ts', 'src/apps/cli/up.ts', 'src/adapters/postgres/embedded-server.ts'];
const TRADER = ['src/apps/cli.ts', 'src/apps/cli/run.ts', 'src/apps/platform/trader-role.ts', 'src/apps/trader/paper-role.ts'];
const LIVE_TRADER = [...TRADER, 'src/apps/trader/live-role.ts'];
const WEB = ['src/apps/cli.ts', 'src/apps/cli/run.ts', 'src/apps/platform/web-role.ts'];

const below = (paths: ReadonlySet<string>, folder: string) => [...paths].filter((path) => path.startsWith(folder));

describe('at its start', () => {
  test('the supervisor loads commander alone, and neither schemas nor what the others do', () => {
    const { files: own, packages } = codeOf(files, SUPERVISOR);
    expect([...packages].filter((name) => !name.startsWith('node:'))).toEqual(['commander']);
    for (const folder of ['src/api/contract', 'src/apps/trader', 'src/apps/web', 'src/apps/worker']) expect(below(own, folder)).toEqual([]);
    expect(own.has('src/apps/session-schema.ts')).toBe(false);
    expect(own.size).toBeLessThan(60);
  });

  test('a trader loads no server, no accounts and no jobs; on samples no venue either', () => {
    for (const [entries, refused] of [
      [TRADER, ['src/adapters/http', 'src/apps/web', 'src/apps/worker', 'src/adapters/credentials', 'src/adapters/ccxt-venues']],
      [LIVE_TRADER, ['src/adapters/http', 'src/apps/web', 'src/apps/worker', 'src/adapters/credentials']],
    ] as const) {
      const { files: own, packages } = codeOf(files, entries);
      for (const folder of refused) expect(below(own, folder)).toEqual([]);
      for (const name of ['fastify', 'ccxt', 'pg-boss', '@duckdb/node-api', 'grammy', 'nodemailer', 'prom-client'])
        expect([...packages]).not.toContain(name);
    }
  });

  test('the web loads no venue, no DuckDB and no trading loop of a session', () => {
    const { files: own, packages } = codeOf(files, WEB);
    for (const folder of ['src/adapters/ccxt-venues', 'src/adapters/interactive-brokers', 'src/adapters/exchange-simulator'])
      expect(below(own, folder)).toEqual([]);
    expect(own.has('src/apps/trader/paper-role.ts')).toBe(false);
    for (const name of ['ccxt', '@duckdb/node-api', '@stoqey/ib', 'grammy', 'nodemailer', '@simplewebauthn/server'])
      expect([...packages]).not.toContain(name);
  });
});

test('whatever a process of the platform may ever load has its types taken out before', () => {
  const prepared = codeOf(files, [ALL_CODE, ...laterOf(files, ALL_CODE)]).files;
  const programs = ['src/apps/cli/up.ts', 'src/apps/cli/run.ts', 'src/apps/cli/trade.ts', 'src/apps/worker/task-main.ts'];
  const loaded = codeOf(files, programs, 'andLater').files;
  expect([...loaded].filter((path) => !prepared.has(path))).toEqual([]);
  expect(loaded.size).toBeGreaterThan(400);
});

test('a planted import is found, a type and what comes later are not', () => {
  const planted = new Map([
    ['a.ts', "import './b.ts';\nimport type { Z } from 'zod';\nimport { type Y } from 'pg';\nexport const later = () => import('./c.ts');"],
    ['b.ts', "import { z } from 'fastify';"],
    ['c.ts', "export * from 'ccxt';"],
  ]);
  expect([...codeOf(planted, ['a.ts']).packages]).toEqual(['fastify']);
  expect([...codeOf(planted, ['a.ts'], 'andLater').packages].sort()).toEqual(['ccxt', 'fastify']);
});
