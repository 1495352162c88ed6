/** The four lists of the journal, once each: where they are, what they are narrowed and ordered by, and who is asked for them. */

import type { ArchivePage, Counts, DecisionCounts, EventCounts, FillCounts, OrderCounts } from '../../../src/api/archive.ts';
import type { LiveMessage } from '../../../src/api/live.ts';
import type { Decision, Fill, Order, SessionEvent } from '../../../src/api/records.ts';
import { OPERATIONS } from '../../api/operations.ts';
import { ask } from '../../live/requests.ts';
import type { Shape } from './address.ts';

export type ListName = 'decisions' | 'orders' | 'executions' | 'events';
type Query = Readonly<Record<string, string>>;

export interface List<Row> extends Shape {
  readonly name: ListName;
  readonly path: string;
  /** Facets with counts beside them, in the order they are shown. */
  readonly counted: readonly string[];
  readonly page: (query: Query) => Promise<ArchivePage<Row>>;
  readonly counts: (query: Query) => Promise<Counts>;
  readonly keyOf: (row: Row) => string;
  readonly at: (row: Row) => number;
  /** The row a message of the live stream brings. */
  readonly told: (message: LiveMessage) => Row | null;
  /** Value of each facet, for rows that have just arrived; undefined where the row does not say. */
  readonly traits: (row: Row) => Readonly<Record<string, string | null | undefined>>;
  /** What a search looks at the beginning of. */
  readonly names: (row: Row) => readonly (string | null)[];
  /** Where the list is given as a file. */
  readonly file: string;
}

const pathOf = (id: keyof typeof OPERATIONS): string => OPERATIONS[id][1];
const asked =
  <Answer>(id: keyof typeof OPERATIONS) =>
  (query: Query): Promise<Answer> =>
    ask<Answer>(pathOf(id), { query });

const DECISION_FACETS = [
  'outcome',
  'code',
  'strategyId',
  'instrumentId',
  'action',
  'side',
  'mode',
] as const satisfies readonly (keyof DecisionCounts['facets'])[];
const ORDER_FACETS = [
  'status',
  'purpose',
  'strategyId',
  'instrumentId',
  'side',
  'type',
] as const satisfies readonly (keyof OrderCounts['facets'])[];
const FILL_FACETS = ['kind', 'strategyId', 'instrumentId', 'side', 'liquidity'] as const satisfies readonly (keyof FillCounts['facets'])[];
const EVENT_FACETS = ['severity', 'kind', 'code'] as const satisfies readonly (keyof EventCounts['facets'])[];

export const DECISIONS: List<Decision> = {
  name: 'decisions',
  path: '/journal',
  facets: DECISION_FACETS,
  counted: DECISION_FACETS,
  sorts: ['time', 'strategy', 'instrument', 'code', 'confidence'],
  page: asked('archive.decisions'),
  counts: asked('archive.decisionCounts'),
  keyOf: ({ decisionId }) => decisionId,
  at: ({ at }) => at,
  told: (message) => (message.type === 'decision' ? message.decision : null),
  traits: ({ outcome, refusal, strategyId, instrumentId, action, side }) => ({
    ...{ outcome, code: refusal?.code ?? null, strategyId, instrumentId, action, side },
  }),
  names: ({ decisionId, orderId, strategyId, instrumentId, refusal }) => [
    decisionId,
    orderId,
    strategyId,
    instrumentId,
    refusal?.code ?? null,
  ],
  file: pathOf('archive.exportDecisions'),
};

export const ORDERS: List<Order> = {
  name: 'orders',
  path: '/journal/orders',
  facets: [...ORDER_FACETS, 'orderId'],
  counted: ORDER_FACETS,
  sorts: ['time', 'strategy', 'instrument'],
  page: asked('archive.orders'),
  counts: asked('archive.orderCounts'),
  keyOf: ({ orderId }) => orderId,
  at: ({ createdAt }) => createdAt,
  told: (message) => (message.type === 'order' ? message.order : null),
  traits: ({ status, purpose, strategyId, instrumentId, side, type, orderId }) => ({
    ...{ status, purpose, strategyId, instrumentId, side, type, orderId },
  }),
  names: ({ orderId, clientOrderId, strategyId, instrumentId }) => [orderId, clientOrderId, strategyId, instrumentId],
  file: pathOf('archive.exportOrders'),
};

export const EXECUTIONS: List<Fill> = {
  name: 'executions',
  path: '/journal/executions',
  facets: [...FILL_FACETS, 'orderId'],
  counted: FILL_FACETS,
  sorts: ['time', 'strategy', 'instrument'],
  page: asked('archive.fills'),
  counts: asked('archive.fillCounts'),
  keyOf: ({ fillId }) => fillId,
  at: ({ at }) => at,
  told: (message) => (message.type === 'fill' ? message.fill : null),
  traits: ({ kind, strategyId, instrumentId, side, liquidity, orderId }) => ({ kind, strategyId, instrumentId, side, liquidity, orderId }),
  names: ({ fillId, orderId, strategyId, instrumentId }) => [fillId, orderId, strategyId, instrumentId],
  file: pathOf('archive.exportFills'),
};

export const EVENTS: List<SessionEvent> = {
  name: 'events',
  path: '/journal/events',
  facets: EVENT_FACETS,
  counted: EVENT_FACETS,
  sorts: ['time'],
  page: asked('archive.events'),
  counts: asked('archive.eventCounts'),
  keyOf: ({ eventId }) => eventId,
  at: ({ at }) => at,
  // What is no journal entry is not in the recorded history.
  told: (message) => (message.type === 'event' && message.event.journalSequence !== null ? message.event : null),
  traits: ({ severity, kind, code }) => ({ severity, kind, code }),
  names: ({ eventId, code }) => [eventId, code],
  file: pathOf('archive.exportEvents'),
};

export const LISTS = [DECISIONS, ORDERS, EXECUTIONS, EVENTS] as const;

/** Whether a row that has just arrived is one of those the filter asks for. */
export function isAskedFor<Row>(list: List<Row>, filter: Query, row: Row): boolean {
  const at = list.at(row);
  if (at < Number(filter.from ?? Number.NEGATIVE_INFINITY) || at >= Number(filter.to ?? Number.POSITIVE_INFINITY)) return false;
  const traits = list.traits(row);
  const isOfFacets = list.facets.every((facet) => {
    const [wanted, value] = [filter[facet], traits[facet]];
    return wanted === undefined || value === undefined || (value !== null && wanted.split(',').includes(value));
  });
  const prefix = filter.prefix?.toLowerCase();
  return isOfFacets && (prefix === undefined || list.names(row).some((name) => name?.toLowerCase().startsWith(prefix)));
}
