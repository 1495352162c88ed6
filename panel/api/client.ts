/** Asks an operation of the interface by its id, with the types of its row: what may be given, and what comes back. */

import type { Contract } from '../../src/api/contract/index.ts';
import type { Answer, Operation, Wanted } from '../../src/api/contract/operation.ts';
import { ask, askForSure, isOpen } from '../live/requests.ts';
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

/** By the words of an act that was sent and is open, its key: asked again in the same words it goes by the same one, and is done once. */
const keysOfOpenActs = new Map<string, string>();

/** Where and how an operation is asked for. */
export function requestOf(id: OperationId, params: Readonly<Record<string, string>>) {
  const [method, pattern, isRepeatable] = OPERATIONS[id] as readonly [method: string, path: string, isRepeatable?: true];
  return { method, isRepeatable, path: pattern.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(params[name] ?? '')) };
}

/**
 * The answer; throws RequestProblem with the server's problem, or without one when none came. An act that can be repeated carries a key, and is sent once
 * more when its answer is lost; a command has its own.
 */
export async function call<Id extends OperationId>(
  id: Id,
  ...[given]: keyof Given<RowOf<Id>> extends never ? [] : [Given<RowOf<Id>>]
): Promise<AnswerOf<Id>> {
  const { params = {}, query, body } = (given ?? {}) as { params?: Record<string, string>; query?: Record<string, string>; body?: unknown };
  const { method, path, isRepeatable } = requestOf(id, params);
  const options = { method, ...(query && { query }), ...(body !== undefined && { body }) };
  const { commandId } = (body ?? {}) as { commandId?: string };
  // Whoever makes a command keeps its id as long as it is open.
  if (commandId !== undefined) return askForSure<AnswerOf<Id>>(path, { ...options, key: commandId });
  if (!isRepeatable) return ask<AnswerOf<Id>>(path, options);
  const act = `${id} ${JSON.stringify(given)}`;
  const key = keysOfOpenActs.get(act) ?? crypto.randomUUID();
  keysOfOpenActs.set(act, key);
  try {
    const answer = await askForSure<AnswerOf<Id>>(path, { ...options, key });
    keysOfOpenActs.delete(act);
    return answer;
  } catch (error) {
    if (!isOpen(error)) keysOfOpenActs.delete(act);
    throw error;
  }
}
