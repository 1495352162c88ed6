/** The page of metrics: business figures are read from the session when somebody scrapes, the server's own are counted as they happen. */

import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ProcessFigures } from '../../api/figures.ts';
import type { RiskBrief, SessionSnapshot } from '../../api/session.ts';
import { modeName } from '../../api/values.ts';
import { METRICS, type MetricName } from './catalogue.ts';

const REQUEST_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

export interface Metrics {
  readonly contentType: string;
  page(): Promise<string>;
  requestDone(route: string, method: string, status: number, seconds: number): void;
}

export interface QuoteCounts {
  readonly stale: number;
  readonly missing: number;
  readonly quarantined: number;
}

export interface MetricsOptions {
  readonly release: string;
  /** Null while no trader has been heard: then nothing is told of it. */
  readonly snapshot: () => SessionSnapshot | null;
  readonly liveClients: () => number;
  /** Of what is held; null while the portfolio has not said it. */
  readonly portfolio: () => QuoteCounts | null;
  /** What each process that is there has said of itself last. */
  readonly processes: () => readonly { readonly process: string; readonly figures: ProcessFigures }[];
}

/** A registry of its own: two in one process do not meet. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  const families = registerCatalogue(registry);
  return {
    contentType: registry.contentType,
    async page() {
      readProcesses(families, options.processes());
      readPortfolio(families, options.portfolio());
      readSession(families, options);
      return registry.metrics();
    },
    requestDone(route, method, status, seconds) {
      (families.get('atalaya_http_requests_total') as Counter).inc({ route, method, code: String(status) });
      (families.get('atalaya_http_request_seconds') as Histogram).observe({ route, method }, seconds);
    },
  };
}

type Families = ReadonlyMap<MetricName, Gauge | Counter | Histogram>;

function registerCatalogue(registry: Registry): Families {
  const families = new Map<MetricName, Gauge | Counter | Histogram>();
  for (const name of Object.keys(METRICS) as MetricName[]) {
    const { kind, help, labels } = METRICS[name];
    const settings = { name, help: help.en, labelNames: [...labels], registers: [registry] };
    if (kind === 'histogram') families.set(name, new Histogram({ ...settings, buckets: REQUEST_SECONDS }));
    else families.set(name, kind === 'counter' ? new Counter(settings) : new Gauge(settings));
  }
  return families;
}

/** One family's series for this scrape: what was there before is forgotten, what is not known stays away. */
class Series {
  private readonly family: Gauge | Counter;

  constructor(families: Families, name: MetricName) {
    this.family = families.get(name) as Gauge | Counter;
    this.family.reset();
    // A family without labels starts at 0 after a reset, and 0 is a figure.
    if (METRICS[name].labels.length === 0) this.family.remove();
  }

  add(value: number | string | null | undefined, labels: Record<string, string> = {}): this {
    if (value !== null && value !== undefined) this.family.inc(labels, Number(value));
    return this;
  }
}

function readProcesses(families: Families, processes: ReturnType<MetricsOptions['processes']>): void {
  const series = (name: MetricName) => new Series(families, name);
  const memory = series('atalaya_process_resident_memory_bytes');
  const heap = series('atalaya_process_heap_used_bytes');
  const cpu = series('atalaya_process_cpu_seconds_total');
  const started = series('atalaya_process_start_time_seconds');
  const lag = series('atalaya_event_loop_lag_seconds');
  const orders = series('atalaya_order_latency_seconds');
  for (const { process, figures } of processes) {
    const { loopLagSeconds, orderLatencySeconds } = figures;
    memory.add(figures.residentBytes, { process });
    heap.add(figures.heapUsedBytes, { process });
    cpu.add(figures.cpuSeconds, { process });
    started.add(figures.startedAt / 1000, { process });
    lag
      .add(loopLagSeconds?.p50, { process, quantile: '0.5' })
      .add(loopLagSeconds?.p99, { process, quantile: '0.99' })
      .add(loopLagSeconds?.max, { process, quantile: '1' });
    orders.add(orderLatencySeconds?.p50, { quantile: '0.5' }).add(orderLatencySeconds?.p95, { quantile: '0.95' });
  }
}

function readPortfolio(families: Families, counts: QuoteCounts | null): void {
  for (const what of ['stale', 'missing', 'quarantined'] as const)
    new Series(families, `atalaya_portfolio_${what}_quotes`).add(counts?.[what]);
}

