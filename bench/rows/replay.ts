/** The replay of an order book: updates of a recording that one client of the local exchange gets over its socket, at full speed. */

import { WebSocket } from 'ws';
import { startBybitServer } from '../../src/adapters/exchange-simulator/bybit/bybit-server.ts';
import { prepareInstrument } from '../../src/core/domain/instrument.ts';
import { candlesOf, type Recording, RecordingWriter, ROW } from '../../src/core/market/recording.ts';
import { nextRandom, uniform } from '../../src/core/trading/engine/random.ts';
import { median } from '../measure.ts';
import { agree, type Outcome, type Row } from '../row.ts';

const UPDATES = 20_000;
const DEPTH = 50;
const ROUNDS = 3;
const START = 1_700_000_040_000;

/** A whole book of 500 levels a side, then updates of two to six levels around a price that wanders, each of which changes the best 50; a trade every tenth. */
function recording(): Recording {
  const writer = new RecordingWriter();
  let state = 1;
  const random = () => {
    state = nextRandom(state);
    return uniform(state);
  };
  let middle = 165_000;
  const price = (ticks: number) => ticks / 10;
  writer.add(START, ROW.empty);
  for (let level = 1; level <= 500; level++) {
    writer.add(START, ROW.bid, price(middle - level), 1);
    writer.add(START, ROW.ask, price(middle + level), 1);
  }
  writer.endUpdate();
  for (let i = 1; i <= UPDATES; i++) {
    const at = START + i * 10;
    if (i % 10 === 0) writer.add(at, ROW.buy, price(middle + 1), 0.001);
    const rows = 1 + Math.floor(random() * 3);
    for (let row = 0; row < rows; row++) {
      // Sizes never repeat: no update is without news.
      writer.add(at, ROW.bid, price(middle - 1 - Math.floor(random() ** 2 * 40)), 1 + i / 1000);
      writer.add(at, ROW.ask, price(middle + 1 + Math.floor(random() ** 2 * 40)), 1 + i / 1000);
    }
    writer.endUpdate();
    if (i % 400 === 0) middle += random() < 0.5 ? 0 : 1;
  }
  return writer.finish({ kind: 'book', priceDecimals: 1, quantityDecimals: 3 });
}

async function measure(): Promise<Outcome> {
  const made = recording();
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rates.push(await served(made));
  const rate = median(rates);
  return {
    figures: { 'replay.deltasPerSecond': rate },
    lines: [
      {
        label: 'replay: order-book updates served',
        value: `${(rate / 1000).toFixed(1)}k/s`,
        note: `a recorded book told as Bybit's orderbook.${DEPTH} over a socket, client in the same process`,
      },
    ],
  };
}

async function served(made: Recording): Promise<number> {
  const specification = {
    id: 'BTCUSDT-PERP',
    venue: 'bench',
    kind: 'perpetual',
    base: 'BTC',
    quote: 'USDT',
    tickSize: 0.1,
    lotSize: 0.001,
  } as const;
  const source = {
    instrument: prepareInstrument(specification, 0, 8),
    timeframeMs: 60_000,
    candles: candlesOf(made, 60_000),
    recording: made,
  };
  const options = { sources: [source], quantumDecimals: 8, deposit: 0, port: 0, speed: Number.POSITIVE_INFINITY, seed: 1 };
  const server = await startBybitServer(options);
  server.driver.stop();
  server.exchange.advance(START);
  const socket = new WebSocket(`ws://${server.address}/v5/public/linear`);
  let deltas = 0;
  const all = new Promise<void>((done) => {
    socket.on('message', (data) => {
      if (String(data).includes('"type":"delta"') && ++deltas === UPDATES) done();
    });
  });
  await new Promise((done) => socket.once('open', done));
  socket.send(JSON.stringify({ op: 'subscribe', args: [`orderbook.${DEPTH}.BTCUSDT`] }));
  await new Promise((done) => socket.once('message', done));
  const start = performance.now();
  server.driver.start();
  await Promise.all([all, server.driver.ended]);
  const rate = UPDATES / ((performance.now() - start) / 1000);
  agree('updates that came', UPDATES, deltas);
  socket.terminate();
  await server.close();
  return rate;
}

export const replayRow: Row = { name: 'replay', figures: ['replay.deltasPerSecond'], measure };
