/** The fills and final values that backtrader's own tests hold for its average of 15, on its own data: not shipped here (its licence is GPL), so the file's place is given by hand. */

import { describe, expect, it } from 'vitest';
import { FUTURE, play } from '../../bench/rows/published.ts';

const file = process.env.ATALAYA_BACKTRADER_CSV;
if (!file) console.log('skipped: set ATALAYA_BACKTRADER_CSV to datas/2006-day-001.txt of the repository of backtrader');

// tests/test_strategy_unoptimized.py: the close against its average of 15, long only, one unit, cash 10,000.
const BOUGHT = [3643.35, 3801.03, 3872.37, 3863.57, 3845.32, 3656.43, 3542.65, 3639.65, 3799.86, 3840.2, 4047.63, 4052.55];
const SOLD = [3763.95, 3811.85, 3822.35, 3822.57, 3829.82, 3598.58, 3545.92, 3766.8, 3782.15, 3979.73, 4045.05];
const settings = { parameters: { fast: 1, slow: 15 }, size: { kind: 'units', units: 1 } } as const;

describe.skipIf(!file)("backtrader's published results", () => {
  it('are ours as a stock: every fill, the final value and the cash', async () => {
    const { fills, equity } = await play(file as string, settings);
    const pricesOf = (wanted: number) => fills.filter(({ side }) => side === wanted).map(({ price }) => price);
    expect(pricesOf(1)).toEqual(BOUGHT);
    expect(pricesOf(-1)).toEqual(SOLD);
    expect(equity.at(-1)).toBe(10_284.1);
    expect(fills.reduce((cash, { side, quantity, price }) => cash - side * quantity * price, 10_000)).toBeCloseTo(6164.16, 8);
  });

  it('are ours as a future of multiplier 10, but for its commission of 2.00 a fill', async () => {
    const { fills, equity } = await play(file as string, { ...settings, instrument: FUTURE });
    expect((equity.at(-1) as number) - 2 * fills.length).toBe(12_795);
  });
});
