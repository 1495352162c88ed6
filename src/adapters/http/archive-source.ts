/** The port through which the web server reads the recorded history of the account that is traded. */

import type { Readable } from 'node:stream';
import type {
  ArchivePage,
  DecisionCounts,
  DecisionFilter,
  DecisionInFull,
  DecisionSearch,
  EventCounts,
  EventFilter,
  EventSearch,
  ExportFormat,
  FillCounts,
  FillFilter,
  FillSearch,
  OrderCounts,
  OrderFilter,
  OrderInFull,
  OrderSearch,
} from '../../api/archive.ts';
import type { Decision, Fill, Order, SessionEvent } from '../../api/records.ts';

/** A table on its way out. */
export interface ExportedFile {
  readonly mediaType: string;
  readonly content: Readable;
}

/** InputErrors: DATABASE_UNREACHABLE, CURSOR_INVALID, DECISION_UNKNOWN, ORDER_UNKNOWN, EXPORT_TOO_LARGE. */
export interface ArchiveSource {
  decisions(search: DecisionSearch): Promise<ArchivePage<Decision>>;
  decisionCounts(filter: DecisionFilter): Promise<DecisionCounts>;
  decision(id: string): Promise<DecisionInFull>;
  orders(search: OrderSearch): Promise<ArchivePage<Order>>;
  order(id: string): Promise<OrderInFull>;
  orderCounts(filter: OrderFilter): Promise<OrderCounts>;
  fills(search: FillSearch): Promise<ArchivePage<Fill>>;
  fillCounts(filter: FillFilter): Promise<FillCounts>;
  events(search: EventSearch): Promise<ArchivePage<SessionEvent>>;
  eventCounts(filter: EventFilter): Promise<EventCounts>;
  /** The first rows are there when it settles: what is refused is refused before anything is sent. */
  exportDecisions(search: DecisionSearch, format: ExportFormat): Promise<ExportedFile>;
  exportOrders(search: OrderSearch, format: ExportFormat): Promise<ExportedFile>;
  exportFills(search: FillSearch, format: ExportFormat): Promise<ExportedFile>;
  exportEvents(search: EventSearch, format: ExportFormat): Promise<ExportedFile>;
  /** Value of the ETag header for a question: the answer stays the same as long as it does. */
  etag(question: Readonly<Record<string, unknown>>): Promise<string>;
}
