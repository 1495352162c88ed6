/** Frames of the venue's streams: how they are read, and how subscriptions and pings are answered. */

import { plainText } from './answers.ts';
export interface Frame {
  readonly op: string;
  readonly args: readonly unknown[];
  /** As it came: the venue gives it back unchanged. */
  readonly requestId: unknown;
  readonly header: Readonly<Record<string, unknown>>;
}

/** Null where the text is no frame. */
export function readFrame(text: string): Frame | null {
  try {
    const { op, args, req_id, reqId, header } = JSON.parse(text) as Record<string, unknown>;
    return {
      op: plainText(op),
      args: Array.isArray(args) ? args : [],
      requestId: req_id ?? reqId,
      header: typeof header === 'object' && header !== null ? (header as Record<string, unknown>) : {},
    };
  } catch {
    return null;
  }
}

/** The answer to a subscription or a sign-in of the public and private streams. */
export function said({ op, requestId }: Frame, connection: string, success: boolean, words: string): Record<string, unknown> {
  return { success, ret_msg: words, conn_id: connection, ...(requestId !== undefined && { req_id: requestId }), op };
}

export function answerPing(
  { requestId }: Frame,
  connection: string,
  stream: 'public' | 'private' | 'trade',
  now: number,
): Record<string, unknown> {
  const id = requestId === undefined ? {} : { req_id: requestId };
  if (stream === 'public') return { success: true, ret_msg: 'pong', conn_id: connection, ...id, op: 'ping' };
  if (stream === 'private') return { ...id, op: 'pong', args: [String(now)], conn_id: connection };
  return { retCode: 0, retMsg: 'OK', op: 'pong', data: [String(now)], connId: connection };
}
