// freqtrade in a process of its own: where it comes from, how it is pointed at an exchange by its configuration alone, and what its database holds.
import { type SpawnOptionsWithoutStdio, spawn } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { environmentOf } from '../../bench/rows/peers.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures/freqtrade');
/** Where the fixtures expect the exchange. */
const ADDRESS = /127\.0\.0\.1:8700/g;
const PATIENCE_MS = 480_000;

/** The program, installed at its pinned versions where it is not yet; else why it can't be had here. */
export async function freqtradeProgram(): Promise<{ readonly program: string } | { readonly missing: string }> {
  try {
    return { program: join(await environmentOf('freqtrade'), '../freqtrade') };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

export interface BotOrder {
  readonly order_id: string;
  readonly ft_trade_id: number;
  readonly ft_order_side: 'buy' | 'sell' | 'stoploss';
  readonly side: 'buy' | 'sell';
  readonly status: string;
  readonly average: number | null;
  readonly filled: number | null;
}

export interface BotTrade {
  readonly id: number;
  readonly is_open: 0 | 1;
  readonly is_short: 0 | 1;
  readonly fee_open: number;
  readonly fee_close: number;
  readonly close_profit_abs: number | null;
  readonly exit_reason: string | null;
}

export interface BotReport {
  readonly trades: readonly BotTrade[];
  readonly orders: readonly BotOrder[];
  readonly log: string;
}

interface BotOptions {
  readonly program: string;
  readonly mode: 'spot' | 'futures';
  readonly address: string;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Trades with real orders until its third trade is over, as the key `mode`. Fails when it ends by itself, or takes too long. */
export async function tradeThrice({ program, mode, address, folder, signal }: BotOptions): Promise<BotReport> {
  cpSync(FIXTURES, folder, { recursive: true });
  const settings = join(folder, 'exchange.json');
  writeFileSync(settings, readFileSync(settings, 'utf8').replace(ADDRESS, address));
  const database = join(folder, 'trades.sqlite');
  const log = await untilThirdTradeIsOver(
    program,
    ['trade', '-v', '-c', `${mode}.json`, '--user-data-dir', '.', '--strategy-path', '.', '--db-url', `sqlite:///${database}`],
    {
      cwd: folder,
      signal,
      killSignal: 'SIGKILL',
      env: { ...process.env, COLUMNS: '4000', FREQTRADE__EXCHANGE__KEY: mode, FREQTRADE__EXCHANGE__SECRET: mode },
    },
  );
  const stored = new DatabaseSync(database, { readOnly: true });
  try {
    return {
      trades: stored.prepare('SELECT * FROM trades ORDER BY id').all() as never,
      orders: stored.prepare('SELECT * FROM orders ORDER BY id').all() as never,
      log,
    };
  } finally {
    stored.close();
  }
}

/** What it printed. It is interrupted after the round in which the third trade ended, while it waits for the next one. */
function untilThirdTradeIsOver(program: string, args: readonly string[], options: SpawnOptionsWithoutStdio): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, options);
    child.stdin.end();
    let log = '';
    let asked = false;
    const tell = (text: string) => {
      log += text;
      const ended = log.indexOf('Marking Trade(id=3,');
      if (asked || ended < 0 || log.indexOf('Bot heartbeat', ended) < 0) return;
      asked = true;
      child.kill('SIGINT');
    };
    child.stdout.setEncoding('utf8').on('data', tell);
    child.stderr.setEncoding('utf8').on('data', tell);
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.on('error', fail);
    child.on('close', () => {
      clearTimeout(timer);
      if (asked) done(log);
      else fail(new Error(`freqtrade did not end its third trade; the end of what it said:\n${log.slice(-3_000)}`));
    });
  });
}
