// A key from the store instead of the environment, on the local exchange: a new one that may not be used here changes nothing, one that works takes over.

import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { keyFileIn, openSecretStore } from '../../src/adapters/secret-files/secret-store.ts';
import { makeFolder } from '../../src/adapters/support/make-folder.ts';
import { accepted } from '../../src/core/domain/result.ts';
import { put, rotate } from '../../src/core/operations/secrets/secret-record.ts';
import { control, endAll, type Running, type Stand, stand, startExchange, startTrader } from './processes.ts';

const NAME = 'venue.bybit';
let running: Running[] = [];
let home: Stand | undefined;

afterEach(async () => {
  await endAll(running);
  home?.remove();
  running = [];
});

test('a key that waits is tried at the start and on demand, and takes the place of the old one only when the venue takes it', {
  timeout: 120_000,
}, async () => {
  const exchange = await startExchange();
  running.push(exchange);
  home = stand(exchange.url);
  const state = join(home.dataFolder, 'state');
  makeFolder(state);
  const store = await openSecretStore(state, { kind: 'key-file', file: keyFileIn(state) });
  const sealed = (version: number, key: string, secret: string) =>
    store.seal({ name: NAME, part: 'trader', version, createdAt: Date.now(), createdBy: 'test', expiresAt: null }, { key, secret });
  await store.change(NAME, (record) => accepted(put(record, sealed(1, 'demo', 'demo'), Date.now())));
  // Not a simulator's: a key of real money, which ENVIRONMENT=dev refuses before anything is asked with it.
  await store.change(NAME, (record) => rotate(record, sealed(2, 'a key of real money', 'and its secret'), Date.now()));

  const trader = startTrader(home, 'none', { ATALAYA_VENUE_KEY: '', ATALAYA_VENUE_SECRET: '' });
  running.push(trader);
  await trader.says(/SECRET_NOT_VERIFIED: venue\.bybit/);
  await trader.says('mode OBSERVATION to NORMAL');
  expect(store.find(NAME)).toMatchObject({ active: { label: { version: 1 } }, candidate: { label: { version: 2 } } });
  expect(store.find(NAME).candidate?.fault).not.toBeNull();

  await store.change(NAME, (record) => rotate(record, sealed(3, 'demo-two', 'demo-two'), Date.now()));
  const { code, document } = await control(home, ['secret', 'try', NAME]);
  expect({ code, document }).toMatchObject({ code: 0, document: { name: NAME, works: true } });
  const kept = store.find(NAME);
  expect([kept.active?.label.version, kept.candidate, kept.past.map(({ version, why }) => `${version} ${why}`)]).toEqual([
    3,
    null,
    ['1 replaced', '2 given-up'],
  ]);
  for (const value of ['a key of real money', 'and its secret']) expect(trader.said()).not.toContain(value);
});
