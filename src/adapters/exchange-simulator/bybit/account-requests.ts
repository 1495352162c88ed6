/** Requests about the account and its positions. */

import type { Instrument } from '../../../core/domain/instrument.ts';
import { formatLots, parseTicks } from '../../../core/domain/instrument.ts';
import { valueOf } from '../../../core/trading/ledger/position-book.ts';
import type { Execution } from '../exchange/orders.ts';
import { numberOf, Refused, textOf } from './answers.ts';
import { coinsOf, leverageText, positionText, walletText } from './holdings-text.ts';
import { paged, within } from './order-requests.ts';
import { orderTypeText, sideText } from './order-text.ts';
import type { WantedStops } from './position-stops.ts';
import { type Call, type Endpoint, type Reply, reply } from './requests.ts';
import { MAXIMUM_LEVERAGE } from './risk-limits.ts';
import { categoryOf, type Listed } from './symbols.ts';
import { amountText, closingFeeOf, figureText, ticksText } from './venue.ts';

/** A unified account of the newest kind, with margin of each position's own. */
function info({ venue, account }: Call): Reply {
  const seconds = venue.deadMan.secondsOf(account);
  return reply({
    unifiedMarginStatus: 6,
    marginMode: 'ISOLATED_MARGIN',
    isMasterTrader: false,
    spotHedgingStatus: 'OFF',
    updatedTime: '1697078946000',
    dcpStatus: seconds > 0 ? 'ON' : 'OFF',
    timeWindow: seconds || 10,
    smpGroup: 0,
  });
}

/** The key may trade, and has no right to withdraw. */
function apiKey({ account }: Call): Reply {
  return reply({
    id: '1',
    note: 'local exchange simulator',
    apiKey: account.id,
    readOnly: 0,
    secret: '',
    permissions: {
      ContractTrade: ['Order', 'Position'],
      Spot: ['SpotTrade'],
      Wallet: ['AccountTransfer'],
      Options: [],
      Derivatives: ['DerivativesTrade'],
      CopyTrading: [],
      BlockTrade: [],
      Exchange: [],
      NFT: [],
      Affiliate: [],
      Earn: [],
    },
    ips: ['*'],
    type: 1,
    deadlineDay: 90,
    expiredAt: '2099-12-31T00:00:00Z',
    createdAt: '2022-10-16T02:24:40Z',
    unified: 0,
    uta: 1,
    userID: 1,
    inviterID: 0,
    vipLevel: 'No VIP',
    mktMakerLevel: '0',
    affiliateID: 0,
    rsaPublicKey: '',
    isMaster: true,
    parentUid: '0',
    kycLevel: 'LEVEL_DEFAULT',
    kycRegion: '',
  });
}

function wallet({ venue, account, parameters }: Call): Reply {
  if (!['UNIFIED', ''].includes(textOf(parameters, 'accountType'))) throw new Refused(10001, 'accountType only support UNIFIED.');
  return reply({ list: [walletText(venue, account, textOf(parameters, 'coin').split(',').filter(Boolean))] });
}

/** Everything is in the trading wallet; the funding wallet is empty. */
function coinBalances({ venue, account, parameters }: Call): Reply {
  const accountType = textOf(parameters, 'accountType');
  const isFunding = accountType === 'FUND';
  const balance = coinsOf(venue, account).map(({ coin, held, free }) => ({
    coin,
    transferBalance: isFunding ? '0' : free,
    walletBalance: isFunding ? '0' : held,
    bonus: '',
  }));
  return reply({ memberId: '1', accountType, balance });
}

function coinInfo({ venue }: Call): Reply {
  const coins = [...new Set(venue.symbols.all.flatMap(({ base, quote }) => [base, quote]))];
  const rows = coins.map((coin) => ({
    name: coin,
    coin,
    remainAmount: '0',
    chains: [
      {
        chainType: coin,
        confirmation: '1',
        withdrawFee: '',
        depositMin: '0',
        withdrawMin: '0',
        chain: coin,
        chainDeposit: '0',
        chainWithdraw: '0',
        minAccuracy: '8',
        withdrawPercentageFee: '0',
        contractAddress: '',
      },
    ],
  }));
  return reply({ rows });
}

function feeRates({ venue, account, parameters }: Call): Reply {
  const ratio = ({ numerator, denominator }: Instrument['makerFee']) => figureText(numerator / denominator);
  const list = venue.symbols.askedFor({ category: 'linear', ...parameters }).map(({ market, symbol }) => {
    const { takerFee, makerFee } = account.instruments[market.index] as Instrument;
    return { symbol, takerFeeRate: ratio(takerFee), makerFeeRate: ratio(makerFee) };
  });
  return reply({ list });
}

function positions({ venue, account, parameters }: Call): Reply {
  const category = categoryOf(parameters);
  const named = textOf(parameters, 'symbol') !== '';
  if (category === 'linear' && !named && !['baseCoin', 'settleCoin'].some((name) => textOf(parameters, name) !== ''))
    throw new Refused(10001, 'params error: symbol or settleCoin is required');
  const listed = category === 'spot' ? [] : venue.symbols.askedFor(parameters);
  const list = listed.filter(({ market }) => named || account.lotsOf(market.index) !== 0).map((one) => positionText(venue, account, one));
  return reply({ category, nextPageCursor: '', list });
}

function perpetual({ venue, parameters }: Call): Listed {
  const listed = venue.symbols.asked(parameters);
  if (listed.category !== 'linear') throw new Refused(10001, 'params error: category invalid');
  return listed;
}

