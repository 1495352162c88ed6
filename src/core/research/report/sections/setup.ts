/** What the run was made with: parameters, instruments, fill rules, risk, data, versions, and the command that makes it again. */

import type { Parameter } from '../../../domain/parameters.ts';
import type { ReportContext } from '../context.ts';
import { type Content, type Html, html, type Line } from '../html.ts';
import { costsText } from './header.ts';
import { facts, panel, shortHash, table } from './panel.ts';

const plain =
  (value: number): Line =>
  (f) =>
    f.number(value, Number.isInteger(value) ? 0 : Math.min(12, String(value).split('.')[1]?.length ?? 8));

export function parametersPanel({ input }: ReportContext): Html {
  const names = Object.keys(input.parameters);
  const title = { en: 'Parameters', es: 'Parámetros' };
  if (names.length === 0)
    return panel('parameters', title, html`<p class="empty">${{ en: 'This strategy has none.', es: 'Esta estrategia no tiene.' }}</p>`);
  const rows = names.map((name): readonly Content[] => {
    const definition = input.parameterTable?.[name];
    const value = input.parameters[name];
    const shown: Content = typeof value === 'number' ? plain(value) : String(value);
    return [
      html`<span class="mono">${name}</span>`,
      html`<b>${shown}</b>`,
      definition ? rangeText(definition) : '',
      definition ? definition.help : '',
    ];
  });
  return panel(
    'parameters',
    title,
    table(
      title,
      [
        { title: { en: 'Name', es: 'Nombre' } },
        { title: { en: 'Value', es: 'Valor' }, right: true },
        { title: { en: 'Range, default', es: 'Rango, por defecto' } },
        { title: { en: 'What it is', es: 'Qué es' } },
      ],
      rows,
      'wrap params',
    ),
    {
      sub: `${input.strategy.id} ${input.strategy.version}`,
    },
  );
}

function rangeText(parameter: Parameter): Line {
  return (f) => {
    if (parameter.kind === 'boolean') return String(parameter.default);
    if (parameter.kind === 'choice') return `${parameter.choices.join(' | ')}, ${parameter.default}`;
    return `${plain(parameter.min)(f)}–${plain(parameter.max)(f)}, ${plain(parameter.default)(f)}`;
  };
}

export function settingsPanel(context: ReportContext): Html {
  const { input, money } = context;
  const { settings, run } = input;
  const finalize = {
    none: { en: 'an open position is left', es: 'una posición abierta se deja' },
    open: { en: 'closed at the last candle’s open', es: 'cerrado en la apertura de la última vela' },
    close: { en: 'closed at the last candle’s close', es: 'cerrado en el cierre de la última vela' },
  };
  const rows: (readonly [Content, Content])[] = [
    [{ en: 'Starting cash', es: 'Capital inicial' }, money(run.startingCash)],
    [{ en: 'Account currency', es: 'Moneda de la cuenta' }, run.currency || { en: 'none given', es: 'sin indicar' }],
    [{ en: 'Costs', es: 'Costes' }, costsText(settings)],
    [
      { en: 'Maker fee', es: 'Comisión maker' },
      (f) =>
        settings.makerFeeRatio === undefined ? f.pick({ en: 'as the fee', es: 'como la comisión' }) : f.ratio(settings.makerFeeRatio, 3),
    ],
    [
      { en: 'Size', es: 'Tamaño' },
      settings.size === 'strategy' ? { en: 'by the strategy’s own rule', es: 'según la regla de la estrategia' } : settings.size,
    ],
    [{ en: 'At the end', es: 'Al final' }, finalize[settings.finalize]],
    [{ en: 'Seed', es: 'Semilla' }, String(settings.seed)],
    ...(settings.fillRules ?? []).map(({ name, value }) => [name, value] as const),
  ];
  const instruments = settings.instruments.map((instrument): readonly Content[] => [
    instrument.id,
    `${instrument.venue}, ${instrument.kind}`,
    plain(instrument.tickSize),
    plain(instrument.lotSize),
    instrument.minimumNotional ? plain(instrument.minimumNotional) : '–',
    (f) => `${f.number(instrument.leverage ?? 1, 0)}×`,
  ]);
  const columns = [
    { title: { en: 'Instrument', es: 'Instrumento' } },
    { title: { en: 'Venue, kind', es: 'Mercado, tipo' } },
    { title: { en: 'Tick', es: 'Tick' }, right: true },
    { title: { en: 'Lot', es: 'Lote' }, right: true },
    { title: { en: 'Minimum', es: 'Mínimo' }, right: true },
    { title: { en: 'Leverage', es: 'Apalanc.' }, right: true },
  ];
  return panel(
    'settings',
    { en: 'Account and fills', es: 'Cuenta y ejecuciones' },
    html`${facts(rows)}${table({ en: 'Instruments', es: 'Instrumentos' }, columns, instruments, 'dense')}<p class="hint">${{ en: 'Decided at the close, filled from the next open by the venue model; see docs/reference/fill-rules.md.', es: 'Se decide al cierre y se ejecuta desde la apertura siguiente según el modelo de mercado; véase docs/reference/fill-rules.md.' }}</p>`,
  );
}

