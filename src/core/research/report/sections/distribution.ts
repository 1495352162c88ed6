/** How results spread: a histogram of trades, one of days, and the deepest falls. */

import { histogram } from '../../metrics/distribution.ts';
import type { ReportContext } from '../context.ts';
import { attribute, type Content, type Html, html, type Line } from '../html.ts';
import { facts, panel, table } from './panel.ts';

export function resultsPanel({ input, money }: ReportContext): Html {
  const { values } = input.metrics;
  const title = { en: 'Result per trade', es: 'Resultado por operación' };
  const body = histogramBody(
    title,
    Float64Array.from(input.run.trades, (trade) => trade.returnRatio),
    [
      [{ en: 'Average win', es: 'Ganancia media' }, money(values.averageWin.value, true)],
      [{ en: 'Average loss', es: 'Pérdida media' }, money(values.averageLoss.value, true)],
      [{ en: 'Best', es: 'Mejor' }, (f) => f.percent(values.bestTradeRatio.value, true)],
      [{ en: 'Worst', es: 'Peor' }, (f) => f.percent(values.worstTradeRatio.value, true)],
    ],
  );
  const sub = { en: '% of the money used, after costs', es: '% del dinero empleado, tras costes' };
  return panel(
    'results',
    title,
    body ?? html`<p class="empty">${{ en: 'No trade was closed.', es: 'No se cerró ninguna operación.' }}</p>`,
    { sub },
  );
}

export function daysPanel({ input }: ReportContext): Html {
  const { values, dailyReturns } = input.metrics;
  const title = { en: 'Result per day', es: 'Resultado por día' };
  const moved = dailyReturns.filter((value) => value !== 0);
  const body = histogramBody(title, moved, [
    [{ en: 'Best day', es: 'Mejor día' }, (f) => f.percent(values.bestDayRatio.value, true)],
    [{ en: 'Worst day', es: 'Peor día' }, (f) => f.percent(values.worstDayRatio.value, true)],
    [{ en: 'Volatility per year', es: 'Volatilidad anual' }, (f) => f.percent(values.volatilityRatio.value)],
    [{ en: 'Months with a gain', es: 'Meses con ganancia' }, (f) => f.ratio(values.positiveMonthsRatio.value, 0)],
  ]);
  const flat = dailyReturns.length - moved.length;
  const sub: Line = (f) =>
    flat > 0
      ? f.pick({
          en: `% of equity; ${f.number(flat, 0)} days without a change left out`,
          es: `% del patrimonio; sin los ${f.number(flat, 0)} días sin cambio`,
        })
      : f.pick({ en: '% of equity', es: '% del patrimonio' });
  return panel(
    'days',
    title,
    body ?? html`<p class="empty">${{ en: 'No day changed the account.', es: 'Ningún día cambió la cuenta.' }}</p>`,
    { sub },
  );
}

/** Bars below and above zero, the mean, and four figures; null without values. */
function histogramBody(
  title: { en: string; es: string },
  values: Float64Array,
  figures: readonly (readonly [Content, Content])[],
): Html | null {
  const bins = histogram(values);
  if (!bins) return null;
  const { start, step, counts } = bins;
  const end = start + step * counts.length;
  const most = Math.max(...counts);
  const place = (ratio: number) => `${(((Math.min(Math.max(ratio, start), end) - start) / (end - start)) * 100).toFixed(2)}%`;
  const bars = counts.map(
    (count, i) =>
      html`<i class="${start + (i + 0.5) * step > 0 ? 'p' : 'q'}" style="height:${((count / most) * 100).toFixed(1)}%" title="${count}"></i>`,
  );
  const every = Math.ceil(counts.length / 8);
  const decimals = step < 0.001 ? 2 : step < 0.01 ? 1 : 0;
  const labels: Html[] = [];
  // A label that would stick out is left away.
  const edge = (end - start) * 0.04;
  for (let i = Math.ceil((start + edge) / step / every) * every; i * step <= end - edge; i += every) {
    labels.push(html`<span style="left:${place(i * step)}">${(f) => f.number(i * step * 100, decimals, true)}</span>`);
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const said: Line = (f) => f.pick({ en: `mean ${f.ratio(mean, 2, true)}`, es: `media ${f.ratio(mean, 2, true)}` });
  const outside: Line = (f) =>
    f.pick({
      en: `Outside the picture: ${bins.below} worse and ${bins.above} better.`,
      es: `Fuera de la imagen: ${bins.below} peores y ${bins.above} mejores.`,
    });
  const tails = bins.below + bins.above > 0 ? html`<p class="hint">${outside}</p>` : null;
  const flip = (mean - start) / (end - start) > 0.7 ? 'flip' : '';
  return html`<div class="pad"><div class="hist" role="img" ${attribute('aria-label', (f) => `${f.pick(title)}: ${said(f)}`)}><div class="bars">${bars}</div><s class="mean ${flip}" style="left:${place(mean)}"><em>${said}</em></s><div class="xs">${labels}</div></div>${tails}${facts(figures, 'quad')}</div>`;
}

export function fallsPanel({ input }: ReportContext): Html {
  const title = { en: 'Deepest falls', es: 'Mayores caídas' };
  const falls = input.metrics.drawdowns;
  if (falls.length === 0) {
    return panel(
      'falls',
      title,
      html`<p class="empty">${{ en: 'Equity never stood below an earlier peak.', es: 'El patrimonio nunca estuvo bajo un máximo anterior.' }}</p>`,
    );
  }
  const columns = [
    { title: { en: 'Fall', es: 'Caída' } },
    { title: { en: 'Peak', es: 'Máximo' } },
    { title: { en: 'Lowest', es: 'Mínimo' } },
    { title: { en: 'Back at the peak', es: 'Recuperado' } },
    { title: { en: 'Lasted', es: 'Duró' }, right: true },
  ];
  const rows = falls.map((fall): readonly Content[] => [
    html`<span class="loss">${(f) => f.percent(-fall.ratio)}</span>`,
    (f) => f.date(fall.peakAt),
    (f) => f.date(fall.troughAt),
    (f) => (fall.recoveredAt === null ? f.pick({ en: 'not yet', es: 'aún no' }) : f.date(fall.recoveredAt)),
    (f) => f.duration(fall.durationMs),
  ]);
  const { longestDrawdownMs } = input.metrics.values;
  return panel('falls', title, table(title, columns, rows, 'falls'), {
    sub: (f) =>
      f.pick({
        en: `longest below a peak: ${f.duration(longestDrawdownMs.value)}`,
        es: `mayor tiempo bajo un máximo: ${f.duration(longestDrawdownMs.value)}`,
      }),
  });
}
