/** The thread of the portfolio: a recalculation of a large book takes its time here, and not that of the panel. */

import { parentPort, workerData } from 'node:worker_threads';
import { type DatabaseAddress, openDatabase } from '../../adapters/postgres/database.ts';
import { FieldFaults } from '../../core/domain/field-faults.ts';
import { InputError } from '../../core/domain/result.ts';
import { watchAlerts } from './alerts/watch-alerts.ts';
import { watchFiles } from './import/watch-files.ts';
import { keepRates } from './keep-rates.ts';
import { keepBook } from './open-book.ts';
import { type AnsweringDesk, openPortfolioDesk } from './portfolio-desk.ts';
import { openQuotes, type QuoteKeeper } from './quotes/keep-quotes.ts';
import { quoteCounts } from './quotes/quality.ts';
import type { QuotePlaces } from './quotes/quote-places.ts';
import type { ThreadAnswer, ThreadQuestion, ThreadWord } from './thread-words.ts';

export interface ThreadTask {
  readonly address: DatabaseAddress;
  readonly dataFolder: string;
  /** Where the European Central Bank is asked; null: nowhere. */
  readonly ratesUrl: string | null;
  /** Where prices are asked; null: nowhere. */
  readonly quotes: QuotePlaces | null;
}

/** One reads while another is asked. */
const CONNECTIONS = 3;
const ALERTS_EVERY_MS = 60_000;

const { address, dataFolder, ratesUrl, quotes: places } = workerData as ThreadTask;
const port = parentPort as NonNullable<typeof parentPort>;
const say = (said: string) => port.postMessage({ said } satisfies ThreadWord);
const database = openDatabase(address, CONNECTIONS);
const now = Date.now;
const book = keepBook(database, now);
let quotes: QuoteKeeper | null = null;
const files = watchFiles({ database, dataFolder, now, say, taken: brought });
const desk = openPortfolioDesk({ database, dataFolder, now, book, watched: files.files, quotes: () => quotes });
const alerts = watchAlerts({ database, book, now, sent: (alerted) => port.postMessage({ alerted } satisfies ThreadWord) });
const lookAtAlerts = () =>
  alerts
    .look()
    .then(tellCounts)
    .catch((error: Error) => {
      say(`alerts: ${error.message}`);
      port.postMessage({ counts: null } satisfies ThreadWord);
    });
// A price grows old, and a day comes, without anybody telling.
setInterval(lookAtAlerts, ALERTS_EVERY_MS).unref();
const rates = ratesUrl === null ? null : keepRates(database, ratesUrl, say);
if (places !== null)
  openQuotes({ database, book, places, dataFolder, now, say, changed: pricesChanged }).then(
    (opened) => {
      quotes = opened;
      quotes.soon();
    },
    (error: Error) => say(`prices are not asked: ${error.message}`),
  );
/** The book, or what counts in it, is another one. */
function brought(): void {
  book.lookAgain();
  rates?.look();
  quotes?.soon();
  lookAtAlerts();
}

/** For the page of metrics, which asks nobody. */
async function tellCounts(): Promise<void> {
  port.postMessage({ counts: quoteCounts((await book.opened()).book) } satisfies ThreadWord);
}

async function pricesChanged(): Promise<void> {
  rates?.look();
  await lookAtAlerts();
}

/** After these the book may need rates and prices that it has not. */
const BRINGS = new Set([
  'import',
  'book',
  'correct',
  'saveSettings',
  'saveInstrument',
  'setPrice',
  'setTargets',
  'judgeQuote',
  'addAlert',
  'changeAlert',
]);

port.on('message', ({ id, name, asked, actor }: ThreadQuestion) => {
  const answer = (one: ThreadAnswer) => port.postMessage(one);
  const ask = desk[name as keyof AnsweringDesk] as (asked: unknown, actor: unknown) => Promise<unknown>;
  Promise.resolve()
    .then(() => ask(asked, actor))
    .then(
      (value) => {
        answer({ id, ok: true, value });
        if (BRINGS.has(name)) brought();
      },
      (error: Error) => answer({ id, ok: false, error: wordsOf(error) }),
    );
});

function wordsOf(error: Error): Extract<ThreadAnswer, { ok: false }>['error'] {
  if (!(error instanceof InputError)) return { message: error.stack ?? error.message };
  const { code, message, exitCode, figures, said } = error;
  return { message, input: { code, exitCode, figures, said, fields: error instanceof FieldFaults ? error.fields : undefined } };
}