export function riskPanel({ input, money }: ReportContext): Html {
  const { name, ladder, limits, sizing } = input.settings.risk;
  const unlimited = (value: number, most: number) => !Number.isFinite(value) || Math.abs(value) >= most;
  const none = { en: 'no limit', es: 'sin límite' };
  const ratio = (value: number): Content => (unlimited(value, 100) ? none : (f) => f.ratio(value, 1).replace(/[.,]0(?=.%)/, ''));
  const count = (value: number): Content => (unlimited(value, 1e6) ? none : (f) => f.number(value, 0));
  const rows: readonly (readonly [Content, Content])[] = [
    [{ en: 'Risk per trade', es: 'Riesgo por operación' }, ratio(sizing.riskPerTrade)],
    [{ en: 'One position at most', es: 'Una posición, como mucho' }, ratio(limits.position)],
    [{ en: 'Open positions', es: 'Posiciones abiertas' }, count(limits.openPositions)],
    [{ en: 'Entries a day', es: 'Entradas al día' }, count(limits.entriesPerDay)],
    [{ en: 'Value of one order', es: 'Valor de una orden' }, unlimited(limits.orderNotional, 1e12) ? none : money(limits.orderNotional)],
    [{ en: 'Cash kept', es: 'Efectivo que se guarda' }, limits.cash <= 0 ? none : ratio(limits.cash)],
    [{ en: 'Leverage', es: 'Apalancamiento' }, unlimited(limits.leverage, 1e6) ? none : (f) => `${f.number(limits.leverage, 0)}×`],
    [{ en: 'Day loss: defensive, stop', es: 'Pérdida diaria: defensivo, paro' }, pairText(ladder.dayDefensive, ladder.dayStop, ratio)],
    [{ en: 'Week loss: defensive, stop', es: 'Pérdida semanal: defensivo, paro' }, pairText(ladder.weekDefensive, ladder.weekStop, ratio)],
    [{ en: 'Month loss: stop', es: 'Pérdida mensual: paro' }, ratio(ladder.monthStop)],
    [{ en: 'Drawdown: defensive, stop', es: 'Caída: defensivo, paro' }, pairText(ladder.drawdownDefensive, ladder.drawdownStop, ratio)],
  ];
  return panel('risk', { en: 'Risk profile', es: 'Perfil de riesgo' }, facts(rows), { sub: name });
}

function pairText(first: number, second: number, ratio: (value: number) => Content): Content {
  return [ratio(first), ', ', ratio(second)];
}

export function dataPanel({ input }: ReportContext): Html {
  const title = { en: 'Data', es: 'Datos' };
  const rows = input.data.map((part): readonly Content[] => [
    html`${part.instrumentId} · ${part.timeframe}<small>${part.source}</small>`,
    (f) => `${f.date(part.from)} – ${f.date(part.to)}`,
    (f) => f.number(part.bars, 0),
    gapText(part.gaps),
    shortHash(part.fingerprint),
  ]);
  const columns = [
    { title: { en: 'Series', es: 'Serie' } },
    { title: { en: 'Span', es: 'Periodo' } },
    { title: { en: 'Candles', es: 'Velas' }, right: true },
    { title: { en: 'Gaps', es: 'Huecos' } },
    { title: { en: 'Fingerprint', es: 'Huella' } },
  ];
  return panel('data-used', title, rows.length > 0 ? table(title, columns, rows, 'wrap') : html`<p class="empty">${(f) => f.noData}</p>`);
}

function gapText({ count, missingBars, longest }: ReportContext['input']['data'][number]['gaps']): Line {
  const worst = longest.reduce((most, gap) => Math.max(most, gap.to - gap.from), 0);
  return (f) => {
    if (count === 0) return f.pick({ en: 'none', es: 'ninguno' });
    const size = worst > 0 ? f.pick({ en: `, longest ${f.duration(worst)}`, es: `, el mayor de ${f.duration(worst)}` }) : '';
    return f.pick({
      en: `${f.number(count, 0)}, ${f.number(missingBars, 0)} candles missing${size}`,
      es: `${f.number(count, 0)}, faltan ${f.number(missingBars, 0)} velas${size}`,
    });
  };
}

export function againPanel({ input, hash }: ReportContext): Html {
  const { timing } = input;
  const versions = Object.entries(input.versions).map(([name, version]) => `${name} ${version}`);
  const speed: Line = (f) =>
    timing
      ? f.pick({
          en: ` This run took ${f.duration(timing.durationMs)}, ${f.number(timing.barsPerSecond, 0)} candles a second.`,
          es: ` Esta simulación tardó ${f.duration(timing.durationMs)}, ${f.number(timing.barsPerSecond, 0)} velas por segundo.`,
        })
      : '';
  const command = input.command ? html`<div class="cmd" tabindex="0" role="region">${input.command}</div>` : null;
  return panel(
    'again',
    { en: 'Run it again', es: 'Repetirlo' },
    html`<div class="pad">${command}<p class="t2">${versions.join(' · ')}.${speed}</p><p class="muted hash">${{ en: 'Report', es: 'Informe' }} <span class="mono">${hash}</span></p></div>`,
    { sub: { en: 'the same inputs give the same report hash', es: 'las mismas entradas dan la misma huella' } },
  );
}
