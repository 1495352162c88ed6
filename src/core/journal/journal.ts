/** The journal port: what the engine needs of an append-only, durable record of what it consumed and what it decided. */

/** One recorded fact. `body` is plain JSON data; integers in it are exact. */
export interface JournalEntry {
  /** 1, 2, 3, … without a gap within one account's journal, across restarts. */
  readonly sequence: number;
  /** Rises at every start and after every cut tail, so that an id built from (epoch, sequence) is never used twice. */
  readonly epoch: number;
  /** Event time in epoch milliseconds UTC: the market's clock in a replay, the wall clock live. */
  readonly at: number;
  readonly kind: string;
  readonly body: unknown;
}

export interface Journal {
  readonly epoch: number;
  /** Sequence of the last entry handed over with `append`. */
  readonly last: number;
  /** Sequence of the last entry known to be on disk; an intent leaves only when its entry is covered. Infinity where nothing has to be waited for. */
  readonly durable: number;
  /** Hands an entry over and returns its sequence at once; durability follows. */
  append(kind: string, at: number, body: unknown): number;
}

/** A journal kept in memory, for tests and for comparing a replay with what was recorded. */
export function createMemoryJournal(epoch = 1): Journal & { readonly entries: JournalEntry[] } {
  const entries: JournalEntry[] = [];
  return {
    epoch,
    entries,
    get last() {
      return entries.length;
    },
    durable: Number.POSITIVE_INFINITY,
    append(kind, at, body) {
      entries.push({ sequence: entries.length + 1, epoch, at, kind, body: structuredCloneJson(body) });
      return entries.length;
    },
  };
}

/** A copy through JSON: what a file journal would give back, so that memory and files behave alike. */
function structuredCloneJson(body: unknown): unknown {
  return body === undefined ? null : JSON.parse(JSON.stringify(body));
}
