/** Positions and wallets as the venue writes them. */

import { formatLots, type Instrument } from '../../../core/domain/instrument.ts';
import { coinUnitsPerLot } from '../../../core/trading/broker/fees-in-kind.ts';
import { valueOf } from '../../../core/trading/ledger/position-book.ts';
import { bankruptcyTicks, maintenanceMargin } from '../../../core/trading/venue-model/liquidation.ts';
import type { ExchangeAccount } from '../exchange/account.ts';
import { riskLimitOf } from './risk-limits.ts';
import type { Listed } from './symbols.ts';
import { amountText, type BybitVenue, coinsText, figureText, tallyOf, ticksText } from './venue.ts';

export function leverageText({ leverage }: Instrument): string {
  return figureText(leverage.numerator / leverage.denominator);
}

export function positionText(venue: BybitVenue, account: ExchangeAccount, { market, symbol, category }: Listed): Record<string, unknown> {
  const instrument = account.instruments[market.index] as Instrument;
  const position = account.positionOf(market.index);
  const { lots, cost, margin } = position;
  const size = Math.abs(lots);
  const tally = tallyOf(venue, account, market.index);
  const stops = venue.stops.of(account, market.index);
  const maintenance = lots === 0 ? 0 : maintenanceMargin(instrument, cost);
  const price = (quanta: number) => (size === 0 ? '0' : figureText(quanta / 10 ** venue.quantumDecimals / (size * instrument.lotSize)));
  const average = price(cost);
  const atLiquidation = lots > 0 ? cost - margin + maintenance : cost + margin - maintenance;
  const canLiquidate = lots !== 0 && instrument.tiers.length > 0 && atLiquidation > 0;
  return {
    category,
    positionIdx: 0,
    tradeMode: 0,
    ...riskLimitOf(venue, instrument, cost),
    symbol,
    side: lots === 0 ? '' : lots > 0 ? 'Buy' : 'Sell',
    size: formatLots(instrument, size),
    avgPrice: average,
    entryPrice: average,
    leverage: leverageText(instrument),
    positionValue: amountText(venue, cost),
    positionBalance: amountText(venue, margin),
    autoAddMargin: 0,
    markPrice: market.lastText,
    positionIM: amountText(venue, margin),
    positionMM: amountText(venue, maintenance),
    positionIMByMp: amountText(venue, margin),
    positionMMByMp: amountText(venue, maintenance),
    takeProfit: ticksText(instrument, stops.takeProfit),
    stopLoss: ticksText(instrument, stops.stopLoss),
    trailingStop: stops.trailing === 0 ? '0' : ticksText(instrument, stops.trailing),
    unrealisedPnl: amountText(venue, account.unrealised(market)),
    curRealisedPnl: amountText(venue, tally.current),
    cumRealisedPnl: amountText(venue, tally.cumulative),
    sessionAvgPrice: '',
    createdTime: String(tally.openedAt),
    updatedTime: String(tally.changedAt),
    tpslMode: 'Full',
    liqPrice: canLiquidate ? price(atLiquidation) : '',
    bustPrice: canLiquidate ? ticksText(instrument, bankruptcyTicks(instrument, position)) : '',
    positionStatus: 'Normal',
    adlRankIndicator: 0,
    leverageSysUpdatedTime: '',
    mmrSysUpdatedTime: '',
    isReduceOnly: false,
    seq: tally.changedAt,
  };
}

interface Coin {
  readonly coin: string;
  /** Quanta of the account's currency, or lots of a spot instrument. */
  readonly held: string;
  readonly locked: string;
  readonly free: string;
  readonly usd: number;
  readonly unrealised: string;
  readonly orderMargin: string;
  readonly positionMargin: string;
  readonly maintenance: string;
  readonly equity: string;
}

