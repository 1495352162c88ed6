/** How the stream writes: numbers with all their decimals, times with microseconds, answers with the time a request came in and went out. */

/** JSON numbers as Kraken writes them, 0.10000000 and not 0.1: checksums are taken over the digits. */
const rawJson = (JSON as unknown as { rawJSON(text: string): object }).rawJSON;

export function decimal(text: string): object {
  return rawJson(text);
}

/** 2026-11-22T13:30:00.123000Z. */
export function timeText(at: number): string {
  return new Date(at).toISOString().replace('Z', '000Z');
}

/** The same in nanoseconds, as candles have it. */
export function longTimeText(at: number): string {
  return timeText(at).replace('Z', '000Z');
}

/** What a request names and when it came in, for the answer to it. */
export interface RequestHead {
  readonly method: string;
  readonly id: number | undefined;
  readonly receivedAt: number;
}

/** The answer to a request. */
export function answerTo({ method, id, receivedAt }: RequestHead, now: number, rest: object): object {
  return { method, ...rest, ...(id !== undefined && { req_id: id }), time_in: timeText(receivedAt), time_out: timeText(now) };
}
