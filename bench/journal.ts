/** Measures the durable journal on a real disk: raw sync, an intent's way to durability, and sustained events. Open loop: latency counts from the planned arrival. */

import { closeSync, fdatasyncSync, mkdirSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync, writeSync } from 'node:fs';
import { type FileJournal, openJournal } from '../src/adapters/journal-files/open-journal.ts';

export interface JournalFigures {
  /** Median of one 200-byte write with its fdatasync, in microseconds: what the disk itself takes. */
  readonly fdatasyncP50Us: number;
  readonly fdatasyncP99Us: number;
  /** Planned arrival of an intent to its entry being durable, at 1,000 a second. */
  readonly intentP50Us: number;
  readonly intentP99Us: number;
  /** Highest rate offered whose p99 to durability stayed within 10 ms; 0 when none of `OFFERED_RATES` did. */
  readonly eventsPerSecond: number;
  /** The same as `intentP99Us` at 50,000 a second. */
  readonly p99At50000Us: number;
}

export interface JournalMeasure extends JournalFigures {
  /** Type of the file system measured, as the system names it. */
  readonly fileSystem: string;
}

const INTENTS_PER_SECOND = 1000;
const INTENT_SECONDS = 3;
const OFFERED_RATES = [50_000, 100_000, 200_000, 400_000];
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
export async function measureJournal(parent = 'var'): Promise<JournalMeasure> {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(`${parent}/bench-journal-`);
  try {
    const journal = await openJournal(`${folder}/demo`, { account: 'demo', create: true });
    const offer = offersTo(journal);
    await offer(INTENTS_PER_SECOND, 0.5);
    const before = rawSyncsUs(`${folder}/raw`);
    const intents = await offer(INTENTS_PER_SECOND, INTENT_SECONDS);
    const raw = [...before, ...rawSyncsUs(`${folder}/raw`)];
    const rates = await offerRates(offer);
    journal.close();
    return {
      fileSystem: fileSystemOf(folder),
      fdatasyncP50Us: percentile(raw, 0.5),
      fdatasyncP99Us: percentile(raw, 0.99),
      intentP50Us: percentile(intents.latenciesUs, 0.5),
      intentP99Us: percentile(intents.latenciesUs, 0.99),
      ...rates,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Offer = (perSecond: number, seconds: number) => Promise<{ latenciesUs: number[]; achievedPerSecond: number }>;

async function offerRates(offer: Offer): Promise<Pick<JournalFigures, 'eventsPerSecond' | 'p99At50000Us'>> {
  const rates: { p99Us: number; perSecond: number }[] = [];
  for (const rate of OFFERED_RATES) {
    const { latenciesUs, achievedPerSecond } = await offer(rate, RATE_SECONDS);
    rates.push({ p99Us: percentile(latenciesUs, 0.99), perSecond: Math.round(Math.min(rate, achievedPerSecond)) });
    if (rates.at(-1)!.p99Us > ACCEPTED_P99_US) break;
  }
  const within = rates.filter(({ p99Us }) => p99Us <= ACCEPTED_P99_US);
  return { eventsPerSecond: within.at(-1)?.perSecond ?? 0, p99At50000Us: rates[0]!.p99Us };
}

/** Appends at a fixed rate, late arrivals included, and hears of durability as a trader does. One offer at a time. */
function offersTo(journal: FileJournal): Offer {
  let heard = (_durable: number) => {};
  journal.onDurable((durable) => heard(durable));
  return (perSecond, seconds) =>
    new Promise((resolve, reject) => {
      const total = perSecond * seconds;
      const latenciesUs: number[] = [];
      const before = journal.last;
      const startedMs = performance.now();
      const plannedMs = (index: number) => startedMs + (index * 1000) / perSecond;
      heard = (durable) => {
        const nowMs = performance.now();
        while (latenciesUs.length < durable - before) latenciesUs.push((nowMs - plannedMs(latenciesUs.length)) * 1000);
        if (latenciesUs.length === total) resolve({ latenciesUs, achievedPerSecond: total / ((nowMs - startedMs) / 1000) });
      };
      journal.onFailure(reject);
      let appended = 0;
      const turn = () => {
        for (const nowMs = performance.now(); appended < total && plannedMs(appended) <= nowMs; appended++)
          journal.append('intent', 1_700_000_000_000, INTENT);
        if (appended < total) setImmediate(turn);
      };
      turn();
    });
}

/** Type of the longest mount point that holds the folder; `unknown` where the system does not tell. */
function fileSystemOf(folder: string): string {
  const path = realpathSync(folder);
  try {
    const mounts = readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '));
    const holding = mounts.filter(([, point = '']) => point !== '' && `${path}/`.startsWith(point.endsWith('/') ? point : `${point}/`));
    return (
      holding.reduce<string[]>((longest, mount) => (mount[1]!.length >= (longest[1] ?? '').length ? mount : longest), [])[2] ?? 'unknown'
    );
  } catch {
    return 'unknown';
  }
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
