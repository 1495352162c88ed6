/** The last test of each channel, kept over a restart: a test that was taken is the proof that a channel works while nothing has had to be told yet. */

import { join } from 'node:path';
import { z } from 'zod';
import { readPrivateJson, writePrivateFile } from '../../../adapters/support/private-file.ts';
import { type ChannelName, type KeptTest, keptTest } from '../../../api/notices.ts';

const tests = z.partialRecord(z.string(), keptTest);

export interface KeptTests {
  find(channel: ChannelName): KeptTest | null;
  /** InputError DISK_FULL, DISK_READ_ONLY, DISK_DENIED where it can't be written; it is known until the restart all the same. */
  keep(channel: ChannelName, test: KeptTest): void;
}

/** InputError NOTICE_TESTS_EXPOSED, NOTICE_TESTS_DAMAGED (exit 3). */
export function openKeptTests(stateFolder: string): KeptTests {
  const file = join(stateFolder, 'notice-tests.json');
  const known: Partial<Record<string, KeptTest>> = readPrivateJson(file, 'NOTICE_TESTS', (json) => tests.parse(json)) ?? {};
  return {
    find: (channel) => known[channel] ?? null,
    keep(channel, test) {
      known[channel] = test;
      writePrivateFile(file, `${JSON.stringify(known, null, 2)}\n`);
    },
  };
}
