/** Alerts on prices and on the portfolio: conditions, what they have sent, and whether it arrived. */

import { z } from 'zod';
import { decimalText, identifier, instant, ratio, words } from '../values.ts';
import { day } from './money.ts';

const of = { instrument: identifier };
/** What is watched for. Ratios: 0.05 is 5 %. */
export const alertCondition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('price-above'), ...of, level: decimalText }),
  z.strictObject({ kind: z.literal('price-below'), ...of, level: decimalText }),
  z.strictObject({ kind: z.literal('move'), ...of, ratio: z.number().min(0.001).max(10), hours: z.number().int().min(1).max(8760) }),
  z.strictObject({ kind: z.literal('target-reached'), ...of }),
  z.strictObject({ kind: z.literal('rsi-above'), ...of, level: z.number().min(0).max(100) }),
  z.strictObject({ kind: z.literal('rsi-below'), ...of, level: z.number().min(0).max(100) }),
  z.strictObject({
    kind: z.literal('drift'),
    by: z.enum(['instrument', 'kind', 'category', 'account', 'currency']),
    key: z.string().max(120).nullable(),
  }),
  z.strictObject({ kind: z.literal('stale-quote'), ...of }),
  z.strictObject({ kind: z.literal('date'), ...of, day, what: z.string().min(1).max(200), daysBefore: z.number().int().min(0).max(60) }),
]);
export const alertInput = z.strictObject({
  condition: alertCondition,
  repeat: z.enum(['once', 'daily', 'always']).default('always'),
  cooldownMinutes: z.number().int().min(0).max(43_200).default(0),
  /** Of the level, or in RSI points; the default of the condition where null. */
  hysteresis: z.number().min(0).max(50).nullable().default(null),
  channels: z
    .array(z.enum(['panel', 'telegram', 'email']))
    .min(1)
    .default(['panel']),
  note: z.string().max(500).default(''),
  isOn: z.boolean().default(true),
});
export const alertEvent = z.object({
  /** Rises by one: what a client has seen. */
  sequence: z.number().int(),
  alert: z.number().int(),
  at: instant,
  title: words,
  text: words,
  value: z.number().nullable(),
  distance: ratio.nullable(),
  receipts: z.array(
    z.object({
      channel: z.string(),
      state: z.enum(['waiting', 'sent', 'failed', 'seen']),
      at: instant.nullable(),
      trouble: z.string().nullable(),
    }),
  ),
});

export const alertTold = z.object({
  id: z.number().int(),
  input: alertInput,
  title: words,
  /** `waits`: the value has to come back over the level first. `done`: it was to fire once. */
  state: z.enum(['armed', 'waits', 'done', 'off', 'new']),
  lastValue: z.number().nullable(),
  level: z.number().nullable(),
  lastAt: instant.nullable(),
  firedAt: instant.nullable(),
  /** Why it can't be looked at now. */
  refused: words.nullable(),
});
export const alertList = z.object({ rows: z.array(alertTold) });
export const alertEvents = z.object({ rows: z.array(alertEvent), last: z.number().int() });

/** What the stream of alerts says: how far it is, then each event once, in order. */
export const alertFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('begin'), after: z.number().int(), last: z.number().int() }),
  z.object({ type: z.literal('alert'), event: alertEvent }),
]);

export type AlertTold = z.infer<typeof alertTold>;
export type AlertFrame = z.infer<typeof alertFrame>;
export type AlertInput = z.infer<typeof alertInput>;
export type AlertEvent = z.infer<typeof alertEvent>;
