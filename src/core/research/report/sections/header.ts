/** The top of the report: the band, the verdict, what was run, and the key figures. */

import type { MetricId } from '../../metrics/definitions.ts';
import type { MetricValue } from '../../metrics/metrics.ts';
import type { ReportContext } from '../context.ts';
import { attribute, type Content, type Html, html, type Line } from '../html.ts';
import type { Verdict } from '../verdict.ts';
import { facts, icon, outcome, shortHash } from './panel.ts';

export function topBar(context: ReportContext): Html {
  const { lang } = context.input;
  const language = (code: 'en' | 'es', name: string) =>
    html`<button type="button" data-lang="${code}" aria-pressed="${String(lang === code)}">${name}</button>`;
  const button = (id: string, name: 'theme' | 'pair' | 'print', words: { en: string; es: string }) =>
    html`<button type="button" class="btn ico" id="${id}" ${attribute('aria-label', words)} ${attribute('title', words)}>${icon(name)}</button>`;
  const link = (id: string, words: { en: string; es: string }) => html`<a href="#${id}">${words}</a>`;
  return html`<aside class="band"><b>BACKTEST</b><span>${{ en: 'Simulated on past data. No money was at stake.', es: 'Simulado con datos pasados. No había dinero en juego.' }}</span></aside>
<header class="top"><span class="brand">${icon('tower')}Atalaya</span>
<nav ${attribute('aria-label', { en: 'Sections', es: 'Secciones' })}>${[
    link('equity', { en: 'Equity', es: 'Patrimonio' }),
    link('price', { en: 'Price', es: 'Precio' }),
    link('doubts', { en: 'Checks', es: 'Comprobaciones' }),
    link('trades', { en: 'Trades', es: 'Operaciones' }),
    link('metrics', { en: 'Metrics', es: 'Métricas' }),
    link('setup', { en: 'Set-up', es: 'Configuración' }),
  ]}</nav>
<div class="tools"><span class="seg" role="group" ${attribute('aria-label', { en: 'Language', es: 'Idioma' })}>${language('en', 'EN')}${language('es', 'ES')}</span>${button('pair', 'pair', { en: 'Gain and loss in blue and orange', es: 'Ganancia y pérdida en azul y naranja' })}${button('theme', 'theme', { en: 'Light or dark', es: 'Claro u oscuro' })}${button('print', 'print', { en: 'Print', es: 'Imprimir' })}</div></header>
`;
}

export function opening(context: ReportContext, verdict: Verdict): Html {
  const { strategy } = context.input;
  return html`<header class="rh v-${verdict.tone}"><p class="crumb">${{ en: 'Backtest report', es: 'Informe de backtest' }} / ${strategy.title}</p>
<h1 id="t">${verdict.title}</h1><p class="say">${verdict.detail}</p></header>
${what(context)}
${keyFigures(context)}
`;
}

/** No return without costs, data, trials and sample size beside it. */
function what({ input, from, to, hash }: ReportContext): Html {
  const streams = input.data.length > 0 ? input.data : input.candles;
  const instruments = [...new Set(streams.map((part) => part.instrumentId))];
  const timeframes = [...new Set(streams.map((part) => part.timeframe))];
  const prints = [...new Set(input.data.map((part) => part.fingerprint))];
  const bars = input.run.bars;
  const rows: [Content, Content][] = [
    [
      { en: 'Instruments', es: 'Instrumentos' },
      instruments.length > 0 ? `${instruments.join(', ')} · ${timeframes.join(', ')}` : (f) => f.noData,
    ],
    [{ en: 'Span', es: 'Periodo' }, (f) => `${f.date(from)} – ${f.date(to)}`],
    [
      { en: 'Sample', es: 'Muestra' },
      (f) => `${f.plural(bars, f.pick({ en: 'candle', es: 'vela' }), f.pick({ en: 'candles', es: 'velas' }))}`,
    ],
    [{ en: 'Costs', es: 'Costes' }, costsText(input.settings)],
    [
      { en: 'Trials on this data', es: 'Pruebas sobre estos datos' },
      (f) => (input.trials === null ? f.pick({ en: 'not counted', es: 'sin contar' }) : f.number(input.trials, 0)),
    ],
    [
      { en: 'Data', es: 'Datos' },
      prints.length === 0
        ? (f) => f.noData
        : html`${shortHash(prints[0] as string)}${prints.length > 1 ? html` +${prints.length - 1}` : null}`,
    ],
    [{ en: 'Report', es: 'Informe' }, shortHash(hash)],
  ];
  return html`<div class="panel">${facts(rows, 'facts')}</div>`;
}

