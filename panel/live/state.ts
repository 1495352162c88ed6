/** What the panel knows of the session, and how a frame from the server changes it. Nothing here touches the browser. */

import type { LiveFrame, LiveMessage } from '../../src/api/live.ts';
import type { Decision, Fill, SessionEvent } from '../../src/api/records.ts';
import type { SessionSnapshot } from '../../src/api/session.ts';

/** entering: a link is needed; failed: nothing was ever received; lost: it was, and is no more. */
export type LinkState = 'connecting' | 'entering' | 'live' | 'lost' | 'failed';

export interface PanelState {
  readonly link: LinkState;
  /** Browser clock of the last change of `link`, and of the last sign of life from the server. */
  readonly linkSince: number;
  readonly heardAt: number;
  readonly snapshot: SessionSnapshot | null;
  /** Browser clock at which the present status arrived: ages in it grow from here. */
  readonly statusAt: number;
  readonly streamId: string;
  readonly sequence: number;
  /** Rises with every snapshot: whatever was fetched beside it has to be fetched again. */
  readonly generation: number;
}

export const NO_STATE: PanelState = {
  link: 'connecting',
  linkSince: 0,
  heardAt: 0,
  snapshot: null,
  statusAt: 0,
  streamId: '',
  sequence: 0,
  generation: 0,
};

/** Rows kept in the page; older ones are asked for. */
const MOST_ROWS = 500;

export function withLink(state: PanelState, link: LinkState, now: number): PanelState {
  return state.link === link ? state : { ...state, link, linkSince: now };
}

export function withFrame(state: PanelState, frame: LiveFrame, now: number): PanelState {
  const heard = { ...withLink(state, 'live', now), heardAt: now, sequence: frame.sequence };
  if (frame.type === 'snapshot') {
    return { ...heard, snapshot: frame.snapshot, streamId: frame.streamId, statusAt: now, generation: state.generation + 1 };
  }
  if (frame.type !== 'changes' || !state.snapshot) return heard;
  const snapshot = withMessages(state.snapshot, frame.messages);
  return { ...heard, snapshot, statusAt: snapshot.status === state.snapshot.status ? state.statusAt : now };
}

function withMessages(snapshot: SessionSnapshot, messages: readonly LiveMessage[]): SessionSnapshot {
  let { status } = snapshot;
  const fills: Fill[] = [];
  const decisions: Decision[] = [];
  const events: SessionEvent[] = [];
  for (const message of messages) {
    if (message.type === 'status') status = message.status;
    else if (message.type === 'fill') fills.unshift(message.fill);
    else if (message.type === 'decision') decisions.unshift(message.decision);
    else if (message.type === 'event') events.unshift(message.event);
  }
  return {
    ...snapshot,
    status,
    fills: newestFirst(fills, snapshot.fills, (fill) => fill.fillId),
    decisions: newestFirst(decisions, snapshot.decisions, (decision) => decision.decisionId),
    events: newestFirst(events, snapshot.events, (event) => event.eventId),
  };
}

/** The same array when nothing is new, so that what is drawn from it is not drawn again. */
function newestFirst<Row>(added: readonly Row[], known: Row[], idOf: (row: Row) => string): Row[] {
  if (added.length === 0) return known;
  const ids = new Set(added.map(idOf));
  return [...added, ...known.filter((row) => !ids.has(idOf(row)))].slice(0, MOST_ROWS);
}
