/** What the panel knows of the session, and how a frame from the server changes it. Nothing here touches the browser. */

import type { LiveFrame, LiveMessage, TraderState } from '../../src/api/live.ts';
import type { EntranceKind, PageState } from '../../src/api/page-state.ts';
import type { Decision, Fill, SessionEvent } from '../../src/api/records.ts';
import type { Right } from '../../src/api/roles.ts';
import type { SessionSnapshot } from '../../src/api/session.ts';

/** entering: a link is needed; failed: nothing was ever received; lost: it was, and is no more. */
export type LinkState = 'connecting' | 'entering' | 'live' | 'lost' | 'failed';

export interface PanelState {
  readonly link: LinkState;
  readonly entrance: EntranceKind;
  /** Browser clock of the last change of `link`, and of the last sign of life from the server. */
  readonly linkSince: number;
  readonly heardAt: number;
  readonly snapshot: SessionSnapshot | null;
  /** Which money there is, also for whoever sees no session. */
  readonly world: PageState['world'];
  /** Release of the server that wrote this page: another one asks for a reload. */
  readonly bornRelease: string | null;
  /** What the visitor may do. */
  readonly rights: readonly Right[];
  /** Browser clock at which the present status arrived: ages in it grow from here. */
  readonly statusAt: number;
  readonly streamId: string;
  readonly sequence: number;
  /** Rises with every connection: whatever was fetched beside it has to be fetched again. */
  readonly generation: number;
  /** Of the server, and of the process that trades; null before the first word. */
  readonly release: string | null;
  readonly trader: TraderState | null;
}

export const NO_STATE: PanelState = {
  link: 'connecting',
  entrance: 'link',
  linkSince: 0,
  heardAt: 0,
  snapshot: null,
  world: null,
  bornRelease: null,
  rights: [],
  statusAt: 0,
  streamId: '',
  sequence: 0,
  generation: 0,
  release: null,
  trader: null,
};

/** The state a page begins with: what the server drew, before the stream. */
export function firstPicture({ entered, entrance, snapshot, release, world, trader, rights }: PageState, at: number): PanelState {
  const link = entered ? 'connecting' : 'entering';
  return {
    ...NO_STATE,
    ...{ link, entrance, linkSince: at, heardAt: at, snapshot, statusAt: at, release, world, trader, rights },
    bornRelease: release,
  };
}

/** Rows kept in the page; older ones are asked for. */
const MOST_ROWS = 500;

/** Whether there is a stream for the visitor: whoever may not see trading is refused it each time, and each refusal stands in the audit. */
export function mayListen(rights: readonly Right[]): boolean {
  return rights.includes('trading.read');
}

export function withLink(state: PanelState, link: LinkState, now: number): PanelState {
  return state.link === link ? state : { ...state, link, linkSince: now };
}

export function withFrame(state: PanelState, frame: LiveFrame, now: number): PanelState {
  const sequence = frame.type === 'values' ? state.sequence : frame.sequence;
  const heard = { ...withLink(state, 'live', now), heardAt: now, sequence };
  if (frame.type === 'snapshot' || frame.type === 'resumed') {
    const { release, trader, streamId } = frame;
    const bornRelease = state.bornRelease ?? release;
    const known = { ...heard, release, bornRelease, trader, streamId, generation: state.generation + 1 };
    return frame.type === 'snapshot' ? { ...known, snapshot: frame.snapshot, statusAt: now } : known;
  }
  if (frame.type === 'heartbeat') return heard;
  const told = frame.messages.findLast((message) => message.type === 'trader');
  const trader = told?.type === 'trader' ? told.trader : state.trader;
  if (!state.snapshot) return { ...heard, trader };
  const snapshot = withMessages(state.snapshot, frame.messages);
  return { ...heard, trader, snapshot, statusAt: snapshot.status === state.snapshot.status ? state.statusAt : now };
}

/** Whether the frame goes on where the page is: if not, something of what happened has not arrived. */
export function follows(state: PanelState, frame: LiveFrame): boolean {
  return frame.type !== 'changes' || frame.from === state.sequence;
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
