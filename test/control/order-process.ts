/** Test support: the trader of `up` on a data folder (its only argument), with its door, to be killed and started again; it says when it listens. */

import { openDoor } from '../../src/adapters/control-socket/door.ts';
import { readPaperConfig } from '../../src/apps/config.ts';
import { createPaperControl } from '../../src/apps/trader/paper-control.ts';
import { createSessionDesk } from '../../src/apps/trader/session-desk.ts';
import { openTrader } from '../../src/apps/trader/trader.ts';
import { openTraderFigures } from '../../src/apps/trader/trader-figures.ts';

const dataFolder = process.argv[2] as string;
const database = {
  status: () => ({ state: 'ready', since: 0, lastError: null, projectedSequence: null }) as const,
  isExpected: () => false,
  follow() {},
  rebuild() {},
  stop: async () => {},
};
const trader = await openTrader({
  config: readPaperConfig(),
  dataFolder,
  release: '0.0.0',
  speed: 1,
  database,
  begunWith: [],
  say: () => {},
});
const { source, orders } = trader;
await openDoor({
  desk: createPaperControl({ trader, dataFolder, release: '0.0.0' }),
  session: createSessionDesk({
    ...{ source, orders, takesSignals: false, signal: trader.signal, audit: trader.audit },
    figures: openTraderFigures(null),
  }),
  dataFolder,
  onBug: (error) => process.stderr.write(`${(error as Error).stack}\n`),
});
// A journal that goes on says itself how the replay was left.
if (trader.paper.position === null) trader.feed.pause();
trader.start();
process.stdout.write('listening\n');
process.stdin.on('end', () => process.exit(0)).resume();
