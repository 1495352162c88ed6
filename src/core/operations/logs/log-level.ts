/** How serious a line of a log is, by its words: processes say plain sentences, for a terminal. */

export const LOG_LEVELS = ['info', 'warning', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The first that matches counts. What is a fault of ours or loses something comes first, then what somebody should look at. */
const WORDS: readonly (readonly [LogLevel, RegExp])[] = [
  ['error', /^bug in |\bthis is a bug\b|\buncaught\b|\bFATAL\b|^\w*(Error|Failure)\b.*:|\[(BUG|UNHANDLED)\]/i],
  ['error', /\bnot recorded\b|\bdoes not start\b|\bwas ended by SIG(KILL|SEGV|ABRT|BUS)\b|\bended with code [1-9]/],
  ['error', /^(STRATEGY_FAILED|JOURNAL_\w+|KILL_NOT_FLAT|LEASE_LOST|ORDER_IN_DOUBT|PAPER_ACCOUNT_UNWRITTEN)\b/],
  ['warning', /^\(node:\d+\)|^while stopping:|; it is started again$|\bcan't be\b|\bcannot\b|\bfail(s|ed|ure)\b|\brefused\b/i],
  ['warning', /\bstale\b|\btoo late\b|\bis missing\b|\bis away\b|\bnot (kept|taken|said|written)\b|\bno snapshot\b|\bdifferences?$/i],
  ['warning', /^(FEED|VENUE|CLOCK|LINK|RATE|DISK|LADDER|BREAKER)_\w+:|\bdown\b|\bwarning\b/i],
];

/** Lines that go on with the one before: a stack, or text that is indented. */
export function goesOn(text: string): boolean {
  return /^\s+\S/.test(text);
}

export function levelOf(text: string): LogLevel {
  return WORDS.find(([, words]) => words.test(text))?.[0] ?? 'info';
}
