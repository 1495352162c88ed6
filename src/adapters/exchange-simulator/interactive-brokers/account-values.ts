/** What TWS says of an account: its values by their published names, and its positions. */

import { formatScaled } from '../../../core/domain/decimal.ts';
import type { ExchangeAccount } from '../exchange/account.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Security } from './contracts.ts';

export interface AccountValue {
  readonly tag: string;
  readonly value: string;
  readonly currency: string;
}

export interface Holding {
  readonly security: Security;
  readonly lots: number;
  /** In ticks, commissions left out; 0 when flat. */
  readonly averageTicks: number;
  /** Value now and unrealised result, in quanta. */
  readonly marketValue: number;
  readonly unrealised: number;
}

/** Positions, those of the markets ever traded in included when flat. */
export function holdingsOf(exchange: Exchange, account: ExchangeAccount, securities: readonly Security[]): Holding[] {
  const traded = new Set(account.executions.map(({ market }) => market));
  return securities.filter(({ market }) => traded.has(market)).map((security) => holdingOf(exchange, account, security));
}

export function holdingOf({ markets }: Exchange, account: ExchangeAccount, security: Security): Holding {
  const { market: index, instrument } = security;
  const { lots, cost } = account.venue.book.positions[index] as { lots: number; cost: number };
  const unrealised = account.unrealised(markets[index] as Exchange['markets'][number]);
  const perLot = lots === 0 ? 0 : cost / Math.abs(lots);
  return {
    security,
    lots,
    averageTicks: (perLot * instrument.valueDivisor) / instrument.valueMultiplier,
    marketValue: Math.sign(lots) * cost + unrealised,
    unrealised,
  };
}

/** In the account's one currency. What was paid for securities is gone from the cash, what short sales brought is in it. */
export function valuesOf(exchange: Exchange, account: ExchangeAccount, currency: string, quantumDecimals: number): AccountValue[] {
  const { book } = account.venue;
  const cost = book.positions.reduce((sum, position) => sum + Math.sign(position.lots) * position.cost, 0);
  const unrealised = exchange.markets.reduce((sum, market) => sum + account.unrealised(market), 0);
  const cash = book.wallet - cost;
  const equity = book.wallet + unrealised;
  const free = equity - book.marginUsed;
  const amounts: Readonly<Record<string, number>> = {
    NetLiquidation: equity,
    TotalCashValue: cash,
    SettledCash: cash,
    EquityWithLoanValue: equity,
    GrossPositionValue: book.positions.reduce((sum, position) => sum + position.cost, 0),
    InitMarginReq: book.marginUsed,
    MaintMarginReq: book.marginUsed,
    AvailableFunds: free,
    ExcessLiquidity: free,
    BuyingPower: free,
    CashBalance: cash,
    TotalCashBalance: cash,
    NetLiquidationByCurrency: equity,
    UnrealizedPnL: unrealised,
    RealizedPnL: account.executions.reduce((sum, { realised, fee }) => sum + realised - fee, 0),
  };
  return [
    { tag: 'AccountType', value: 'INDIVIDUAL', currency: '' },
    ...Object.entries(amounts).map(([tag, value]) => ({ tag, value: formatScaled(value, quantumDecimals), currency })),
  ];
}

/** What `$LEDGER` stands for in a summary's tags. */
export const LEDGER_TAGS = ['CashBalance', 'TotalCashBalance', 'NetLiquidationByCurrency', 'UnrealizedPnL', 'RealizedPnL'];
