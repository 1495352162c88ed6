/** A session's snapshot kept up to date by its changes, so that it can be told without asking the process that trades. */

import type { LiveMessage } from '../../api/live.ts';
import type { SessionSnapshot } from '../../api/session.ts';
import { LASTING, NEWEST_ROWS } from '../trader/shown-rows.ts';

export interface Mirror {
  readonly snapshot: SessionSnapshot;
  take(message: LiveMessage): void;
}

export function mirrorOf(beginning: SessionSnapshot): Mirror {
  let snapshot = beginning;
  return {
    get snapshot() {
      return snapshot;
    },
    take(message) {
      switch (message.type) {
        case 'status':
          snapshot = { ...snapshot, status: message.status };
          break;
        case 'fill':
          snapshot = { ...snapshot, fills: newest(message.fill, snapshot.fills, ({ fillId }) => fillId) };
          break;
        case 'decision':
          snapshot = { ...snapshot, decisions: newest(message.decision, snapshot.decisions, ({ decisionId }) => decisionId) };
          break;
        case 'event': {
          const rows = [message.event, ...snapshot.events.filter(({ eventId }) => eventId !== message.event.eventId)];
          snapshot = { ...snapshot, events: rows.filter(({ code }, at) => at < NEWEST_ROWS || LASTING.has(code)) };
          break;
        }
      }
    },
  };
}

/** A row that is told again replaces what was told before. */
function newest<Row>(row: Row, rows: readonly Row[], id: (row: Row) => string): Row[] {
  const at = rows.findIndex((other) => id(other) === id(row));
  return at < 0 ? [row, ...rows].slice(0, NEWEST_ROWS) : rows.with(at, row);
}
