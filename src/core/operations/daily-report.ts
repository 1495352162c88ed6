/** The daily report as text: Performance, Risk, Positions, System, Tomorrow. What is not known says so; the same day always gives the same bytes. */

import type { ControlPerformance, ControlPosition, ControlResult } from './control-port.ts';

export type ReportLanguage = 'en' | 'es';

/** What the report is made of. Null is unknown and printed as "no data", never as 0; an empty list is known to be empty. */
export interface DailyReport {
  /** Calendar day in the account's zone: 2026-11-20. */
  readonly day: string;
  readonly zone: string;
  /** demo, paper, simulated or real: as `shownWorld` has it. */
  readonly world: string;
  readonly account: string;
  readonly currency: string;
  readonly equity: string | null;
  readonly result: {
    readonly day: ControlResult | null;
    readonly week: ControlResult | null;
    readonly month: ControlResult | null;
    readonly total: ControlResult | null;
  };
  readonly performance: ControlPerformance;
  readonly feesPaid: string | null;
  readonly risk: {
    readonly mode: string | null;
    readonly drawdownRatio: number | null;
    readonly exposureRatio: number | null;
    readonly valueAtRiskRatio: number | null;
    /** Money that can still be lost today before the next rung of the ladder. */
    readonly moneyLeft: string | null;
    readonly refusals: number | null;
  };
  readonly positions:
    | readonly Pick<ControlPosition, 'instrumentId' | 'side' | 'quantity' | 'entryPrice' | 'unrealised' | 'stopPrice'>[]
    | null;
  readonly system: {
    readonly feed: string | null;
    readonly venue: string | null;
    readonly journal: string | null;
    readonly database: string | null;
    readonly reconciliation: string | null;
    readonly openAlerts: number | null;
    readonly lastBackup: string | null;
  };
  readonly tomorrow: {
    /** Local times such as 09:00-17:30; `24/7` for crypto accounts. */
    readonly session: string | null;
    /** Entries are blocked around these, by the economic calendar. Local times. */
    readonly blocks: readonly { readonly from: string; readonly to: string; readonly title: string }[] | null;
  };
}

interface ReportWords {
  readonly title: string;
  readonly noData: string;
  readonly none: string;
  readonly sections: readonly [performance: string, risk: string, positions: string, system: string, tomorrow: string];
  readonly labels: Readonly<Record<Label, string>>;
}

const LABELS = [
  ...([
    'equity',
    'day',
    'week',
    'month',
    'total',
    'trades',
    'winRatio',
    'profitFactor',
    'sharpe',
    'sortino',
    'maxDrawdown',
    'fees',
  ] as const),
  ...(['mode', 'drawdown', 'exposure', 'valueAtRisk', 'moneyLeft', 'refusals', 'stop'] as const),
  ...(['feed', 'venue', 'journal', 'database', 'reconciliation', 'openAlerts', 'lastBackup', 'session', 'blocks'] as const),
] as const;
type Label = (typeof LABELS)[number];

const label = (...words: string[]) => Object.fromEntries(LABELS.map((name, i) => [name, words[i] as string])) as Record<Label, string>;

