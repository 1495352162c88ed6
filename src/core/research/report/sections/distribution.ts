/** How results spread: a histogram of trades, and the deepest falls. */

import { histogram } from '../../metrics/distribution.ts';
import type { ReportContext } from '../context.ts';
import { attribute, type Html, html } from '../html.ts';
import { facts, panel, table } from './panel.ts';

export function resultsPanel({ input, money }: ReportContext): Html {
  const title = { en: 'Result per trade', es: 'Resultado por operación' };
  const bins = histogram(Float64Array.from(input.run.trades, (trade) => trade.returnRatio));
  if (!bins)
    return panel('results', title, html`<p class="empty">${{ en: 'No trade was closed.', es: 'No se cerró ninguna operación.' }}</p>`);
  const { values } = input.metrics;
  const count = bins.counts.length;
  const most = Math.max(...bins.counts);
  const end = bins.start + bins.step * count;
  const place = (ratio: number) => `${(((ratio - bins.start) / (end - bins.start)) * 100).toFixed(2)}%`;
  const bars = bins.counts.map((height, i) => {
    const from = bins.start + i * bins.step;
    const kind = from + bins.step * 0.5 > 0 ? 'p' : 'q';
    return html`<i class="${kind}" style="height:${((height / most) * 100).toFixed(1)}%" title="${height}"></i>`;
  });
  const every = Math.ceil(count / 8);
  const labels: Html[] = [];
  for (let i = Math.ceil(bins.start / bins.step / every) * every; i * bins.step <= end + 1e-12; i += every) {
    const ratio = i * bins.step;
    labels.push(
      html`<span style="left:${place(ratio)}">${(f) => f.number(ratio * 100, bins.step < 0.01 ? (bins.step < 0.001 ? 2 : 1) : 0, true)}</span>`,
    );
  }
  const average = values.averageTradeRatio.value ?? 0;
  const tails =
    bins.below + bins.above > 0
      ? html`<p class="hint">${(f) =>
          f.pick({
            en: `Outside the picture: ${bins.below} worse and ${bins.above} better, up to ${f.ratio(values.bestTradeRatio.value, 1, true)}.`,
            es: `Fuera de la imagen: ${bins.below} peores y ${bins.above} mejores, hasta ${f.ratio(values.bestTradeRatio.value, 1, true)}.`,
          })}</p>`
      : null;
  const summary = attribute('aria-label', (f) =>
    f.pick({
      en: `Results of ${input.run.trades.length} trades: mean ${f.ratio(average, 2, true)}, best ${f.ratio(values.bestTradeRatio.value, 1, true)}, worst ${f.ratio(values.worstTradeRatio.value, 1)}`,
      es: `Resultados de ${input.run.trades.length} operaciones: media ${f.ratio(average, 2, true)}, mejor ${f.ratio(values.bestTradeRatio.value, 1, true)}, peor ${f.ratio(values.worstTradeRatio.value, 1)}`,
    }),
  );
  const figures = facts(
    [
      [{ en: 'Average win', es: 'Ganancia media' }, money(values.averageWin.value, true)],
      [{ en: 'Average loss', es: 'Pérdida media' }, money(values.averageLoss.value, true)],
      [{ en: 'Best', es: 'Mejor' }, (f) => f.ratio(values.bestTradeRatio.value, 1, true)],
      [{ en: 'Worst', es: 'Peor' }, (f) => f.ratio(values.worstTradeRatio.value, 1, true)],
    ],
    'quad',
  );
  const body = html`<div class="pad"><div class="hist" role="img" ${summary}><div class="bars">${bars}</div><s class="mean ${((average - bins.start) / (end - bins.start)) > 0.7 ? 'flip' : ''}" style="left:${place(Math.min(Math.max(average, bins.start), end))}"><em>${(f) => f.pick({ en: `mean ${f.ratio(average, 2, true)}`, es: `media ${f.ratio(average, 2, true)}` })}</em></s><div class="xs">${labels}</div></div>${tails}${figures}</div>`;
  return panel('results', title, body, {
    sub: (f) => f.pick({ en: '% of the money used, after costs', es: '% del dinero empleado, tras costes' }),
  });
}

export function fallsPanel({ input }: ReportContext): Html {
  const title = { en: 'Deepest falls', es: 'Mayores caídas' };
  const falls = input.metrics.drawdowns;
  if (falls.length === 0)
    return panel(
      'falls',
      title,
      html`<p class="empty">${{ en: 'Equity never stood below an earlier peak.', es: 'El patrimonio nunca estuvo bajo un máximo anterior.' }}</p>`,
    );
  const body = table(
    title,
    [
      { title: { en: 'Fall', es: 'Caída' } },
      { title: { en: 'Peak', es: 'Máximo' } },
      { title: { en: 'Lowest', es: 'Mínimo' } },
      { title: { en: 'Back at the peak', es: 'Recuperado' } },
      { title: { en: 'Lasted', es: 'Duró' }, right: true },
    ],
    falls.map((fall) => [
      html`<span class="loss">${(f) => f.ratio(-fall.ratio, 1)}</span>`,
      (f) => f.date(fall.peakAt),
      (f) => f.date(fall.troughAt),
      (f) => (fall.recoveredAt === null ? f.pick({ en: 'not yet', es: 'aún no' }) : f.date(fall.recoveredAt)),
      (f) => f.duration(fall.durationMs),
    ]),
  );
  const { longestDrawdownMs } = input.metrics.values;
  return panel('falls', title, body, {
    sub: (f) =>
      f.pick({
        en: `longest below a peak: ${f.duration(longestDrawdownMs.value)}`,
        es: `mayor tiempo bajo un máximo: ${f.duration(longestDrawdownMs.value)}`,
      }),
  });
}
