/** Memory of the platform as its owner starts it, by process: two minutes after its start, after two and a half days of candles in a minute, and with twenty pages open and asking. */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeOwner, makeViewer, type RealPlatform, startRealPlatform } from '../../test/live/real-platform.ts';
import { endAll, PROJECT, type Running, run } from '../../test/live-venue/processes.ts';
import { prepareCode } from '../../tools/prepare-code.mjs';
import { askAtRate } from '../open-loop.ts';
import { descendantsOf, type MemoryMb, memoryMb } from '../process-figures.ts';
import type { Outcome, Row } from '../row.ts';
import { PAGE_READS } from './viewers.ts';

const LISTENERS = fileURLToPath(new URL('../listeners.ts', import.meta.url));
const REST_MS = 120_000;
const FAST = ['--speed', '3600'];
const FAST_MS = 60_000;
const VIEWERS = 20;
const READS_PER_SECOND = 10;
const VIEWED_SECONDS = 60;
/** Where `npm start` keeps code without types. */
const CODE = join(PROJECT, 'var', 'cache', 'code');

const NAMES = ['supervisor', 'trader', 'web', 'database'] as const;
const WHEN = {
  rest: 'two minutes after the start',
  played: '60 h of candles in a minute',
  viewers: `${VIEWERS} pages, ${READS_PER_SECOND} questions a second`,
};
type Looks = Record<keyof typeof WHEN, Record<(typeof NAMES)[number], MemoryMb>>;

/** The database is what the supervisor has started beside the two roles. */
function look({ pid }: RealPlatform): Looks['rest'] {
  const [supervisor, trader, web] = [pid('platform'), pid('instance'), pid('web')];
  const database = descendantsOf(supervisor).filter((child) => child !== trader && child !== web);
  return { supervisor: memoryMb([supervisor]), trader: memoryMb([trader]), web: memoryMb([web]), database: memoryMb(database) };
}

async function measure(): Promise<Outcome> {
  await prepareCode(PROJECT, CODE);
  const rest = await on([], async (platform) => {
    await sleep(REST_MS);
    return look(platform);
  });
  const { played, viewers } = await on(FAST, async (platform) => {
    const owner = await makeOwner(platform);
    await sleep(FAST_MS);
    const before = look(platform);
    const viewer = await makeViewer(platform, owner, 'viewer');
    return { played: before, viewers: await viewed(platform, [...viewer.cookies].map(([name, value]) => `${name}=${value}`).join('; ')) };
  });
  return outcomeOf({ rest, played, viewers });
}

async function on<T>(words: readonly string[], work: (platform: RealPlatform) => Promise<T>): Promise<T> {
  const platform = await startRealPlatform(words, { NODE_COMPILE_CACHE: CODE });
  try {
    return await work(platform);
  } finally {
    await platform.remove();
  }
}

/** At the end of a minute of it. */
async function viewed(platform: RealPlatform, cookie: string): Promise<Looks['viewers']> {
  let listeners: Running | undefined;
  try {
    listeners = run([LISTENERS]);
    listeners.process.stdin?.write(`${JSON.stringify({ url: platform.url, cookies: [cookie], count: VIEWERS })}\n`);
    await listeners.says('all are open', 60_000);
    await askAtRate({ url: platform.url, paths: PAGE_READS, cookies: [cookie], perSecond: READS_PER_SECOND, seconds: VIEWED_SECONDS });
    return look(platform);
  } finally {
    await endAll([listeners]);
  }
}

function outcomeOf(looks: Looks): Outcome {
  const figures: Record<string, number> = {};
  const lines = Object.entries(WHEN).map(([when, label]) => {
    const found = looks[when as keyof Looks];
    const total = (part: keyof MemoryMb) => NAMES.reduce((sum, name) => sum + found[name][part], 0);
    figures[`platform.${when}ResidentMb`] = total('resident');
    figures[`platform.${when}ProportionalMb`] = total('proportional');
    const parts = NAMES.map((name) => `${name} ${found[name].resident.toFixed(0)} (${found[name].proportional.toFixed(0)})`);
    return {
      label: `platform: ${label}`,
      value: `${total('proportional').toFixed(0)} MB`,
      note: `resident ${total('resident').toFixed(0)} MB; resident (shared pages divided): ${parts.join(', ')}`,
    };
  });
  return { figures, lines };
}

export const platformRow: Row = {
  name: 'platform',
  figures: Object.keys(WHEN).flatMap((when) => [`platform.${when}ResidentMb`, `platform.${when}ProportionalMb`]),
  measure,
};
