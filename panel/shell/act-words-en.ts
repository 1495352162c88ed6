/** The English words of the questions before an act on the whole of trading; fetched after the first picture. */

import { count } from '../i18n/count.ts';

export const actWordsEn = {
  pauseDialog: {
    title: 'Pause trading?',
    text: 'No new entries are sent. Exits and stops keep working.',
    stay: 'Keep trading',
    go: 'Pause',
  },
  killDialog: {
    title: 'Close everything and stop?',
    positions: (open: number, value: string) =>
      open === 0
        ? 'No position is open: nothing is sold.'
        : `${count(open, 'position worth', 'positions worth')} ${value} ${open === 1 ? 'is' : 'are'} closed at market, whatever the price.`,
    orders: (working: number) =>
      working === 0 ? 'No order is waiting.' : `${count(working, 'waiting order is', 'waiting orders are')} cancelled.`,
    after: 'Mode becomes EMERGENCY. Nothing is opened until you reset it and resume.',
    result: 'Open result that becomes final, about',
    stay: 'Keep trading',
    go: 'Close everything',
  },
  resumeDialog: {
    title: 'Resume trading?',
    text: 'New entries will be sent again.',
    points: [
      'Every loss limit is measured again in the same step; if one is crossed, Atalaya stays paused.',
      'The first entry is possible when the next candle closes.',
      'Signals refused meanwhile are never sent late.',
    ],
    measured: 'Measured now',
    day: 'Result of the day',
    drawdown: 'Drawdown',
    at: (demand: string, limit: string) => `${demand} at ${limit}`,
    feed: 'Prices',
    journal: 'Journal',
    journalOk: 'on disk',
    after: 'Mode after resuming',
    blocked: 'It would be refused now',
    watch: 'Only observe',
    stay: 'Stay paused',
    go: 'Resume trading',
    killStays: 'Kill keeps working while this is open.',
  },
  resetDialog: {
    title: 'Reset the stop?',
    text: 'The mode becomes PAUSE. Nothing is opened until you resume as well.',
    still: (open: number) => `${count(open, 'position is', 'positions are')} still open.`,
    flat: 'Every position is closed.',
    stay: 'Leave it stopped',
    go: 'Reset to PAUSE',
  },
};
