/** Every metric Atalaya serves: name, kind, unit, labels and help in both languages. Nothing is registered that is not in this table. */

export interface MetricDefinition {
  readonly kind: 'gauge' | 'counter' | 'histogram';
  /** Unit of the value; `none` for counts and states. */
  readonly unit: 'seconds' | 'bytes' | 'ratio' | 'money' | 'none';
  readonly labels: readonly string[];
  readonly help: { readonly en: string; readonly es: string };
}

const gauge = (unit: MetricDefinition['unit'], labels: readonly string[], en: string, es: string): MetricDefinition => ({
  kind: 'gauge',
  unit,
  labels,
  help: { en, es },
});
const counter = (labels: readonly string[], en: string, es: string): MetricDefinition => ({
  ...gauge('none', labels, en, es),
  kind: 'counter',
});

/** Names follow `atalaya_<what>_<unit>`; counters end in `_total`. A figure that is not known has no series: it is never 0. */
export const METRICS = {
  atalaya_build_info: gauge(
    'none',
    ['version'],
    'Always 1; the label is the version that runs',
    'Siempre 1; la etiqueta es la versión en marcha',
  ),
  atalaya_process_resident_memory_bytes: gauge('bytes', ['process'], 'Resident memory of the process', 'Memoria residente del proceso'),
  atalaya_process_heap_used_bytes: gauge('bytes', ['process'], 'JavaScript heap in use', 'Montón de JavaScript en uso'),
  atalaya_process_cpu_seconds_total: {
    ...counter(['process'], 'Processor time of the process', 'Tiempo de procesador del proceso'),
    unit: 'seconds',
  },
  atalaya_process_start_time_seconds: gauge(
    'seconds',
    ['process'],
    'When the process started, Unix time',
    'Cuándo arrancó el proceso, tiempo Unix',
  ),
  atalaya_event_loop_lag_seconds: gauge(
    'seconds',
    ['process', 'quantile'],
    'Event loop delay in the last 5 seconds; quantile 1 is the longest',
    'Retraso del bucle de eventos en los últimos 5 segundos; el cuantil 1 es el mayor',
  ),
  atalaya_http_requests_total: counter(['route', 'method', 'code'], 'HTTP requests answered', 'Peticiones HTTP contestadas'),
  atalaya_http_request_seconds: {
    kind: 'histogram',
    unit: 'seconds',
    labels: ['route', 'method'],
    help: { en: 'Time to answer an HTTP request', es: 'Tiempo de respuesta de una petición HTTP' },
  },
  atalaya_mode: gauge('none', ['mode'], '1 for the mode in force, 0 for the others', '1 para el modo en vigor, 0 para los demás'),
  atalaya_equity: gauge('money', ['currency'], 'Equity of the account', 'Capital de la cuenta'),
  atalaya_balance: gauge('money', ['currency'], 'Cash of the account', 'Efectivo de la cuenta'),
  atalaya_drawdown_ratio: gauge('ratio', ['scope'], 'Fall from the highest equity', 'Caída desde el capital máximo'),
  atalaya_pnl_unrealised: gauge(
    'money',
    ['currency'],
    'Result of open positions at their marks',
    'Resultado de las posiciones abiertas a precio actual',
  ),
  atalaya_pnl_day_ratio: gauge('ratio', [], 'Result of the running day', 'Resultado del día en curso'),
  atalaya_pnl_week_ratio: gauge('ratio', [], 'Result of the running week', 'Resultado de la semana en curso'),
  atalaya_pnl_month_ratio: gauge('ratio', [], 'Result of the running month', 'Resultado del mes en curso'),
  atalaya_fees_total: counter(['currency'], 'Fees paid since the start of the journal', 'Comisiones pagadas desde el inicio del diario'),
  atalaya_positions_open: gauge('none', [], 'Open positions', 'Posiciones abiertas'),
  atalaya_orders_working: gauge('none', [], 'Orders that wait at the venue', 'Órdenes que esperan en el mercado'),
  atalaya_exposure_ratio: gauge(
    'ratio',
    ['kind'],
    'Exposure as a share of equity: gross, net, long, short',
    'Exposición como parte del capital: bruta, neta, larga, corta',
  ),
  atalaya_var_ratio: gauge(
    'ratio',
    [],
    'Value at risk of one day at 95 % as a share of equity, as the limits measure it',
    'Valor en riesgo de un día al 95 % como parte del capital, tal como lo miden los límites',
  ),
  atalaya_shortfall_ratio: gauge(
    'ratio',
    [],
    'Expected shortfall of one day at 95 % as a share of equity',
    'Pérdida esperada en la cola, de un día al 95 %, como parte del capital',
  ),
  atalaya_correlation_ratio: gauge(
    'ratio',
    ['kind'],
    'Correlation of the pairs held over 60 days, direction counted: mean, highest',
    'Correlación a 60 días de los pares en cartera, contando el lado: media, máxima',
  ),
  atalaya_loss_left: gauge(
    'money',
    ['rung', 'currency'],
    'Money that can still be lost before the rung fires',
    'Dinero que aún se puede perder antes de que actúe el escalón',
  ),
  atalaya_signals_total: counter(
    ['strategy', 'outcome', 'reason'],
    'Decisions of strategies; reason is the refusal code',
    'Decisiones de las estrategias; reason es el código del rechazo',
  ),
  atalaya_orders_total: counter(['broker', 'state'], 'Orders by their present state', 'Órdenes según su estado actual'),
  atalaya_order_latency_seconds: gauge(
    'seconds',
    ['quantile'],
    "From sending an order to the venue's answer, in the last seconds",
    'Desde el envío de una orden hasta la respuesta del mercado, en los últimos segundos',
  ),
  atalaya_fills_total: counter([], 'Executions', 'Ejecuciones'),
  atalaya_strategy_pnl: gauge('money', ['strategy'], 'Realised result before fees', 'Resultado realizado antes de comisiones'),
  atalaya_strategy_trades: gauge('none', ['strategy'], 'Closed trades', 'Operaciones cerradas'),
  atalaya_feed_last_update_timestamp_seconds: gauge(
    'seconds',
    ['feed'],
    'When the newest market event arrived, Unix time',
    'Cuándo llegó el último dato de mercado, tiempo Unix',
  ),
  atalaya_feed_age_seconds: gauge('seconds', ['feed'], 'Age of the newest market event', 'Antigüedad del último dato de mercado'),
  atalaya_feed_running: gauge(
    'none',
    ['feed'],
    '1 while the feed delivers, 0 when paused, finished or stale',
    '1 mientras la fuente entrega, 0 si está en pausa, terminada o retrasada',
  ),
  atalaya_journal_open: gauge('none', [], '1 while the journal can be written', '1 mientras se puede escribir el diario'),
  atalaya_journal_sequence: gauge('none', [], 'Last entry handed to the journal', 'Última entrada entregada al diario'),
  atalaya_journal_durable_lag: gauge(
    'none',
    [],
    'Entries handed over and not yet on disk',
    'Entradas entregadas que aún no están en disco',
  ),
  atalaya_database_ready: gauge('none', [], '1 while the views follow the journal', '1 mientras las vistas siguen al diario'),
  atalaya_database_projection_lag: gauge(
    'none',
    [],
    'Durable entries the views do not have yet',
    'Entradas duraderas que las vistas aún no tienen',
  ),
  atalaya_portfolio_stale_quotes: gauge(
    'none',
    [],
    'Assets of the portfolio held whose price is older than its kind allows',
    'Activos de la cartera cuyo precio es más antiguo de lo que admite su clase',
  ),
  atalaya_portfolio_missing_quotes: gauge(
    'none',
    [],
    'Assets of the portfolio held that have no price',
    'Activos de la cartera que no tienen precio',
  ),
  atalaya_portfolio_quarantined_quotes: gauge(
    'none',
    [],
    'Prices put aside until the owner decides',
    'Precios apartados hasta que decida el propietario',
  ),
  atalaya_live_clients: gauge('none', [], 'Pages connected to the live stream', 'Páginas conectadas al flujo en vivo'),
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof METRICS;
