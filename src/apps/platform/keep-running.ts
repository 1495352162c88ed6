/** Keeps one role running in a process of its own: started again with growing pauses when it dies, stopped when told. */

import { type ChildProcess, spawn } from 'node:child_process';
import { InputError } from '../../core/domain/result.ts';
import { type RoleWord, STOP } from './role.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A process that has lived this long is started again with the shortest pause. */
const SETTLED_MS = 60_000;

export interface RoleOrder<Facts> {
  readonly name: string;
  /** What Node runs. */
  readonly program: string;
  /** Its arguments; asked for at each start. */
  readonly words: (before: Facts | null) => readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** How long a stop may take before the process is ended. */
  readonly stopWithinMs: number;
  readonly say: (line: string) => void;
  readonly finished?: (why: string) => void;
}

export interface KeptRole<Facts> {
  /** Settles with the first start; rejects with the role's own refusal of it, and then nothing is started again. */
  readonly ready: Promise<Facts>;
  /** Asked once more it makes the role hurry. */
  stop(): Promise<void>;
}

type Refusal = Pick<Extract<RoleWord<never>, { kind: 'refused' }>, 'code' | 'message' | 'exitCode'>;

/** Of a process that ended with the code of a refusal and did not say more on the channel: its words are on standard error. */
function refusalOf(name: string, exitCode: number | null): Refusal | null {
  if (exitCode !== 2 && exitCode !== 3) return null;
  return { code: 'ROLE_REFUSED', message: `the ${name} ended with code ${exitCode}, for the reason above`, exitCode };
}

export function keepRunning<Facts>(order: RoleOrder<Facts>): KeptRole<Facts> {
  const { name, say } = order;
  let facts: Facts | null = null;
  let child: ChildProcess | null = null;
  let pauseMs = FIRST_PAUSE_MS;
  let retry: NodeJS.Timeout | undefined;
  let told: string | null = null;
  let stopping = false;
  let ended = Promise.resolve();
  const { promise: ready, resolve: isReady, reject: isRefused } = Promise.withResolvers<Facts>();
  // Whoever does not wait for it is no reason for the supervisor to end.
  ready.catch(() => {});

  function start(): void {
    const startedAt = Date.now();
    let refusal: Refusal | null = null;
    // Standard output is the supervisor's alone: what a role says goes beside it.
    const started = spawn(process.execPath, [order.program, ...order.words(facts)], {
      env: order.environment,
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    child = started;
    started.on('message', (word: RoleWord<Facts>) => {
      if (word.kind === 'ready') {
        if (told !== null) say(`the ${name} runs again`);
        told = null;
        facts = word.facts;
        isReady(facts);
      } else if (word.kind === 'refused') refusal = word;
      else order.finished?.(word.why);
    });
    ended = new Promise((done) => {
      const over = (how: string) => {
        child = null;
        done();
        if (!stopping) again(refusal ?? refusalOf(name, started.exitCode), how, Date.now() - startedAt);
      };
      started.once('error', (error) => over(`can't be started: ${error.message}`));
      started.once('exit', (code, signal) => {
        const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
        // Its last words may still be on their way.
        if (started.connected) started.once('disconnect', () => over(how));
        else over(how);
      });
    });
  }

  function again(refusal: Refusal | null, how: string, livedMs: number): void {
    if (refusal !== null && facts === null) {
      isRefused(new InputError(refusal.code, refusal.message, refusal.exitCode));
      return;
    }
    if (livedMs > SETTLED_MS) pauseMs = FIRST_PAUSE_MS;
    const words = refusal === null ? `the ${name} ${how}` : `the ${name} does not start: ${refusal.message} [${refusal.code}]`;
    if (words !== told) say(`${words}; it is started again`);
    told = words;
    retry = setTimeout(start, pauseMs);
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }

  start();
  return {
    ready,
    async stop() {
      clearTimeout(retry);
      const stopped = child;
      if (stopped?.connected) stopped.send(STOP, () => {});
      if (!stopping) {
        stopping = true;
        const impatience = setTimeout(() => stopped?.kill('SIGKILL'), order.stopWithinMs);
        void ended.then(() => clearTimeout(impatience));
      }
      await ended;
    },
  };
}
