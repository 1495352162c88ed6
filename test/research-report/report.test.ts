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
import { syntheticInput } from './synthetic-input.ts';
import { bareRun, bareTrade } from './synthetic-run.ts';

const INPUT = syntheticInput({ bars: 4000, seed: 15, fast: 24, slow: 96 });
const PAGE = renderReport(INPUT);

function dataOf(page: string): PageData {
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] as string) as PageData;
}
const columnsOf = (data: PageData) => (data.candles[0] as PageData['candles'][0]).columns;
const decode = (column: EncodedColumn) => [...decodeColumn(column, atob)];
/** What a reader of one language sees: the page without its head, scripts and the other language, tags removed. */
function textOf(page: string, lang: 'en' | 'es'): string {
  const other = lang === 'en' ? 'es' : 'en';
  const body = page.slice(page.indexOf('<body>'), page.indexOf('<script type="application/json"'));
  return body
    .replace(new RegExp(`<span lang="${other}">[^<]*</span>`, 'g'), '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

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
  const finding = (id: Finding['id'], severity: Finding['severity']): Finding => ({
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
      [forty, { findings: [finding('costs', 'warning'), finding('look-ahead', 'fault')] }],
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
      [forty, { findings: [finding('best-trades', 'warning'), finding('costs', 'warning')] }],
      'warning',
      'It made money, but not if costs were half as much again',
    ],
    [
      'best trades',
      [forty, { findings: [finding('best-trades', 'warning')] }],
      'warning',
      'It made money, but a handful of trades made it',
    ],
    [
      'holding',
      [forty, { buyAndHold: { time: Float64Array.of(1), equity: Float64Array.of(20_000) } }],
      'note',
      'It made money, but holding made more',
    ],
    ['no known doubt', [forty, { findings: [finding('costs', 'ok')] }], 'note', 'It made money after costs; not proven yet'],
  ])('%s', (_, given, tone, title) => {
    expect(verdict(...given)).toMatchObject({ tone, title: { en: title } });
  });

  it('names the code when everything was refused', () => {
    expect(verdict([], {}, { fills: [], refusalCounts: { RISK_VOLATILITY: 3, OTHER: 1 } }).detail.en).toContain(
      'RISK_VOLATILITY (3 times)',
    );
  });
});

describe('what the page says', () => {
  it('puts costs, data, trials and sample size beside the return', () => {
    const text = textOf(PAGE, 'en');
    expect(text).toContain('0.10 % fee, 0.05 % slippage');
    expect(text).toContain('Trials on this data 1');
    expect(text).toContain('4,000 candles');
    expect(text).toContain('9f3c41…e07b');
    expect(textOf(renderReport({ ...INPUT, trials: null }), 'en')).toContain('Trials on this data not counted');
  });

  it('says in Spanish what it says in English, with Spanish figures', () => {
    const text = textOf(PAGE, 'es');
    expect(text).toContain('0,10 % comisión, 0,05 % deslizamiento');
    expect(text).toContain('Lo que este backtest puede ocultar');
    expect(text).not.toMatch(/\b(the|trades|with|of)\b/i);
  });

  it('words each check from its figures in both languages, and keeps the given sentence where a figure is missing', () => {
    const costs: Finding = {
      id: 'costs',
      severity: 'warning',
      title: '',
      detail: 'Given.',
      figures: { returnRatio: 0.31, returnRatioAtHigherCosts: -0.142 },
    };
    const page = renderReport({ ...INPUT, findings: [costs] });
    expect(textOf(page, 'en')).toContain('the return goes from +31.0 % to −14.2 %. warning');
    expect(textOf(page, 'es')).toContain('la rentabilidad pasa de +31,0 % a −14,2 %. aviso');
    expect(textOf(renderReport({ ...INPUT, findings: [{ ...costs, figures: {} }] }), 'es')).toContain('Costes ×1,5 Given. aviso');
  });

  it('names the checks that were not made', () => {
    const text = textOf(renderReport({ ...INPUT, findings: [] }), 'en');
    for (const name of ['Look-ahead', 'Warm-up', 'Costs ×1.5', 'Best five trades', 'Number of trades', 'Buy and hold']) {
      expect(text).toContain(`${name} This check was not made for this run. not checked`);
    }
  });

  it('never shows what is not known as a number', () => {
    const run = bareRun({});
    const empty = renderReport({
      ...INPUT,
      run,
      metrics: computeMetrics(run, { daysPerYear: 365 }),
      candles: [],
      buyAndHold: null,
      data: [],
      findings: [],
    });
    const text = textOf(empty, 'en');
    expect(text).toContain('no data: no trade was closed');
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
    for (const lang of ['en', 'es'] as const) expect(textOf(PAGE, lang)).not.toMatch(/\b(NaN|Infinity|undefined|null)\b|\[object/);
  });

  it('shows refusals with their numbers and mode changes with their reason', () => {
    const run: BacktestRun = {
      ...INPUT.run,
      refusalCounts: { RISK_POSITION_LIMIT: 1203 },
      refusals: [
        {
          at: Date.UTC(2021, 0, 4, 3),
          strategyId: 's',
          instrumentId: 'i',
          side: 1,
          code: 'RISK_POSITION_LIMIT',
          message: 'Too large.',
          measured: 0.234,
          limit: 0.2,
        },
      ],
      modes: [{ at: Date.UTC(2021, 1, 1), from: 'NORMAL', to: 'DEFENSIVE', reason: 'day loss' }],
    };
    const text = textOf(renderReport({ ...INPUT, run }), 'en');
    expect(text).toContain('RISK_POSITION_LIMIT 1,203 Too large. measured 0.234 · limit 0.2 4 Jan 2021 03:00');
    expect(text).toContain('1 Feb 2021 00:00 NORMAL → DEFENSIVE day loss');
  });
});
