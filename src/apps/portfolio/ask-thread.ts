/** The portfolio's desk as the web server has it: asks the thread, which is started when it is first needed and again when it has died. */

import { Worker } from 'node:worker_threads';
import type { PortfolioDesk } from '../../adapters/http/portfolio-desk.ts';
import type { DatabaseAddress } from '../../adapters/postgres/database.ts';
import type { QuoteCounts } from '../../adapters/prometheus/metrics.ts';
import { portfolio as rows } from '../../api/contract/portfolio.ts';
import { FieldFaults } from '../../core/domain/field-faults.ts';
import { InputError } from '../../core/domain/result.ts';
import { storeUpload } from '../worker/uploads.ts';
import { exportsOf } from './export-book.ts';
import type { ThreadTask } from './portfolio-thread.ts';
import type { QuotePlaces } from './quotes/quote-places.ts';
import type { ThreadAnswer, ThreadQuestion, ThreadWord } from './thread-words.ts';

export interface PortfolioThread {
  readonly desk: PortfolioDesk;
  /** Keeps prices and watches alerts from now on, whether anybody asks or not. */
  start(): void;
  /** Hears the number of what alerts have sent, until the returned function is called. */
  onAlert(hear: (sequence: number) => void): () => void;
  /** How prices of what is held stand, as the thread has said last; null before, and after it has died. */
  counts(): QuoteCounts | null;
  close(): Promise<void>;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export interface ThreadOptions {
  /** Throws DATABASE_UNREACHABLE as long as there is no database. */
  address(): DatabaseAddress;
  readonly dataFolder: string;
  /** Where exchange rates are asked; null: nowhere, and only those that are known count. */
  readonly ratesUrl: string | null;
  /** Where prices are asked; null: nowhere. */
  readonly quotes: QuotePlaces | null;
  say(line: string): void;
}

export function openPortfolioThread({ address, dataFolder, ratesUrl, quotes, say }: ThreadOptions): PortfolioThread {
  let thread: { worker: Worker; waiting: Map<number, Waiting> } | null = null;
  let [count, isClosed, isKept] = [0, false, false];
  let counts: QuoteCounts | null = null;
  const listeners = new Set<(sequence: number) => void>();
  const alerted = (sequence: number) => {
    for (const hear of listeners) hear(sequence);
  };
  function start(): void {
    if (isClosed) return;
    try {
      started().worker.unref();
    } catch (error) {
      say(`the portfolio's thread does not start: ${(error as Error).message}`);
      setTimeout(start, AGAIN_MS).unref();
    }
  }

  function started() {
    if (thread !== null) return thread;
    const worker = new Worker(new URL('./portfolio-thread.ts', import.meta.url), {
      workerData: { address: address(), dataFolder, ratesUrl, quotes } satisfies ThreadTask,
    });
    isKept = true;
    const one = { worker, waiting: new Map<number, Waiting>() };
    worker.on('message', (answer: ThreadAnswer | ThreadWord) => {
      if ('said' in answer) return say(answer.said);
      if ('alerted' in answer) return alerted(answer.alerted);
      if ('counts' in answer) {
        counts = answer.counts;
        return;
      }
      const asked = one.waiting.get(answer.id);
      one.waiting.delete(answer.id);
      if (one.waiting.size === 0) worker.unref();
      if (answer.ok) asked?.resolve(answer.value);
      else asked?.reject(errorOf(answer.error));
    });
    worker.on('error', (error) => say(`the portfolio's thread has died: ${error.stack ?? error.message}`));
    worker.on('exit', () => {
      if (thread === one) thread = null;
      counts = null;
      if (isKept && !isClosed) setTimeout(start, AGAIN_MS).unref();
      for (const { reject } of one.waiting.values()) reject(away());
    });
    thread = one;
    return one;
  }

  const ask = (name: string) => (asked: unknown, actor: ThreadQuestion['actor']) =>
    new Promise<unknown>((resolve, reject) => {
      if (isClosed) return reject(away());
      const { worker, waiting } = started();
      const id = ++count;
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, name, asked, actor } satisfies ThreadQuestion);
    });
  const desk = Object.fromEntries(Object.keys(rows).map((name) => [name, ask(name)])) as unknown as PortfolioDesk;
  return {
    desk: {
      ...desk,
      ...exportsOf(desk, ask('statementPdf') as Parameters<typeof exportsOf>[1]),
      keep: async (name: string, content) => (await storeUpload(dataFolder, name, content, LARGEST_BYTES)).upload,
    } as PortfolioDesk,
    start,
    counts: () => counts,
    onAlert(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    async close() {
      isClosed = true;
      await thread?.worker.terminate();
    },
  };
}

/** A thread that died is begun anew after so long. */
const AGAIN_MS = 5_000;
const LARGEST_BYTES = rows.preview.upload.largestBytes;

const away = () =>
  new InputError(
    'PORTFOLIO_AWAY',
    'the portfolio has stopped while it was asked: whether something was done is not known; look, and try again',
    3,
  );

function errorOf({ message, input }: Extract<ThreadAnswer, { ok: false }>['error']): Error {
  if (input === undefined) return new Error(message);
  if (input.fields !== undefined) return new FieldFaults(input.code, input.fields);
  return new InputError(input.code, message, input.exitCode, { ...input.figures, said: input.said });
}
