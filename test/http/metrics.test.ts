import { describe, expect, test } from 'vitest';
import { createServer } from '../../src/adapters/http/create-server.ts';
import { METRICS } from '../../src/adapters/prometheus/catalogue.ts';
import { createMetrics } from '../../src/adapters/prometheus/metrics.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';

const PROCESSES = [
  {
    process: 'web',
    figures: {
      ...{ at: 1, processId: 2, startedAt: 1_500, cpuSeconds: 3.25, residentBytes: 4096, heapUsedBytes: 1024 },
      ...{ loopLagSeconds: { p50: 0.001, p99: 0.02, max: 0.3 }, orderLatencySeconds: null },
    },
  },
  {
    process: 'trader',
    figures: {
      ...{ at: 1, processId: 3, startedAt: 2_500, cpuSeconds: 7, residentBytes: 8192, heapUsedBytes: null },
      ...{ loopLagSeconds: null, orderLatencySeconds: { count: 4, p50: 0.1, p95: 0.4 } },
    },
  },
];

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The text format, read strictly: HELP and TYPE before the samples of a family, every line understood. */
function parse(page: string): { samples: Sample[]; types: Map<string, string> } {
  const samples: Sample[] = [];
  const types = new Map<string, string>();
  for (const line of page.split('\n')) {
    if (line === '' || line.startsWith('# HELP ')) continue;
    const type = /^# TYPE (\S+) (\S+)$/.exec(line);
    if (type) {
      types.set(type[1] as string, type[2] as string);
      continue;
    }
    const sample = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (!sample) throw new Error(`not understood: ${line}`);
    const labels = Object.fromEntries(
      [...(sample[2] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => [name, value]),
    );
    samples.push({ name: sample[1] as string, labels, value: Number(sample[3]) });
  }
  return { samples, types };
}

async function scrape(session: ScriptedSession) {
  const metrics = createMetrics({
    portfolio: () => ({ stale: 3, missing: 0, quarantined: 1 }),
    release: '1.2.3',
    snapshot: () => session.snapshot(),
    liveClients: () => 2,
    processes: () => PROCESSES,
  });
  return parse(await metrics.page());
}

const valueOf = (samples: readonly Sample[], name: string, labels: Record<string, string> = {}) =>
  samples.find((sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value))?.value;

describe('metrics', () => {
  test('every family is in the catalogue with its kind and labels, and every name follows the rule', async () => {
    const { samples, types } = await scrape(new ScriptedSession(900));
    expect([...types.keys()].sort()).toEqual(Object.keys(METRICS).sort());
    for (const [name, definition] of Object.entries(METRICS)) {
      expect.soft(name).toMatch(/^atalaya_[a-z_]+$/);
      expect.soft(types.get(name), name).toBe(definition.kind);
      expect.soft(name.endsWith('_total'), name).toBe(definition.kind === 'counter');
      if (definition.unit === 'seconds' || definition.unit === 'bytes' || definition.unit === 'ratio')
        expect.soft(name).toMatch(new RegExp(`_${definition.unit}(_total)?$`));
      expect.soft(definition.help.es, name).not.toBe(definition.help.en);
      for (const sample of samples.filter((each) => each.name === name))
        expect.soft(Object.keys(sample.labels).sort(), name).toEqual([...definition.labels].sort());
    }
  });

  test('figures are the session’s', async () => {
    const session = new ScriptedSession(900);
    const { status } = session.snapshot();
    const { samples } = await scrape(session);
    expect(valueOf(samples, 'atalaya_equity', { currency: 'USDT' })).toBe(Number(status.account.equity));
    expect(valueOf(samples, 'atalaya_mode', { mode: 'NORMAL' })).toBe(1);
    expect(valueOf(samples, 'atalaya_mode', { mode: 'EMERGENCY' })).toBe(0);
    expect(valueOf(samples, 'atalaya_fills_total')).toBe(status.totals.fills);
    const refused = status.totals.decisions.find((row) => row.outcome === 'refused');
    expect(valueOf(samples, 'atalaya_signals_total', { strategy: refused?.strategyId ?? '', reason: refused?.code ?? '' })).toBe(
      refused?.count,
    );
    expect(valueOf(samples, 'atalaya_live_clients')).toBe(2);
    expect(valueOf(samples, 'atalaya_build_info', { version: '1.2.3' })).toBe(1);
  });

  test('prices of the portfolio are counted once it has said how they stand, and are no figure before', async () => {
    const { samples } = await scrape(new ScriptedSession(10));
    expect(['stale', 'missing', 'quarantined'].map((what) => valueOf(samples, `atalaya_portfolio_${what}_quotes`))).toEqual([3, 0, 1]);
    const snapshot = () => null;
    const page = await createMetrics({ portfolio: () => null, release: '1', snapshot, liveClients: () => 0, processes: () => [] }).page();
    expect(page).not.toMatch(/^atalaya_portfolio/m);
  });

  test('every process has its own figures, and none where it has said nothing', async () => {
    const { samples } = await scrape(new ScriptedSession(10));
    const memory = samples.filter(({ name }) => name === 'atalaya_process_resident_memory_bytes');
    expect(memory.map(({ labels, value }) => [labels.process, value])).toEqual([
      ['web', 4096],
      ['trader', 8192],
    ]);
    expect(valueOf(samples, 'atalaya_process_cpu_seconds_total', { process: 'trader' })).toBe(7);
    expect(valueOf(samples, 'atalaya_process_start_time_seconds', { process: 'web' })).toBe(1.5);
    expect(valueOf(samples, 'atalaya_event_loop_lag_seconds', { process: 'web', quantile: '0.99' })).toBe(0.02);
    expect(valueOf(samples, 'atalaya_event_loop_lag_seconds', { process: 'web', quantile: '1' })).toBe(0.3);
    expect(valueOf(samples, 'atalaya_event_loop_lag_seconds', { process: 'trader' })).toBeUndefined();
    expect(valueOf(samples, 'atalaya_process_heap_used_bytes', { process: 'trader' })).toBeUndefined();
    expect(valueOf(samples, 'atalaya_order_latency_seconds', { quantile: '0.95' })).toBe(0.4);
  });

  test('what is not known is absent, never 0, and what is gone goes', async () => {
    const session = new ScriptedSession(10);
    const metrics = createMetrics({
      portfolio: () => null,
      release: '1',
      snapshot: () => snapshot,
      liveClients: () => 0,
      processes: () => PROCESSES,
    });
    let snapshot = session.snapshot();
    expect(valueOf(parse(await metrics.page()).samples, 'atalaya_pnl_day_ratio')).toBeDefined();
    const { account } = snapshot.status;
    snapshot = {
      ...snapshot,
      status: { ...snapshot.status, account: { ...account, equity: null, day: null, drawdown: null }, strategies: [] },
    };
    const { samples } = parse(await metrics.page());
    for (const name of ['atalaya_equity', 'atalaya_pnl_day_ratio', 'atalaya_drawdown_ratio', 'atalaya_strategy_trades'])
      expect(valueOf(samples, name), name).toBeUndefined();
    expect(valueOf(samples, 'atalaya_positions_open')).toBe(0);
  });

  test('two scrapes do not add up', async () => {
    const session = new ScriptedSession(900);
    const metrics = createMetrics({
      portfolio: () => null,
      release: '1',
      snapshot: () => session.snapshot(),
      liveClients: () => 0,
      processes: () => PROCESSES,
    });
    const first = valueOf(parse(await metrics.page()).samples, 'atalaya_fills_total');
    expect(valueOf(parse(await metrics.page()).samples, 'atalaya_fills_total')).toBe(first);
  });

  test('are served without a session, and count requests by pattern, not by address', async () => {
    const session = new ScriptedSession(10);
    const metrics = createMetrics({
      portfolio: () => null,
      release: '1',
      snapshot: () => session.snapshot(),
      liveClients: () => 0,
      processes: () => PROCESSES,
    });
    const server = await createServer({ source: session, port: 0, panelFolder: '/nowhere', metrics });
    try {
      await fetch(`${server.url}/enter?token=guess-one`, { redirect: 'manual' });
      await fetch(`${server.url}/enter?token=guess-two`, { redirect: 'manual' });
      const answer = await fetch(`${server.url}/metrics`);
      const page = await answer.text();
      expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
      expect(valueOf(parse(page).samples, 'atalaya_http_requests_total', { route: '/enter', code: '303' })).toBe(2);
      expect(page).not.toContain('guess');
    } finally {
      await server.close();
    }
  });
});
