/** Bybit's private stream: orders, executions, positions and wallet as they happen. */

import { createHmac } from 'node:crypto';
import type { OrderReport } from '../../../core/trading/broker/venue-link.ts';
import type { LinkSession } from '../dialect.ts';
import type { StreamScript } from '../keep-stream.ts';
import { isPayload, optionalText, type Payload, parseExact, rows } from '../payload.ts';
import { streamUrl } from '../stream-url.ts';
import { badAnswer } from '../venue-error.ts';
import { balanceReports, type Category, executionReport, isCategory, positionReport } from './reports.ts';

/** How long a login stays valid: enough for a slow connection, too short to be kept. */
const LOGIN_LIFE_MS = 10_000;
const TOPICS = ['order', 'execution', 'position', 'wallet'];

export function privateScript(session: LinkSession, reported: (row: Payload, category: Category) => OrderReport): StreamScript {
  const { open, options, book } = session;
  const told: Readonly<Record<string, (row: Payload) => void>> = {
    order: (row) => inCategory(row, (category) => session.tell({ kind: 'order', order: reported(row, category) })),
    execution: (row) =>
      inCategory(row, (category) => {
        const execution = executionReport(row, category, book);
        if (execution) session.tell({ kind: 'execution', execution });
      }),
    position: (row) =>
      inCategory(row, (category) => {
        if (category === 'linear') session.tell({ kind: 'position', position: positionReport(row, book) });
      }),
    wallet: (row) => balanceReports(rows(row.coin, 'coin')).forEach((balance) => session.tell({ kind: 'balance', balance })),
  };
  return {
    name: 'private',
    url: streamUrl(open.exchange, ['private', 'contract']),
    ping: { op: 'ping' },
    begin: (connection) => {
      const expires = Math.floor(session.venueTime()) + LOGIN_LIFE_MS;
      const signature = createHmac('sha256', options.secret()).update(`GET/realtime${expires}`).digest('hex');
      connection.send({ op: 'auth', args: [options.key(), expires, signature] });
      const answers: Readonly<Record<string, (isGood: boolean) => void>> = {
        auth: (isGood) => (isGood ? connection.send({ op: 'subscribe', args: TOPICS }) : connection.fail('login refused')),
        subscribe: (isGood) => (isGood ? connection.ready() : connection.fail('subscription refused')),
      };
      return (frame) => {
        const message = parseExact(frame);
        if (!isPayload(message)) throw badAnswer(`expected a frame as JSON, found ${frame.length} characters of something else`);
        answers[optionalText(message, 'op')]?.(message.success !== false);
        const tell = told[optionalText(message, 'topic')];
        if (tell) eachRow(rows(message.data, 'data'), tell);
      };
    },
  };
}

/** One bad row must not take the good ones with it. */
function eachRow(data: readonly Payload[], tell: (row: Payload) => void): void {
  const errors: unknown[] = [];
  for (const row of data)
    try {
      tell(row);
    } catch (error) {
      errors.push(error);
    }
  if (errors.length > 0) throw errors[0];
}

/** Options and inverse contracts of the same account are nobody's business here. */
function inCategory(row: Payload, then: (category: Category) => void): void {
  const category = optionalText(row, 'category');
  if (isCategory(category)) then(category);
}
