/** The book in memory: read again when its number has risen, a price came, or a day has passed. Where only quotes are new, only they are read. */

import type { Database } from '../../adapters/postgres/database.ts';
import type { KeptInstrument } from '../../adapters/postgres/portfolio/instruments.ts';
import type { KeptOperation } from '../../adapters/postgres/portfolio/operations.ts';
import { quotesStamp, readBook, readQuotes, stampOf } from './book-reader.ts';
import type { BookState } from './figures/book-state.ts';
import { type FigureBook, openFigureBook } from './figures/figure-book.ts';

export interface OpenBook {
  readonly book: FigureBook;
  readonly operations: readonly KeptOperation[];
  readonly instruments: readonly KeptInstrument[];
}

export interface BookKeeper {
  opened(): Promise<OpenBook>;
  /** Whatever is asked next looks again. */
  lookAgain(): void;
}

/** Prices of other processes are seen after so long. */
const LOOKED_AT_AGAIN_MS = 2_000;

interface Read extends OpenBook {
  readonly stamp: string;
  readonly quotes: string;
  readonly state: BookState;
}

export function keepBook(database: Database, now: () => number): BookKeeper {
  let open: Read | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<OpenBook> | null = null;

  async function look(): Promise<OpenBook> {
    const at = now();
    const day = new Date(at).toISOString().slice(0, 10);
    const [stamp, quotes] = [`${await stampOf(database.query)} ${day}`, await quotesStamp(database.query)];
    if (open === null || open.stamp !== stamp) {
      const { state, ...read } = await readBook(database.query, at);
      open = { ...{ ...read, stamp, quotes, state }, book: openFigureBook(state, now) };
    } else if (open.quotes !== quotes) {
      const state = { ...open.state, ...(await readQuotes(database.query)), now: at };
      open = { ...open, ...{ quotes, state }, book: openFigureBook(state, now, open.book.parts) };
    }
    lookedAt = at;
    return open;
  }
  return {
    async opened() {
      if (open !== null && now() - lookedAt < LOOKED_AT_AGAIN_MS) return open;
      // Many who ask at once read it once.
      looking ??= look().finally(() => {
        looking = null;
      });
      return looking;
    },
    lookAgain() {
      lookedAt = Number.NEGATIVE_INFINITY;
    },
  };
}
