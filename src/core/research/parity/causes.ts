/** Why a session and its backtest differ: the closed list, in order of precedence, and the evidence each cause asks for. */

import type { Words } from '../../domain/parameters.ts';
import { type Candles, startedBefore } from '../../market/candles.ts';
import { OWNER_ID } from '../../trading/engine/owner.ts';
import { SIGNAL_ID } from '../../trading/engine/signal-slot.ts';
import type { DecidedOrder } from './account-record.ts';
import type { SessionRecord } from './session-record.ts';
import type { Found } from './walk.ts';

/** The first that finds its evidence counts. `carried` is given only where the session, decided again from its own state, came out the same. */
export const CAUSES = {
  manual: { en: 'by hand: the owner, or somebody at the venue', es: 'a mano: el dueño, o alguien en el mercado' },
  signal: { en: 'a signal from outside, between two candles', es: 'una señal externa, entre dos velas' },
  mode: { en: 'the mode in force', es: 'el modo vigente' },
  'refused-here': { en: 'refused in the session', es: 'rechazada en la sesión' },
  'refused-there': { en: 'refused in the backtest', es: 'rechazada en la simulación' },
  'venue-rejected': { en: 'rejected by the venue', es: 'rechazada por el mercado' },
  'never-arrived': { en: 'never arrived at the venue', es: 'nunca llegó al mercado' },
  cancelled: { en: 'cancelled or expired before it filled', es: 'cancelada o caducada antes de ejecutarse' },
  restart: { en: 'the trader was started again in between', es: 'el programa se reinició entretanto' },
  'feed-gap': { en: 'candles the session never received', es: 'velas que la sesión no recibió' },
  'candle-differs': { en: 'candles the session saw with other figures', es: 'velas que la sesión vio con otras cifras' },
  'watched-here': { en: 'watched here, not at the venue', es: 'vigilada aquí, no en el mercado' },
  'intrabar-order': { en: 'the order of stop and target inside a candle', es: 'el orden de límite y objetivo dentro de una vela' },
  queue: { en: 'the turn of a resting order', es: 'el turno de una orden en espera' },
  'no-volume': {
    en: 'a candle without volume, in which the model fills nothing',
    es: 'una vela sin volumen, en la que el modelo no ejecuta nada',
  },
  latency: { en: 'time on the way', es: 'tiempo de camino' },
  'partial-fill': { en: 'only partly filled', es: 'ejecutada solo en parte' },
  rounding: { en: 'rounding to a tick, a lot or a cent', es: 'redondeo al paso de precio, de cantidad o al céntimo' },
  slippage: { en: 'slippage beyond the model', es: 'deslizamiento distinto del modelo' },
  'fee-tier': { en: 'another fee than configured', es: 'otra comisión que la configurada' },
  funding: { en: 'another funding payment', es: 'otro pago de financiación' },
  carried: { en: 'follows from an earlier difference', es: 'se deriva de una diferencia anterior' },
  unexplained: { en: 'unexplained', es: 'sin explicar' },
} as const satisfies Readonly<Record<string, Words>>;

export type Cause = keyof typeof CAUSES;

export interface Explained {
  readonly cause: Cause;
  /** One sentence: what in the records shows it. */
  readonly evidence: string;
}

/** What the evidence is looked for in. */
export interface Evidence {
  readonly session: SessionRecord;
  /** The session traded at an outside venue. */
  readonly outside: boolean;
  /** What the session saw of an instrument. */
  readonly candlesOf: (instrumentId: string) => Candles | undefined;
  /** Smallest steps of an instrument's price and quantity. */
  readonly stepsOf: (instrumentId: string) => { readonly tick: number; readonly lot: number };
}

type Rule = (found: Found, evidence: Evidence) => string | null;

/** Where both sides are filled by the one model these can't be, and nothing is put down to them. */
const OUTSIDE_ONLY: ReadonlySet<Cause> = new Set<Cause>([
  'signal',
  'watched-here',
  'intrabar-order',
  'queue',
  'no-volume',
  'latency',
  'partial-fill',
  'rounding',
]);

