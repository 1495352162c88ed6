/** The session of another process as the web server sees it: the newest picture mirrored from its stream, everything else asked over its door. */

import { readDepth } from '../../adapters/control-socket/depth-reader.ts';
import { readLive } from '../../adapters/control-socket/live-reader.ts';
import type { ControlSource, LiveChange, LiveSource, OrderSource, RiskSource } from '../../adapters/http/live-source.ts';
import type { ProcessFigures } from '../../api/figures.ts';
import type { Health } from '../../api/health.ts';
import type { LiveMessage, TraderState } from '../../api/live.ts';
import type { StreamBeginning } from '../../api/session-door.ts';
import { InputError } from '../../core/domain/result.ts';
import { keepIndicators } from './kept-indicators.ts';
import { type Mirror, mirrorOf } from './mirror.ts';
import type { TraderWatch } from './trader-away.ts';
import { traderQuestions } from './trader-questions.ts';

export interface RemoteSourceOptions {
  readonly dataFolder: string;
  readonly release: string;
  /** How long after the start of this process a trader that is not there counts as starting. */
  readonly startingMs: number;
  /** After so long without a word the trader counts as silent; without it, two heartbeats. */
  readonly silenceMs?: number;
  /** What their supervisor says of the processes; without it nobody keeps them. */
  readonly processes?: TraderWatch['processes'];
}

export interface RemoteSource extends LiveSource {
  readonly control: ControlSource;
  readonly byHand: OrderSource;
  readonly risk: RiskSource;
  readonly signal: ReturnType<typeof traderQuestions>['signal'];
  readonly audit: ReturnType<typeof traderQuestions>['audit'];
  /** Calls `listener` with what the trader's process tells of itself, until the returned function is called. */
  followFigures(listener: (figures: ProcessFigures) => void): () => void;
  /** Settles once the trader has been heard for the first time. */
  readonly heard: Promise<void>;
  close(): void;
}

export function openRemoteSource({ dataFolder, release, startingMs, silenceMs, processes }: RemoteSourceOptions): RemoteSource {
  const listeners = new Set<(change: LiveChange) => void>();
  const figureListeners = new Set<(figures: ProcessFigures) => void>();
  let heardAt = performance.now();
  const watch: TraderWatch = {
    // One that has gone is no silent one: its door says so at once.
    quietMs: () => (trader.state === 'running' || trader.state === 'silent' ? performance.now() - heardAt : 0),
    processes: processes ?? (async () => null),
  };
  const { positions, mode, reconcile, correct, preview, act, outcome, depth, risk, signal, audit, indicators, ...questions } =
    traderQuestions(dataFolder, watch);
  const kept = keepIndicators(indicators);
  let trader: TraderState = { state: startingMs > 0 ? 'starting' : 'stopped', since: Date.now(), detail: null };
  let mirror: Mirror | null = null;
  let place = { stream: '', sequence: 0 };
  let traderHealth: Health | null = null;
  let awayAs: 'silent' | 'stopped' = 'stopped';
  let gaps = 0;
  const { promise: heard, resolve: isHeard } = Promise.withResolvers<void>();

  const publish = (sequence: number | null, messages: readonly LiveMessage[]) => {
    if (messages.length > 0) for (const listener of listeners) listener({ sequence, messages });
  };
  function become(next: TraderState): void {
    trader = next;
    publish(null, [{ type: 'trader', trader }]);
  }

  function began(beginning: StreamBeginning): void {
    const before = mirror;
    const known = place;
    clearTimeout(patience);
    kept.forget();
    mirror = mirrorOf(beginning.snapshot);
    traderHealth = beginning.health;
    // What can no longer be told one by one makes this another history for those who listen: they begin with the picture.
    if (before !== null && beginning.missed === null) gaps++;
    place = { ...beginning.place, stream: named(beginning.place.stream) };
    if (before !== null && beginning.missed !== null && known.stream === place.stream) {
      publish(place.sequence, beginning.missed);
      const told = new Set(before.snapshot.events.map(({ eventId }) => eventId));
      const unrecorded = beginning.snapshot.events.filter(({ journalSequence, eventId }) => journalSequence === null && !told.has(eventId));
      publish(
        null,
        unrecorded.reverse().map((event) => ({ type: 'event', event })),
      );
    }
    become({ state: 'running', since: beginning.trader.startedAt, detail: null });
    publish(null, [{ type: 'status', status: beginning.snapshot.status }]);
    isHeard();
  }

  const named = (stream: string) => (gaps === 0 ? stream : `${stream}~${gaps}`);
  const plain = () => ({ ...place, stream: place.stream.replace(/~\d+$/, '') });

  function take({ sequence, messages }: LiveChange): void {
    for (const message of messages) mirror?.take(message);
    kept.heard(messages);
    if (sequence !== null) place = { ...place, sequence };
    publish(sequence, messages);
  }

  const patience = setTimeout(() => {
    if (trader.state === 'starting') become({ ...trader, state: awayAs });
  }, startingMs);
  patience.unref();

  const reader = readLive({
    dataFolder,
    known: () => (mirror === null ? null : plain()),
    began,
    heard() {
      heardAt = performance.now();
    },
    line(line) {
      if (line.type === 'health') traderHealth = line.health;
      if (line.type === 'figures') for (const listener of figureListeners) listener(line.figures);
      if (line.type !== 'changes') return;
      for (const change of line.changes) take(change);
      place = { ...place, sequence: line.upTo };
    },
    lost(how, detail) {
      awayAs = how;
      if (trader.state === 'starting') trader = { ...trader, detail };
      else become({ state: how, since: Date.now(), detail });
    },
    ...(silenceMs !== undefined && { silenceMs }),
  });

  return {
    ...questions,
    indicators: kept.ask,
    control: { positions, mode, reconcile, correct },
    byHand: { preview, act, outcome, depth, watchDepth: (instrumentId, hear) => readDepth(dataFolder, instrumentId, hear) },
    risk,
    signal,
    audit,
    heard,
    followFigures(listener) {
      figureListeners.add(listener);
      return () => void figureListeners.delete(listener);
    },
    traderState: () => trader,
    snapshot: () => mirror?.snapshot ?? null,
    place: () => place,
    // While the trader is away nobody can say what was missed: the picture is told instead.
    changesAfter: async (sequence, upTo) => {
      try {
        return await questions.changesAfter(sequence, upTo);
      } catch (error) {
        if (error instanceof InputError) return null;
        throw error;
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    health: () => healthOf(trader, traderHealth, { release, mode: mirror?.snapshot.status.mode.name ?? 'PAUSE' }),
    close() {
      clearTimeout(patience);
      reader.close();
    },
  };
}

/** Of the whole: what the trader has said of its parts counts while it is there. Of one that was never heard the mode is PAUSE: nothing is entered. */
function healthOf({ state, detail }: TraderState, told: Health | null, known: Pick<Health, 'release' | 'mode'>): Health {
  const web: Health['parts'][number] = { name: 'web', state: 'ok', detail: 'answering' };
  if (state === 'running' && told !== null) return { ...told, parts: [...told.parts, web] };
  const isStarting = state === 'starting';
  const words = `${state}${detail === null ? '' : `: ${detail}`}`;
  return {
    status: isStarting ? 'degraded' : 'failed',
    ...known,
    parts: [{ name: 'trader', state: isStarting ? 'degraded' : 'failed', detail: words }, web],
  };
}
