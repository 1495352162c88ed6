/** Asks an operation of the interface by its id, with the types of its row: what may be given, and what comes back. */

import type { Contract } from '../../src/api/contract/index.ts';
import type { Answer, Operation, Wanted } from '../../src/api/contract/operation.ts';
import { ask } from '../live/requests.ts';
import { OPERATIONS } from './operations.ts';

export type OperationId = keyof typeof OPERATIONS;
type RowOf<Id extends OperationId> = Id extends `${infer Part extends keyof Contract}.${infer Name}`
  ? Name extends keyof Contract[Part]
    ? Contract[Part][Name] extends Operation
      ? Contract[Part][Name]
      : never
    : never
  : never;
/** Only what the row takes has to be given. */
type Given<Row extends Operation> = {
  readonly [Name in keyof Wanted<Row> as Wanted<Row>[Name] extends undefined ? never : Name]: Wanted<Row>[Name];
};

export type AnswerOf<Id extends OperationId> = Answer<RowOf<Id>>;

/** The answer; throws RequestProblem with the server's problem, or without one when none came. */
export function call<Id extends OperationId>(
  id: Id,
  ...[given]: keyof Given<RowOf<Id>> extends never ? [] : [Given<RowOf<Id>>]
): Promise<AnswerOf<Id>> {
  const { params = {}, query, body } = (given ?? {}) as { params?: Record<string, string>; query?: Record<string, string>; body?: unknown };
  const [method, pattern] = OPERATIONS[id];
  const path = pattern.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(params[name] ?? ''));
  return ask<AnswerOf<Id>>(path, { method, ...(query && { query }), ...(body !== undefined && { body }) });
}