const RULES: readonly (readonly [Exclude<Cause, 'feed-gap' | 'candle-differs' | 'carried' | 'unexplained'>, Rule])[] = [
  ['manual', isManual],
  ['signal', isSignal],
  ['mode', (found) => (found.refusal && isModeCode(found.refusal.code) ? refusalText(found.refusal) : null)],
  ['refused-here', (found) => (found.refusal?.by === 'session' ? refusalText(found.refusal) : null)],
  ['refused-there', (found) => (found.refusal?.by === 'backtest' ? refusalText(found.refusal) : null)],
  ['venue-rejected', (found, evidence) => endText(found, evidence, ({ status, code }) => status === 'rejected' && !NOT_ARRIVED.has(code))],
  ['never-arrived', (found, evidence) => endText(found, evidence, ({ code }) => NOT_ARRIVED.has(code))],
  ['cancelled', (found, evidence) => endText(found, evidence, ({ status }) => status === 'cancelled' || status === 'expired')],
  ['restart', startBetween],
  ['watched-here', isWatchedHere],
  ['intrabar-order', isOtherExit],
  ['queue', isResting],
  ['no-volume', isWithoutVolume],
  ['latency', isLate],
  ['partial-fill', isPartial],
  ['rounding', isRounding],
  ['slippage', (found) => (found.aspect === 'price' ? slippageText(found) : null)],
  ['fee-tier', (found) => (found.aspect === 'fee' ? `${found.session} of the value was charged, ${found.backtest} is configured` : null)],
  ['funding', (found) => (found.aspect === 'funding' ? `${found.session} was paid, ${found.backtest} expected` : null)],
];

/** A trade by hand is told within its candle, or the next one. */
const STRAY_WITHIN_MS = 120_000;

/** Codes of a broker that has been told, or has concluded, that the venue never had the order. */
const NOT_ARRIVED: ReadonlySet<string> = new Set(['NEVER_ARRIVED', 'VENUE_FORGOT', 'ORDER_NOT_SENT', 'JOURNAL_FAILED']);

/** The one cause of a difference that begins here. */
export function explain(found: Found, evidence: Evidence): Explained {
  for (const [cause, rule] of RULES) {
    if (OUTSIDE_ONLY.has(cause) && !evidence.outside) continue;
    const text = rule(found, evidence);
    if (text !== null) return { cause, evidence: text };
  }
  return { cause: 'unexplained', evidence: 'nothing in the journal says why' };
}

export function isModeCode(code: string): boolean {
  return code.startsWith('MODE_');
}

export function refusalText({ code, message }: { readonly code: string; readonly message: string }): string {
  return message ? `${code}: ${message}` : code;
}

/** Sent by a signal while a candle was under way, or the protection of such an entry: the model fills at opens and what rests since a close. */
function isSignal(found: Found, evidence: Evidence): string | null {
  const order = found.aspect === 'extra' ? orderOf(found, evidence) : undefined;
  if (found.strategyId !== SIGNAL_ID || order === undefined || order.event === 'close') return null;
  return `${order.record.reason || order.record.purpose}, journal entry ${order.sequence}`;
}

function isManual({ aspect, strategyId, instrumentId, purpose, side, orderId, at }: Found, evidence: Evidence): string | null {
  const { session } = evidence;
  if (strategyId === OWNER_ID || purpose === 'owner') return 'an order of the owner, which no strategy asked for';
  if (aspect !== 'extra') return null;
  const approval = session.approvals.find(({ sequence }) => sequence === (orderId === null ? 0 : session.orders.get(orderId)?.sequence));
  if (approval !== undefined) return `approved by ${approval.record.by}, journal entry ${approval.sequence}`;
  if (orderId !== null) return null;
  const stray = session.strays.find(
    (one) =>
      one.strategyId === strategyId && one.instrumentId === instrumentId && one.side === side && Math.abs(one.at - at) <= STRAY_WITHIN_MS,
  );
  return stray === undefined ? null : `done outside, as the session told: ${stray.side} ${stray.quantity} at ${stray.price}`;
}

/** The order of a fill that is missing or too small has ended in a way the journal tells. */
function endText(found: Found, evidence: Evidence, isIt: (done: NonNullable<DecidedOrder['done']>) => boolean): string | null {
  const { aspect, filled } = found;
  if (aspect !== 'missed' && !(aspect === 'size' && filled !== undefined && filled.session.quantity < filled.backtest.quantity))
    return null;
  const order = orderOf(found, evidence);
  if (!order?.done || !isIt(order.done)) return null;
  const { status, code, at } = order.done;
  return `its order ended ${status}${code ? ` (${code})` : ''} at ${new Date(at).toISOString()}`;
}

/** What was under way when the process ended may have been lost with it: an order decided before a start and looked for after it. */
function startBetween(found: Found, evidence: Evidence): string | null {
  const order = orderOf(found, evidence);
  if (order === undefined || found.aspect === 'fee' || found.aspect === 'price') return null;
  const start = evidence.session.starts.find(({ sequence }) => sequence > order.sequence && sequence < found.sequence);
  return start === undefined ? null : `started again at journal entry ${start.sequence}, between the decision and the fill`;
}

