// Bybit spot, where a buyer's fee is taken in the coin bought: a trader as a real process sells what it really holds, and knows its money to the last unit.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import { journalAccount, units } from './journal-account.ts';
import { CLEAN, control, type Running, type Stand, type VenueReader } from './processes.ts';
import { openScene, spotOf } from './scene.ts';

/** The instrument's lot at the simulator, in the units of `units`. */
const LOT = units('0.000001');

const scene = openScene(afterAll);
let home: Stand;
let reader: VenueReader;
let trader: Running;

beforeAll(async () => {
  const { url } = await scene.exchange(['--speed', '120', '--history', '60', '--replay', 'BTCUSDT-bybit-1m']);
  home = scene.home(url, spotOf(url));
  reader = scene.reader(url, 'demo', 'spot');
});

interface FillHere {
  readonly side: string;
  readonly feeInKind?: { readonly currency: string };
}

const fillsIn = ({ dataFolder }: Stand) =>
  [...readJournal(`${dataFolder}/journal/process-test`)].flatMap(({ body }) => (body as { fills?: FillHere[] }).fills ?? []);

const here = () => journalAccount(home.dataFolder, 'process-test', '100000');

/** When nothing is held, by the journal before and after the venue was asked. */
async function whenFlat(fills: number) {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const before = here();
    const venue = await reader.read();
    const after = here();
    const flat = before.fills.length >= fills && [...before.positions.values()].every((lots) => lots === 0n);
    if (flat && before.fills.join() === after.fills.join()) return { account: after, venue };
    if (performance.now() > deadline) throw new Error(`not flat: ${after.fills.join('\n')}\n${trader.said()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('positions are left whole, the money is that of the venue, and what is too little to be sold is told', {
  timeout: 90_000,
}, async () => {
  trader = scene.trader(home);
  await trader.says(CLEAN);
  const { account, venue } = await whenFlat(6);
  expect(account.wallet).toBe(units(venue.wallet));
  const coins = units((venue.positions.BTC ?? '0').slice(0, 10));
  expect(coins > 0n && coins < LOT * 10n).toBe(true);
  await trader.says(/DUST: 0\.\d+ BTC stay at the venue/);
  for (const trouble of ['ORDER_REJECTED', 'INSUFFICIENT', 'RECONCILIATION', 'POSITION_UNPROTECTED', 'PAUSE'])
    expect(trader.said()).not.toContain(trouble);
  expect((await control(home, ['reconcile'])).document).toMatchObject({ clean: true });
});

test('after a kill the dust is known again', { timeout: 60_000 }, async () => {
  trader.process.kill('SIGKILL');
  await trader.ended;
  trader = scene.trader(home);
  await trader.says(CLEAN);
  const { account, venue } = await whenFlat(here().fills.length + 4);
  expect(account.wallet).toBe(units(venue.wallet));
  expect(trader.said()).not.toContain('RECONCILIATION');
  const kinds = fillsIn(home).map(({ side, feeInKind }) => `${side} ${feeInKind?.currency}`);
  expect(new Set(kinds)).toEqual(new Set(['buy BTC', 'sell undefined']));
  // Beside the running trader: what was taken in coins is no part of what the fills have brought.
  expect((await control(home, ['journal', 'replay'])).document).toMatchObject({ equal: true });
});
