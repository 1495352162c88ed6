/** Parity of an account's session: its journal, read without touching it, against the backtest of the same setup; on paper on the market's own candles. */

import { InputError } from '../../core/domain/result.ts';
import type { JournalEntry } from '../../core/journal/journal.ts';
import type { MarketInput } from '../../core/research/backtest.ts';
import { whileThere } from '../../core/research/parity/feed-gaps.ts';
import { type ParityReport, parityReport } from '../../core/research/parity/parity.ts';
import { readSession, type SessionRecord } from '../../core/research/parity/session-record.ts';
import { walkSession } from '../../core/research/parity/walk.ts';
import { SESSION_KIND } from '../../core/trading/engine/steps.ts';
import type { PaperConfig } from '../config.ts';
import type { Setup } from './live-setup.ts';
import { outsideParity } from './outside-parity.ts';
import { loadSources, openRecordedSession, sessionOptions } from './paper-session.ts';

export interface ParityPeriod {
  readonly from?: number;
  readonly to?: number;
}

/** `read` gives the journal's entries from the first on, each time it is called: a session may go on writing meanwhile. InputError where there is no session. */
export async function sessionParity(read: () => Iterable<JournalEntry>, period: ParityPeriod = {}): Promise<ParityReport> {
  const setup = setupOf(read());
  if ('beganAt' in setup) return outsideParity(read, setup, period);
  const config: PaperConfig = { ...setup, speed: 1 };
  const sources = await loadSources(config);
  const session = readSession(
    read(),
    sources.map(({ series }) => ({ hasVolume: series[0]?.candles.hasVolume ?? true, hasAsk: series[0]?.candles.ask !== undefined })),
  );
  const walk = await walkSession(
    read(),
    session.lastSequence,
    async (journal) => (await openRecordedSession(config, sources, journal)).journaled,
  );
  const options = await sessionOptions(config, sources.map(seenBy(session)), false);
  return parityReport({ session, walk, options, ...period });
}

/** The shipped candles are the market: what the session did not see of them while it was there is a fault of its feed. */
function seenBy(session: SessionRecord): (source: MarketInput, i: number) => MarketInput {
  return (source, i) => ({
    ...source,
    series: source.series.map((path) => {
      const seen = session.candles[i];
      return seen === undefined ? path : { ...path, candles: whileThere(path.candles, seen) };
    }),
  });
}

/** What the session was begun with: on samples, or at a venue. */
function setupOf(entries: Iterable<JournalEntry>): Omit<PaperConfig, 'speed'> | Setup {
  for (const { kind, body } of entries) {
    if (kind !== SESSION_KIND) continue;
    if (Array.isArray((body as Partial<PaperConfig>).samples)) return body as PaperConfig;
    if ((body as Partial<Setup>).config?.venue !== undefined) return body as Setup;
    throw new InputError('PARITY_SETUP', "expected the journal of a session on samples or at a venue, found another program's session", 1);
  }
  throw new InputError('JOURNAL_NO_SESSION', 'expected a journal with a session in it, found none; start one with atalaya up', 1);
}
