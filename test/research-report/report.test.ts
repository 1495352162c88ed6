/** The report as a file: safe, self-contained, small, the same each time, true to the run, and honest in its words. */

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { computeMetrics } from '../../src/core/research/metrics/metrics.ts';
import { createContext } from '../../src/core/research/report/context.ts';
import type { PageData } from '../../src/core/research/report/page/browser.ts';
import { decodeColumn, type EncodedColumn } from '../../src/core/research/report/page/columns.ts';
import { renderReport } from '../../src/core/research/report/render-report.ts';
import { reportHash } from '../../src/core/research/report/report-hash.ts';
import type { ReportInput } from '../../src/core/research/report/report-input.ts';
import { bridgeSteps, slippageOf } from '../../src/core/research/report/sections/costs.ts';
import { verdictOf } from '../../src/core/research/report/verdict.ts';
import type { BacktestRun, Finding } from '../../src/core/research/result.ts';
import { dataOf } from './page-text.ts';
import { syntheticInput } from './synthetic-input.ts';
import { bareRun, bareTrade } from './synthetic-run.ts';

const INPUT = syntheticInput({ bars: 4000, seed: 15, fast: 24, slow: 96 });
const PAGE = renderReport(INPUT);

const columnsOf = (data: PageData) => (data.candles[0] as PageData['candles'][0]).columns;
const decode = (column: EncodedColumn) => [...decodeColumn(column, atob)];

