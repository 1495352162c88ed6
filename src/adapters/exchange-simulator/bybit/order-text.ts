/** Orders, executions and funding as the venue writes them. */

import { formatLots, formatTicks, type Instrument } from '../../../core/domain/instrument.ts';
import { valueOf } from '../../../core/trading/ledger/position-book.ts';
import type { ExchangeAccount } from '../exchange/account.ts';
import { type ExchangeOrder, type Execution, type FundingPayment, isOpen } from '../exchange/orders.ts';
import type { Category } from './symbols.ts';
import { amountText, type BybitVenue, coinsText, figureText, type OrderExtra, ticksText } from './venue.ts';

const NO_EXTRA: OrderExtra = {
  quoteQuantity: '',
  takeProfit: Number.NaN,
  stopLoss: Number.NaN,
  stopOrderType: '',
  lastAtCreation: '',
  triggered: false,
};

/** Why an order ended, in the venue's two fields. */
const ENDINGS: Readonly<Record<string, readonly [cancelType: string, rejectReason: string]>> = {
  CANCELLED: ['CancelByUser', 'EC_PerCancelRequest'],
  IOC: ['UNKNOWN', 'EC_NoImmediateQtyToFill'],
  FOK: ['UNKNOWN', 'EC_CancelForNoFullFill'],
  POST_ONLY_WOULD_TAKE: ['UNKNOWN', 'EC_PostOnlyWillTakeLiquidity'],
  SELF_TRADE: ['CancelBySmp', 'EC_BySelfMatch'],
  NOTHING_TO_REDUCE: ['CancelByReduceOnly', 'EC_NoError'],
  LIQUIDATED: ['CancelByPrepareLiq', 'EC_NoError'],
  INSUFFICIENT_FUNDS: ['CancelAllBeforeLiq', 'EC_NoEnoughQtyToFill'],
};

export function sideText(side: 1 | -1): 'Buy' | 'Sell' {
  return side > 0 ? 'Buy' : 'Sell';
}

/** How a price would reach a conditional order's trigger: 1 rising, 2 falling, 0 for an order without one. */
function triggerDirection({ type, side }: ExchangeOrder): 0 | 1 | 2 {
  if (type === 'market' || type === 'limit') return 0;
  return (type === 'take-profit') === side > 0 ? 2 : 1;
}

function statusText(order: ExchangeOrder, category: Category, { triggered }: OrderExtra): string {
  switch (order.status) {
    case 'untriggered':
      return 'Untriggered';
    case 'new':
      return 'New';
    case 'partially-filled':
      return 'PartiallyFilled';
    case 'filled':
      return 'Filled';
    case 'rejected':
      // Contracts cancel what they can't take, spot rejects it.
      return category === 'spot' ? 'Rejected' : 'Cancelled';
    default:
      if (order.filledLots > 0) return category === 'spot' ? 'PartiallyFilledCanceled' : 'Cancelled';
      return triggerDirection(order) !== 0 && !triggered && order.code === 'CANCELLED' ? 'Deactivated' : 'Cancelled';
  }
}

export function orderTypeText({ type }: ExchangeOrder): 'Limit' | 'Market' {
  return type === 'limit' || type === 'stop-limit' ? 'Limit' : 'Market';
}

function timeInForceText({ type, postOnly, timeInForce }: ExchangeOrder): string {
  if (type !== 'limit' && type !== 'stop-limit') return 'IOC';
  return postOnly ? 'PostOnly' : timeInForce;
}

function averagePrice(venue: BybitVenue, instrument: Instrument, { filledLots, filledValue }: ExchangeOrder): string {
  if (filledLots === 0) return '';
  return figureText(filledValue / 10 ** venue.quantumDecimals / (filledLots * instrument.lotSize));
}

export function orderText(venue: BybitVenue, order: ExchangeOrder): Record<string, unknown> {
  const { market, category, symbol, base, quote } = venue.symbols.of(order.market);
  const { instrument } = market;
  const inCoin = category === 'spot' && order.side > 0;
  const fees = inCoin ? coinsText(order.coinFees) : amountText(venue, order.fees);
  const extra = venue.extras.get(order) ?? NO_EXTRA;
  const left = isOpen(order) ? order.lots - order.filledLots : 0;
  const at = Number.isNaN(order.limit) ? market.lastTicks : order.limit;
  const [cancelType = 'UNKNOWN', rejectReason = 'EC_NoError'] = ENDINGS[order.code] ?? [];
  const isStop = extra.stopOrderType !== '';
  return {
    orderId: order.venueId,
    orderLinkId: order.clientId,
    blockTradeId: '',
    symbol,
    price: ticksText(instrument, order.limit, '0'),
    qty: extra.quoteQuantity || formatLots(instrument, order.lots),
    side: sideText(order.side),
    isLeverage: category === 'spot' ? '0' : '',
    positionIdx: 0,
    orderStatus: statusText(order, category, extra),
    createType: extra.stopOrderType === '' || extra.stopOrderType === 'Stop' ? 'CreateByUser' : `CreateBy${extra.stopOrderType}`,
    cancelType,
    rejectReason,
    avgPrice: averagePrice(venue, instrument, order),
    leavesQty: formatLots(instrument, left),
    leavesValue: amountText(venue, valueOf(instrument, at, left)),
    cumExecQty: formatLots(instrument, order.filledLots),
    cumExecValue: amountText(venue, order.filledValue),
    cumExecFee: fees,
    cumFeeDetail: fees === '0' ? {} : { [inCoin ? base : quote]: fees },
    closedPnl: '0',
    timeInForce: timeInForceText(order),
    orderType: orderTypeText(order),
    stopOrderType: extra.stopOrderType,
    orderIv: '',
    marketUnit: category === 'spot' && order.type === 'market' ? (extra.quoteQuantity === '' ? 'baseCoin' : 'quoteCoin') : '',
    triggerPrice: ticksText(instrument, order.trigger),
    takeProfit: ticksText(instrument, extra.takeProfit),
    stopLoss: ticksText(instrument, extra.stopLoss),
    // A spot order has no mode of take profit and stop loss.
    ...(category !== 'spot' && {
      tpslMode: Number.isNaN(extra.takeProfit) && Number.isNaN(extra.stopLoss) ? '' : 'Full',
      tpLimitPrice: '',
      slLimitPrice: '',
    }),
    ocoTriggerBy: '',
    tpTriggerBy: '',
    slTriggerBy: '',
    triggerDirection: triggerDirection(order),
    triggerBy: isStop ? 'LastPrice' : '',
    lastPriceOnCreated: extra.lastAtCreation,
    reduceOnly: order.reduceOnly,
    closeOnTrigger: false,
    placeType: '',
    smpType: 'None',
    smpGroup: 0,
    smpOrderId: '',
    feeCurrency: inCoin ? base : quote,
    createdTime: String(order.createdAt),
    updatedTime: String(order.updatedAt),
  };
}

