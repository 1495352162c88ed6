/** A panel over a scripted session that changes a thousand times a second, in a process of its own: node busy-server.ts. Prints its link; then, for each line on standard input, how many changes there were. */

import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createServer } from '../src/adapters/http/create-server.ts';
import type { CandleBatch } from '../src/api/market.ts';
import { nextRandom, uniform } from '../src/core/trading/engine/random.ts';
import { ScriptedSession } from '../test/browser/scripted-session.ts';
import { INSTRUMENT } from '../test/browser/scripted-trader.ts';

const CHANGES_PER_SECOND = 1000;
const PLAYED = 600;
const TIMEFRAMES = ['1m', '5m', '15m', '1h'];
/** Of a hundred changes: ticks of the forming candle, the account with its positions and totals, points of the equity; the rest are rows. */
const [CANDLES, STATUSES, POINTS] = [50, 40, 5];
/** A minute closes, with whatever the rules do at its close. */
const CLOSES_PER_SECOND = 2;

const session = new ScriptedSession(PLAYED);
let seed = 1;
const random = () => {
  seed = nextRandom(seed);
  return uniform(seed);
};
let [told, rows, walk] = [0, 0, 1];

/** The candle that is forming, moved by a tick. */
function tick(timeframe: string): CandleBatch {
  const batch = session.candles({ instrumentId: INSTRUMENT, timeframe, limit: 1 });
  const close = (batch.close[0] as number) * walk;
  return {
    ...batch,
    ...{ close: [close], high: [Math.max(batch.high[0] as number, close)], low: [Math.min(batch.low[0] as number, close)] },
    lastIsOpen: true,
  };
}

function change(): void {
  walk *= 1 + (random() - 0.5) * 0.0001;
  const which = told++ % 100;
  if (which < CANDLES) session.send({ type: 'candles', batch: tick(TIMEFRAMES[which % TIMEFRAMES.length] as string) });
  else if (which < CANDLES + STATUSES) {
    const { status } = session.snapshot();
    const equity = (Number(status.account.equity) * walk).toFixed(8);
    const positions = status.positions.map((each) => ({ ...each, markPrice: (Number(each.markPrice) * walk).toFixed(2) }));
    session.send({ type: 'status', status: { ...status, positions, account: { ...status.account, equity } } });
  } else if (which < CANDLES + STATUSES + POINTS) {
    const equity = session.trader.equity * walk;
    session.send({ type: 'equity', series: { time: [Date.now()], equity: [equity], drawdownRatio: [0] } });
  } else row();
}

/** Two refused decisions for each execution, order and event: what has no room in a frame of figures. */
function row(): void {
  const { fills, decisions, events, status } = session.snapshot();
  const { sequence } = session.trader;
  const journalSequence = sequence + 1;
  session.trader.sequence = journalSequence;
  const at = status.feed.at ?? 0;
  const [fill, decision, event, order] = [fills[0], decisions[0], events[0], status.workingOrders[0]];
  const kind = rows++ % 5;
  if (kind < 2 && decision) session.send({ type: 'decision', decision: { ...decision, decisionId: `busy-${rows}`, at, journalSequence } });
  else if (kind === 2 && fill) session.send({ type: 'fill', fill: { ...fill, fillId: `busy-${rows}`, at, journalSequence } });
  else if (kind === 3 && order) session.send({ type: 'order', order: { ...order, updatedAt: at, journalSequence } });
  else if (event) session.send({ type: 'event', event: { ...event, eventId: `busy-${rows}`, at, journalSequence } });
}

const panelFolder = fileURLToPath(new URL('../panel/dist', import.meta.url));
const server = await createServer({ source: session, port: 0, panelFolder, onBug: (error) => console.error(error) });
const began = performance.now();
let closed = 0;
setInterval(() => {
  const seconds = (performance.now() - began) / 1000;
  for (; closed < seconds * CLOSES_PER_SECOND; closed++) session.step();
  while (told < seconds * CHANGES_PER_SECOND) change();
}, 1);
console.log(server.loginLink());
createInterface({ input: process.stdin }).on('line', () => console.log(`told ${told}`));
