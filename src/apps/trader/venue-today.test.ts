import { expect, test } from 'vitest';
import { requireToday } from './venue-today.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 22, 12);
const LOCAL = ['http://127.0.0.1:8600'];
const OUTSIDE = ['https://api.bybit.com'];
const at = (serverTimeOffsetMs: number, addresses: readonly string[], newest: number | null = null) =>
  requireToday({ link: { serverTimeOffsetMs }, newestCandle: async () => newest }, addresses, NOW);

test('a venue at the time of the machine is traded on, up to an hour behind', async () => {
  for (const addresses of [LOCAL, OUTSIDE]) {
    await at(0, addresses);
    await at(-HOUR, addresses);
    await expect(at(-HOUR - 1, addresses)).rejects.toMatchObject({
      code: 'VENUE_OTHER_TIME',
      exitCode: 3,
      message: expect.stringMatching(/2026-11-22T12:00:00.000Z, found it at 2026-11-22T10:59:59.999Z/),
    });
  }
});
test('a local exchange that replays the past is refused by its prices, whatever its clock says', async () => {
  await at(0, LOCAL, NOW - HOUR);
  await expect(at(0, LOCAL, Date.UTC(2022, 11, 13))).rejects.toThrow(/2022-12-13T00:00:00.000Z.*--align-now/);
});
test('a venue outside is not asked for prices: an instrument may go untraded for hours', async () => {
  await at(0, OUTSIDE, NOW - 5 * HOUR);
  await expect(at(0, [...LOCAL, ...OUTSIDE], NOW - 5 * HOUR)).resolves.toBeUndefined();
});
test('only a local exchange may be ahead by more than a day', async () => {
  await at(24 * HOUR, OUTSIDE);
  await expect(at(24 * HOUR + 1, OUTSIDE)).rejects.toThrow(/set the machine's clock/);
  await at(240 * HOUR, LOCAL);
});
