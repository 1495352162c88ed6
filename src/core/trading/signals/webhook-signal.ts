/** A signal from outside as it comes in: the schema of its body, field by field. A field that is not known is refused: a mistyped stop must not be lost. */

import { accepted, type Refusal, type Result, refused } from '../../domain/result.ts';

export const SIGNAL_KINDS = ['LONG_ENTRY', 'SHORT_ENTRY', 'EXIT', 'UPDATE'] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** As sent, checked, with defaults filled in. Prices in quote units; percentages are percentages here and ratios from the wish on. */
export interface WebhookSignal {
  readonly kind: SignalKind;
  readonly symbol: string;
  readonly tf: string;
  readonly strategy: string;
  readonly side: 'long' | 'short' | null;
  readonly price: number | null;
  readonly risk_pct: number | null;
  readonly leverage: number | null;
  readonly sl: number | null;
  readonly tp1: number | null;
  readonly tp2: number | null;
  readonly tp1_close_pct: number;
  readonly move_sl_to_be_on_tp1: boolean;
  readonly post_only: boolean;
  readonly confirmations: number | null;
  readonly risk_score: number | null;
  /** 0 to 1; null when the sender has none. */
  readonly confidence: number | null;
  /** Everything is done but sending. */
  readonly dry_run: boolean;
  /** Sent by the injection tool, which real money refuses. */
  readonly injected: boolean;
  readonly nonce: string | null;
  readonly idempotency_key: string | null;
}

type Read = (value: unknown) => unknown;
interface Field {
  readonly expected: string;
  /** The value, or undefined when it is not what was expected. */
  readonly read: Read;
  /** What stands for an absent field; none when the field must be there. */
  readonly absent?: unknown;
}

/** Senders that fill templates write numbers as text. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
const numberWhere =
  (holds: (value: number) => boolean): Read =>
  (value) => {
    const number = numberOf(value);
    return number !== undefined && holds(number) ? number : undefined;
  };
const textLike =
  (shape: RegExp): Read =>
  (value) =>
    typeof value === 'string' && shape.test(value) ? value : undefined;

const PRICE: Field = { expected: 'a price above 0', read: numberWhere((value) => value > 0), absent: null };
const FLAG: Field = { expected: 'true or false', read: (value) => (typeof value === 'boolean' ? value : undefined), absent: false };
const KEY: Field = { expected: '8 to 100 letters, digits, ".", "_", ":" or "-"', read: textLike(/^[\w.:-]{8,100}$/), absent: null };
const SIDES: Readonly<Record<string, 'long' | 'short'>> = { long: 'long', buy: 'long', short: 'short', sell: 'short' };

const FIELDS: Readonly<Record<keyof WebhookSignal, Field>> = {
  kind: { expected: SIGNAL_KINDS.join(', '), read: (value) => SIGNAL_KINDS.find((kind) => kind === value) },
  symbol: { expected: 'a symbol such as BTCUSDT', read: textLike(/^[A-Za-z0-9][A-Za-z0-9./:_-]{0,39}$/) },
  tf: { expected: 'a timeframe such as 15m or 4h', read: textLike(/^[1-9]\d{0,3}[smhdw]$/) },
  // Ids are kebab-case file names; snake_case is an alias wherever an id is read.
  strategy: {
    expected: 'the name of the strategy, such as ema-breakout',
    read: (value) => (typeof value === 'string' && /^[a-z0-9][a-z0-9_-]{0,63}$/.test(value) ? value.replaceAll('_', '-') : undefined),
  },
  side: { expected: 'long, short, buy or sell', read: (value) => SIDES[String(value).toLowerCase()], absent: null },
  price: PRICE,
  risk_pct: { expected: 'a percentage above 0 and at most 100', read: numberWhere((value) => value > 0 && value <= 100), absent: null },
  leverage: { expected: 'a number above 0', read: numberWhere((value) => value > 0), absent: null },
  sl: PRICE,
  tp1: PRICE,
  tp2: PRICE,
  tp1_close_pct: { expected: 'a percentage above 0 and at most 100', read: numberWhere((value) => value > 0 && value <= 100), absent: 50 },
  move_sl_to_be_on_tp1: { ...FLAG, absent: true },
  post_only: FLAG,
  confirmations: {
    expected: 'a whole number from 0',
    read: numberWhere((value) => Number.isSafeInteger(value) && value >= 0),
    absent: null,
  },
  risk_score: { expected: 'a number', read: numberWhere(() => true), absent: null },
  confidence: { expected: 'a number from 0 to 1', read: numberWhere((value) => value >= 0 && value <= 1), absent: null },
  dry_run: FLAG,
  injected: FLAG,
  nonce: KEY,
  idempotency_key: KEY,
};

/** Reads a body. Refusal SIGNAL_SCHEMA names the field, what was expected and what came. */
export function readSignal(body: unknown): Result<WebhookSignal> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return schema('the body: expected one JSON object');
  const given = body as Readonly<Record<string, unknown>>;
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(FIELDS, name));
  if (stranger !== undefined) return schema(`${shown(stranger)}: no such field; expected ${Object.keys(FIELDS).join(', ')}`);
  const signal: Record<string, unknown> = {};
  for (const [name, { expected, read, absent }] of Object.entries(FIELDS)) {
    const value = given[name];
    const isAbsent = value === undefined || value === null;
    const known = isAbsent ? absent : read(value);
    if (known === undefined) return schema(`${name}: expected ${expected}, found ${isAbsent ? 'nothing' : shown(value)}`);
    signal[name] = known;
  }
  const read = signal as unknown as WebhookSignal;
  const fault = faultOf(read);
  return fault === null ? accepted(read) : schema(fault);
}

/** What can be wrong between fields that are each right. */
function faultOf(signal: WebhookSignal): string | null {
  const { kind, side, price, sl, tp1, tp2 } = signal;
  const isEntry = kind === 'LONG_ENTRY' || kind === 'SHORT_ENTRY';
  const direction = kind === 'LONG_ENTRY' ? 'long' : kind === 'SHORT_ENTRY' ? 'short' : side;
  if (isEntry && side !== null && side !== direction) return `side: expected ${direction} with ${kind}, found ${side}`;
  if (isEntry && sl === null) return 'sl: expected the price of the protective stop, found nothing; no position is opened without one';
  if (isEntry && signal.post_only && price === null) return 'price: expected the limit price of a post-only entry, found nothing';
  if (kind === 'UPDATE' && sl === null && tp1 === null) return 'sl: expected a new sl, tp1 or both in an UPDATE, found neither';
  if (tp2 !== null && tp1 === null) return 'tp1: expected it with tp2, found nothing';
  if (direction === null) return null;
  const named = Object.entries({ sl, price, tp1, tp2 }).filter((entry): entry is [string, number] => entry[1] !== null);
  const rises = direction === 'long';
  const wrong = named.findIndex(([, value], i) => i > 0 && (rises ? value <= (named[i - 1]?.[1] ?? 0) : value >= (named[i - 1]?.[1] ?? 0)));
  if (wrong < 0) return null;
  const [before, after] = [named[wrong - 1], named[wrong]];
  return `${after?.[0]}: expected it ${rises ? 'above' : 'below'} ${before?.[0]} (${before?.[1]}) for a ${direction} position, found ${after?.[1]}`;
}

function schema(message: string): { ok: false; refusal: Refusal } {
  return refused('SIGNAL_SCHEMA', message);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