export function executionText(venue: BybitVenue, account: ExchangeAccount, execution: Execution): Record<string, unknown> {
  const { market, symbol, category, base, quote } = venue.symbols.of(execution.market);
  const { instrument } = market;
  const feeCurrency = execution.coinFee === null ? quote : base;
  const { order, lots, closedLots, ticks, liquidity, kind } = execution;
  const { makerFee, takerFee } = account.instruments[execution.market] as Instrument;
  const rate = liquidity === 'maker' ? makerFee : takerFee;
  return {
    category,
    symbol,
    orderId: order?.venueId ?? venue.idOf('execution', execution.number),
    orderLinkId: order?.clientId ?? '',
    side: sideText(execution.side),
    orderPrice: order === null ? '0' : ticksText(instrument, order.limit, '0'),
    orderQty: formatLots(instrument, order?.lots ?? lots),
    leavesQty: formatLots(instrument, order === null ? 0 : Math.max(0, order.lots - order.filledLots)),
    createType: order === null ? 'CreateByLiq' : 'CreateByUser',
    orderType: order === null ? 'Market' : orderTypeText(order),
    stopOrderType: (order && venue.extras.get(order)?.stopOrderType) || 'UNKNOWN',
    execFee: execution.coinFee === null ? amountText(venue, execution.fee) : coinsText(execution.coinFee),
    execId: venue.idOf('execution', execution.number),
    execPrice: formatTicks(instrument, ticks),
    execQty: formatLots(instrument, lots),
    execType: kind === 'liquidation' ? 'BustTrade' : 'Trade',
    execValue: amountText(venue, valueOf(instrument, ticks, lots)),
    execPnl: amountText(venue, execution.realised),
    execTime: String(execution.at),
    feeCurrency,
    feeCoin: feeCurrency,
    isMaker: liquidity === 'maker',
    isLeverage: '0',
    feeRate: figureText(rate.numerator / rate.denominator),
    tradeIv: '',
    markIv: '',
    markPrice: category === 'spot' ? '' : market.lastText,
    indexPrice: '',
    underlyingPrice: '',
    blockTradeId: '',
    closedSize: closedLots === 0 || category === 'spot' ? '' : formatLots(instrument, closedLots),
    marketUnit: '',
    extraFees: '',
    seq: execution.number,
  };
}

export function fundingText(venue: BybitVenue, payment: FundingPayment): Record<string, unknown> {
  const { market, symbol, category, quote } = venue.symbols.of(payment.market);
  const { instrument } = market;
  const value = valueOf(instrument, payment.ticks, Math.abs(payment.lots));
  const id = venue.idOf('execution', payment.number);
  return {
    category,
    symbol,
    orderId: id,
    orderLinkId: '',
    side: payment.lots < 0 ? 'Sell' : 'Buy',
    orderPrice: '0',
    orderQty: '0',
    leavesQty: '0',
    createType: '',
    orderType: 'UNKNOWN',
    stopOrderType: 'UNKNOWN',
    execFee: amountText(venue, payment.amount),
    execId: id,
    execPrice: formatTicks(instrument, payment.ticks),
    execQty: formatLots(instrument, Math.abs(payment.lots)),
    execType: 'Funding',
    execValue: amountText(venue, value),
    execPnl: '0',
    execTime: String(payment.at),
    feeCurrency: quote,
    feeCoin: quote,
    isMaker: false,
    isLeverage: '0',
    feeRate: value === 0 ? '0' : figureText((payment.amount / value) * Math.sign(payment.lots)),
    tradeIv: '',
    markIv: '',
    markPrice: formatTicks(instrument, payment.ticks),
    indexPrice: '',
    underlyingPrice: '',
    blockTradeId: '',
    closedSize: '',
    marketUnit: '',
    extraFees: '',
    seq: payment.number,
  };
}
