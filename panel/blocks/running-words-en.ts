/** The English words of what runs: strategies, and what is behind the page; fetched after the first picture. */

import { count } from '../i18n/count.ts';

export const runningWordsEn = {
  strategies: {
    title: 'Strategies',
    running: 'running',
    ready: 'ready',
    'warming-up': 'warming up',
    'cooling-down': 'cooling down',
    blocked: 'blocked',
    disabled: 'disabled',
    disabledBy: (by: string) => `Disabled by ${by}`,
    since: 'since',
    untilEnabled: 'until somebody enables it',
    weight: (share: string) => `weight ${share}`,
    weightTold: (by: string, reason: string) => `Keeps so much of its size: ${by}, ${reason}`,
    until: (time: string) => `until ${time}`,
    trades: (n: number) => count(n, 'trade', 'trades'),
    refusals: (n: number) => count(n, 'refusal', 'refusals'),
    candles: (have: number, need: number) => `${have} of ${need} candles`,
    emptyTitle: 'No strategy runs',
    emptyText: 'Strategies of the folder strategies/ are started by the configuration.',
  },
  plumbing: {
    title: 'Behind it',
    feed: 'Prices',
    feedStates: { starting: 'starting', running: 'arriving', paused: 'paused', finished: 'over', stale: 'stale', down: 'no connection' },
    journal: 'Journal',
    journalOpen: 'on disk',
    journalWriting: (n: number) => `${count(n, 'entry', 'entries')} on the way`,
    journalFailed: 'can’t be written',
    journalClosed: 'closed',
    entries: (n: string) => `entry ${n}`,
    database: 'Database',
    databaseStates: { starting: 'starting', 'catching-up': 'catching up', ready: 'follows the journal', down: 'down', none: 'not used' },
    behind: (n: number) => `${count(n, 'entry', 'entries')} behind`,
    page: 'This page',
    trader: 'Trader',
    traderStates: { running: 'running', starting: 'starting', silent: 'no answer', stopped: 'stopped' },
    age: (age: string) => `${age} ago`,
  },
};