export const REPORT_WORDS: Readonly<Record<ReportLanguage, ReportWords>> = {
  en: {
    title: 'Daily report',
    noData: 'no data',
    none: 'none',
    sections: ['Performance', 'Risk', 'Positions', 'System', 'Tomorrow'],
    labels: label(
      ...[
        'Equity',
        'Day',
        'Week',
        'Month',
        'Since the start',
        'Trades',
        'Won',
        'Profit factor',
        'Sharpe',
        'Sortino',
        'Deepest drawdown',
        'Fees',
      ],
      ...['Mode', 'Drawdown', 'Exposure', 'Value at risk', 'Can still be lost today', 'Refused entries', 'stop'],
      ...['Feed', 'Venue', 'Journal', 'Database', 'Reconciliation', 'Open alerts', 'Last backup', 'Session', 'No entries'],
    ),
  },
  es: {
    title: 'Informe diario',
    noData: 'sin datos',
    none: 'ninguna',
    sections: ['Rendimiento', 'Riesgo', 'Posiciones', 'Sistema', 'Mañana'],
    labels: label(
      ...['Patrimonio', 'Día', 'Semana', 'Mes', 'Desde el inicio', 'Operaciones', 'Ganadas', 'Factor de beneficio', 'Sharpe', 'Sortino'],
      ...[
        'Caída máxima',
        'Comisiones',
        'Modo',
        'Caída',
        'Exposición',
        'Valor en riesgo',
        'Aún se puede perder hoy',
        'Entradas rechazadas',
        'stop',
      ],
      ...[
        'Datos de mercado',
        'Mercado',
        'Diario',
        'Base de datos',
        'Conciliación',
        'Avisos abiertos',
        'Última copia',
        'Sesión',
        'Sin entradas',
      ],
    ),
  },
};

/** The report, lines ended by a line feed except the last. */
export function dailyReportText(report: DailyReport, language: ReportLanguage): string {
  const words = REPORT_WORDS[language];
  const { risk, system, tomorrow, performance, currency } = report;
  const line = (name: Label, value: string | number | null) => `${words.labels[name]}: ${value ?? words.noData}`;
  const money = (value: string | null) => value && `${value} ${currency}`;
  const result = (value: ControlResult | null) => value && `${signed(value.money)} ${currency} (${percent(value.ratio)})`;
  const share = (value: number | null) => (value === null ? null : percent(value));
  const figure = (value: number | null) => (value === null ? null : value.toFixed(2));
  const listed = <T>(rows: readonly T[] | null, text: (row: T) => string) =>
    rows === null ? [words.noData] : rows.length === 0 ? [words.none] : rows.map(text);
  const sections = [
    [
      line('equity', money(report.equity)),
      ...(['day', 'week', 'month', 'total'] as const).map((name) => line(name, result(report.result[name]))),
      line('trades', performance.trades),
      line('winRatio', share(performance.winRatio)),
      line('profitFactor', figure(performance.profitFactor)),
      line('sharpe', figure(performance.sharpe)),
      line('sortino', figure(performance.sortino)),
      line('maxDrawdown', share(performance.maxDrawdownRatio)),
      line('fees', money(report.feesPaid)),
    ],
    [
      line('mode', risk.mode),
      line('drawdown', share(risk.drawdownRatio)),
      line('exposure', share(risk.exposureRatio)),
      line('valueAtRisk', share(risk.valueAtRiskRatio)),
      line('moneyLeft', money(risk.moneyLeft)),
      line('refusals', risk.refusals),
    ],
    listed(report.positions, ({ instrumentId, side, quantity, entryPrice, unrealised, stopPrice }) =>
      [
        `${instrumentId} ${side} ${quantity} @ ${entryPrice}`,
        unrealised === null ? words.noData : signed(unrealised),
        `${words.labels.stop} ${stopPrice ?? words.noData}`,
      ].join(' · '),
    ),
    (['feed', 'venue', 'journal', 'database', 'reconciliation', 'openAlerts', 'lastBackup'] as const).map((name) =>
      line(name, system[name]),
    ),
    [
      line('session', tomorrow.session),
      ...listed(tomorrow.blocks, ({ from, to, title }) => `${from}-${to} ${title}`).map((text) => `${words.labels.blocks}: ${text}`),
    ],
  ];
  const head = `${words.title} ${report.day} (${report.zone}) · ${report.account} · ${report.world.toUpperCase()}`;
  return [head, ...sections.map((lines, i) => `\n${words.sections[i]}\n${lines.join('\n')}`)].join('\n');
}

function signed(money: string): string {
  return money.startsWith('-') || /^0(\.0+)?$/.test(money) ? money : `+${money}`;
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(2)} %`;
}
