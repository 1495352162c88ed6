/** Questions about the whole recorded history of an account: filters, orders, pages by cursor, counts, one decision in full, exports. */

import { z } from 'zod';
import { decision, event, fill, order, orderProgress } from './records.ts';
import { askedInstant, code, decimalText, identifier, instant, journalSequence, modeName, orderSide } from './values.ts';

/** One value, several, or several in one text with commas between them, as an address has them. */
const anyOf = <T extends z.ZodType>(one: T) =>
  z
    .preprocess(
      (given) =>
        given === undefined ? undefined : [given].flat().flatMap((part) => (typeof part === 'string' ? part.split(',') : [part])),
      z.array(one).min(1).max(100).optional(),
    )
    .optional();

/** `true` and `false` as an address has them. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).optional();

const span = {
  /** From this instant on. */
  from: askedInstant.optional(),
  /** Up to this instant, which is not included. */
  to: askedInstant.optional(),
};
const slot = { strategyId: anyOf(identifier), instrumentId: anyOf(identifier) };
/** What an id, a strategy, an instrument or a code begins with, in capitals or not. Ids of decisions from `epoch-sequence` on, order numbers as they are. */
const prefix = { prefix: z.string().trim().min(1).max(120).optional() };

export const decisionFilter = z.object({
  ...span,
  ...slot,
  ...prefix,
  action: anyOf(decision.shape.action),
  side: anyOf(decision.shape.side),
  outcome: anyOf(decision.shape.outcome),
  /** Of the refusal. */
  code: anyOf(code),
  /** In force when it was decided. */
  mode: anyOf(modeName),
  withOrder: flag,
  /** Both included. Decisions without a confidence have none. */
  minConfidence: z.coerce.number().min(0).max(1).optional(),
  maxConfidence: z.coerce.number().min(0).max(1).optional(),
});
export const orderFilter = z.object({
  ...span,
  ...slot,
  ...prefix,
  side: anyOf(orderSide),
  status: anyOf(order.shape.status),
  purpose: anyOf(order.shape.purpose),
  type: anyOf(order.shape.type),
  /** This one and no other. */
  orderId: identifier.optional(),
});
export const fillFilter = z.object({
  ...span,
  ...slot,
  ...prefix,
  side: anyOf(orderSide),
  kind: anyOf(fill.shape.kind),
  liquidity: anyOf(fill.shape.liquidity),
  orderId: identifier.optional(),
});
export const eventFilter = z.object({
  ...span,
  ...prefix,
  kind: anyOf(event.shape.kind),
  severity: anyOf(event.shape.severity),
  code: anyOf(code),
});

/** Which page: `cursor` as an answer gave it, to the same filter and order. */
const paging = {
  descending: flag.default(true),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(1000).optional(),
};
const decisionSort = z.enum(['time', 'strategy', 'instrument', 'code', 'confidence']);
export const decisionSearch = decisionFilter.extend({ sort: decisionSort.default('time'), ...paging });
export const orderSearch = orderFilter.extend({ sort: z.enum(['time', 'strategy', 'instrument']).default('time'), ...paging });
export const fillSearch = fillFilter.extend({ sort: z.enum(['time', 'strategy', 'instrument']).default('time'), ...paging });
export const eventSearch = eventFilter.extend({ sort: z.enum(['time']).default('time'), ...paging });

const pageOf = <T extends z.ZodType>(row: T) =>
  z.object({
    rows: z.array(row),
    /** Cursor of the page after and before this one; null where there is none. */
    next: z.string().nullable(),
    previous: z.string().nullable(),
  });
export const archivedDecisions = pageOf(decision);
export const archivedOrders = pageOf(order);
export const archivedFills = pageOf(fill);
export const archivedEvents = pageOf(event);

/** A count: exact, or as near as it is known without reading everything. */
const amount = z.object({ count: z.number().int().nonnegative(), isExact: z.boolean() });
const facet = z.array(z.object({ value: z.string(), count: z.number().int().nonnegative() }));

/**
 * How many there are, and how many of each value, most frequent first: of each facet as if it were not filtered by itself, so that one more of its
 * values can be chosen. Where `total` is not exact, neither are they.
 */
const countsOf = <F extends string>(facets: readonly F[]) =>
  z.object({
    total: amount,
    facets: z.object(Object.fromEntries(facets.map((name) => [name, facet])) as Record<F, typeof facet>),
    /** By UTC hour, day or month; spans in which nothing happened are left out. */
    histogram: z.object({
      span: z.enum(['hour', 'day', 'month']),
      /** `refused`: decisions, and orders the venue rejected. */
      bars: z.array(z.object({ at: instant, count: z.number().int(), refused: z.number().int() })),
    }),
    /** The history is known up to this journal entry. */
    upTo: z.number().int().nonnegative(),
  });