function setLeverage(call: Call): Reply {
  const { account, parameters } = call;
  const { market } = perpetual(call);
  const [buy, sell] = [numberOf(parameters, 'buyLeverage'), numberOf(parameters, 'sellLeverage')];
  if (buy !== sell) throw new Refused(10001, 'buy leverage must equal sell leverage');
  if (!(buy >= 1 && buy <= MAXIMUM_LEVERAGE)) throw new Refused(110013, 'cannot set leverage due to risk limit');
  if (leverageText(account.instruments[market.index] as Instrument) === figureText(buy)) throw new Refused(110043, 'leverage not modified');
  account.setLeverage(market.index, buy);
  return reply({});
}

/** One-way mode alone is there. For a coin the venue switches those of its symbols that it can, and does not say that none changed. */
function switchMode({ parameters }: Call): Reply {
  const [mode, symbol, coin] = ['mode', 'symbol', 'coin'].map((name) => textOf(parameters, name));
  if (mode === '0' && symbol === '' && coin !== '') return reply({});
  if (mode === '0') throw new Refused(110025, 'Position mode is not modified');
  throw new Refused(110029, 'Hedge mode not available for this symbol');
}

/** Margin is isolated here, and stays so. */
function setMarginMode({ parameters }: Call): Reply {
  const mode = textOf(parameters, 'setMarginMode');
  if (mode === 'ISOLATED_MARGIN') return reply({ reasons: [] });
  if (['REGULAR_MARGIN', 'PORTFOLIO_MARGIN'].includes(mode)) throw new Refused(3400045, 'Set margin mode failed');
  throw new Refused(10001, 'params error: setMarginMode invalid');
}

/** The venue itself refuses this to unified accounts. */
function switchIsolated(): Reply {
  throw new Refused(100028, 'unified account is forbidden');
}

/** Stop loss, take profit and trailing stop of a whole position; 0 takes one away. */
function tradingStop(call: Call): Reply {
  const { venue, account, parameters } = call;
  const { market } = perpetual(call);
  if (textOf(parameters, 'tpslMode') === 'Partial')
    throw new Refused(10001, 'this simulator sets take profit and stop loss for whole positions: use tpslMode Full');
  const wanted: WantedStops = {};
  for (const [name, kind] of [
    ['stopLoss', 'stopLoss'],
    ['takeProfit', 'takeProfit'],
    ['trailingStop', 'trailing'],
  ] as const) {
    const text = textOf(parameters, name);
    if (text === '') continue;
    const ticks = parseTicks(market.instrument, text);
    if (ticks === null || ticks < 0) throw new Refused(10001, `params error: ${name} invalid`);
    wanted[kind] = ticks;
  }
  venue.stops.set(account, market.index, wanted);
  return reply({});
}

/**
 * One row for each execution that closed something. `closedPnl` is after the fees of opening and of closing, without funding: the example of the venue's
 * page (v5, Get Closed PnL) is 3541.795 - 3584.9255 - 0.0006 (3584.9255 + 3541.795) = -47.4065323.
 */
function closedProfits(call: Call): Reply {
  const { account } = call;
  const closing = within(call, account.executions, ({ at }) => at).filter(({ closedLots }) => closedLots > 0);
  return paged(call, closing, (execution) => closedText(call, execution), 50, 100);
}

function closedText({ venue, account }: Call, execution: Execution): unknown {
  const { market, symbol } = venue.symbols.of(execution.market);
  const { instrument } = market;
  const { order, side, lots, closedLots, ticks, realised, at } = execution;
  const fee = closingFeeOf(execution);
  const openFee = venue.openFees.get(execution) ?? 0;
  const exit = valueOf(instrument, ticks, closedLots);
  // A sell closes what was bought: its result is exit less entry.
  const entry = exit - (side < 0 ? realised : -realised);
  const price = (value: number) => figureText(value / 10 ** venue.quantumDecimals / (closedLots * instrument.lotSize));
  return {
    symbol,
    orderId: order?.venueId ?? venue.idOf('execution', execution.number),
    side: sideText(side),
    qty: formatLots(instrument, lots),
    orderPrice: order === null ? '0' : ticksText(instrument, order.limit, '0'),
    orderType: order === null ? 'Market' : orderTypeText(order),
    execType: execution.kind === 'liquidation' ? 'BustTrade' : 'Trade',
    closedSize: formatLots(instrument, closedLots),
    cumEntryValue: amountText(venue, entry),
    avgEntryPrice: price(entry),
    cumExitValue: amountText(venue, exit),
    avgExitPrice: price(exit),
    closedPnl: amountText(venue, realised - openFee - fee),
    fillCount: '1',
    leverage: leverageText(account.instruments[execution.market] as Instrument),
    openFee: amountText(venue, openFee),
    closeFee: amountText(venue, fee),
    createdTime: String(order?.createdAt ?? at),
    updatedTime: String(at),
  };
}

export const ACCOUNT_ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'GET /v5/user/query-api': { answer: apiKey },
  'GET /v5/account/info': { answer: info },
  'POST /v5/account/set-margin-mode': { answer: setMarginMode },
  'GET /v5/account/wallet-balance': { answer: wallet },
  'GET /v5/account/fee-rate': { answer: feeRates },
  'GET /v5/asset/coin/query-info': { answer: coinInfo },
  'GET /v5/asset/transfer/query-account-coins-balance': { answer: coinBalances },
  'GET /v5/position/list': { answer: positions },
  'GET /v5/position/closed-pnl': { answer: closedProfits },
  'POST /v5/position/set-leverage': { answer: setLeverage },
  'POST /v5/position/switch-mode': { answer: switchMode },
  'POST /v5/position/switch-isolated': { answer: switchIsolated },
  'POST /v5/position/trading-stop': { answer: tradingStop },
};