/** Less than the order asked for, and the order did not end as filled at once. */
function isPartial(found: Found, evidence: Evidence): string | null {
  const { aspect, filled } = found;
  if (aspect !== 'size' || filled === undefined || filled.session.quantity >= filled.backtest.quantity) return null;
  const order = orderOf(found, evidence);
  if (order === undefined || (order.done?.status === 'filled' && order.done.at === filled.session.at)) return null;
  const share = (100 * filled.session.quantity) / filled.backtest.quantity;
  return `${share.toFixed(1)} % of the quantity was filled at that time`;
}

function isRounding({ aspect, filled, instrumentId }: Found, { stepsOf }: Evidence): string | null {
  if (filled === undefined) return null;
  const { tick, lot } = stepsOf(instrumentId);
  const within = (a: number, b: number, step: number) => Math.abs(a - b) <= step * (1 + 1e-9);
  if (aspect === 'price' && within(filled.session.price, filled.backtest.price, tick)) return 'not more than one tick';
  if (aspect === 'size' && within(filled.session.quantity, filled.backtest.quantity, lot)) return 'not more than one lot';
  return null;
}

/** How much worse (positive) than the model a fill was, as a ratio of the model's price. */
export function slippageRatio({ side, filled }: Pick<Found, 'side' | 'filled'>): number {
  if (filled === undefined) return Number.NaN;
  return (side === 'sell' ? -1 : 1) * (filled.session.price / filled.backtest.price - 1);
}

function slippageText(found: Found): string {
  const bps = slippageRatio(found) * 10_000;
  return `${Math.abs(bps).toFixed(1)} bps ${bps > 0 ? 'worse' : 'better'} than the model's ${found.backtest}`;
}

/** Decided between candles: a target that is watched here, an exit tried again, a position without its stop. A backtest decides at closes only. */
function isWatchedHere(found: Found, evidence: Evidence): string | null {
  const order = found.aspect === 'extra' ? orderOf(found, evidence) : undefined;
  if (order === undefined || order.record.purpose !== 'exit') return null;
  return order.event === 'venue' || order.event === 'command'
    ? `decided between two candles (${order.record.reason}), journal entry ${order.sequence}`
    : null;
}

/** In one candle both sides left the position, one by its stop and one by its target: both levels were in the candle, and the model takes the stop first. */
function isOtherExit({ twin }: Found): string | null {
  return twin === undefined ? null : `left by ${twin.session} in the session and by ${twin.backtest} in the model, in the same candle`;
}

/** A limit order that one side filled and the other did not: the model fills it when the price has passed it, and not more than a tenth of the volume. */
function isResting(found: Found, evidence: Evidence): string | null {
  if (found.aspect !== 'missed' && found.aspect !== 'extra' && found.aspect !== 'size') return null;
  const order = orderOf(found, evidence);
  if (order?.record.type !== 'limit') return null;
  return `a limit order at ${order.record.limitPrice}: the model fills it once the price has passed it, a tenth of the volume at most`;
}

/** A fill of the session's in the candle that closes here, in which nothing was traded by the candle's own account. */
function isWithoutVolume({ aspect, instrumentId, at }: Found, { candlesOf }: Evidence): string | null {
  const candles = aspect === 'extra' ? candlesOf(instrumentId) : undefined;
  if (candles === undefined || !candles.hasVolume) return null;
  const start = startedBefore(candles, at) - 1;
  return start >= 0 && candles.volume[start] === 0
    ? `the candle of ${new Date(candles.time[start] as number).toISOString()} has no volume`
    : null;
}

/** The same order filled, but in another candle. */
function isLate(found: Found, { session }: Evidence): string | null {
  if (found.aspect === 'time') return timeText(found);
  if (found.aspect !== 'missed' || found.orderId === null) return null;
  // What is told between two closes has the time of the first: the journal knows what came later.
  const fill = session.fills.find((one) => one.orderId === found.orderId && one.sequence > found.sequence);
  if (fill === undefined) return null;
  const late = fill.at > found.at ? `${((fill.at - found.at) / 1000).toFixed(1)} s` : 'a moment';
  return `filled at ${fill.price}, ${late} after the candle in which the model fills it`;
}

function timeText({ filled }: Found): string {
  const late = filled === undefined ? Number.NaN : filled.session.at - filled.backtest.at;
  return `filled ${Math.abs(late)} ms ${late > 0 ? 'later' : 'earlier'} than in the backtest`;
}

function orderOf({ orderId }: Found, { session }: Evidence): DecidedOrder | undefined {
  return orderId === null ? undefined : session.orders.get(orderId);
}