describe('safety', () => {
  const evil = '</script><script>alert(1)</script><img src=x onerror=alert(2)>\'"&';
  const trades = INPUT.run.trades.map((trade) => ({ ...trade, entryReason: evil, exitReason: evil, instrumentId: evil, strategyId: evil }));
  const run: BacktestRun = {
    ...INPUT.run,
    trades,
    warnings: [evil],
    refusals: [{ at: 0, strategyId: evil, instrumentId: evil, side: 1, code: evil, message: evil }],
    refusalCounts: { [evil]: 3 },
    modes: [{ at: INPUT.run.equityTime[9] as number, from: evil, to: evil, reason: evil }],
    openPositions: [{ instrumentId: evil, side: 1, quantity: 1, entryPrice: 1, unrealised: 1 }],
  };
  const page = renderReport({
    ...INPUT,
    run,
    strategy: { id: evil, version: evil, title: evil, description: evil },
    parameters: { [evil]: evil },
    findings: [{ id: 'look-ahead', severity: 'fault', title: evil, detail: evil, figures: {} }],
    candles: INPUT.candles.map((set) => ({ ...set, instrumentId: evil })),
    data: INPUT.data.map((part) => ({ ...part, instrumentId: evil, source: evil, fingerprint: evil })),
    versions: { [evil]: evil },
    command: evil,
  });

  it('lets no text from outside become markup or script', () => {
    expect(page.includes('<script>alert')).toBe(false);
    expect(page.includes('<img')).toBe(false);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(dataOf(page).trades.texts).toContain(evil);
  });

  it('allows only its own script, by its hash, and no request', () => {
    const script = /<script>(.*?)<\/script>/s.exec(PAGE)?.[1] as string;
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(PAGE)?.[1] as string;
    expect(policy).toContain(`script-src &#39;sha256-${createHash('sha256').update(script).digest('base64')}&#39;`);
    expect(policy).toContain('default-src &#39;none&#39;');
    expect(/(?:src|href)="(?!#)/.exec(PAGE)).toBeNull();
    expect(/https?:\/\/|url\(|@import/.exec(PAGE)).toBeNull();
  });

  it('has a script that is one expression a browser can read', () => {
    const script = /<script>(.*?)<\/script>/s.exec(PAGE)?.[1] as string;
    expect(() => new Function(script)).not.toThrow();
    expect(/__vite|import_|\bimport\b|\brequire\(/.exec(script)).toBeNull();
  });
});

describe('the same input', () => {
  it('gives the same bytes', () => {
    expect(renderReport(syntheticInput({ bars: 4000, seed: 15, fast: 24, slow: 96 })) === PAGE).toBe(true);
  });

  it('gives the same hash whatever the timing, language, trials, versions and findings', () => {
    const others: Partial<ReportInput> = {
      lang: 'es',
      trials: 99,
      versions: {},
      findings: [],
      timing: { durationMs: 1, barsPerSecond: 2 },
    };
    expect(reportHash({ ...INPUT, ...others })).toBe(reportHash(INPUT));
    expect(PAGE.includes(reportHash(INPUT))).toBe(true);
  });

  it('gives another hash when anything that was run changes', () => {
    const changed: Partial<ReportInput>[] = [
      { parameters: { ...INPUT.parameters, fast: 25 } },
      { settings: { ...INPUT.settings, seed: 43 } },
      { strategy: { ...INPUT.strategy, version: '1.0.1' } },
      { data: INPUT.data.map((part) => ({ ...part, fingerprint: `0${part.fingerprint.slice(1)}` })) },
      { run: { ...INPUT.run, equity: INPUT.run.equity.with(100, (INPUT.run.equity[100] as number) + 1e-9) } },
      { run: { ...INPUT.run, fills: INPUT.run.fills.slice(1) } },
    ];
    const hashes = changed.map((change) => reportHash({ ...INPUT, ...change }));
    expect(new Set([...hashes, reportHash(INPUT)]).size).toBe(changed.length + 1);
  });
});

describe('what is drawn', () => {
  const data = dataOf(PAGE);

  it('has every trade at its exact time and price', () => {
    const { columns, texts } = data.trades;
    expect(decode(columns.openedAt as EncodedColumn)).toEqual(INPUT.run.trades.map((trade) => trade.openedAt));
    expect(decode(columns.closedAt as EncodedColumn)).toEqual(INPUT.run.trades.map((trade) => trade.closedAt));
    expect(decode(columns.entryPrice as EncodedColumn)).toEqual(INPUT.run.trades.map((trade) => trade.entryPrice));
    expect(decode(columns.exitPrice as EncodedColumn)).toEqual(INPUT.run.trades.map((trade) => trade.exitPrice));
    expect(decode(columns.exitReason as EncodedColumn).map((place) => texts[place])).toEqual(
      INPUT.run.trades.map((trade) => trade.exitReason),
    );
  });

  it('has every candle, and equity to the cent', () => {
    const { time, close } = columnsOf(data);
    expect(decode(time)).toEqual([...(INPUT.candles[0]?.candles.time ?? [])]);
    expect(decode(close)).toEqual([...(INPUT.candles[0]?.candles.close ?? [])]);
    expect(decode(data.equity.equity)).toEqual([...INPUT.run.equity].map((value) => Math.round(value * 100) / 100));
  });
});

describe('the histogram of trades', () => {
  it('puts no label where it would stick out', () => {
    // From a loss of 20.7 % to a gain of 231.6 %, as buying bitcoin from 2015 to 2018 gave.
    const trades = [-0.207, -0.19, -0.06, 0.02, 0.03, 0.2, 0.35, 1.155, 2.316].map((ratio) => ({ ...bareTrade(1), returnRatio: ratio }));
    const page = renderReport({ ...INPUT, run: { ...INPUT.run, trades } });
    const axis = /id="results".*?<div class="xs">(.*?)<\/div>/s.exec(page)?.[1] as string;
    const places = [...axis.matchAll(/left:([\d.]+)%/g)].map(([, place]) => Number(place));
    expect(places.length).toBeGreaterThan(3);
    expect(Math.min(...places)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...places)).toBeLessThanOrEqual(96);
  });
});

describe('a million candles and 20,000 trades', () => {
  const large = syntheticInput({
    bars: 1_000_000,
    timeframeMs: 60_000,
    timeframe: '1m',
    seed: 9,
    fast: 20,
    slow: 60,
    volatility: 0.0008,
    drift: 0,
    feeRatio: 0,
    slippageRatio: 0,
  });
  const trades = Array.from({ length: 20_000 }, (_, i) => ({
    ...(large.run.trades[i % large.run.trades.length] as (typeof large.run.trades)[0]),
  }));
  const page = renderReport({ ...large, run: { ...large.run, trades } });
  const data = dataOf(page);

  it('fit in two megabytes', () => {
    expect(large.run.trades.length).toBeGreaterThan(3000);
    expect(page.length).toBeLessThan(2_000_000);
  });

  it('keep the extremes of price, equity and drawdown', () => {
    const source = large.candles[0]?.candles as (typeof large.candles)[0]['candles'];
    const { high, low, time } = columnsOf(data);
    const highest = (values: ArrayLike<number>) =>
      Array.prototype.reduce.call(values, (most, value) => Math.max(most as number, value as number), Number.NEGATIVE_INFINITY);
    expect(time.count).toBeLessThanOrEqual(30_000);
    expect(highest(decode(high))).toBe(highest(source.high));
    expect(-Number(highest(decode(low).map((value) => -value)))).toBe(-Number(highest(source.low.map((value) => -value))));
    expect(highest(decode(data.equity.equity))).toBeCloseTo(highest(large.run.equity) as number, 2);
    expect(highest(decode(data.equity.drawdown))).toBeCloseTo(large.metrics.values.maxDrawdownRatio.value as number, 4);
    expect(data.candles[0]).toMatchObject({ source: '1m', timeframe: '1h' });
  });
});

describe('costs', () => {
  it('lead from what the prices gave to the net result without a rest', () => {
    const { steps, net, unexplained } = bridgeSteps(INPUT);
    expect(Math.abs(unexplained)).toBeLessThan(1e-6);
    expect(steps.reduce((sum, step) => sum + step.change, 0)).toBeCloseTo(net, 6);
    expect(steps.map(({ kind }) => kind)).toEqual(['sum', 'other', 'cost', 'cost']);
  });

  it('estimate slippage from fixed settings, and say so; measured beats estimated; by volume it is not known', () => {
    // A buy at 100 that paid 1 % had a price of 100 / 1.01; a sell at 99 that lost 1 % had 100.
    const fill = {
      at: 0,
      strategyId: 's',
      instrumentId: 'i',
      orderId: 1,
      quantity: 2,
      fee: 0,
      liquidity: 'taker',
      kind: 'open',
      realised: 0,
      reason: '',
    } as const;
    const run = bareRun({
      fills: [
        { ...fill, side: 1, price: 101 },
        { ...fill, side: -1, price: 99, kind: 'close' },
        { ...fill, side: 1, price: 500, liquidity: 'maker' },
        { ...fill, side: 1, price: 500, kind: 'liquidation' },
      ],
    });
    const fixed: ReportInput = { ...INPUT, run, settings: { ...INPUT.settings, slippage: { kind: 'fixed', ratio: 0.01 } } };
    expect(slippageOf(fixed)?.money).toBeCloseTo(2 * 1 + 2 * 1, 12);
    expect(slippageOf(fixed)?.estimated).toBe(true);
    expect(slippageOf({ ...fixed, slippagePaid: 3 })).toEqual({ money: 3, estimated: false });
    expect(slippageOf({ ...fixed, settings: { ...fixed.settings, slippage: { kind: 'volume-share', impact: 0.1 } } })).toBeNull();
    expect(slippageOf({ ...fixed, settings: { ...fixed.settings, slippage: { kind: 'none' } } })).toEqual({ money: 0, estimated: false });
  });
});

describe('the verdict', () => {
  const bare = (id: Finding['id'], severity: Finding['severity']): Finding => ({
    id,
    severity,
    title: '',
    detail: 'Because.',
    figures: {},
  });
  function verdict(net: readonly number[], parts: Partial<ReportInput> = {}, runParts: Partial<BacktestRun> = {}) {
    const total = net.reduce((sum, value) => sum + value, 0);
    const fill = {
      at: 0,
      strategyId: 's',
      instrumentId: 'i',
      orderId: 1,
      side: 1,
      quantity: 1,
      price: 1,
      fee: 0,
      liquidity: 'taker',
      kind: 'open',
      realised: 0,
      reason: '',
    } as const;
    const run = bareRun({
      trades: net.map((value) => bareTrade(value)),
      fills: [fill],
      equityTime: Float64Array.of(86_400_000),
      equity: Float64Array.of(10_000 + total),
      ...runParts,
    });
    const input = { ...INPUT, run, metrics: computeMetrics(run, { daysPerYear: 365 }), findings: [], buyAndHold: null, ...parts };
    return verdictOf(createContext(input, ''));
  }
  const forty = Array.from({ length: 40 }, () => 10);

  it.each<[string, Parameters<typeof verdict>, string, string]>([
    [
      'a look-ahead fault before everything',
      [forty, { findings: [bare('costs', 'warning'), bare('look-ahead', 'fault')] }],
      'fault',
      'Not believable: it used candles from the future',
    ],
    ['no trade', [[], {}, { fills: [] }], 'warning', 'It never traded'],
    [
      'the kill switch',
      [forty, {}, { modes: [{ at: Date.UTC(2022, 2, 3), from: 'NORMAL', to: 'EMERGENCY', reason: '' }] }],
      'warning',
      'The risk rules stopped it on 3 Mar 2022',
    ],
    ['a loss', [[-5]], 'warning', 'It lost money'],
    ['nothing', [[5, -5]], 'warning', 'It made nothing'],
    ['few trades', [[5]], 'warning', 'It made money, on too few trades to tell'],
    [
      'costs',
      [forty, { findings: [bare('best-trades', 'warning'), bare('costs', 'warning')] }],
      'warning',
      'It made money, but not if costs were half as much again',
    ],
    ['best trades', [forty, { findings: [bare('best-trades', 'warning')] }], 'warning', 'It made money, but a handful of trades made it'],
    [
      'holding',
      [forty, { buyAndHold: { time: Float64Array.of(1), equity: Float64Array.of(20_000) } }],
      'note',
      'It made money, but holding made more',
    ],
    ['no known doubt', [forty, { findings: [bare('costs', 'ok')] }], 'note', 'It made money after costs; not proven yet'],
  ])('%s', (_, given, tone, title) => {
    expect(verdict(...given)).toMatchObject({ tone, title: { en: title } });
  });

  it('says what keeps a strategy from ever entering', () => {
    const obstacle = { en: 'it needs volume', es: 'necesita volumen', preventsEntries: true } as const;
    const { title, detail } = verdict([], {}, { fills: [], warnings: ['something else', obstacle] });
    expect([title.en, detail.en]).toEqual(['It never traded', expect.stringMatching(/sent no order\. it needs volume\.$/)]);
    expect(detail.es).toMatch(/necesita volumen\.$/);
  });

  it('says how deep the fall was without a sign', () => {
    const equity = Float64Array.of(10_000, 8_000, 12_000);
    const { detail } = verdict([2_000], {}, { equityTime: Float64Array.of(1, 2, 3).map((day) => day * 86_400_000), equity });
    expect(detail.en).toMatch(/with a deepest fall of 20\.0\u00a0%\./);
    expect(detail.es).toMatch(/con una caída máxima del 20,0\u00a0%\./);
  });

  it('names the code when everything was refused', () => {
    expect(verdict([], {}, { fills: [], refusalCounts: { RISK_VOLATILITY: 3, OTHER: 1 } }).detail.en).toContain(
      'RISK_VOLATILITY (3 times)',
    );
  });
});
