/** Every figure of the run with its definition one click away. */

import { METRIC_DEFINITIONS, METRIC_SYMBOLS, type MetricDefinition, type MetricGroup } from '../../metrics/definitions.ts';
import type { Absence, MetricValue } from '../../metrics/metrics.ts';
import type { ReportContext } from '../context.ts';
import { type Content, type Html, html, type Line } from '../html.ts';
import { icon, panel } from './panel.ts';

const GROUPS: readonly (readonly [MetricGroup, { en: string; es: string }])[] = [
  ['result', { en: 'Result', es: 'Resultado' }],
  ['risk', { en: 'Risk', es: 'Riesgo' }],
  ['quality', { en: 'Result for the risk', es: 'Resultado por riesgo' }],
  ['trades', { en: 'Trades', es: 'Operaciones' }],
  ['costs', { en: 'Costs', es: 'Costes' }],
];

const ABSENCES: Readonly<Record<Absence, { en: string; es: string }>> = {
  'no-trades': { en: 'no data: no trade was closed', es: 'sin datos: no se cerró ninguna operación' },
  'no-wins': { en: 'no data: no trade won', es: 'sin datos: ninguna operación ganó' },
  'no-losses': { en: 'no data: nothing lost', es: 'sin datos: nada perdió' },
  'no-variation': { en: 'no data: it never varied', es: 'sin datos: no varió' },
  'no-drawdown': { en: 'no data: equity never fell', es: 'sin datos: el patrimonio nunca cayó' },
  'no-profit': { en: 'no data: there was no profit', es: 'sin datos: no hubo beneficio' },
  'too-short': { en: 'no data: too few values', es: 'sin datos: muy pocos valores' },
};

export function metricsPanel(context: ReportContext): Html {
  const { metrics } = context.input;
  const groups = GROUPS.map(([group, title]) => {
    const rows = METRIC_DEFINITIONS.filter((definition) => definition.group === group).map((definition) =>
      row(context, definition, metrics.values[definition.id]),
    );
    return html`<div><h3>${title}</h3>${rows}</div>`;
  });
  const symbols = METRIC_SYMBOLS.map(({ symbol, meaning }) => html`<div><dt class="mono">${symbol}</dt><dd>${meaning}</dd></div>`);
  const body = html`<div class="defs">${groups}</div><details class="below"><summary>${{ en: 'Letters used in the formulas', es: 'Letras de las fórmulas' }}</summary><dl class="letters">${symbols}</dl></details>`;
  return panel('metrics', { en: 'All metrics', es: 'Todas las métricas' }, body, {
    sub: (f) =>
      f.pick({
        en: `${f.number(metrics.days, 0)} daily returns, ${f.number(metrics.daysPerYear, metrics.daysPerYear % 1 === 0 ? 0 : 1)} days a year; click a name for its definition`,
        es: `${f.number(metrics.days, 0)} rentabilidades diarias, ${f.number(metrics.daysPerYear, metrics.daysPerYear % 1 === 0 ? 0 : 1)} días por año; pulsa un nombre para ver su definición`,
      }),
  });
}

function row(context: ReportContext, definition: MetricDefinition, metric: MetricValue): Html {
  const { insufficient, absent } = metric;
  const few = insufficient
    ? html`<span class="few">${icon('warning')}${(f) =>
        f.pick({
          en: `${f.number(insufficient.have, 0)} of ${insufficient.need} ${insufficient.of} needed`,
          es: `${f.number(insufficient.have, 0)} de ${insufficient.need} ${insufficient.of === 'trades' ? 'operaciones necesarias' : 'días necesarios'}`,
        })}</span>`
    : null;
  const value: Content = absent
    ? html`<span class="muted">${ABSENCES[absent]}</span>`
    : html`<b>${valueText(context, definition, metric.value)}</b>`;
  return html`<details id="m-${definition.id}"><summary><span class="nm">${definition.title}</span>${few}<span class="vl">${value}</span></summary><p>${definition.meaning}</p><p class="mono">${definition.formula}</p></details>`;
}

/** Losses are shown as what they are to the account: a drawdown with a minus. */
const SHOWN_NEGATIVE = new Set(['maxDrawdownRatio', 'maxDrawdownMoney']);
const SIGNED = new Set([
  'netProfit',
  'returnRatio',
  'cagrRatio',
  'bestDayRatio',
  'worstDayRatio',
  'expectancy',
  'averageTradeRatio',
  'averageWin',
  'averageLoss',
  'bestTradeRatio',
  'worstTradeRatio',
]);

function valueText({ money }: ReportContext, { id, unit }: MetricDefinition, raw: number | null): Line {
  const value = raw !== null && SHOWN_NEGATIVE.has(id) ? -raw : raw;
  const signed = SIGNED.has(id);
  return (f) => {
    if (unit === 'money') return money(value, signed)(f);
    if (unit === 'ratio') return f.ratio(value, 2, signed);
    if (unit === 'duration') return f.duration(value);
    return f.number(value, unit === 'count' ? 0 : Math.abs(value ?? 0) >= 100 ? 1 : 2);
  };
}
