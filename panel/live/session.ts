/** The page's one connection: enters, keeps the stream, reconnects where it was, and tells the components. */

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { LiveFrame, LiveMessage, LiveWatch } from '../../src/api/live.ts';
import type { PageState } from '../../src/api/page-state.ts';
import { HEARTBEAT_MS, LIVE_PROTOCOL, PATHS, SESSION_ENDED } from '../../src/api/paths.ts';
import type { Right } from '../../src/api/roles.ts';
import type { SessionSnapshot, SessionStatus } from '../../src/api/session.ts';
import { ask, onEnded, RequestProblem } from './requests.ts';
import { firstPicture, follows, mayListen, NO_STATE, type PanelState, withFrame, withLink } from './state.ts';

/** Without a word from the server for so long its line is given up, and no figure is called present any more. */
const SILENCE_MS = HEARTBEAT_MS * 2.5;
/** A page whose server stands still is told so at most this much later. */
const LOOK_MS = 500;
/** As many as the server takes of one page. */
const MOST_BOOKS = 4;
const RETRY_MS = [500, 1000, 2000, 4000, 8000];

let state: PanelState = NO_STATE;
/** What the first picture was drawn from, and when. */
let first: PanelState = NO_STATE;
let firstAt = 0;
const listeners = new Set<() => void>();
const messageListeners = new Set<(messages: readonly LiveMessage[]) => void>();
let socket: WebSocket | null = null;
/** Instruments whose order book somebody looks at; said again on each connection. */
let watched: readonly string[] = [];
let attempts = 0;
let retry: ReturnType<typeof setTimeout> | undefined;
let started = false;

