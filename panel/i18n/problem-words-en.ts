/** The English words of what the server refused; fetched after the first picture. */

import type { Problem } from '../../src/api/problem.ts';

export const problemWordsEn = {
  /** By their codes, where the server's sentence is in one language or speaks of the command line. */
  problems: {
    UPLOAD_TOO_LARGE: 'The file is larger than the 2 GiB that can be sent at once. Split it, by year for instance.',
    UPLOAD_UNKNOWN: 'The uploaded file is no longer here: send it again.',
    UPLOAD_NAME: 'The file has no name. Give it one and send it again.',
    RUN_UNKNOWN: 'No backtest has this id. Look for it in the list.',
    RUN_FILE_UNKNOWN: 'The backtest has no such file.',
    STRATEGY_UNKNOWN: 'No strategy has this name. Look for it in the list.',
    JOB_UNKNOWN: 'No job has this id. Look for it in the list of jobs.',
    SERIES_UNKNOWN: 'No data are stored of this symbol, venue and timeframe.',
    SAMPLE_UNKNOWN: 'No sample has this name.',
    SYMBOL_UNKNOWN: 'There are no candles of this symbol. Bring them in under Market data.',
    CANDLES_NONE: 'There is no candle in this span. Choose another one.',
    LAKE_EMPTY: 'No candles are stored yet. Bring some in under Market data.',
    LAKE_DAMAGED: 'What is stored is damaged. Restore it from a backup, or import it again.',
    LAKE_DENIED: 'The program may not read what is stored. Give it the right to its data folder.',
    TIMEFRAME_ABSENT: 'There are no candles of this timeframe, nor shorter ones to build them from.',
    TIMEFRAME_MISSING: 'There are no candles of this timeframe, nor shorter ones to build them from.',
    WORKER_LOST: 'Its process was lost several times while it worked: it may need more memory. Start it again.',
    DISK_FULL: 'The disk is full, and nothing was changed. Free some space.',
    DISK_READ_ONLY: 'The disk is read-only, and nothing was changed. Mount it writable.',
    DISK_DENIED: 'The program may not write to its data folder, and nothing was changed. Give it the right.',
    INTERNAL_ERROR: 'Something went wrong inside Atalaya. Look for the id in its log; trading is not affected by the panel.',
    TRADER_NOT_RUNNING: 'The trader does not run, or does not answer.',
    SETTINGS_UNCHANGED: 'Nothing changes: the settings are these already.',
  } as Readonly<Record<string, string>>,
  unclear: {
    /** Null: the server's own sentence is in this language. */
    told: (_unclear: NonNullable<Problem['unclear']>): string | null => null,
    clear: 'Show it without filters',
  },
};