function readSession(families: Families, { release, snapshot, liveClients }: MetricsOptions): void {
  const series = (name: MetricName) => new Series(families, name);
  series('atalaya_build_info').add(1, { version: release });
  series('atalaya_live_clients').add(liveClients());
  const found = snapshot();
  if (found === null) return;
  const { status, world } = found;
  const mode = series('atalaya_mode');
  for (const name of modeName.options) mode.add(name === status.mode.name ? 1 : 0, { mode: name });
  readAccount(families, status.account);
  readRisk(families, status.risk ?? null);
  series('atalaya_positions_open').add(status.positions.length);
  series('atalaya_orders_working').add(status.workingOrders.length);

  const signals = series('atalaya_signals_total');
  for (const { strategyId, outcome, code, count } of status.totals.decisions)
    signals.add(count, { strategy: strategyId, outcome, reason: code ?? '' });
  const orders = series('atalaya_orders_total');
  for (const [state, count] of Object.entries(status.totals.orders)) orders.add(count, { broker: world, state });
  series('atalaya_fills_total').add(status.totals.fills);
  const pnl = series('atalaya_strategy_pnl');
  const trades = series('atalaya_strategy_trades');
  for (const { strategyId, realised, trades: count } of status.strategies) {
    pnl.add(realised, { strategy: strategyId });
    trades.add(count, { strategy: strategyId });
  }
  readPlumbing(families, status);
}

function readAccount(families: Families, account: SessionSnapshot['status']['account']): void {
  const series = (name: MetricName) => new Series(families, name);
  const { currency } = account;
  series('atalaya_equity').add(account.equity, { currency });
  series('atalaya_balance').add(account.cash, { currency });
  series('atalaya_drawdown_ratio').add(account.drawdown?.ratio, { scope: 'account' });
  series('atalaya_pnl_unrealised').add(account.unrealised, { currency });
  series('atalaya_pnl_day_ratio').add(account.day?.ratio);
  series('atalaya_pnl_week_ratio').add(account.week?.ratio);
  series('atalaya_pnl_month_ratio').add(account.month?.ratio);
  series('atalaya_fees_total').add(account.feesPaid, { currency });
  readExposure(families, account);
  const left = series('atalaya_loss_left');
  for (const rung of account.ladder) left.add(rung.moneyLeft, { rung: rung.id, currency });
}

/** Shares of equity; without equity there are none. */
function readExposure(families: Families, { exposure, longValue, shortValue, equity }: SessionSnapshot['status']['account']): void {
  const series = new Series(families, 'atalaya_exposure_ratio').add(exposure?.ratio, { kind: 'gross' });
  if (longValue === null || shortValue === null || !(Number(equity) > 0)) return;
  const [long, short] = [Number(longValue) / Number(equity), Number(shortValue) / Number(equity)];
  series
    .add(long - short, { kind: 'net' })
    .add(long, { kind: 'long' })
    .add(short, { kind: 'short' });
}

function readRisk(families: Families, risk: RiskBrief | null): void {
  new Series(families, 'atalaya_var_ratio').add(risk?.valueAtRisk);
  new Series(families, 'atalaya_shortfall_ratio').add(risk?.shortfall);
  new Series(families, 'atalaya_correlation_ratio')
    .add(risk?.meanCorrelation, { kind: 'mean' })
    .add(risk?.highestCorrelation, { kind: 'highest' });
}

function readPlumbing(families: Families, { feed, journal, database, at }: SessionSnapshot['status']): void {
  const series = (name: MetricName) => new Series(families, name);
  const label = { feed: feed.source };
  series('atalaya_feed_age_seconds').add(feed.ageMs === null ? null : feed.ageMs / 1000, label);
  series('atalaya_feed_last_update_timestamp_seconds').add(feed.ageMs === null ? null : (at - feed.ageMs) / 1000, label);
  series('atalaya_feed_running').add(feed.state === 'running' ? 1 : 0, label);
  series('atalaya_journal_open').add(journal.state === 'open' ? 1 : 0);
  series('atalaya_journal_sequence').add(journal.lastSequence);
  series('atalaya_journal_durable_lag').add(journal.lastSequence - journal.durableSequence);
  series('atalaya_database_ready').add(database.state === 'ready' ? 1 : 0);
  series('atalaya_database_projection_lag').add(
    database.projectedSequence === null ? null : journal.durableSequence - database.projectedSequence,
  );
}
