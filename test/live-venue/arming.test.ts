// The whole way to real money with real processes, in environment prod against the simulator: nothing leaves before, orders leave after, and disarming ends it.
import { expect, onTestFinished, test } from 'vitest';
import { CHECKLIST } from '../../src/core/operations/arming.ts';
import { CLEAN, control, restless } from './processes.ts';
import { openScene, PIN, setPin } from './scene.ts';

test('signed, reconciled, dry-called and backed up, the account is armed with PIN and name, and the venue gets its orders', {
  timeout: 120_000,
  retry: 1,
}, async () => {
  const scene = openScene(onTestFinished);
  const exchange = await scene.exchange();
  const reader = scene.reader(exchange.url);
  // One of the first ten orders is worth at most 100: 0.04 % of 100,000, levered twice, is 80.
  const home = scene.home(exchange.url, { strategies: [restless({}, 0.0004)] });
  const trader = scene.trader(home, 'demo', { ENVIRONMENT: 'prod' });
  await trader.says(CLEAN);
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
  expect((await reader.read()).orders).toEqual([]);
  const backup = await control(home, ['backup']);
  expect(backup).toMatchObject({ code: 0, document: { account: 'process-test', verified: true } });

  expect((await control(home, ['arm', '--account', 'process-test', '--pin-stdin'], '1\n')).said).toContain('PIN_WRONG');
  expect((await arm()).code).toBe(0);
  await trader.says(/MODE_CHANGED: mode OBSERVATION to NORMAL/, 20_000);
  for (let tries = 0; tries < 100 && (await reader.read()).fills.length === 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await reader.read()).fills.length).toBeGreaterThan(0);
  expect((await control(home, ['status'])).document).toMatchObject({ armed: true, environment: 'prod' });
  expect((await control(home, ['disarm'])).code).toBe(0);
  expect((await control(home, ['status'])).document).toMatchObject({ armed: false });
});
