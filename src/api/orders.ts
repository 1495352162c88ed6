/** Orders by hand: what may be asked, what risk says of it before it is sent, and what it has come to. */

import { z } from 'zod';
import { commandRefusal } from './commands.ts';
import { reason } from './reason.ts';
import { check } from './records.ts';
import { code, decimalText, identifier, instant, journalSequence, orderSide, ratio } from './values.ts';

/** Prices and quantities as typed: in whole steps of the instrument, or they are refused; nothing is rounded. */
const price = decimalText;

/** An order that opens a position: bought is long, sold is short. */
export const entryTicket = z.strictObject({
  instrumentId: identifier,
  side: orderSide,
  type: z.enum(['market', 'limit']),
  /** Of a limit order. */
  limitPrice: price.nullish().default(null),
  postOnly: z.boolean().default(false),
  /** The most that is wanted; without one it is as much as may be lost at the stop. */
  quantity: decimalText.nullish().default(null),
  /** Share of equity that may be lost at the stop, instead of a quantity: at most the risk per trade of the limits in force, which holds without one. */
  riskRatio: ratio.positive().max(1).nullish().default(null),
  /** Only a preview may be without one. */
  stopPrice: price.nullish().default(null),
  /** One for the whole position, or two of which the first closes a share of it. */
  targets: z
    .array(z.strictObject({ price, closeRatio: ratio.positive().max(1) }))
    .max(2)
    .default([]),
  /** After the first of two targets the stop goes to the entry price. */
  breakEven: z.boolean().default(false),
});

/** Now, and once the order has filled. */
const shift = <T extends z.ZodType>(value: T) => z.object({ now: value, after: value });

export const orderPreview = z.object({
  instrumentId: identifier,
  side: orderSide,
  /** Market time of the price that it is judged at, and the clock when this was made. */
  at: instant.nullable(),
  madeAt: instant,
  /** Whether it would be sent as it stands. */
  sendable: z.boolean(),
  /** Why not: of risk, with what was measured and what is allowed, or of the ticket itself. */
  refusal: z.object({ code, message: z.string(), measured: z.number().nullable(), limit: z.number().nullable() }).nullable(),
  /** What was asked for; null where risk is to size it. */
  askedQuantity: decimalText.nullable(),
  /** What would be sent, and what it is worth at the dearer of `price` and `worstPrice`; null where it is refused. */
  quantity: decimalText.nullable(),
  value: decimalText.nullable(),
  /** Codes of what makes it smaller, in order; the check of the same rule has the figures. */
  cuts: z.array(code),
  checks: z.array(check),
  /** The price it is judged at: what it would get now (the best price of the book it would meet, else the last close), or the limit where it would rest. */
  price,
  /** The worst price that it may fill at, which value, fee and loss go by: the limit of a limit order; of one at market where it is expected to fill, to the tick that is worse. Risk sizes by the limit, else by `price`. */
  worstPrice: price,
  /** What would be sent if it could fill at `price` alone; null where that is refused as well. */
  quantityAtPrice: decimalText.nullable(),
  /** What a fill is expected at: from the order book where there is one, else the price it is judged at moved by the session's slippage; never worse than a limit. */
  expectedPrice: price,
  expectedFrom: z.enum(['book', 'last-close', 'limit']),
  /** Share of the price that the fill is expected to be worse by; null where nothing is known of it. */
  slippageRatio: ratio.nullable(),
  fee: decimalText.nullable(),
  /** Lost where the stop fills at its level, the fees of both ways included. */
  lossAtStop: z.object({ money: decimalText, ratio }).nullable(),
  equity: decimalText,
  /** Market time until which a strategy with the owner's losses in a row would rest: a warning alone. Absent from an older trader. */
  restsUntil: instant.nullable().optional(),
  currency: identifier,
  /** All positions as positive values, those of the instrument with their sign, and what is free, in money and as shares of equity. */
  grossExposure: shift(z.object({ money: decimalText, ratio })),
  instrumentExposure: shift(z.object({ money: decimalText, ratio })),
  free: shift(z.object({ money: decimalText, ratio })),
  openPositions: shift(z.number().int().nonnegative()),
});

