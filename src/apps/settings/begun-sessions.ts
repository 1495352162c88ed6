/** What the journals of a data folder were begun with: whether a session could go on in one of them. Nothing is changed, and no journal is checked. */

import { nodeFileSystem } from '../../adapters/journal-files/file-system.ts';
import { journalFolder } from '../../adapters/journal-files/open-journal.ts';
import { JournalReader } from '../../adapters/journal-files/reader.ts';
import { readSegments } from '../../adapters/journal-files/segments.ts';
import { listJournalAccounts } from '../../adapters/journal-files/verify.ts';
import { InputError } from '../../core/domain/result.ts';
import { expectSameSetup } from '../../core/trading/engine/same-setup.ts';
import { SESSION_KIND } from '../../core/trading/engine/steps.ts';
import { sessionSchemaFor } from '../session-schema.ts';
import type { SessionConfig } from './check-session.ts';

/** Each start writes what it was begun with, among its first entries. */
const MOST_ENTRIES = 500;

/** `begins`: there is no journal. `goes-on`: it was begun alike. Otherwise the words of the refusal a start would meet. */
export function journalFor(dataFolder: string, session: SessionConfig): 'begins' | 'goes-on' | InputError {
  const begun = begunWith(dataFolder, session.account);
  if (begun === undefined) return 'begins';
  // What is not known is left to the start itself, which refuses and goes back.
  if (begun === null) return 'goes-on';
  try {
    expectSameSetup(held(begun, session), held(session, session));
    return 'goes-on';
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** An account nobody has used: the name itself, or the first with a number behind it. */
export function freeAccount(dataFolder: string, name: string): string {
  const taken = new Set(listJournalAccounts(dataFolder));
  const wanted = name.replace(/-\d+$/, '');
  if (!taken.has(wanted)) return wanted;
  let count = 2;
  while (taken.has(`${wanted}-${count}`)) count++;
  return `${wanted}-${count}`;
}

/** Undefined without a journal; null where it does not say. */
function begunWith(dataFolder: string, account: string): SessionConfig | null | undefined {
  if (!listJournalAccounts(dataFolder).includes(account)) return undefined;
  const folder = journalFolder(dataFolder, account);
  const segments = readSegments(nodeFileSystem, folder);
  const first = segments[0];
  if (first === undefined) return undefined;
  const reader = new JournalReader(nodeFileSystem, folder, segments, first.header.firstSequence - 1);
  try {
    for (let read = 0; read < MOST_ENTRIES; read++) {
      const entry = reader.next();
      if (entry === null) return null;
      if (entry.kind === SESSION_KIND) return ((entry.body as { config?: SessionConfig }).config ?? entry.body) as SessionConfig;
    }
    return null;
  } finally {
    reader.close();
  }
}

/**
 * How fast it is replayed and who stands by are no part of what a session is; what it does not say of orders by hand, each start adds for itself; and what the
 * program adds is no setting.
 */
function held(session: SessionConfig, wanted: SessionConfig): object {
  const left = ['speed', 'standby', ...(wanted.manualOrders === undefined ? ['manualOrders'] : [])];
  const settings = Object.keys(sessionSchemaFor(session).shape).filter((name) => !left.includes(name));
  return Object.fromEntries(Object.entries(session).filter(([name]) => settings.includes(name)));
}
