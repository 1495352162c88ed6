import { expect, test } from 'vitest';
import { type DailyReport, dailyReportText, REPORT_WORDS } from './daily-report.ts';

const FIXED: DailyReport = {
  day: '2026-11-20',
  zone: 'Europe/Madrid',
  world: 'paper',
  account: 'crypto',
  currency: 'USDT',
  equity: '10250.75',
  result: {
    day: { money: '-14.20', ratio: -0.00138 },
    week: { money: '0.00', ratio: 0 },
    month: { money: '250.75', ratio: 0.025075 },
    total: null,
  },
  performance: { trades: 4, winRatio: 0.75, profitFactor: 2.5, sharpe: null, sortino: null, maxDrawdownRatio: 0.0114 },
  feesPaid: '12.40',
  risk: { mode: 'NORMAL', drawdownRatio: 0.0114, exposureRatio: 0.2196, valueAtRiskRatio: null, moneyLeft: '293.80', refusals: 2 },
  positions: [
    { instrumentId: 'BTCUSDT', side: 'long', quantity: '0.05', entryPrice: '45015.00', unrealised: '12.50', stopPrice: '44100.00' },
  ],
  system: {
    feed: 'running',
    venue: null,
    journal: 'open',
    database: 'ready',
    reconciliation: '18:30 clean',
    openAlerts: 0,
    lastBackup: null,
  },
  tomorrow: { session: '24/7', blocks: [{ from: '14:15', to: '15:00', title: 'US CPI' }] },
};

test('a fixed day gives a byte-equal report', () => {
  expect(dailyReportText(FIXED, 'en')).toBe(`Daily report 2026-11-20 (Europe/Madrid) · crypto · PAPER

Performance
Equity: 10250.75 USDT
Day: -14.20 USDT (-0.14 %)
Week: 0.00 USDT (0.00 %)
Month: +250.75 USDT (2.51 %)
Since the start: no data
Trades: 4
Won: 75.00 %
Profit factor: 2.50
Sharpe: no data
Sortino: no data
Deepest drawdown: 1.14 %
Fees: 12.40 USDT

Risk
Mode: NORMAL
Drawdown: 1.14 %
Exposure: 21.96 %
Value at risk: no data
Can still be lost today: 293.80 USDT
Refused entries: 2

Positions
BTCUSDT long 0.05 @ 45015.00 · +12.50 · stop 44100.00

System
Feed: running
Venue: no data
Journal: open
Database: ready
Reconciliation: 18:30 clean
Open alerts: 0
Last backup: no data

Tomorrow
Session: 24/7
No entries: 14:15-15:00 US CPI`);
});

test('what is missing says so, what is empty says so, and neither is 0', () => {
  const nothing = dailyReportText({ ...FIXED, positions: null, tomorrow: { session: null, blocks: null } }, 'es');
  expect(nothing).toContain('Posiciones\nsin datos\n');
  expect(nothing).toContain('Mañana\nSesión: sin datos\nSin entradas: sin datos');
  const empty = dailyReportText({ ...FIXED, positions: [], tomorrow: { session: null, blocks: [] } }, 'en');
  expect(empty).toContain('Positions\nnone\n');
  expect(empty.endsWith('No entries: none')).toBe(true);
});

test('both languages have every label', () => {
  for (const { labels } of Object.values(REPORT_WORDS)) expect(Object.entries(labels).filter(([, text]) => !text)).toEqual([]);
  // One label stands for one thing: a list that slipped by one would repeat or miss one.
  expect(REPORT_WORDS.en.labels).toMatchObject({
    equity: 'Equity',
    fees: 'Fees',
    stop: 'stop',
    lastBackup: 'Last backup',
    blocks: 'No entries',
  });
  expect(REPORT_WORDS.es.labels).toMatchObject({
    equity: 'Patrimonio',
    fees: 'Comisiones',
    stop: 'stop',
    lastBackup: 'Última copia',
    blocks: 'Sin entradas',
  });
});
