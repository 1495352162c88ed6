/** Five hundred open pages on one web process while it answers questions: the real processes, viewers with accounts, lines and questions from processes of their own. */

import { fileURLToPath } from 'node:url';
import { makeOwner, makeViewer, type RealPlatform, startRealPlatform } from '../../test/live/real-platform.ts';
import { endAll, type Running, run } from '../../test/live-venue/processes.ts';
import type { Heard } from '../listeners.ts';
import { median, percentile } from '../measure.ts';
import { type Answer, askAtRate } from '../open-loop.ts';
import { cpuSeconds, residentMb } from '../process-figures.ts';
import type { Outcome, Row } from '../row.ts';

const LISTENERS = fileURLToPath(new URL('../listeners.ts', import.meta.url));
const VIEWERS = 500;
/** Who they are: so many accounts as can enter in a minute. */
const ACCOUNTS = 12;
/** Ten candles a second: every frame of figures has something to tell. */
const SPEED = '600';
const SECONDS = 60;
const READS_PER_SECOND = 40;
/** What a page asks when it is opened. */
export const PAGE_READS = [
  '/api/v1/snapshot',
  '/api/v1/candles?instrumentId=BTCUSDT&timeframe=1m&limit=1500',
  '/api/v1/equity?points=3000',
  '/api/v1/decisions?limit=100',
  '/api/v1/fills?limit=100',
  '/api/v1/archive/decisions?limit=100',
];
/** What is promised for questions. */
const WITHIN_MS = 250;

async function measure(): Promise<Outcome> {
  const platform = await startRealPlatform(['--speed', SPEED]);
  let listeners: Running | undefined;
  try {
    const cookies = await enterAll(platform);
    listeners = run([LISTENERS]);
    const say = (line: string) => listeners?.process.stdin?.write(`${line}\n`);
    say(JSON.stringify({ url: platform.url, cookies, count: VIEWERS }));
    await listeners.says('all are open', 120_000);
    const uses = watch(platform);
    say('begin');
    const asking = { url: platform.url, paths: PAGE_READS, cookies, perSecond: READS_PER_SECOND, seconds: SECONDS };
    const answers = await askAtRate(asking);
    const used = uses.end();
    say('end');
    const told = await listeners.says(/"lost":\d+\}/);
    return outcomeOf(answers, JSON.parse(told.slice(told.lastIndexOf('{'))) as Heard, used);
  } finally {
    await endAll([listeners]);
    await platform.remove();
  }
}

/** The Cookie headers of the viewers. */
async function enterAll(platform: RealPlatform): Promise<string[]> {
  const owner = await makeOwner(platform);
  const cookies: string[] = [];
  for (let i = 1; i <= ACCOUNTS; i++) {
    const viewer = await makeViewer(platform, owner, `viewer-${i}`);
    cookies.push([...viewer.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
  }
  return cookies;
}

interface Used {
  /** Cores, as seconds of processor time a second. */
  readonly webCpu: number;
  readonly traderCpu: number;
  readonly webPeakMb: number;
}

function watch(platform: RealPlatform): { end(): Used } {
  const [web, trader] = [platform.pid('web'), platform.pid('instance')];
  const began = { at: performance.now(), web: cpuSeconds(web), trader: cpuSeconds(trader) };
  let webPeakMb = 0;
  const timer = setInterval(() => {
    webPeakMb = Math.max(webPeakMb, residentMb(web));
  }, 1000);
  return {
    end() {
      clearInterval(timer);
      const seconds = (performance.now() - began.at) / 1000;
      return { webCpu: (cpuSeconds(web) - began.web) / seconds, traderCpu: (cpuSeconds(trader) - began.trader) / seconds, webPeakMb };
    },
  };
}

function outcomeOf(answers: readonly Answer[], heard: Heard, { webCpu, traderCpu, webPeakMb }: Used): Outcome {
  const times = answers.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const [p50, p99] = [median(times), percentile(times, 0.99)];
  const perClient = (total: number) => total / VIEWERS / heard.seconds;
  const refused = answers.filter(({ status }) => status !== 200);
  const disagreements = [
    ...(refused.length > 0
      ? [`viewers: ${refused.length} of ${answers.length} questions refused, the first with ${refused[0]?.status}`]
      : []),
    ...(heard.torn > 0 ? [`viewers: ${heard.torn} frames did not go on where the page was`] : []),
    ...(heard.lost > 0 ? [`viewers: ${heard.lost} lines ended`] : []),
  ];
  const ofPath = PAGE_READS.map((path) => {
    const own = answers.filter((answer) => answer.path === path).map(({ tookMs }) => tookMs);
    own.sort((a, b) => a - b);
    return {
      label: `viewers: ${path.replace(/^\/api\/v1|\?.*/g, '')}`,
      value: `${median(own).toFixed(1)} ms, 99 % ${percentile(own, 0.99).toFixed(1)} ms`,
    };
  });
  return {
    figures: {
      'viewers.readP50Ms': p50,
      'viewers.readP99Ms': p99,
      'viewers.figureFramesPerSecond': perClient(heard.values),
      'viewers.framesPerSecond': perClient(heard.frames),
      'viewers.bytesPerSecond': perClient(heard.bytes),
      'viewers.webCores': webCpu,
      'viewers.webPeakMb': webPeakMb,
    },
    lines: [
      {
        label: `viewers: ${VIEWERS} pages, ${READS_PER_SECOND} questions a second`,
        value: `${p50.toFixed(1)} ms, 99 % ${p99.toFixed(1)} ms`,
        note: p99 > WITHIN_MS ? `longer than the ${WITHIN_MS} ms promised` : `${answers.length} questions from their planned moment`,
      },
      ...ofPath,
      {
        label: 'viewers: each page hears',
        value: `${perClient(heard.values).toFixed(2)} frames of figures a second`,
        note: `${perClient(heard.frames).toFixed(2)} frames in all, ${(perClient(heard.bytes) / 1000).toFixed(1)} kB a second; longest silence of any ${heard.longestSilenceMs.toFixed(0)} ms`,
      },
      {
        label: 'viewers: the web process',
        value: `${(webCpu * 100).toFixed(0)} % of a core, ${webPeakMb.toFixed(0)} MB at most`,
        note: `the trader beside it ${(traderCpu * 100).toFixed(0)} %`,
      },
    ],
    disagreements,
  };
}

export const viewersRow: Row = {
  name: 'viewers',
  figures: [
    'viewers.readP50Ms',
    'viewers.readP99Ms',
    'viewers.figureFramesPerSecond',
    'viewers.framesPerSecond',
    'viewers.bytesPerSecond',
    'viewers.webCores',
    'viewers.webPeakMb',
  ],
  measure,
};
