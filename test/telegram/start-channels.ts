/** Test support: the channels of a paper trader's notices, with what the environment and its data folder give them. */

import { openDelivered } from '../../src/apps/secrets/delivered.ts';
import { type Notices, startNotices } from '../../src/apps/trader/notices/notices.ts';
import type { Trader } from '../../src/apps/trader/trader.ts';

export async function startChannels(trader: Trader, dataFolder: string): Promise<Notices> {
  return startNotices({
    secrets: await openDelivered(`${dataFolder}/state`, () => {}),
    source: trader.source,
    venue: null,
    dataFolder,
    audit: (entry) => trader.audit(entry),
    answerApproval: (answer) => trader.answerApproval(answer),
    onDemand: (demand) => trader.watch(demand),
  });
}
