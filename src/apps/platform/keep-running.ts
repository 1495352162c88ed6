/** Keeps one role running in a process of its own: started again with growing pauses when it dies, stopped when told. */

import { type ChildProcess, spawn } from 'node:child_process';
import type { ProcessExit, ProcessName, ProcessRow, ProcessState } from '../../api/system.ts';
import { InputError } from '../../core/domain/result.ts';
import { type RoleWord, STOP } from './role.ts';
import type { SupervisorAnswer, SupervisorAsked } from './supervisor-words.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A process that has lived this long is started again with the shortest pause. */
const SETTLED_MS = 60_000;
/** After its end what it has said last may still be on its way for this long. */
const LAST_WORDS_MS = 1_000;
/** Whoever has asked for its own end hears the answer first, and passes it on. */
const ASKED_FOR_ITSELF_MS = 300;

export interface RoleOrder<Facts> {
  readonly name: ProcessName;
  /** Words for Node itself. */
  readonly nodeWords?: readonly string[];
  /** What Node runs. */
  readonly program: string;
  /** Its arguments; asked for at each start. */
  readonly words: (before: Facts | null) => readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** How long a stop may take before the process is ended. */
  readonly stopWithinMs: number;
  readonly say: (line: string) => void;
  /** What it writes, on either stream. */
  readonly hear: (text: string) => void;
  /** For the logs alone. */
  readonly record: (line: string) => void;
  readonly finished?: (why: string) => void;
  /** It has ended, and is started again at that time. */
  readonly waits?: (at: number, why: string) => void;
  /** Answers what the role asks; one without it is not answered. */
  readonly answer?: (asked: SupervisorAsked) => SupervisorAnswer;
}

export interface KeptRole<Facts> {
  /** Settles with the first start; rejects with the role's own refusal of it, and then nothing is started again. */
  readonly ready: Promise<Facts>;
  /** How it is now. */
  row(): ProcessRow;
  /** Stops it as `stop` does and starts it again, its words asked anew. InputError RESTART_CONFLICT while it stops already. */
  restart(): void;
  /** From now on its end is expected, whoever brings it about: nothing is started again. It is not told yet. */
  expectStop(): void;
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
  let stopAsked = false;
  /** Told to stop so that it can be started again. */
  let restarting = false;
  let toldToStop: ChildProcess | null = null;
  let answering = false;
  let starts = 0;
  let at: { state: ProcessState; since: number; startedAt: number | null } = { state: 'starting', since: Date.now(), startedAt: null };
  let lastExit: ProcessExit | null = null;
  let ended = Promise.resolve();
  const { promise: ready, resolve: isReady, reject: isRefused } = Promise.withResolvers<Facts>();
  // Whoever does not wait for it is no reason for the supervisor to end.
  ready.catch(() => {});

  function become(state: ProcessState, startedAt = at.startedAt): void {
    at = { state, since: Date.now(), startedAt };
  }

  function start(): void {
    const startedAt = Date.now();
    starts++;
    restarting = false;
    become('starting', startedAt);
    let refusal: Refusal | null = null;
    // Standard output is the supervisor's alone: what a role says goes beside it, and into the logs.
    const started = spawn(process.execPath, [...(order.nodeWords ?? []), order.program, ...order.words(facts)], {
      env: order.environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [started.stdout, started.stderr]) stream?.setEncoding('utf8').on('data', order.hear);
    child = started;
    started.on('message', (word: RoleWord<Facts> | SupervisorAsked) => {
      if (word.kind === 'ask') answer(started, word);
      else if (word.kind === 'ready') {
        if (told !== null) say(`the ${name} runs again`);
        told = null;
        facts = word.facts;
        order.record(`the ${name} runs, process ${started.pid}`);
        if (at.state === 'starting') become('running');
        isReady(facts);
      } else if (word.kind === 'refused') refusal = word;
      else order.finished?.(word.why);
    });
    ended = new Promise((done) => {
      const over = (how: string) => {
        if (child !== started) return;
        child = null;
        const reason = refusal ?? refusalOf(name, started.exitCode);
        const { exitCode: code, signalCode: signal } = started;
        const wasAsked = restarting || stopping;
        lastExit = {
          at: Date.now(),
          code,
          signal,
          refusal: wasAsked ? null : reason && { code: reason.code, message: reason.message },
          wasAsked,
        };
        become('stopped', null);
        done();
        if (stopping) return;
        if (restarting) start();
        else again(reason, how, Date.now() - startedAt);
      };
      started.once('error', (error) => over(`can't be started: ${error.message}`));
      started.once('exit', (code, signal) => {
        const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
        const patience = setTimeout(() => over(how), LAST_WORDS_MS);
        started.once('close', () => {
          clearTimeout(patience);
          over(how);
        });
      });
    });
  }

  function answer(asker: ChildProcess, word: SupervisorAsked): void {
    if (order.answer === undefined) return;
    answering = true;
    const given = order.answer(word);
    answering = false;
    if (asker.connected) asker.send(given, () => {});
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
    become('waiting', null);
    order.waits?.(Date.now() + pauseMs, words);
    retry = setTimeout(start, pauseMs);
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }

  /** Tells it to stop, once: said again it would hurry. Where it takes too long it is ended. */
  function end(stopped: ChildProcess): void {
    if (toldToStop === stopped) return;
    toldToStop = stopped;
    become('stopping');
    if (stopped.connected) stopped.send(STOP, () => {});
    const impatience = setTimeout(() => stopped.kill('SIGKILL'), order.stopWithinMs);
    void ended.then(() => clearTimeout(impatience));
  }

  function expectStop(): void {
    clearTimeout(retry);
    stopping = true;
  }

  start();
  return {
    ready,
    expectStop,
    row: () => ({ name, ...at, processId: child?.pid ?? null, restarts: starts - 1, lastExit }),
    restart() {
      if (stopping || restarting)
        throw new InputError('RESTART_CONFLICT', `the ${name} is stopping already, which may take a while: nothing more was done`);
      clearTimeout(retry);
      pauseMs = FIRST_PAUSE_MS;
      told = `the ${name} is started again, as was asked for`;
      say(told);
      const stopped = child;
      if (stopped === null) return start();
      restarting = true;
      if (!answering) return end(stopped);
      become('stopping');
      setTimeout(() => {
        if (child === stopped) end(stopped);
      }, ASKED_FOR_ITSELF_MS);
    },
    async stop() {
      expectStop();
      if (child !== null && stopAsked && child.connected) child.send(STOP, () => {});
      stopAsked = true;
      if (child !== null) end(child);
      await ended;
    },
  };
}
