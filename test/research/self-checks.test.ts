// The checks find each planted fault by name, and nothing in the strategies that ship.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkStrategy } from '../../src/apps/check-strategy.ts';
import { openSampleMarket } from '../../src/apps/market-data.ts';
import { loadStrategyFile, strategyFiles } from '../../src/apps/strategy-registry.ts';
import { aggregateCandles } from '../../src/core/market/aggregate.ts';
import { type AnyStrategy, backtest, type MarketInput } from '../../src/core/research/backtest.ts';
import { findingDetail } from '../../src/core/research/finding-text.ts';
import type { Finding } from '../../src/core/research/result.ts';
import { selfChecks, warmUpCheck } from '../../src/core/research/self-checks.ts';
import { type StudyOptions, study } from '../../src/core/research/study.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { dice, level, ownAverage, twoTimeframes, volumeTurn } from './honest-strategies.ts';

const PLANTED = join(import.meta.dirname, 'planted');
const HOUR_MS = 3_600_000;

/** What each planted strategy is caught by, and what the finding must name. */
const CAUGHT: Readonly<Record<string, readonly [Finding['id'], RegExp]>> = {
  'index-plus-one': ['look-ahead', /price/],
  'centred-window': ['look-ahead', /detrended\(3\)/],
  'future-resample': ['look-ahead', /resampled\(5\)/],
  'whole-series-normalisation': ['look-ahead', /normalised/],
  'next-high-stop': ['look-ahead', /short \(cross-down\) at the close of .* (has other figures|is not made)/],
  'unfinished-higher-timeframe': ['look-ahead', /4h running-close/],
  'short-warm-up': ['warm-up', /ema\(100\)/],
};

const markets: Record<string, MarketInput> = {};

beforeAll(async () => {
  for (const name of ['BTCUSD-coinbase-1d', 'SPY-usa-1m', 'EURUSD-oanda-1h', 'BTCUSDT-bybit-1m'])
    markets[name] = await openSampleMarket(name);
});

function optionsFor(definition: AnyStrategy, sample: string): StudyOptions {
  const market = markets[sample] as MarketInput;
  return {
    markets: [{ ...market, instrument: { ...market.instrument, shorting: true } }],
    strategies: [{ definition, instrumentId: market.instrument.id }],
    cash: 100_000,
    quantumDecimals: 2,
    currency: 'USD',
    slippage: { kind: 'fixed', ratio: 0.0005 },
    risk: builtInProfile('none'),
    warnings: [],
  };
}

const planted = (id: string) => loadStrategyFile(join(PLANTED, `${id}.ts`));

test('every planted strategy is in the table', () => {
  const files = readdirSync(PLANTED).map((name) => name.replace(/\.ts$/, ''));
  expect(files.sort()).toEqual(Object.keys(CAUGHT).sort());
});

describe.each(Object.entries(CAUGHT))('%s', (id, [check, what]) => {
  test('is caught by name on the samples', async () => {
    const faults = (await checkStrategy(await planted(id))).filter(({ severity }) => severity === 'fault');
    expect(faults.map((fault) => fault.id)).toEqual([check]);
    expect(faults[0]?.detail).toContain(id);
    expect(faults[0]?.detail).toMatch(what);
  });
});

test.each(Object.keys(CAUGHT).filter((id) => id !== 'unfinished-higher-timeframe'))("%s is caught in a backtest's findings", async (id) => {
  const options = { ...optionsFor(await planted(id), 'BTCUSDT-bybit-1m'), size: { kind: 'units', units: 0.01 } as const };
  const { findings } = study(options, backtest(options));
  const faults = findings.filter(({ severity }) => severity === 'fault');
  expect(faults.map((fault) => fault.id)).toEqual([CAUGHT[id]?.[0]]);
  expect(faults[0]?.detail).toContain(id);
});

