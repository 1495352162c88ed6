/** What needs the owner now: each thing with how grave it is, since when, what it means and the next act. Read from the session alone. */

import type { SessionSnapshot } from '../../src/api/session.ts';
import type { Speech } from '../i18n/words.ts';
import { useSpeech } from '../i18n/words.ts';
import { failedStrategies } from './failures.ts';
import { useFeedAge, usePanelState, useSnapshot } from './session.ts';
import type { PanelState } from './state.ts';

export interface Need {
  readonly id: string;
  readonly severity: 'danger' | 'warn' | 'info';
  readonly title: string;
  readonly text: string;
  /** Null where it is not known. */
  readonly since: number | null;
  /** What can be done about it here: a dialog to open, or a page to go to. */
  readonly act: { readonly text: string; readonly dialog?: 'resume' | 'reset'; readonly to?: string } | null;
}

export function useNeeds(): readonly Need[] {
  const speech = useSpeech();
  const state = usePanelState();
  return needsOf(speech, state, useSnapshot(), useFeedAge().isStale);
}

/** The gravest first; of equals, the one whose remedy comes first. */
export function needsOf(speech: Speech, { trader, rights }: PanelState, snapshot: SessionSnapshot, isStale: boolean): readonly Need[] {
  const { needs, state, acts, trader: traderWords } = speech.words;
  const { mode, journal, database, positions, feed } = snapshot.status;
  const toTrading = { text: needs.look, to: '/trading' };
  const found: Need[] = [];
  const add = (id: string, severity: Need['severity'], title: string, text: string, since: number | null, act: Need['act']) =>
    found.push({ id, severity, title, text, since, act });

  const cause = mode.reason === null ? '' : state.cause(speech.reason(mode.reason));
  if (trader?.state === 'stopped')
    add('trader', 'danger', needs.traderStopped, [traderWords.stoppedText, trader.detail].filter(Boolean).join(' '), trader.since, null);
  if (trader?.state === 'silent')
    add('trader', 'danger', needs.traderSilent, [traderWords.silentText, trader.detail].filter(Boolean).join(' '), trader.since, {
      text: needs.look,
      to: '/system',
    });
  if (journal.state === 'failed')
    add('journal', 'danger', state.journalFailed, journal.failure?.message ?? state.journalFailedDetail, null, null);
  if (mode.name === 'EMERGENCY')
    add('mode', 'danger', needs.emergency, [cause, state.closedDetail].filter(Boolean).join(' '), mode.since, {
      text: acts.reset,
      dialog: 'reset',
    });
  if (mode.name === 'PAUSE')
    add('mode', 'warn', needs.paused, [cause, state.pausedDetail].filter(Boolean).join(' '), mode.since, {
      text: acts.resume,
      dialog: 'resume',
    });
  const failed = failedStrategies(snapshot);
  if (failed.length > 0) add('strategies', 'warn', state.failed(failed.length), state.failedDetail(failed.join(', ')), null, toTrading);
  if (feed.state === 'down') add('feed', 'warn', needs.feedDown, feed.down?.reason ?? '', feed.down?.since ?? null, toTrading);
  else if (isStale) add('feed', 'warn', needs.stale, state.staleDetail, null, toTrading);
  const toAnother = rights.includes('settings.write') ? { text: state.newSession, to: '/settings/new' } : toTrading;
  if (feed.state === 'finished') add('feed', 'info', state.feedFinished, needs.feedFinished, feed.at, toAnother);
  if (mode.closesOnly) add('closes-only', 'warn', needs.closesOnly, state.closesOnly, null, toTrading);
  if (database.state === 'down') add('database', 'warn', needs.databaseDown, database.lastError ?? '', database.since, null);
  const bare = positions.filter((position) => position.stopPrice === null).length;
  if (bare > 0) add('bare', 'info', state.bare(bare), state.bareDetail, null, toTrading);
  const order = ['danger', 'warn', 'info'];
  return found.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
