/** The places of the two charts, with what is said beside them and their table for those who don't see them. */

import { drawdownSeries } from '../../metrics/equity-curve.ts';
import type { ReportContext } from '../context.ts';
import { attribute, type Html, html, type Line } from '../html.ts';
import { outcome, panel, table } from './panel.ts';

export function equityPanel(context: ReportContext): Html {
  const { input, money } = context;
  const { run, metrics } = input;
  if (run.equity.length === 0) {
    return panel(
      'equity',
      { en: 'Equity and drawdown', es: 'Patrimonio y caída' },
      html`<p class="empty">${{ en: 'The run has no close, so there is no curve.', es: 'La simulación no tiene cierres, así que no hay curva.' }}</p>`,
    );
  }
  const summary = attribute('aria-label', (f) =>
    f.pick({
      en: `Equity from ${money(run.startingCash)(f)} to ${money(metrics.values.finalEquity.value)(f)}, ${f.date(context.from)} to ${f.date(context.to)}, with drawdown below; deepest ${f.percent(metrics.values.maxDrawdownRatio.value ?? 0)}. The table has the same by month.`,
      es: `Patrimonio de ${money(run.startingCash)(f)} a ${money(metrics.values.finalEquity.value)(f)}, de ${f.date(context.from)} a ${f.date(context.to)}, con la caída debajo; máxima del ${f.percent(metrics.values.maxDrawdownRatio.value ?? 0)}. La tabla lo da por meses.`,
    }),
  );
  const stop = input.settings.risk.ladder.drawdownStop;
  const stopText: Line = (f) =>
    f.pick({ en: 'Drawdown', es: 'Caída' }) +
    (stop < 1 ? f.pick({ en: `, kill switch at ${f.ratio(-stop, 0)}`, es: `, paro total en ${f.ratio(-stop, 0)}` }) : '');
  const legend = html`<p class="leg"><span><i></i>${input.strategy.id}</span>${context.hold ? html`<span><i class="k2"></i>${{ en: 'Buy and hold', es: 'Comprar y mantener' }}</span>` : null}<span><i class="k3"></i>${stopText}</span>${run.modes.length > 0 ? html`<span><i class="k4"></i>${{ en: 'Mode other than NORMAL', es: 'Modo distinto de NORMAL' }}</span>` : null}<span class="readout" id="equity-readout"></span></p>`;
  const body = html`${legend}<canvas class="chart" id="equity-canvas" role="img" ${summary}></canvas><p class="hint mouse">${{ en: 'Drag across a period to see it in the price chart.', es: 'Arrastra sobre un periodo para verlo en el gráfico de precio.' }}</p><details class="below"><summary>${{ en: 'Table by month', es: 'Tabla por meses' }}</summary>${monthTable(context)}</details>`;
  const sub = [run.currency ? `${run.currency}, ` : '', { en: 'after costs', es: 'tras costes' }];
  return panel('equity', { en: 'Equity and drawdown', es: 'Patrimonio y caída' }, body, {
    sub,
    end: html`<button type="button" class="chip" id="equity-log" aria-pressed="false">${{ en: 'Log scale', es: 'Escala log' }}</button>`,
  });
}

function monthTable({ input, money }: ReportContext): Html {
  const { run, metrics } = input;
  const series = drawdownSeries(run.equity, run.startingCash);
  const worst = new Map<string, number>();
  const keyOf = (time: number) => {
    const date = new Date(time - 1);
    return `${date.getUTCFullYear()}-${date.getUTCMonth() + 1}`;
  };
  // One date per day at most: closes are many.
  let until = Number.NEGATIVE_INFINITY;
  let key = '';
  for (let i = 0; i < series.length; i++) {
    const time = run.equityTime[i] as number;
    if (time > until) {
      key = keyOf(time);
      until = Math.ceil(time / 86_400_000) * 86_400_000;
    }
    const value = series[i] as number;
    if (value > (worst.get(key) ?? 0)) worst.set(key, value);
  }
  return table(
    { en: 'Equity by month', es: 'Patrimonio por meses' },
    [
      { title: { en: 'Month', es: 'Mes' } },
      { title: { en: 'Equity at its end', es: 'Patrimonio al final' }, right: true },
      { title: { en: 'Return', es: 'Rentabilidad' }, right: true },
      { title: { en: 'Deepest drawdown in it', es: 'Mayor caída en él' }, right: true },
    ],
    metrics.months.map(({ year, month, equity, ratio }) => [
      (f) => `${f.month(month - 1)} ${year}`,
      money(equity),
      outcome(ratio, (f) => f.ratio(ratio, 2, true)),
      (f) => f.percent(-(worst.get(`${year}-${month}`) ?? 0)),
    ]),
    'dense',
  );
}

export function pricePanel({ input }: ReportContext): Html {
  const title = { en: 'Price, entries and exits', es: 'Precio, entradas y salidas' };
  if (input.candles.every((set) => set.candles.length === 0)) {
    return panel(
      'price',
      title,
      html`<p class="empty">${{ en: 'No candles were kept for this report.', es: 'No se guardaron velas para este informe.' }}</p>`,
    );
  }
  const choice =
    input.candles.length > 1
      ? html`<select id="price-choice" ${attribute('aria-label', { en: 'Instrument', es: 'Instrumento' })}>${input.candles.map((set, i) => html`<option value="${i}">${set.instrumentId} · ${set.timeframe}</option>`)}</select>`
      : null;
  const only = input.candles.length === 1 ? input.candles[0] : undefined;
  const legend = html`<p class="leg"><span><b class="mk">▲</b>${{ en: 'long entry', es: 'entrada larga' }}</span><span><b class="mk">▼</b>${{ en: 'short entry', es: 'entrada corta' }}</span><span><b class="mk gain">●</b><b class="mk loss">●</b>${{ en: 'exit', es: 'salida' }}</span><span><b class="mk loss">✕</b>${{ en: 'exit by stop', es: 'salida por stop' }}</span><span class="readout" id="price-readout"></span></p>`;
  const body = html`${legend}<div class="chartbox"><canvas class="chart tall" id="price-canvas" tabindex="0" role="img" ${attribute(
    'aria-label',
    {
      en: 'Candles with entries and exits; the trade list has every price. Arrow keys move, plus and minus zoom, 0 shows all.',
      es: 'Velas con entradas y salidas; la lista de operaciones tiene cada precio. Las flechas mueven, más y menos acercan y alejan, 0 lo muestra todo.',
    },
  )}></canvas><div class="tip" id="price-tip" hidden></div></div><p class="hint"><span>${{ en: 'Drag to move; Ctrl + wheel or pinch to zoom; double click shows all.', es: 'Arrastra para mover; Ctrl + rueda o pellizco para acercar; doble clic lo muestra todo.' }}</span> <span id="price-note"></span></p>`;
  return panel('price', title, body, {
    sub: only ? `${only.instrumentId} · ${only.timeframe}` : null,
    end: html`${choice}<span class="chips" id="price-presets"></span>`,
  });
}
