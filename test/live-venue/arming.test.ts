// The whole way to real money with real processes, in environment prod against the simulator: nothing leaves before, orders leave after, and disarming ends it.
import { writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { armingFile } from '../../src/apps/arming.ts';
import { CHECKLIST } from '../../src/core/operations/arming.ts';
import { CLEAN, control, type VenueReader } from './processes.ts';
import { openScene, PIN, setPin } from './scene.ts';

test('signed, reconciled, dry-called and backed up, the account is armed with PIN and name, and the venue gets its orders', {
  timeout: 180_000,
  retry: 1,
}, async () => {
  const scene = openScene(onTestFinished);
  const exchange = await scene.exchange();
  const reader = scene.reader(exchange.url);
  // 5 % of 100,000, levered twice: ten thousand an entry, where one of the first ten after the arming is worth at most 100.
  const home = scene.home(exchange.url);
  const rehearsal = scene.trader(home);
  await until(async () => (await worthOfOrders(reader)).length > 0);
  rehearsal.process.kill('SIGKILL');
  await rehearsal.ended;
  const prod = { ENVIRONMENT: 'prod' };
  const trader = scene.trader(home, 'demo', prod);
  await trader.says(CLEAN);
  // What the rehearsal held is left in prod too, armed or not.
  await until(async () => Object.values((await reader.read()).positions).every((quantity) => Number(quantity) === 0));
  const rehearsed = await worthOfOrders(reader);
  expect(Math.max(...rehearsed)).toBeGreaterThan(5_000);
  await setPin(home);
  const arm = () => control(home, ['arm', '--account', 'process-test', '--pin-stdin'], PIN);
  const missing = async () => {
    const { items } = (await arm()).document as { items: { id: string; passed: boolean }[] };
    return items.filter(({ passed }) => !passed).map(({ id }) => id);
  };
  expect(await missing()).toEqual(['checklist', 'reconciliation', 'kill-dry-call', 'backup']);

  // Each on a machine of its own would do; here together.
  const done = await Promise.all([
    ...Object.keys(CHECKLIST).map((item) => control(home, ['arm', 'sign', item, '--name', 'Ana'])),
    control(home, ['reconcile']),
    control(home, ['kill', '--dry-run']),
  ]);
  expect(done.map(({ code }) => code)).toEqual(done.map(() => 0));
  expect(await missing()).toEqual(['backup']);
  const backup = await control(home, ['backup']);
  expect(backup).toMatchObject({ code: 0, document: { account: 'process-test', verified: true } });

  expect((await control(home, ['arm', '--account', 'process-test', '--pin-stdin'], '1\n')).said).toContain('PIN_WRONG');
  expect(await worthOfOrders(reader)).toEqual(rehearsed);
  expect(await arm()).toMatchObject({ code: 0, document: { firstOrders: { left: 10, currency: 'USDT' } } });
  await trader.says(/^ARMED: armed by command-line:\S+ until .*the first 10 entries cut to 1 % of equity, at most 100/m);
  await trader.says(/MODE_CHANGED: mode OBSERVATION to NORMAL/, 20_000);
  await trader.says('FIRST_ORDERS_CUT: an entry was cut to 100 in account currency', 20_000);
  const status = async () => (await control(home, ['status'])).document;
  await until(async () => (await status()).firstOrders.left < 10);
  const after = (await worthOfOrders(reader)).slice(rehearsed.length);
  expect(after.length).toBeGreaterThan(0);
  // A price may move a little until it fills.
  expect(Math.max(...after)).toBeLessThan(102);
  expect(await status()).toMatchObject({ armed: true, environment: 'prod', firstOrders: { most: expect.closeTo(100, 5) } });

  // The count goes on in another life, and begins anew with another arming.
  trader.process.kill('SIGKILL');
  await trader.ended;
  const second = scene.trader(home, 'demo', prod);
  await second.says(CLEAN);
  expect((await status()).firstOrders.left).toBeLessThan(10);
  expect(second.said()).not.toContain('ARMED:');
  expect((await control(home, ['disarm'])).code).toBe(0);
  await second.says(/^ARMING_DISARMED: no real order is sent: disarmed by command-line:/m);
  expect(await status()).toMatchObject({ armed: false, armingEnded: { code: 'ARMING_DISARMED' } });
  expect((await control(home, ['reconcile'])).code).toBe(0);
  expect(await arm()).toMatchObject({ code: 0, document: { firstOrders: { left: 10 } } });

  // An arming that is lost between two lives is told at the start.
  second.process.kill('SIGKILL');
  await second.ended;
  writeFileSync(armingFile(home.dataFolder), '{');
  const third = scene.trader(home, 'demo', prod);
  await third.says(/^ARMING_STATE_DAMAGED: no real order is sent: .*arm again with: npx atalaya arm/m);
  await third.says(CLEAN);
  expect(await status()).toMatchObject({
    armed: false,
    armingEnded: { code: 'ARMING_STATE_DAMAGED' },
    mode: { name: 'OBSERVATION', reason: expect.stringContaining('not armed') },
  });
  third.process.kill('SIGKILL');
  await third.ended;
  expect(await control(home, ['journal', 'replay'])).toMatchObject({ code: 0, document: { equal: true } });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  const before = Date.now() + 20_000;
  while (!(await holds()) && Date.now() < before) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await holds()).toBe(true);
}

/** What each order that filled was worth, in the order of its first fill. */
async function worthOfOrders(reader: VenueReader): Promise<number[]> {
  const worth = new Map<string, number>();
  for (const { clientOrderId, quantity, price } of (await reader.read()).fills)
    worth.set(clientOrderId, (worth.get(clientOrderId) ?? 0) + Number(quantity) * Number(price));
  return [...worth.values()];
}
