// Runs the exchange simulator, traders and a stock ccxt client as real processes, and ends each by its handle.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const PROJECT = resolve(import.meta.dirname, '../..');
export const RESTLESS = join(PROJECT, 'strategies/test-only/restless.ts');
const CLI = join(PROJECT, 'src/apps/cli.ts');

/** A process with what it has said so far. */
export interface Running {
  readonly process: ChildProcess;
  readonly said: () => string;
  /** Settles with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** Settles when standard output or error has the words, with all that was said; rejects when it ends first, or too late. */
  says(words: string | RegExp, withinMs?: number): Promise<string>;
}

/** `before`: what the command line begins with, where that is not Node itself. */
export function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}, before: readonly string[] = []): Running {
  const [command = process.execPath, ...rest] = [...before, process.execPath, ...args];
  const child = spawn(command, rest, {
    cwd: PROJECT,
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  const waiting = new Set<() => void>();
  const hear = (text: string) => {
    said += text;
    for (const look of waiting) look();
  };
  child.stdout?.setEncoding('utf8').on('data', hear);
  child.stderr?.setEncoding('utf8').on('data', hear);
  const ended = new Promise<number | string>((done) => child.on('close', (code, signal) => done(code ?? signal ?? 'unknown')));
  return {
    process: child,
    said: () => said,
    ended,
    says: (words, withinMs = 20_000) =>
      new Promise((done, fail) => {
        const over = (finish: () => void) => {
          waiting.delete(look);
          clearTimeout(timer);
          finish();
        };
        const look = () => {
          if (typeof words === 'string' ? said.includes(words) : words.test(said)) over(() => done(said));
        };
        const timer = setTimeout(() => over(() => fail(new Error(`did not say ${words} within ${withinMs} ms, but: ${said}`))), withinMs);
        void ended.then((how) => over(() => fail(new Error(`ended (${how}) before it said ${words}: ${said}`))));
        waiting.add(look);
        look();
      }),
  };
}

export interface ExchangeProcess extends Running {
  readonly url: string;
  /** Adds a fault by the exchange's own interface. */
  fault(fault: object): Promise<void>;
  noFaults(): Promise<void>;
}

export async function startExchange(more: readonly string[] = [], port = 0): Promise<ExchangeProcess> {
  const exchange = run([CLI, 'exchange', '--venue', 'bybit', '--port', String(port), '--align-now', '--seed', '7', '--json', ...more]);
  const [, url] = /"rest": "([^"]+)"/.exec(await exchange.says(/"demoSecret"/)) as RegExpExecArray;
  const faults = async (method: string, body?: string) => {
    const answer = await fetch(`${url}/__faults`, { method, ...(body && { body, headers: { 'content-type': 'application/json' } }) });
    if (!answer.ok) throw new Error(`${method} fault: ${answer.status} ${await answer.text()}`);
  };
  return {
    ...exchange,
    url: url as string,
    fault: (fault) => faults('POST', JSON.stringify(fault)),
    noFaults: () => faults('DELETE'),
  };
}

/** The strategy that trades as its parameters say: without any, in and out all the time. */
export const restless = (parameters: object = {}, size = 0.05, instrument = 'BTCUSDT-PERP') => ({
  ...{ id: RESTLESS, instrument, timeframe: '1m', parameters, size },
});
/** Asks for less than the least: nothing moves but by hand. */
export const IDLE = restless({}, 0.0000001);

/** A folder and a configuration on an exchange; gone with `remove`. */
export interface Stand {
  readonly folder: string;
  readonly dataFolder: string;
  readonly configuration: string;
  remove(): void;
}

export function stand(url: string, settings: object = {}, dataFolder?: string): Stand {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-live-'));
  const configuration = join(folder, 'session.json');
  writeFileSync(
    configuration,
    JSON.stringify({
      account: 'process-test',
      currency: 'USDT',
      venue: { name: 'bybit', category: 'linear', url },
      instruments: [{ id: 'BTCUSDT-PERP', symbol: 'BTCUSDT' }],
      strategies: [restless()],
      risk: 'none',
      seed: 1,
      leverage: 2,
      externalTrades: 'refuse',
      warmupCandles: 20,
      ...settings,
    }),
  );
  return {
    folder,
    dataFolder: dataFolder ?? join(folder, 'data'),
    configuration,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export const CLEAN = 'compared with the venue: clean';

export function startTrader(
  { configuration, dataFolder }: Stand,
  key = 'demo',
  environment: NodeJS.ProcessEnv = {},
  before: readonly string[] = [],
  more: readonly string[] = [],
): Running {
  const keys = { ATALAYA_VENUE_KEY: key, ATALAYA_VENUE_SECRET: key };
  return run([CLI, 'trade', '--config', configuration, '--data-dir', dataFolder, '--json', ...more], { ...keys, ...environment }, before);
}

/** `atalaya COMMAND... --json` at the trader of a stand: exit code, and the document it printed. */
export async function control({ dataFolder }: Stand, command: readonly string[], input?: string) {
  const asked = run([CLI, ...command, '--data-dir', dataFolder, '--json']);
  asked.process.stdin?.end(input ?? '');
  const code = await asked.ended;
  const said = asked.said();
  return {
    code,
    said,
    // biome-ignore lint/suspicious/noExplicitAny: whatever the command prints
    document: said.includes('{') ? (JSON.parse(said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1)) as any) : null,
  };
}

/** A stock ccxt client in a process of its own: each question is answered with everything it sees of the account. */
export interface VenueReader {
  read(): Promise<VenueAccount>;
  end(): void;
}

export interface VenueAccount {
  readonly orders: readonly {
    readonly clientOrderId: string;
    readonly side: string;
    readonly quantity: string;
    readonly filled: string;
    readonly status: string;
  }[];
  readonly fills: readonly { readonly clientOrderId: string; readonly quantity: string; readonly price: string; readonly fee: string }[];
  /** By the venue's name of an instrument; on spot by coin. */
  readonly positions: Readonly<Record<string, string>>;
  readonly wallet: string;
}

export function openReader(
  url: string,
  key = 'demo',
  category: 'linear' | 'spot' = 'linear',
  program = join(import.meta.dirname, 'venue-reader.ts'),
): VenueReader {
  const reader = run([program, url, key, category]);
  const waiting: { done: (account: VenueAccount) => void; fail: (error: Error) => void }[] = [];
  createInterface({ input: reader.process.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    const answer = JSON.parse(line) as { readonly account?: VenueAccount; readonly error?: string };
    const asked = waiting.shift();
    if (answer.account !== undefined) asked?.done(answer.account);
    else asked?.fail(new Error(answer.error));
  });
  void reader.ended.then(() => {
    for (const { fail } of waiting) fail(new Error(`the reader ended: ${reader.said()}`));
  });
  return {
    read: () =>
      new Promise((done, fail) => {
        waiting.push({ done, fail });
        reader.process.stdin?.write('read\n');
      }),
    end: () => reader.process.stdin?.end(),
  };
}

/** Ends what still runs, each by its own handle. */
export async function endAll(running: readonly (Running | undefined)[]): Promise<void> {
  for (const one of running) one?.process.kill('SIGKILL');
  await Promise.all(running.map((one) => one?.ended));
}