export function costsText(settings: ReportContext['input']['settings']): Line {
  const { feeRatio, slippage } = settings;
  return (f) => {
    const fee = `${f.ratio(feeRatio, 3).replace(/0(?=.%)/, '')} ${f.pick({ en: 'fee', es: 'comisión' })}`;
    if (slippage.kind === 'none') return `${fee}, ${f.pick({ en: 'no slippage', es: 'sin deslizamiento' })}`;
    if (slippage.kind === 'volume-share') return `${fee}, ${f.pick({ en: 'slippage by volume', es: 'deslizamiento por volumen' })}`;
    const word = slippage.kind === 'spread' ? f.pick({ en: 'spread', es: 'horquilla' }) : f.pick({ en: 'slippage', es: 'deslizamiento' });
    return `${fee}, ${f.ratio(slippage.ratio, 3).replace(/0(?=.%)/, '')} ${word}`;
  };
}

function keyFigures(context: ReportContext): Html {
  const { values } = context.input.metrics;
  const { hold } = context;
  const held =
    (ratio: number | undefined): Line =>
    (f) =>
      ratio === undefined
        ? f.pick({ en: 'holding: no data', es: 'mantener: sin datos' })
        : f.pick({ en: `holding ${f.percent(ratio, true)}`, es: `mantener ${f.percent(ratio, true)}` });
  /** With an arrow, unless it reads as zero. */
  const gain = (value: number | null) => outcome(value !== null && Math.abs(value) < 5e-5 ? 0 : value, (f) => f.percent(value, true));
  const plain =
    (id: MetricId): Line =>
    (f) =>
      f.number(values[id].value, 2);
  const fall = values.maxDrawdownRatio.value;
  return html`<dl class="panel kpis">${[
    figure(
      'returnRatio',
      { en: 'Return', es: 'Rentabilidad' },
      values.returnRatio,
      gain(values.returnRatio.value),
      held(hold?.returnRatio),
    ),
    figure('cagrRatio', { en: 'Per year', es: 'Anual' }, values.cagrRatio, gain(values.cagrRatio.value), (f) =>
      f.duration(context.to - context.from),
    ),
    figure(
      'maxDrawdownRatio',
      { en: 'Deepest fall', es: 'Caída máxima' },
      values.maxDrawdownRatio,
      gain(fall === null ? null : -fall),
      held(hold ? -hold.drawdownRatio : undefined),
    ),
    figure('sharpe', { en: 'Sharpe', es: 'Sharpe' }, values.sharpe, plain('sharpe'), (f) => `Calmar ${f.number(values.calmar.value)}`),
    figure('sortino', { en: 'Sortino', es: 'Sortino' }, values.sortino, plain('sortino'), (f) =>
      f.pick({
        en: `volatility ${f.percent(values.volatilityRatio.value)}`,
        es: `volatilidad ${f.percent(values.volatilityRatio.value)}`,
      }),
    ),
    figure(
      'winRate',
      { en: 'Winning trades', es: 'Ganadoras' },
      values.winRate,
      (f) => f.percent(values.winRate.value),
      (f) =>
        f.plural(values.closedTrades.value ?? 0, f.pick({ en: 'trade', es: 'operación' }), f.pick({ en: 'trades', es: 'operaciones' })),
    ),
    figure('profitFactor', { en: 'Profit factor', es: 'Factor de beneficio' }, values.profitFactor, plain('profitFactor'), (f) =>
      f.pick({
        en: `average ${f.ratio(values.averageTradeRatio.value, 2, true)}`,
        es: `media ${f.ratio(values.averageTradeRatio.value, 2, true)}`,
      }),
    ),
  ]}</dl>
`;
}

function figure(id: MetricId, title: Content, value: MetricValue, shown: Content, caption: Line): Html {
  const { insufficient } = value;
  const known = value.value !== null;
  const few: Line = (f) => {
    if (!insufficient) return '';
    const unit = insufficient.of === 'trades' ? f.pick({ en: 'trades', es: 'operaciones' }) : f.pick({ en: 'days', es: 'días' });
    return f.pick({
      en: `${insufficient.have} of ${insufficient.need} ${unit}`,
      es: `${insufficient.have} de ${insufficient.need} ${unit}`,
    });
  };
  return html`<div><dt><a href="#m-${id}">${title}</a></dt><dd class="mid ${value.value === null ? 'nd' : ''}">${shown}</dd><dd class="cap">${insufficient ? html`<span class="few">${icon('warning')}${few}</span>` : known ? caption : null}</dd></div>`;
}
