/** The rows of the page of services: processes as their supervisor knows them, and the parts inside them as they tell of themselves. */

import type { Health } from '../../api/health.ts';
import type { TraderState } from '../../api/live.ts';
import type { ProcessName, ProcessRow, Service, ServiceName, ServiceState } from '../../api/system.ts';
import { restartableName } from '../../api/system.ts';
import type { Measured } from './figure-keeper.ts';

export interface ServiceParts {
  /** Null where nobody keeps the processes. */
  readonly processes: readonly ProcessRow[] | null;
  readonly trader: TraderState;
  /** Null while no trader has been heard. */
  readonly traderRelease: string | null;
  readonly health: Health;
  readonly measured: readonly Measured[];
  readonly worker: { readonly state: ServiceState; readonly detail: string };
  /** Whether the database answers. */
  readonly databaseAnswers: boolean;
  readonly release: string;
  readonly now: number;
}

/** A process that starts takes so long at most; one that is not there after that has failed. */
const STARTS_WITHIN_MS = 60_000;

const AWAY_STATES = { starting: 'starting', silent: 'silent', stopped: 'failed' } as const;
const PART_STATES = { ok: 'ok', degraded: 'degraded', failed: 'failed' } as const;
/** Parts of the trader's health that have a row of their own; its view of the database is how far the views follow. */
const PARTS: readonly (readonly [Health['parts'][number]['name'], ServiceName])[] = [
  ['feed', 'feed'],
  ['venue', 'venue'],
  ['journal', 'journal'],
  ['database', 'views'],
];

export function serviceRows(parts: ServiceParts): Service[] {
  const { processes, health, trader, worker, now } = parts;
  const process = (name: ProcessName) => processes?.find((row) => row.name === name) ?? null;
  const kept = (name: ProcessName): Service => {
    const row = process(name);
    const told = tellOf(name, parts, row);
    const measured = parts.measured.find((one) => one.process === name);
    return {
      ...{ name, within: null, process: row, ...told },
      state: row === null ? told.state : stateOf(row, told.state, now),
      figures: measured ? figuresOf(measured) : null,
      canRestart: row !== null && restartableName.safeParse(name).success,
    };
  };
  const inside = trader.state === 'running' ? PARTS : [];
  return [
    ...(processes === null ? [] : [kept('supervisor')]),
    kept('trader'),
    ...inside.flatMap(([part, name]) => {
      const found = health.parts.find((one) => one.name === part);
      return found ? [partRow(name, 'trader', PART_STATES[found.state], found.detail)] : [];
    }),
    kept('web'),
    partRow('worker', 'web', worker.state, worker.detail),
    kept('database'),
  ];
}

/** What is known of a process beside what its supervisor says. */
function tellOf(name: ProcessName, parts: ServiceParts, row: ProcessRow | null): Pick<Service, 'state' | 'detail' | 'release'> {
  const { trader, health, release, traderRelease, databaseAnswers } = parts;
  if (name === 'trader') {
    const part = health.parts.find((one) => one.name === 'trader');
    const state = trader.state === 'running' ? PART_STATES[part?.state ?? 'ok'] : AWAY_STATES[trader.state];
    return { state, detail: trader.state === 'running' ? (part?.detail ?? '') : (trader.detail ?? ''), release: traderRelease };
  }
  if (name === 'database')
    return { state: databaseAnswers ? 'ok' : 'failed', detail: row?.lastExit?.refusal?.message ?? '', release: null };
  return { state: 'ok', detail: '', release };
}

/** A process that runs is as well as it says; one that does not, is what its supervisor says. */
function stateOf({ state, since }: ProcessRow, told: ServiceState, now: number): ServiceState {
  if (state === 'running') return told;
  if (state === 'starting') return now - since > STARTS_WITHIN_MS ? 'failed' : 'starting';
  if (state === 'stopping') return 'stopping';
  return state === 'waiting' ? 'failed' : 'off';
}

function figuresOf({ figures, cpuRatio }: Measured): Service['figures'] {
  return { cpuRatio, residentBytes: figures.residentBytes, loopLagSeconds: figures.loopLagSeconds?.p99 ?? null };
}

function partRow(name: ServiceName, within: ProcessName, state: ServiceState, detail: string): Service {
  return { ...{ name, within, state, detail }, process: null, figures: null, release: null, canRestart: false };
}
