// What a test of a trader at a venue starts, and its end: each by its handle, whatever the test has come to.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PinFile } from '../../src/adapters/secret-files/pin-file.ts';
import {
  endAll,
  openReader,
  type Running,
  restless,
  type Stand,
  stand,
  startExchange,
  startTrader,
  type VenueReader,
} from './processes.ts';

/** A candle a second, and an hour of them to begin with. */
const LIVELY = ['--speed', '60', '--history', '60'];

/** `whenOver`: `afterEach`, `afterAll` or `onTestFinished`. */
export function openScene(whenOver: (close: () => Promise<void>) => void) {
  const running: Running[] = [];
  const closers: (() => unknown)[] = [];
  /** Ends everything now; what is begun afterwards is ended when it is over. */
  const close = async () => {
    await endAll(running.splice(0));
    for (const each of closers.splice(0)) await each();
  };
  const started = <T extends Running>(one: T): T => {
    running.push(one);
    return one;
  };
  whenOver(close);
  return {
    close,
    started,
    /** To be done once no process runs any more. */
    afterwards: (closer: () => unknown) => void closers.push(closer),
    exchange: async (more: readonly string[] = LIVELY) => started(await startExchange(more)),
    trader: (...how: Parameters<typeof startTrader>) => started(startTrader(...how)),
    reader(...how: Parameters<typeof openReader>): VenueReader {
      const reader = openReader(...how);
      closers.push(() => reader.end());
      return reader;
    },
    home(...how: Parameters<typeof stand>): Stand {
      const home = stand(...how);
      closers.push(() => home.remove());
      return home;
    },
  };
}

/** Settings of a home on Bybit spot, with a strategy of these parameters. */
export const spotOf = (url: string, parameters: object = {}) => ({
  venue: { name: 'bybit', category: 'spot', url },
  instruments: [{ id: 'BTCUSDT', symbol: 'BTCUSDT' }],
  strategies: [restless(parameters, 0.05, 'BTCUSDT')],
  leverage: 1,
});

export const PIN = '271828';

/** The trading PIN of a home that is to have one. */
export async function setPin({ dataFolder }: Stand): Promise<PinFile> {
  const path = join(dataFolder, 'state', 'trading-pin.json');
  mkdirSync(dirname(path), { recursive: true });
  const file = new PinFile(path);
  await file.set(PIN);
  return file;
}