describe('a fault says what changed, at which candle and how far', () => {
  const found = async (id: string): Promise<Finding> => {
    const options = { ...optionsFor(await planted(id), 'BTCUSDT-bybit-1m'), size: { kind: 'units', units: 0.01 } as const };
    return selfChecks(options).find(({ severity }) => severity === 'fault') as Finding;
  };

  test('look-ahead: the indicator, the value it had and the one it has without the future', async () => {
    const fault = await found('index-plus-one');
    const change = fault.changes?.find(({ kind }) => kind === 'indicator');
    if (change?.kind !== 'indicator') throw new Error('no indicator is named');
    // The planted indicator shows the next candle's close: at the close at `at` the candle that starts then is the next one.
    const [series] = (markets['BTCUSDT-bybit-1m'] as MarketInput).series;
    if (!series) throw new Error('the sample has no candles');
    const { time, close } = series.candles;
    expect(change).toMatchObject({ name: 'price', value: close[time.indexOf(change.at)], instead: Number.NaN });
    const { sampledCloses = 0, changedCloses = 0 } = fault.figures;
    expect(changedCloses).toBeGreaterThan(0);
    expect(changedCloses).toBeLessThanOrEqual(sampledCloses);
    const { en, es } = findingDetail(fault);
    expect(en).toMatch(/price at the close of 13 Dec 2022 \d\d:\d\d is not defined instead of 1\d,\d{3}/);
    expect(es).toMatch(/price al cierre del 13 dic 2022 \d\d:\d\d es indefinido en vez de 1\d\.\d{3}/);
  });

  test('look-ahead through no indicator: the decision', async () => {
    const { en, es } = findingDetail(await found('next-high-stop'));
    expect(en).toMatch(/short \(cross-down\) at the close of 13 Dec 2022 \d\d:\d\d (has other figures|is not made)/);
    expect(es).toMatch(/en corto \(cross-down\) al cierre del 13 dic 2022 \d\d:\d\d (lleva otras cifras|no se decide)/);
  });

  test('warm-up: the indicator, how far it moves, the first answer that changes, and how much would be enough', async () => {
    const fault = await found('short-warm-up');
    const [drift, answer] = fault.changes ?? [];
    expect(drift).toMatchObject({ kind: 'drift', name: 'ema(100)', ratio: fault.figures.largestChangeRatio });
    expect(answer).toMatchObject({ kind: 'answer' });
    const { en, es } = findingDetail(fault);
    expect(en).toMatch(
      /ema\(100\) changes by 0\.\d\d\u00a0% \(at the close of 13 Dec 2022 .*\), ".*" comes in place of ".*" at the close of/,
    );
    expect(es).toMatch(/calentamiento de 100 velas.* ema\(100\) cambia un 0,\d\d\u00a0% \(al cierre del 13 dic 2022/);
    expect(es).toMatch(/sale «.*» en lugar de «.*» al cierre del/);
    expect(es).not.toMatch(/nothing|enter |exit \(/);
    expect([en, es].join()).toMatch(/2 times as much is enough here.*Aquí bastan 2 veces/);
  });

  test('what was not checked says so in both languages', async () => {
    const [, warmUp] = selfChecks(optionsFor(await planted('index-plus-one'), 'BTCUSDT-bybit-1m'));
    expect(findingDetail(warmUp).es).toBe('Sin comprobar, porque la estrategia usa el futuro.');
  });
});

/** Alarms on every sample, and how many decisions and shortened histories were looked at in all. */
function alarmsOf(definition: AnyStrategy) {
  const findings = Object.keys(markets).map((sample) => selfChecks(optionsFor(definition, sample)));
  const looked = (k: 0 | 1) => findings.reduce((sum, pair) => sum + (pair[k].figures.sampledDecisions as number), 0);
  const alarms = findings.flat().filter(({ severity }) => severity === 'fault' || severity === 'warning');
  return { alarms: alarms.map(({ detail }) => detail), decisions: looked(0), shortened: looked(1) };
}

test.each([...strategyFiles()])('%s raises no alarm on any sample, and was looked at', async (_, file) => {
  const { alarms, decisions, shortened } = alarmsOf(await loadStrategyFile(file));
  expect(alarms).toEqual([]);
  expect(decisions).toBeGreaterThan(0);
  expect(shortened).toBeGreaterThan(0);
});

describe('honest strategies that look odd', () => {
  test.each([dice, level])('$id raises no alarm', (definition) => {
    const { alarms, decisions, shortened } = alarmsOf(definition);
    expect(alarms).toEqual([]);
    expect(Math.min(decisions, shortened)).toBeGreaterThan(100);
  });

  test('a larger timeframe that is read when it has closed raises no alarm', () => {
    const options = optionsFor(twoTimeframes, 'EURUSD-oanda-1h');
    const [market] = options.markets as [MarketInput];
    const [own] = market.series;
    if (!own) throw new Error('the sample has no candles');
    const larger = { timeframeMs: 4 * HOUR_MS, candles: aggregateCandles(own.candles, HOUR_MS, 4 * HOUR_MS) };
    const findings = selfChecks({ ...options, markets: [{ ...market, series: [own, larger] }] });
    expect(findings.map(({ severity, detail }) => (severity === 'ok' ? 'ok' : detail))).toEqual(['ok', 'ok']);
  });

  test('days that daylight saving makes an hour longer or shorter raise no alarm', () => {
    const options = optionsFor(level, 'BTCUSD-coinbase-1d');
    const [market] = options.markets as [MarketInput];
    const candles = { ...(market.series[0] as MarketInput['series'][number]).candles };
    // Midnight in Madrid, roughly: two hours before UTC's from April to October, one hour in winter.
    candles.time = candles.time.map((at) => {
      const day = new Date(at);
      const summer = day.getUTCMonth() > 2 && day.getUTCMonth() < 10;
      return at - (summer ? 2 : 1) * HOUR_MS;
    });
    const findings = selfChecks({ ...options, markets: [{ ...market, series: [{ timeframeMs: 24 * HOUR_MS, candles }] }] });
    expect(findings.map(({ severity, detail }) => (severity === 'ok' ? 'ok' : detail))).toEqual(['ok', 'ok']);
  });

  test('a sum since the beginning is a warning that says so, not a fault', () => {
    const finding = warmUpCheck(optionsFor(volumeTurn, 'SPY-usa-1m'));
    expect(finding.severity).toBe('warning');
    expect(finding.detail).toMatch(/volume-turn uses an indicator that counts from where the history begins: obv changes by/);
  });
});

test('a memory too long for its warm-up is caught where no indicator shows it', () => {
  const finding = warmUpCheck(optionsFor(ownAverage, 'BTCUSD-coinbase-1d'));
  expect(finding.severity).toBe('fault');
  expect(finding.detail).toMatch(/own-average declares a warm-up of 10 candles, which is too short: .* answers change/);
});
