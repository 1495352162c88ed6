/** Runs one role in this process until it is told to stop: by a signal where it is alone, by its supervisor (or the loss of it) where it has one. */

import { explained, note } from '../cli/output.ts';
import { type RoleWord, type RunningRole, STOP } from './role.ts';
import { onStopSignals } from './stop-signals.ts';

/** Whether another process of Atalaya has started this one and watches over it. */
export const isSupervised = process.send !== undefined;

/** Returns once the role runs; the process ends with it. `present` tells the terminal of a role that runs alone. */
export async function runRole<Facts>(start: () => Promise<RunningRole<Facts>>, present: (facts: Facts) => void): Promise<void> {
  let running: RunningRole<Facts> | null = null;
  let stopping = false;
  const stop = async (why: string) => {
    // What has not come to run yet holds nothing that a start does not find again.
    if (running === null) process.exit(0);
    if (stopping) return;
    stopping = true;
    await running.stop(why);
    process.exit(0);
  };
  listenForStop(
    (why) => void stop(why),
    () => running?.hurry?.(),
  );
  try {
    running = await start();
  } catch (error) {
    if (!isSupervised) throw error;
    return refuse(error);
  }
  const { facts, finished } = running;
  if (isSupervised) await say<Facts>({ kind: 'ready', facts });
  else present(facts);
  void finished?.then((why) => (isSupervised ? say({ kind: 'finished', why }) : stop(why)));
}

/** A stop may come on two ways at once, as a signal to every process and as the word of the supervisor: said again on one of them it is to hurry. */
function listenForStop(stop: (why: string) => void, hurry: () => void): void {
  onStopSignals(isSupervised ? ['SIGTERM'] : ['SIGTERM', 'SIGINT'], stop, hurry);
  if (!isSupervised) return;
  // A terminal tells its whole group; the supervisor hears it too, and stops its roles in their order.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
  // The terminal may have gone with the supervisor: that is no reason not to stop cleanly.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  let isTold = false;
  process.on('message', (word) => {
    if (word !== STOP) return;
    if (isTold) hurry();
    isTold = true;
    stop('told to stop');
  });
  process.on('disconnect', () => {
    // It was waiting for this stop: nobody does any more.
    if (isTold) hurry();
    stop('the supervisor is gone');
  });
}

async function refuse(error: unknown): Promise<void> {
  const { code, message, exitCode, trace } = explained(error);
  if (trace !== null) note(trace);
  await say({ kind: 'refused', code, message, exitCode });
  process.exit(exitCode);
}

/** Settles when it is said, or when nobody hears it any more. */
function say<Facts>(word: RoleWord<Facts>): Promise<void> {
  return new Promise((done) => {
    if (!process.connected) done();
    else process.send?.(word, () => done());
  });
}