/** Which position is meant, by its own `openedAt`: a later one of the same name is left alone, with POSITION_CHANGED. Without it: whichever is there. */
const openedAt = instant.optional();

/** Made by the sender; the same id again is answered with the first answer and done once. */
const commandId = z.uuid();
const common = { commandId, reason };

export const manualAct = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('order'),
    ...common,
    /** What it will do was shown and accepted. */
    confirmed: z.literal(true),
    ticket: entryTicket,
    /** The most that was agreed to: where risk would now let more through, or the price has made it worth more, nothing is sent. */
    most: z.strictObject({ quantity: decimalText, value: decimalText }),
  }),
  z.strictObject({ kind: z.literal('cancel'), ...common, orderId: identifier }),
  z.strictObject({ kind: z.literal('close'), ...common, positionId: identifier, openedAt, quantity: decimalText.nullish().default(null) }),
  /** The stop only towards the price. What is not given stays as it is. */
  z.strictObject({
    kind: z.literal('protect'),
    ...common,
    positionId: identifier,
    openedAt,
    stopPrice: price.nullish().default(null),
    targetPrice: price.nullish().default(null),
  }),
  z.strictObject({ kind: z.literal('approve'), ...common, decisionId: identifier }),
  z.strictObject({ kind: z.literal('reject'), ...common, decisionId: identifier }),
]);

/** It was accepted and is on its way: what became of it is told by its orders. A refusal is a 409 problem with its code and figures. */
export const manualDone = z.object({
  commandId,
  /** Null where it was done while the journal could not be written. */
  journalSequence: journalSequence.nullable(),
  decisionId: identifier.nullable(),
  orderIds: z.array(identifier),
  /** Of an order: what is sent, and what has made it smaller. */
  quantity: decimalText.nullable(),
  cuts: z.array(code),
  /** Of what closes, protects or cancels: why it waits for the venue, in words; null where nothing is in its way. */
  waits: z.string().nullable().optional(),
});

export const actAsked = z.object({ commandId });
/** The newest durable entry of the journal that its sender knew of when it was sent: an act that was done stands after it. */
export const actAfter = z.object({ after: z.coerce.number().int().nonnegative().default(0) });

/** What became of an act that was sent, for whoever heard no answer: asking does nothing. */
export const actOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('done'), done: manualDone }),
  z.object({ outcome: z.literal('refused'), refusal: commandRefusal }),
  /** Nothing was done under this id, and nothing will be: should it still come, it is refused with COMMAND_GIVEN_UP. */
  z.object({ outcome: z.literal('nothing') }),
  /** On its way to the trader. */
  z.object({ outcome: z.literal('under-way') }),
  /** So much was done since, or it is another journal: look at orders and positions. */
  z.object({ outcome: z.literal('unknown') }),
]);

/** An entry that waits for the owner's yes. */
export const waitingApproval = z.object({
  decisionId: identifier,
  strategyId: identifier,
  instrumentId: identifier,
  side: orderSide,
  confidence: z.number(),
  reason: z.string(),
  stopPrice: z.number().nullable(),
  /** The stop is worked out from this price, the one of the decision, and is another where it fills elsewhere; null (or absent) where the stop's own price was named. */
  stopIfFilledAt: z.number().nullable().optional(),
  /** Market time; silence until then is a no. */
  askedAt: instant,
  expiresAt: instant,
});

export type EntryTicket = z.infer<typeof entryTicket>;
export type OrderPreview = z.infer<typeof orderPreview>;
export type ManualAct = z.infer<typeof manualAct>;
export type ActOutcome = z.infer<typeof actOutcome>;
export type ManualDone = z.infer<typeof manualDone>;
export type WaitingApproval = z.infer<typeof waitingApproval>;
