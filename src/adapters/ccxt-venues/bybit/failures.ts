/** Bybit's answers read by its numeric codes: what they mean for an order, whoever words them. */

import type { VenueFailure, VenueFailureCode } from '../../../core/trading/broker/venue-link.ts';
import { isPayload, optionalText, type Payload, parseExact } from '../payload.ts';
import type { HttpAnswer } from '../send-once.ts';
import { badAnswer, VenueError } from '../venue-error.ts';

/** Codes with which Bybit itself does not know, or does not say, what became of the request. */
const IN_DOUBT: Readonly<Record<string, VenueFailureCode>> = {
  5004: 'TIMEOUT',
  10000: 'TIMEOUT',
  10014: 'DUPLICATE_CLIENT_ID',
  10016: 'SERVER_ERROR',
  10019: 'MAINTENANCE',
  131003: 'SERVER_ERROR',
  131200: 'SERVER_ERROR',
  131201: 'SERVER_ERROR',
  170001: 'SERVER_ERROR',
  170007: 'TIMEOUT',
  170032: 'SERVER_ERROR',
  170035: 'SERVER_ERROR',
  170146: 'TIMEOUT',
  170147: 'TIMEOUT',
  170149: 'SERVER_ERROR',
  170150: 'SERVER_ERROR',
  170234: 'SERVER_ERROR',
  340099: 'SERVER_ERROR',
};

/** Codes with which Bybit has refused. 10001 covers every wrong parameter, also an order id of ours that it can't take. */
const REFUSED: Readonly<Record<VenueFailureCode, string>> = {
  ORDER_UNKNOWN: '110001 170143 170213 20001 30034',
  ORDER_FINAL: '110008 110010 170139 170142 170190 30032 30037',
  DUPLICATE_CLIENT_ID: '110030 110072 12141 170141 30001',
  INSUFFICIENT_FUNDS:
    '110004 110006 110007 110012 110014 110044 110045 110051 110052 110053 170033 170034 170131 170223 170226 30010 30031 30042 30049 30067',
  PRICE_BAND: '110003 110092 110093 170132 170133 170192 170193 170194 170204 170206 170371 170372 30005 30007',
  PRICE_STEP: '170134',
  QUANTITY_STEP: '12137 170137 170148',
  BELOW_MINIMUM: '110094 170136 170140 30003',
  ABOVE_MAXIMUM: '110016 110021 110022 170124 170135 170197 170198 170199 170200 170228 170229 30004',
  POST_ONLY_WOULD_TAKE: '170218',
  NOTHING_TO_REDUCE: '110017 110034 30063',
  SELF_TRADE: '',
  ORDER_LIMIT: '110009 110020 170005',
  INSTRUMENT_UNKNOWN: '10029 170121 170221',
  INSTRUMENT_HALTED: '110023 110042 110063 110066 170031 170151 170157 170159 170217',
  NOT_SUPPORTED: '10020 10032 100028 170115 170116 170145 170227',
  RATE_LIMITED: '10006 10018 10429 170222 403 429',
  CLOCK_SKEW: '10002 -1',
  BAD_NONCE: '',
  KEY_REFUSED: '10003 10004 10005 10007 10008 10009 10010 10024 10027 10028 33004 -2015 110018 170201 170209 170241',
  MAINTENANCE: '',
  SERVER_ERROR: '',
  TIMEOUT: '',
  CONNECTION_LOST: '',
  BAD_ANSWER: '',
  REFUSED: '',
};

const REFUSED_BY_CODE = new Map(
  (Object.entries(REFUSED) as [VenueFailureCode, string][]).flatMap(([code, numbers]) =>
    numbers.split(' ').map((number) => [number, code] as const),
  ),
);

/** Why an order ended, from Bybit's `rejectReason` (EC_...) or `cancelType`; an IOC or FOK that found no more is a plain end. */
const END_REASONS: Readonly<Record<string, VenueFailureCode>> = {
  EC_PostOnlyWillTakeLiquidity: 'POST_ONLY_WOULD_TAKE',
  EC_BySelfMatch: 'SELF_TRADE',
  EC_StopBySelfMatch: 'SELF_TRADE',
  CancelBySmp: 'SELF_TRADE',
  EC_DuplicatedClOrdID: 'DUPLICATE_CLIENT_ID',
  EC_InvalidSymbolStatus: 'INSTRUMENT_HALTED',
  EC_SecurityStatusFail: 'INSTRUMENT_HALTED',
  EC_InCallAuctionStatus: 'INSTRUMENT_HALTED',
  EC_LimitOrderInvalidPrice: 'PRICE_BAND',
  EC_ReachRiskPriceLimit: 'PRICE_BAND',
  EC_ReachMarketPriceLimit: 'PRICE_BAND',
  EC_InvalidPriceScale: 'PRICE_STEP',
  EC_QtyCannotBeZero: 'QUANTITY_STEP',
  EC_EcInvalidQty: 'QUANTITY_STEP',
  CancelByReduceOnly: 'NOTHING_TO_REDUCE',
};

export function endReason(row: Payload): string {
  const words = [optionalText(row, 'rejectReason'), optionalText(row, 'cancelType')];
  const known = words.find((word) => Object.hasOwn(END_REASONS, word));
  return known === undefined ? '' : (END_REASONS[known] as VenueFailureCode);
}

function outcomeOf(retCode: string): { outcome: VenueFailure['outcome']; code: VenueFailureCode } {
  const doubt = Object.hasOwn(IN_DOUBT, retCode) ? IN_DOUBT[retCode] : undefined;
  if (doubt) return { outcome: 'unknown', code: doubt };
  return { outcome: 'refused', code: REFUSED_BY_CODE.get(retCode) ?? 'REFUSED' };
}

/** The envelope of a good answer; a VenueError otherwise. Without an envelope the HTTP status speaks: the front refuses with 4xx. */
export function readBybit(answer: HttpAnswer): Payload {
  const envelope = parseExact(answer.text);
  const retCode = isPayload(envelope) ? optionalText(envelope, 'retCode') : '';
  if (answer.status >= 500 || answer.status === 408)
    throw new VenueError('unknown', 'SERVER_ERROR', `HTTP ${answer.status}`, { venueCode: retCode || `HTTP ${answer.status}` });
  if (isPayload(envelope) && retCode === '0' && answer.status < 300) return envelope;
  if (isPayload(envelope) && /^-?\d+$/.test(retCode) && retCode !== '0') {
    const { outcome, code } = outcomeOf(retCode);
    const details = { venueCode: retCode, ...(code === 'RATE_LIMITED' ? retryAfter(answer) : {}) };
    throw new VenueError(outcome, code, `Bybit ${retCode}: ${optionalText(envelope, 'retMsg')}`, details);
  }
  const front = REFUSED_BY_CODE.get(String(answer.status)) ?? 'REFUSED';
  if (answer.status >= 400)
    throw new VenueError('refused', front, `HTTP ${answer.status}`, { venueCode: `HTTP ${answer.status}`, ...retryAfter(answer) });
  throw badAnswer(`Bybit: expected an answer with retCode, found HTTP ${answer.status} with ${answer.text.length} characters`);
}

/** Bybit names the moment at which its window starts anew. */
function retryAfter(answer: HttpAnswer): { retryAfterMs?: number } {
  const reset = Number(answer.headers['x-bapi-limit-reset-timestamp']);
  const now = Number(answer.headers.timenow ?? Date.parse(String(answer.headers.date ?? '')));
  return reset > 0 && now > 0 && reset > now ? { retryAfterMs: reset - now } : {};
}
