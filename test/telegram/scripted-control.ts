// An engine that answers what the test scripts, and writes down what it was asked.
import type { AuditEntry, ControlAnswer, ControlCommand, ControlPort } from '../../src/core/operations/control-port.ts';

type ScriptedControl = ControlPort & { readonly commands: ControlCommand[]; answer: ControlAnswer };

export function scriptedControl(): ScriptedControl {
  const account = {
    accountId: 'crypto',
    currency: 'USDT',
    equity: '10250.75',
    cash: '8000.00',
    startingEquity: '10000.00',
    unrealised: null,
    feesPaid: '12.40',
    total: { money: '250.75', ratio: 0.025075 },
    day: { money: '-14.20', ratio: -0.00138 },
    week: null,
    month: { money: '250.75', ratio: 0.025075 },
    drawdown: { ratio: 0.0114, money: '118.20', peak: '10368.95' },
    exposure: { money: '2250.75', ratio: 0.2196 },
    ladder: [{ id: 'day-stop', demands: 'EMERGENCY', state: 'idle', limitRatio: 0.03, measuredRatio: 0.00138, moneyLeft: '293.80' }],
    limits: [{ code: 'RISK_OPEN_POSITIONS', unit: 'count', bound: 'at-most', measured: 1, limit: 10 }],
  };
  const commands: ControlCommand[] = [];
  return {
    commands,
    answer: { ok: true },
    status: () => ({
      environment: 'staging',
      world: 'paper',
      release: '0.1.0',
      mode: { name: 'NORMAL', reason: null, by: null, since: Date.UTC(2026, 10, 20, 8), closesOnly: false, blockers: [] },
      feed: { source: 'Bybit spot BTCUSDT', state: 'running', ageMs: 420 },
      journal: { state: 'open' },
      database: { state: 'ready' },
    }),
    positions: () => [
      {
        ...{ instrumentId: 'BTCUSDT', strategyId: 'ema-breakout', side: 'long', quantity: '0.05', entryPrice: '45015.00', markPrice: null },
        ...{ unrealised: null, unrealisedRatio: null, stopPrice: '44100.00', targetPrice: null },
      },
    ],
    orders: () => [],
    accounts: () => [account],
    strategies: () => [
      {
        strategyId: 'ema-breakout',
        instrumentId: 'BTCUSDT',
        timeframe: '15m',
        state: 'running',
        realised: '250.75',
        trades: 4,
        refusals: 2,
      },
    ],
    performance: () => ({ trades: 4, winRatio: 0.75, profitFactor: 2.5, sharpe: null, sortino: null, maxDrawdownRatio: 0.0114 }),
    daily: (language) => (language === 'es' ? 'Informe diario' : 'Daily report'),
    async command(command) {
      commands.push(command);
      return this.answer;
    },
  };
}

/** An audit that can be looked at. */
export function auditList(): { readonly entries: AuditEntry[]; readonly audit: (entry: AuditEntry) => void } {
  const entries: AuditEntry[] = [];
  return { entries, audit: (entry) => void entries.push(entry) };
}