export const DECISION_FACETS = ['strategyId', 'instrumentId', 'action', 'side', 'outcome', 'code', 'mode'] as const;
export const ORDER_FACETS = ['strategyId', 'instrumentId', 'side', 'status', 'purpose', 'type'] as const;
export const FILL_FACETS = ['strategyId', 'instrumentId', 'side', 'kind', 'liquidity'] as const;
export const EVENT_FACETS = ['kind', 'severity', 'code'] as const;
export const decisionCounts = countsOf(DECISION_FACETS);
export const orderCounts = countsOf(ORDER_FACETS);
export const fillCounts = countsOf(FILL_FACETS);
export const eventCounts = countsOf(EVENT_FACETS);

/** A change in an order's life after it was placed: how far it came on its way to the venue, new terms (`working`), or its end. */
export const orderChange = z.object({
  at: instant,
  status: z.enum([...order.shape.status.options, ...orderProgress.shape.stage.options]),
  /** Its name at the venue, where the change is about its way there and that is known. */
  venueOrderId: z.string().nullable(),
  /** Why it ended, in the rule's or the venue's own word. */
  code: z.string().nullable(),
  quantity: decimalText.nullable(),
  limitPrice: decimalText.nullable(),
  stopPrice: decimalText.nullable(),
  /** Of new terms: what gave them, null (or absent) where that was not recorded yet. `size`: the position has another size, and its stop may go by the average price. */
  cause: z.enum(['owner', 'strategy', 'trail', 'break-even', 'signal', 'size']).nullable().optional(),
  /** Whose act it was: the owner's account or command line, or the strategy that a signal names. */
  by: z.string().nullable().optional(),
  journalSequence,
});

/** One decision in full: as it was judged, what it led to, and the mode in force. */
export const decisionInFull = z.object({
  decision,
  mode: modeName,
  order: order.nullable(),
  changes: z.array(orderChange),
  fills: z.array(fill),
});

/** One order in full: with the decision that wanted it and the mode it was decided in, where one is recorded, and everything that became of it. */
export const orderInFull = z.object({
  order,
  decision: decision.nullable(),
  mode: modeName.nullable(),
  /** Of what protects or closes a position: the order that opened it last before, with its decision. Null for an entry, and where none is recorded. */
  opened: z.object({ orderId: identifier, decisionId: identifier.nullable() }).nullable(),
  changes: z.array(orderChange),
  fills: z.array(fill),
});

export const exportFormat = z.enum(['csv', 'json', 'xlsx']);
/** Of a file in one of them. */
export const EXPORT_TYPES = ['text/csv', 'application/json', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] as const;
const asFile = { format: exportFormat.default('csv') };
const paged = { limit: true, cursor: true } as const;
export const decisionExport = decisionSearch.omit(paged).extend(asFile);
export const orderExport = orderSearch.omit(paged).extend(asFile);
export const fillExport = fillSearch.omit(paged).extend(asFile);
export const eventExport = eventSearch.omit(paged).extend(asFile);
/** More rows than this are not exported at once: narrow the filter. It is what one sheet of a workbook holds. */
export const MOST_EXPORTED_ROWS = 1_000_000;

export type DecisionFilter = z.infer<typeof decisionFilter>;
export type DecisionSearch = z.infer<typeof decisionSearch>;
export type OrderFilter = z.infer<typeof orderFilter>;
export type OrderSearch = z.infer<typeof orderSearch>;
export type FillFilter = z.infer<typeof fillFilter>;
export type FillSearch = z.infer<typeof fillSearch>;
export type EventFilter = z.infer<typeof eventFilter>;
export type EventSearch = z.infer<typeof eventSearch>;
export type ArchivePage<Row> = { rows: Row[]; next: string | null; previous: string | null };
export type Counts<F extends string = string> = {
  total: { count: number; isExact: boolean };
  facets: Record<F, { value: string; count: number }[]>;
  histogram: { span: 'hour' | 'day' | 'month'; bars: { at: number; count: number; refused: number }[] };
  upTo: number;
};
export type DecisionCounts = Counts<(typeof DECISION_FACETS)[number]>;
export type OrderCounts = Counts<(typeof ORDER_FACETS)[number]>;
export type FillCounts = Counts<(typeof FILL_FACETS)[number]>;
export type EventCounts = Counts<(typeof EVENT_FACETS)[number]>;
export type DecisionInFull = z.infer<typeof decisionInFull>;
export type OrderInFull = z.infer<typeof orderInFull>;
export type OrderChange = z.infer<typeof orderChange>;
export type ExportFormat = z.infer<typeof exportFormat>;