function set(next: PanelState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

/** Begins with what the page came with. */
export function seedSession(page: PageState, at: number): void {
  first = firstPicture(page, at);
  state = first;
  firstAt = at;
}

/** Connects and stays connected as long as the page is open. Safe to call twice. */
export function startSession(): void {
  if (started) return;
  started = true;
  setInterval(() => {
    if (state.link === 'live' && Date.now() - state.heardAt > SILENCE_MS) abandon();
  }, LOOK_MS);
  onEnded(leave);
  addEventListener('offline', abandon);
  addEventListener('online', connectNow);
  // The page came a moment ago, for whoever has entered: no need to ask.
  if (state.snapshot && mayListen(state.rights)) open();
  else if (state.link !== 'entering') void connect();
}

export function connectNow(): void {
  clearTimeout(retry);
  attempts = 0;
  if (!socket) void connect();
}

/** A refused upgrade tells a browser nothing, so the question whether this browser has entered is asked first. */
async function connect(): Promise<void> {
  try {
    await ask(PATHS.session);
  } catch (error) {
    if (error instanceof RequestProblem && error.status === 401) set(withLink(state, 'entering', Date.now()));
    else lose();
    return;
  }
  if (mayListen(state.rights)) open();
  else set(withLink(state, 'connecting', Date.now()));
}

function open(): void {
  const resume = state.streamId === '' ? '' : `?stream=${state.streamId}&after=${state.sequence}`;
  const opened = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${PATHS.live}${resume}`);
  socket = opened;
  opened.onopen = () => {
    if (socket === opened && watched.length > 0) sayWatched();
  };
  opened.onmessage = (event: MessageEvent<string>) => {
    if (socket === opened) receive(JSON.parse(event.data) as LiveFrame);
  };
  opened.onclose = ({ reason }) => {
    if (socket !== opened) return;
    if (reason === SESSION_ENDED) leave();
    else lose();
  };
}

/** From now on these order books are looked at, and no others. */
export function watchBooks(instrumentIds: readonly string[]): void {
  watched = instrumentIds.slice(0, MOST_BOOKS);
  if (socket?.readyState === WebSocket.OPEN) sayWatched();
}

function sayWatched(): void {
  const said: LiveWatch = { type: 'watch', depth: watched.map((instrumentId) => ({ instrumentId })) };
  socket?.send(JSON.stringify(said));
}

/** Whoever signs out goes a way of his own: nobody tells him that his session has ended. */
export function stopListening(): void {
  const before = socket;
  socket = null;
  before?.close();
  clearTimeout(retry);
}

/** The session is over: nothing here is called live any more, and the page goes to where one signs in. */
function leave(): void {
  stopListening();
  set(withLink(state, 'entering', Date.now()));
}

/** A server that stands still does not end the line either: nobody waits for it. */
function abandon(): void {
  if (!socket) return;
  socket.close();
  lose();
}

function lose(): void {
  socket = null;
  set(withLink(state, state.snapshot ? 'lost' : 'failed', Date.now()));
  clearTimeout(retry);
  retry = setTimeout(() => void connect(), RETRY_MS[Math.min(attempts, RETRY_MS.length - 1)]);
  attempts++;
}

function receive(frame: LiveFrame): void {
  if (frame.type === 'snapshot' && frame.protocol !== LIVE_PROTOCOL) {
    // The server is of another version than this page: the new page knows how to read it.
    location.reload();
    return;
  }
  attempts = 0;
  // A new connection asks for what is missing.
  if (!follows(state, frame)) return socket?.close();
  set(withFrame(state, frame, Date.now()));
  if (frame.type === 'changes' || frame.type === 'values') for (const listener of messageListeners) listener(frame.messages);
}

/** What an answer says of the world, where no stream tells: a page without one must not go on naming the money of before. */
export function tellWorld(world: PanelState['world']): void {
  if (!state.snapshot && world !== state.world) set({ ...state, world });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function usePanelState(): PanelState {
  return useSyncExternalStore(
    subscribe,
    () => state,
    () => first,
  );
}

/** Changes as they arrive, for what keeps its own columns (charts). */
export function onMessages(listener: (messages: readonly LiveMessage[]) => void): () => void {
  messageListeners.add(listener);
  return () => messageListeners.delete(listener);
}

/** Calls `then` once the live stream shows what does not hold yet; never where it holds already. What is returned gives it up. */
export function whenShown(holds: (status: SessionStatus) => boolean, then: () => void): () => void {
  const isShown = () => state.link === 'live' && state.snapshot !== null && holds(state.snapshot.status);
  if (isShown()) return () => {};
  const stop = subscribe(() => {
    if (!isShown()) return;
    stop();
    then();
  });
  return stop;
}

/** Where a snapshot is known to be there: everything below the shell. */
export function useSnapshot(): SessionSnapshot {
  const { snapshot } = usePanelState();
  if (!snapshot) throw new Error('asked for the session before it arrived');
  return snapshot;
}

/** The account's zone, by which its trading days begin; UTC before it is known. */
export function useAccountZone(): string {
  return useSyncExternalStore(
    subscribe,
    () => state.snapshot?.zone ?? 'UTC',
    () => first.snapshot?.zone ?? 'UTC',
  );
}

/** What the visitor may do. */
export function useRights(): readonly Right[] {
  return usePanelState().rights;
}

export function useStatus(): SessionStatus {
  return useSnapshot().status;
}

/** The browser's clock, every second: for ages. In the server's picture it stands where the server's stood. */
export function useNow(everyMs = 1000): number {
  const isAlive = useIsAlive();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return isAlive ? now : firstAt;
}

const never = () => () => {};

/** False while the page is still the server's picture: what only the browser knows is shown from then on. */
export function useIsAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/** Age of the newest price now, and whether it is too old: by the server's word, or because nothing has been heard for that long. */
export function useFeedAge(): { readonly ageMs: number | null; readonly isStale: boolean } {
  const { statusAt, heardAt, link } = usePanelState();
  const { feed } = useStatus();
  const now = useNow();
  const ageMs = feed.ageMs === null ? null : feed.ageMs + Math.max(0, now - statusAt);
  const overdue = ageMs !== null && ageMs > feed.staleAfterMs;
  return {
    ageMs,
    isStale:
      feed.state === 'stale' ||
      feed.state === 'down' ||
      (feed.state === 'running' && overdue) ||
      (link === 'lost' && now - heardAt > SILENCE_MS),
  };
}
