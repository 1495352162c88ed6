/** What the processes use and how fast the web answers: measured every few seconds, kept for a day, across restarts of the web. */

import { readOwnFigures } from '../../adapters/host-metrics/own-figures.ts';
import { readProcessTree } from '../../adapters/host-metrics/process-tree.ts';
import { type FigureName, type FigureSeries, KEPT_FIGURES, type ProcessFigures } from '../../api/figures.ts';
import { PATHS } from '../../api/paths.ts';
import type { ProcessName } from '../../api/system.ts';
import { Durations } from '../../core/operations/figures/durations.ts';
import { FigureHistory } from '../../core/operations/figures/figure-history.ts';
import type { Supervisor } from './ask-supervisor.ts';
import { FigureFile } from './figure-file.ts';

const STEP_MS = 10_000;
/** The first point comes sooner: whoever has just started something looks whether it is well. */
const FIRST_MS = 2_500;
const KEPT_MS = 86_400_000;
/** Points of one answer: more than a screen is wide shows nobody anything. */
const MOST_POINTS = 480;
/** Figures of a process that has said nothing for this long are not its figures any more. */
const STALE_MS = 3 * STEP_MS;
const ERROR_STATUS = 500;

export interface FigureKeeperOptions {
  readonly supervisor: Pick<Supervisor, 'ask'>;
  /** Of the trader, as it tells them. */
  readonly follow: (listener: (figures: ProcessFigures) => void) => () => void;
  readonly liveClients: () => number;
  /** Where the day is kept. */
  readonly folder: string;
  readonly say: (line: string) => void;
  readonly stepMs?: number;
}

export interface Measured {
  readonly process: ProcessName;
  readonly figures: ProcessFigures;
  /** Null until it has been measured twice. */
  readonly cpuRatio: number | null;
}

export interface FigureKeeper {
  /** Of every process that is there. */
  now(): readonly Measured[];
  series(hours: number): FigureSeries;
  requestDone(route: string, status: number, seconds: number): void;
  close(): void;
}

export function openFigureKeeper(options: FigureKeeperOptions): FigureKeeper {
  const { supervisor, follow, liveClients, say, stepMs = STEP_MS } = options;
  const history = new FigureHistory(KEPT_FIGURES, stepMs, KEPT_MS);
  const file = new FigureFile(options.folder, say);
  for (const row of file.read(Date.now() - KEPT_MS)) history.add(row);
  const own = readOwnFigures(stepMs);
  const tracks = new Map<ProcessName, Track>();
  const track = (name: ProcessName): Track => {
    const known = tracks.get(name);
    if (known !== undefined) return known;
    const made = new Track();
    tracks.set(name, made);
    return made;
  };
  const web = () => ({ ...own.read(), orderLatencySeconds: null });
  const requests = new Durations();
  let failed = 0;
  let lookedAt = Date.now();

  const unfollow = follow((figures) => track('trader').take(figures));

  /** Without a supervisor nothing is known of it and of the database's process. */
  async function askSupervisor(): Promise<void> {
    try {
      const { processes, supervisor: figures } = await supervisor.ask('processes', null);
      track('supervisor').take(figures);
      const database = processes.find(({ name }) => name === 'database')?.processId ?? null;
      const tree = database === null ? null : readProcessTree(database);
      if (database !== null && tree !== null)
        track('database').take({
          ...{ at: Date.now(), processId: database, ...tree },
          ...{ heapUsedBytes: null, loopLagSeconds: null, orderLatencySeconds: null },
        });
    } catch {
      // It is told where somebody looks at the services; here it is a gap.
    }
  }

  async function look(): Promise<void> {
    await askSupervisor();
    track('web').take(web());
    const at = Date.now();
    const values: Partial<Record<FigureName, number | null>> = {};
    for (const [name, measured] of tracks) Object.assign(values, measured.row(name, at));
    const seconds = (at - lookedAt) / 1000;
    lookedAt = at;
    const taken = requests.take();
    Object.assign(values, {
      'http.rate': (taken?.count ?? 0) / seconds,
      'http.errors': failed / seconds,
      'http.p50': taken?.p50 ?? null,
      'http.p95': taken?.p95 ?? null,
      'http.p99': taken?.p99 ?? null,
      'live.clients': liveClients(),
    });
    failed = 0;
    history.add({ at, values: values as Record<string, number | null> });
    file.append({ at, values: values as Record<string, number | null> });
  }

  void askSupervisor();
  track('web').take(web());
  const first = setTimeout(() => void look(), FIRST_MS).unref();
  const timer = setInterval(() => void look(), stepMs).unref();
  return {
    now() {
      const at = Date.now();
      track('web').take(web());
      return [...tracks].flatMap(([process, measured]) => {
        const figures = measured.fresh(at);
        return figures === null ? [] : [{ process, figures, cpuRatio: measured.cpuRatio() }];
      });
    },
    series(hours) {
      // The step that is running has no row yet.
      const { from, stepMs: step, series } = history.read(Date.now() - stepMs, hours * 3_600_000, MOST_POINTS);
      return { from, stepMs: step, series: series as FigureSeries['series'] };
    },
    requestDone(route, status, seconds) {
      // A line that stays open, and a question that waits for news, take as long as they take.
      if (route === PATHS.live || route === PATHS.logNews) return;
      requests.add(seconds);
      if (status >= ERROR_STATUS) failed++;
    },
    close() {
      clearTimeout(first);
      clearInterval(timer);
      unfollow();
      own.close();
    },
  };
}

/** What a process has told lately. */
class Track {
  private before: ProcessFigures | null = null;
  private latest: ProcessFigures | null = null;
  /** Told since the last row. */
  private heard: ProcessFigures[] = [];

  take(figures: ProcessFigures): void {
    this.heard.push(figures);
    // Asked twice in a moment: over so short a time a share says nothing.
    if (this.latest !== null && figures.at - this.latest.at < 1_000 && figures.processId === this.latest.processId) return;
    this.before = this.latest;
    this.latest = figures;
  }

  fresh(at: number): ProcessFigures | null {
    return this.latest !== null && at - this.latest.at <= STALE_MS ? this.latest : null;
  }

  cpuRatio(): number | null {
    const { before, latest } = this;
    if (before === null || latest === null || before.processId !== latest.processId) return null;
    // What the database's processes used that have ended meanwhile may be missing for a moment.
    return Math.max(0, (latest.cpuSeconds - before.cpuSeconds) / ((latest.at - before.at) / 1000));
  }

  /** Its figures since the last row, under the names they are kept by. */
  row(name: ProcessName, at: number): Record<string, number | null> {
    const latest = this.fresh(at);
    const heard = this.heard;
    this.heard = [];
    if (latest === null) return {};
    const lags = heard.flatMap(({ loopLagSeconds }) => (loopLagSeconds === null ? [] : [loopLagSeconds.p99]));
    const orders = heard.flatMap(({ orderLatencySeconds }) => (orderLatencySeconds === null ? [] : [orderLatencySeconds]));
    return {
      [`${name}.cpu`]: this.cpuRatio(),
      [`${name}.memory`]: latest.residentBytes,
      [`${name}.lag`]: lags.length === 0 ? null : Math.max(...lags),
      ...(orders.length > 0 && {
        'orders.p50': Math.max(...orders.map(({ p50 }) => p50)),
        'orders.p95': Math.max(...orders.map(({ p95 }) => p95)),
      }),
    };
  }
}
