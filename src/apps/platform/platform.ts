/** The platform as one supervised tree: the database, the trader in a process of its own, the web beside it. The trader depends on neither of the others. */

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readOwnFigures } from '../../adapters/host-metrics/own-figures.ts';
import type { ProcessRow } from '../../api/system.ts';
import { SECRET_VARIABLES } from '../../core/operations/secrets/known-secrets.ts';
import { PROVIDER_VARIABLES } from '../portfolio/quotes/quote-places.ts';
import { PROJECT_FOLDER } from '../strategy-registry.ts';
import { type KeptDatabase, keepDatabase } from './keep-database.ts';
import { type KeptRole, keepRunning } from './keep-running.ts';
import { openProcessLogs } from './process-logs.ts';
import { noteRestart } from './restart-note.ts';
import type { TraderFacts, WebFacts } from './role.ts';
import { createStopStack } from './stop-stack.ts';
import { createSupervisorDesk } from './supervisor-desk.ts';

/** Room for new objects: Node's own choice is three times 16 MB in each process, for a throughput that neither needs (docs/decisions/0012-processes.md). */
const YOUNG_MB = { trader: 2, web: 4 } as const;
const COMMAND_LINE = join(PROJECT_FOLDER, 'src/apps/cli.ts');
/** A live trader waits for its orders for at most five minutes. */
const TRADER_STOPS_WITHIN_MS = 330_000;
const WEB_STOPS_WITHIN_MS = 5_000;
/** A trader that is not ready by then (one that stands by, a venue that is far) is not waited for any longer with the panel's address. */
const TRADER_READY_MS = 20_000;
/** Keys of those who tell prices reach the web alone, which asks them; secrets, and what opens the store of them, the trader alone. */
const WEBS_OWN: readonly string[] = Object.values(PROVIDER_VARIABLES);
const TRADERS_OWN = [...SECRET_VARIABLES, 'ATALAYA_SECRETS_PASSPHRASE', 'ATALAYA_SECRETS_KEY_FILE', 'CREDENTIALS_DIRECTORY'];

export interface PlatformOrder {
  readonly dataFolder: string;
  readonly databaseFolder: string;
  readonly logsFolder: string;
  /** Options of the two roles, without the data folder. */
  readonly traderWords: readonly string[];
  readonly webWords: readonly string[];
  readonly port: number;
}

export interface Platform {
  readonly web: WebFacts;
  /** Null where the trader is not ready yet. */
  readonly trader: TraderFacts | null;
  /** Settles with the reason when the trader has come to its own end. */
  readonly finished: Promise<string>;
  /** Rejects when the trader refuses its first start after all. */
  readonly refused: Promise<never>;
  /** To the terminal, and into the logs. */
  say(line: string): void;
  /** Web, trader, database, in this order. */
  stop(): Promise<void>;
  /** Asked once more to stop. */
  hurry(): void;
}

/** InputError: whatever one of the roles refuses its first start with; nothing is left running then. */
export async function startPlatform(order: PlatformOrder): Promise<Platform> {
  const { dataFolder } = order;
  const logs = openProcessLogs(order.logsFolder, process.env);
  const { say, record } = logs;
  const started = createStopStack();
  started.push(() => logs.close());
  const environment = { ...process.env, ...codeCache(dataFolder) };
  const role = (name: string) => ['run', '--roles', name, '--data-dir', dataFolder];
  const { promise: finished, resolve: isFinished } = Promise.withResolvers<string>();
  const trader = keepRunning<TraderFacts>({
    name: 'trader',
    nodeWords: youngObjects(YOUNG_MB.trader),
    program: COMMAND_LINE,
    words: () => [...role('trader'), ...order.traderWords],
    environment: Object.fromEntries(Object.entries(environment).filter(([name]) => !WEBS_OWN.includes(name))),
    stopWithinMs: TRADER_STOPS_WITHIN_MS,
    say,
    hear: logs.hear('trader'),
    record,
    finished: isFinished,
    waits: (at, why) => noteRestart(dataFolder, at, why),
  });
  // Read here and not by the configuration, which this process has no other use and no memory for.
  const database = process.env.DATABASE_URL ? null : keepDatabase(order.databaseFolder, trader.ready, say);
  if (database !== null) started.push(() => database.stop());
  started.push(() => trader.stop());
  const own = readOwnFigures();
  const figures = () => ({ ...own.read(), orderLatencySeconds: null });
  const web: KeptRole<WebFacts> = keepRunning<WebFacts>({
    name: 'web',
    nodeWords: [...youngObjects(YOUNG_MB.web), ...GIVES_BACK],
    program: COMMAND_LINE,
    // A free port that was taken once is kept: pages that are open come back to it.
    words: (before) => [...role('web'), '--port', before === null ? String(order.port) : new URL(before.url).port, ...order.webWords],
    environment: Object.fromEntries(Object.entries(environment).filter(([name]) => !TRADERS_OWN.includes(name))),
    stopWithinMs: WEB_STOPS_WITHIN_MS,
    say,
    hear: logs.hear('web'),
    record,
    answer: createSupervisorDesk({ roles: () => ({ trader, web }), others: () => othersOf(database), figures }),
  });
  started.push(() => web.stop());
  const stop = () => {
    // A signal to all of them ends each on its own, also before its turn: that is part of this stop, and nothing to be mended.
    for (const kept of [trader, web]) kept.expectStop();
    return started.stopAll();
  };
  try {
    const patience = new AbortController();
    const traderFacts = Promise.race([trader.ready, pause(TRADER_READY_MS, null, { ref: false, signal: patience.signal })]);
    const [webFacts, facts] = await Promise.all([web.ready, traderFacts]);
    patience.abort();
    return {
      web: webFacts,
      trader: facts,
      finished,
      say,
      refused: trader.ready.then(() => new Promise<never>(() => {})),
      stop,
      hurry: () => void trader.stop(),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Memory that an export needed is given back: without these the heap grows for as long as one lasts, and its freed pages are kept for good. */
const GIVES_BACK = ['--memory-saver-mode', '--heap-growing-percent=30'];

const youngObjects = (megabytes: number) => [`--max-semi-space-size=${megabytes}`];

/** This process, and the database where it keeps one. */
function othersOf(database: KeptDatabase | null): ProcessRow[] {
  const startedAt = Math.round(performance.timeOrigin);
  const counts = { startedAt, since: startedAt, restarts: 0, lastExit: null };
  return [{ name: 'supervisor', state: 'running', processId: process.pid, ...counts }, ...(database === null ? [] : [database.row()])];
}

/** Type stripping takes time and 25 MB in every process; what it gives is kept where only the owner can write. */
function codeCache(dataFolder: string): NodeJS.ProcessEnv {
  return process.env.NODE_COMPILE_CACHE === undefined ? { NODE_COMPILE_CACHE: join(dataFolder, 'cache', 'code') } : {};
}