/** What the account holds of each coin: its currency, and what it has bought on spot markets. */
export function coinsOf(venue: BybitVenue, account: ExchangeAccount): Coin[] {
  const text = (quanta: number) => amountText(venue, quanta);
  const { book } = account.venue;
  const sum = (listed: readonly Listed[], of: (listed: Listed) => number) => listed.reduce((total, one) => total + of(one), 0);
  const [spot, linear] = [venue.symbols.in('spot'), venue.symbols.in('linear')];
  const cash = book.wallet - sum(spot, ({ market }) => account.positionOf(market.index).cost);
  const unrealised = sum(linear, ({ market }) => account.unrealised(market));
  const margin = sum(linear, ({ market }) => account.positionOf(market.index).margin);
  const maintenance = sum(linear, ({ market }) => {
    const { lots, cost } = account.positionOf(market.index);
    return lots === 0 ? 0 : maintenanceMargin(account.instruments[market.index] as Instrument, cost);
  });
  const locked = sum(spot, ({ market }) => account.reserved({ market: market.index }));
  const orderMargin = sum(linear, ({ market }) => account.reserved({ market: market.index }));
  const quote = venue.symbols.all[0]?.quote ?? 'USDT';
  const currency: Coin = {
    coin: quote,
    held: text(cash),
    locked: text(locked),
    free: text(Math.max(0, book.free - locked - orderMargin)),
    usd: (cash + unrealised) / 10 ** venue.quantumDecimals,
    unrealised: text(unrealised),
    orderMargin: text(orderMargin),
    positionMargin: text(margin),
    maintenance: text(maintenance),
    equity: text(cash + unrealised),
  };
  return [currency, ...spot.map((listed) => spotCoin(venue, account, listed))];
}

function spotCoin(venue: BybitVenue, account: ExchangeAccount, { market, base }: Listed): Coin {
  const { instrument } = market;
  const locked = account.lockedLots(market.index);
  const units = account.coinsOf(market.index);
  const held = coinsText(units);
  return {
    coin: base,
    held,
    locked: formatLots(instrument, locked),
    free: coinsText(Math.max(0, units - locked * coinUnitsPerLot(instrument))),
    usd: valueOf(instrument, market.bidTicks, account.wholeLotsOf(market.index)) / 10 ** venue.quantumDecimals,
    unrealised: '0',
    orderMargin: '0',
    positionMargin: '0',
    maintenance: '0',
    equity: held,
  };
}

export function walletText(venue: BybitVenue, account: ExchangeAccount, only: readonly string[] = []): Record<string, unknown> {
  const coins = coinsOf(venue, account);
  const [currency] = coins as [Coin];
  const total = figureText(coins.reduce((sum, { usd }) => sum + usd, 0));
  const ratio = (part: string) => (Number(total) === 0 ? '0' : figureText(Number(part) / Number(total), 4));
  return {
    accountType: 'UNIFIED',
    accountLTV: '0',
    accountIMRate: ratio(currency.positionMargin),
    accountMMRate: ratio(currency.maintenance),
    accountIMRateByMp: ratio(currency.positionMargin),
    accountMMRateByMp: ratio(currency.maintenance),
    totalEquity: total,
    totalWalletBalance: figureText(Number(total) - Number(currency.unrealised)),
    totalMarginBalance: total,
    totalAvailableBalance: currency.free,
    totalPerpUPL: currency.unrealised,
    totalInitialMargin: currency.positionMargin,
    totalInitialMarginByMp: currency.positionMargin,
    totalMaintenanceMargin: currency.maintenance,
    totalMaintenanceMarginByMp: currency.maintenance,
    coin: coins.filter(({ coin }) => only.length === 0 || only.includes(coin)).map(coinText),
  };
}

function coinText({
  coin,
  held,
  locked,
  free,
  usd,
  unrealised,
  orderMargin,
  positionMargin,
  maintenance,
  equity,
}: Coin): Record<string, unknown> {
  return {
    coin,
    equity,
    usdValue: figureText(usd),
    walletBalance: held,
    free,
    locked,
    spotHedgingQty: '0',
    borrowAmount: '0',
    availableToBorrow: '',
    availableToWithdraw: free,
    accruedInterest: '0',
    totalOrderIM: orderMargin,
    totalPositionIM: positionMargin,
    totalPositionMM: maintenance,
    unrealisedPnl: unrealised,
    cumRealisedPnl: '0',
    bonus: '0',
    collateralSwitch: true,
    marginCollateral: true,
  };
}
