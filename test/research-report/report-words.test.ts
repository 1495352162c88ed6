/** The words of the report's page: what it says, in both languages, and what it does not claim. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { finding } from '../../src/core/research/finding-text.ts';
import { computeMetrics } from '../../src/core/research/metrics/metrics.ts';
import { SPANISH } from '../../src/core/research/report/refusal-words.ts';
import { renderReport } from '../../src/core/research/report/render-report.ts';
import type { BacktestRun, Finding } from '../../src/core/research/result.ts';
import { APPROVAL, FILTERS, GATE } from '../../src/core/trading/risk/filters.ts';
import { LIMITS } from '../../src/core/trading/risk/limits.ts';
import { SENTENCES } from '../../src/core/trading/risk/refusal.ts';
import { dataOf, textOf } from './page-text.ts';
import { syntheticInput } from './synthetic-input.ts';
import { bareRun } from './synthetic-run.ts';

const INPUT = syntheticInput({ bars: 4000, seed: 15, fast: 24, slow: 96 });
const PAGE = renderReport(INPUT);

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

  it('says what a check saw change, at which candle, in both languages', () => {
    const at = Date.UTC(2022, 11, 13, 8, 5);
    const lookAhead = finding({
      id: 'look-ahead',
      severity: 'fault',
      figures: { sampledDecisions: 40, sampledCloses: 120, changedCloses: 7 },
      strategies: ['peeks'],
      changes: [
        { kind: 'decision', at, act: 'exit (exit), enter long (wish for long)', how: 'missing' },
        { kind: 'indicator', at, name: 'ema(9)', value: 1234.56789, instead: 1234.56712 },
      ],
    });
    const page = renderReport({ ...INPUT, findings: [lookAhead] });
    // The two values are told apart by their seventh digit; a strategy's own words in brackets stay as they are.
    expect(textOf(page, 'en')).toContain(
      'exit (exit), enter long (wish for long) at the close of 13 Dec 2022 08:05 is not made; ema(9) at the close of 13 Dec 2022 08:05 is 1,234.567 instead of 1,234.568. 7 of 120 sampled closes change. fault',
    );
    expect(textOf(page, 'es')).toContain(
      'salir (exit), entrar en largo (wish for long) al cierre del 13 dic 2022 08:05 no se decide; ema(9) al cierre del 13 dic 2022 08:05 es 1.234,567 en vez de 1.234,568. Cambian 7 de 120 cierres de muestra. fallo',
    );
  });

  it('says which rung of the ladder stopped a run, and what it would have made without', () => {
    const figures = { stoppedAt: Date.UTC(2022, 2, 3), returnRatioWithoutLimits: -0.0412, maxDrawdownRatioWithoutLimits: 0.316 };
    const page = renderReport({ ...INPUT, findings: [finding({ id: 'risk-stop', severity: 'warning', figures, rung: 'month-stop' })] });
    expect(textOf(page, 'en')).toContain(
      'Risk closed everything on 3 Mar 2022 (month-stop) and the run stayed stopped. Without limits: −4.12 %, with a fall of 31.6 %. warning',
    );
    expect(textOf(page, 'es')).toContain(
      'El riesgo lo cerró todo el 3 mar 2022 (month-stop) y la simulación siguió parada. Sin límites: −4,12 %, con una caída del 31,6 %. aviso',
    );
  });

  it('says what was assumed in the language of the reader', () => {
    const run = { ...INPUT.run, warnings: [{ en: 'no fee was given', es: 'no se dio comisión' }, 'a note of the file'] };
    const page = renderReport({ ...INPUT, run });
    expect(textOf(page, 'es')).toMatch(/Supuesto, o ausente no se dio comisión nota a note of the file nota/);
    expect(textOf(page, 'en')).toMatch(/Assumed, or missing no fee was given note a note of the file note/);
  });

  it("names the engine's own reasons for leaving in words, a strategy's as they are", () => {
    const reasons = ['trail', 'target', 'constructor'];
    const trades = INPUT.run.trades.map((trade, i) => ({ ...trade, exitReason: reasons[i % 3] as string }));
    const page = renderReport({ ...INPUT, run: { ...INPUT.run, trades } });
    for (const name of ['stop dinámico', 'objetivo', 'constructor']) expect(textOf(page, 'es')).toMatch(new RegExp(` ${name} \\d+ \\d+ %`));
    expect(dataOf(page).trades.reasons).toEqual([
      ['trail', { en: 'trailing stop', es: 'stop dinámico' }],
      ['target', { en: 'target', es: 'objetivo' }],
    ]);
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

  it('has Spanish words for every entry that risk or the venue can refuse', () => {
    const refusing = [...FILTERS, ...GATE, ...LIMITS, ...APPROVAL].map(({ code }) => code).filter((code) => code in SENTENCES);
    const source = ['venue-model', 'matching'].map((name) => readFileSync(`src/core/trading/venue-model/${name}.ts`, 'utf8')).join('');
    const byVenue = [...source.matchAll(/'(?:rejected|cancelled|expired)', '([A-Z_]+)'/g)].map((match) => match[1] as string);
    expect(byVenue).toContain('INSUFFICIENT_FUNDS');
    // These end no entry, or are what somebody asked for.
    const notRefused = ['CANCELLED', 'NOTHING_TO_REDUCE'];
    for (const code of [...refusing, ...byVenue]) if (!notRefused.includes(code)) expect.soft(SPANISH[code], code).toBeDefined();
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
    expect(textOf(renderReport({ ...INPUT, run }), 'es')).toContain(
      'la posición sería demasiado grande para el patrimonio medido 0,234 · límite 0,2',
    );
  });
});
