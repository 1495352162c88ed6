/** The answers to the owner's questions: plain text, no markup, so that no name or number can break a message. */

import type {
  ControlAccount,
  ControlOrder,
  ControlPerformance,
  ControlPosition,
  ControlResult,
  ControlStatus,
  ControlStrategy,
} from '../../core/operations/control-port.ts';
import { shownWorld } from '../../core/operations/shown-world.ts';
import type { CommandName, Words } from './words.ts';

export function helpText(words: Words): string {
  return [words.help, ...Object.entries(words.commands).map(([name, help]) => `/${name} · ${help}`)].join('\n');
}

export function modeText({ mode }: ControlStatus, { labels }: Words): string {
  const why = [
    mode.reason && `${labels.because} ${mode.reason}`,
    mode.by && `${labels.by} ${mode.by}`,
    `${labels.since} ${utc(mode.since)}`,
  ];
  return lines(
    `${labels.mode}: ${mode.name} (${why.filter(Boolean).join(', ')})`,
    mode.closesOnly && labels.closesOnly,
    mode.blockers.length > 0 && `${labels.blockers}:`,
    ...mode.blockers.map(({ code, message }) => `· ${code}: ${message}`),
  );
}

export function statusText(status: ControlStatus, accounts: readonly ControlAccount[], words: Words): string {
  const { labels, noData } = words;
  const { environment, release, feed, journal, database } = status;
  const age = feed.ageMs === null ? noData : `${(feed.ageMs / 1000).toFixed(1)} s`;
  return lines(
    `${shownWorld(status).toUpperCase()} · ${environment} · ${release}`,
    modeText(status, words),
    `${labels.feed}: ${feed.source}, ${feed.state} (${labels.age}: ${age})`,
    `${labels.journal}: ${journal.state} · ${labels.database}: ${database.state}`,
    ...accounts.map(
      (account) => `${account.accountId}: ${money(account.equity, account, words)} · ${labels.day} ${result(account.day, account, words)}`,
    ),
  );
}

export function positionsText(positions: readonly ControlPosition[], { labels, none, noData }: Words): string {
  const row = (position: ControlPosition) => {
    const { instrumentId, side, quantity, entryPrice, markPrice, strategyId, unrealised, unrealisedRatio, stopPrice, targetPrice } =
      position;
    const gain = unrealised === null ? noData : `${unrealised}${unrealisedRatio === null ? '' : ` (${percent(unrealisedRatio)})`}`;
    return [
      `${instrumentId} ${side} ${quantity} @ ${entryPrice} → ${markPrice ?? noData}`,
      `  ${gain} · ${labels.stop} ${stopPrice ?? none} · ${labels.target} ${targetPrice ?? none} · ${strategyId}`,
    ].join('\n');
  };
  return `${positions.length === 0 ? none : positions.map(row).join('\n')}`;
}

export function ordersText(orders: readonly ControlOrder[], { none }: Words): string {
  const row = ({
    instrumentId,
    side,
    type,
    quantity,
    filledQuantity,
    limitPrice,
    stopPrice,
    purpose,
    strategyId,
    clientOrderId,
  }: ControlOrder) =>
    `${instrumentId} ${side} ${type} ${filledQuantity}/${quantity ?? '?'} @ ${limitPrice ?? stopPrice ?? '-'} · ${purpose} · ${strategyId} · ${clientOrderId}`;
  return orders.length === 0 ? none : orders.map(row).join('\n');
}

export function balanceText(accounts: readonly ControlAccount[], words: Words): string {
  const { labels } = words;
  return perAccount(accounts, words, (account) => [
    `${labels.equity}: ${money(account.equity, account, words)}`,
    `${labels.cash}: ${money(account.cash, account, words)}`,
    `${labels.unrealised}: ${money(account.unrealised, account, words)}`,
    `${labels.fees}: ${money(account.feesPaid, account, words)}`,
    `${labels.start}: ${money(account.startingEquity, account, words)}`,
  ]);
}

export function pnlText(accounts: readonly ControlAccount[], words: Words): string {
  const spans = ['day', 'week', 'month', 'total'] as const;
  return perAccount(accounts, words, (account) => spans.map((span) => `${words.labels[span]}: ${result(account[span], account, words)}`));
}

export function riskText(accounts: readonly ControlAccount[], words: Words): string {
  const { labels, noData } = words;
  return perAccount(accounts, words, (account) => {
    const { drawdown, exposure, ladder, limits } = account;
    return [
      `${labels.drawdown}: ${drawdown === null ? noData : `${percent(drawdown.ratio)} (${drawdown.money} ${account.currency})`}`,
      `${labels.exposure}: ${result(exposure, account, words)}`,
      `${labels.ladder}:`,
      ...ladder.map(({ id, demands, state, limitRatio, measuredRatio, moneyLeft }) => {
        const lost = measuredRatio === null ? noData : percent(measuredRatio);
        return `· ${id} → ${demands}: ${lost} / ${percent(limitRatio)}, ${moneyLeft ?? noData} · ${state}`;
      }),
      `${labels.limits}:`,
      ...limits.map(
        ({ code, unit, measured, limit }) => `· ${code}: ${measured === null ? noData : figure(measured, unit)} / ${figure(limit, unit)}`,
      ),
    ];
  });
}

export function strategiesText(strategies: readonly ControlStrategy[], { labels, none, noData }: Words): string {
  const row = ({ strategyId, instrumentId, timeframe, state, realised, trades, refusals }: ControlStrategy) =>
    `${strategyId} ${instrumentId} ${timeframe}: ${state} · ${realised ?? noData} · ${labels.trades} ${trades} · ${labels.refusals} ${refusals}`;
  return strategies.length === 0 ? none : strategies.map(row).join('\n');
}

export function performanceText(performance: ControlPerformance, { labels, noData }: Words): string {
  const { trades, winRatio, profitFactor, sharpe, sortino, maxDrawdownRatio } = performance;
  const ratio = (value: number | null) => (value === null ? noData : percent(value));
  const plain = (value: number | null) => (value === null ? noData : value.toFixed(2));
  return lines(
    `${labels.trades}: ${trades ?? noData}`,
    `${labels.winRatio}: ${ratio(winRatio)}`,
    `${labels.profitFactor}: ${plain(profitFactor)}`,
    `${labels.sharpe}: ${plain(sharpe)}`,
    `${labels.sortino}: ${plain(sortino)}`,
    `${labels.maxDrawdown}: ${ratio(maxDrawdownRatio)}`,
  );
}

export function isCommand(name: string, words: Words): name is CommandName {
  return Object.hasOwn(words.commands, name);
}

/** `2026-11-20 14:05 UTC`. */
export function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function perAccount(accounts: readonly ControlAccount[], { none }: Words, rows: (account: ControlAccount) => string[]): string {
  return accounts.length === 0 ? none : accounts.map((account) => [`${account.accountId}`, ...rows(account)].join('\n')).join('\n\n');
}

function money(amount: string | null, { currency }: ControlAccount, { noData }: Words): string {
  return amount === null ? noData : `${amount} ${currency}`;
}

function result(value: ControlResult | null, { currency }: ControlAccount, { noData }: Words): string {
  return value === null ? noData : `${value.money} ${currency} (${percent(value.ratio)})`;
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(2)} %`;
}

function figure(value: number, unit: string): string {
  return unit === 'ratio' ? percent(value) : String(value);
}

function lines(...rows: readonly (string | false | null)[]): string {
  return rows.filter((row) => row !== false && row !== null).join('\n');
}
