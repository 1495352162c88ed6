/** A worker thread of the fault simulation: makes the runs it is given and hands back what came of them. */

import { parentPort } from 'node:worker_threads';
import { type Share, simulateShare } from './share.ts';

parentPort?.on('message', (share: Share) => {
  void simulateShare(share).then((results) => parentPort?.postMessage({ from: share.from, results }));
});
