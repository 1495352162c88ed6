/** Measures the durable journal on a real disk: raw sync, an intent's way to durability, and sustained events. Open loop: latency counts from the planned arrival. */

import { closeSync, fdatasyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { type FileJournal, openJournal } from '../src/adapters/journal-files/open-journal.ts';

export interface JournalFigures {
  /** Median of one 200-byte write with its fdatasync, in microseconds: what the disk itself takes. */
  readonly fdatasyncP50Us: number;
  /** Planned arrival of an intent to its entry being durable, at 1,000 a second. */
  readonly intentP50Us: number;
  readonly intentP99Us: number;
  /** Highest rate offered whose p99 to durability stayed within 10 ms; 0 when none of `OFFERED_RATES` did. */
  readonly eventsPerSecond: number;
}

const INTENTS_PER_SECOND = 1000;
const INTENT_SECONDS = 3;
const OFFERED_RATES = [25_000, 50_000, 100_000, 200_000, 400_000];
const RATE_SECONDS = 1;
const ACCEPTED_P99_US = 10_000;

/** An entry of about 200 bytes. */
const INTENT = {
  clientOrderId: '0123456789abcdef0123456789abcdef',
  strategy: 'ema-cross',
  instrument: 'BTC/USDT',
  side: 1,
  quantity: 12_500_000,
  stop: 3_650_000,
};

/** Takes about ten seconds. `parent` should lie on the disk that will hold the journal; a folder in it is made and removed. */
export async function measureJournal(parent = 'var'): Promise<JournalFigures> {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(`${parent}/bench-journal-`);
  try {
    const before = rawSyncsUs(`${folder}/raw`);
    const journal = await openJournal(`${folder}/demo`, { account: 'demo', create: true });
    await offer(journal, INTENTS_PER_SECOND, 0.5);
    const intents = await offer(journal, INTENTS_PER_SECOND, INTENT_SECONDS);
    const eventsPerSecond = await highestRate(journal);
    journal.close();
    const raw = [...before, ...rawSyncsUs(`${folder}/raw`)];
    return {
      fdatasyncP50Us: percentile(raw, 0.5),
      intentP50Us: percentile(intents.latenciesUs, 0.5),
      intentP99Us: percentile(intents.latenciesUs, 0.99),
      eventsPerSecond,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function highestRate(journal: FileJournal): Promise<number> {
  let highest = 0;
  for (const rate of OFFERED_RATES) {
    const { latenciesUs, achievedPerSecond } = await offer(journal, rate, RATE_SECONDS);
    if (percentile(latenciesUs, 0.99) > ACCEPTED_P99_US) break;
    highest = Math.round(Math.min(rate, achievedPerSecond));
  }
  return highest;
}

/** Appends at a fixed rate, late arrivals included, and waits for durability as a trader does: once per loop turn. */
function offer(journal: FileJournal, perSecond: number, seconds: number): Promise<{ latenciesUs: number[]; achievedPerSecond: number }> {
  const total = perSecond * seconds;
  const latenciesUs: number[] = [];
  const startedMs = performance.now();
  const plannedMs = (index: number) => startedMs + (index * 1000) / perSecond;
  let appended = 0;
  return new Promise((resolve, reject) => {
    const settle = (from: number, to: number) => {
      const nowMs = performance.now();
      for (let index = from; index < to; index++) latenciesUs.push((nowMs - plannedMs(index)) * 1000);
      if (latenciesUs.length === total) resolve({ latenciesUs, achievedPerSecond: total / ((nowMs - startedMs) / 1000) });
    };
    const turn = () => {
      const from = appended;
      for (const nowMs = performance.now(); appended < total && plannedMs(appended) <= nowMs; appended++)
        journal.append('intent', 1_700_000_000_000, INTENT);
      const to = appended;
      if (to > from) journal.whenDurable(journal.last).then(() => settle(from, to), reject);
      if (appended < total) setImmediate(turn);
    };
    turn();
  });
}

function rawSyncsUs(path: string): number[] {
  const record = Buffer.alloc(200, 'x');
  const file = openSync(path, 'w');
  const timesUs = Array.from({ length: 300 }, () => {
    const startedMs = performance.now();
    writeSync(file, record);
    fdatasyncSync(file);
    return (performance.now() - startedMs) * 1000;
  });
  closeSync(file);
  return timesUs;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!);
}

if (import.meta.main) console.log(JSON.stringify(await measureJournal(process.argv[2])));
