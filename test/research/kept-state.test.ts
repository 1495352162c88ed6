// State outside cells is found: in fields that hold arrays, in closures and module variables, and only there.
import { type Bar, type Cell, defineStrategy, LONG } from 'atalaya';
import { expect, test } from 'vitest';
import { openSampleMarket } from '../../src/apps/market-data.ts';
import type { AnyStrategy, SessionOptions } from '../../src/core/research/backtest.ts';
import { keptStateFault } from '../../src/core/research/kept-state.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';

const base = {
  version: '1.0.0',
  title: { en: 'State', es: 'Estado' },
  description: { en: 'State', es: 'Estado' },
  timeframe: '1d',
  parameters: {},
  warmup: () => 0,
  size: () => ({ kind: 'share', share: 0.1 }) as const,
};

/** Enters at every seventh candle it has counted. */
function turn(bar: Bar, count: number): void {
  if (count % 7 === 0) bar.enter(LONG, { confidence: 1, reason: 'seventh' });
  else bar.exit('other');
}

class CountsInArray {
  private readonly seen: number[] = [];
  onBar(bar: Bar): void {
    this.seen.push(bar.close());
    turn(bar, this.seen.length);
  }
}

class CountsInCell {
  private readonly seen: Cell;
  constructor(seen: Cell) {
    this.seen = seen;
  }
  onBar(bar: Bar): void {
    this.seen.value++;
    turn(bar, this.seen.value);
  }
}

const shared = { seen: 0 };
class CountsInModule {
  onBar(bar: Bar): void {
    shared.seen++;
    turn(bar, shared.seen);
  }
}

async function faultOf(definition: AnyStrategy): Promise<string | null> {
  const market = await openSampleMarket('BTCUSD-coinbase-1d');
  const options: SessionOptions = {
    markets: [market],
    strategies: [{ definition, instrumentId: market.instrument.id }],
    cash: 10_000,
    quantumDecimals: 2,
    slippage: { kind: 'none' },
    risk: builtInProfile('none'),
  };
  return keptStateFault(options);
}

test('an array in a field is lost in a restart', async () => {
  const fault = await faultOf(defineStrategy({ ...base, id: 'in-array', create: () => new CountsInArray() }));
  expect(fault).toMatch(
    /strategy in-array: after a restart ".*" comes in place of ".*" at the close of \d+ \w+ \d{4} 00:00; keep changing numbers in build\.cell\(\)/,
  );
});

test('a variable of the module is shared by every run', async () => {
  const fault = await faultOf(defineStrategy({ ...base, id: 'in-module', create: () => new CountsInModule() }));
  expect(fault).toMatch(/strategy in-module: a second run over the same candles decides differently .* build\.cell\(\)/);
});

test('a cell is neither', async () => {
  expect(await faultOf(defineStrategy({ ...base, id: 'in-cell', create: (_, build) => new CountsInCell(build.cell(0)) }))).toBeNull();
});
