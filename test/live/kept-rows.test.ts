// A session that runs for years keeps its size: the newest rows are at hand, older ones are in the journal and the database.
import { afterEach, expect, test } from 'vitest';
import { createSessionSource, KEPT_ROWS, type SessionSource, type SourceParts } from '../../src/apps/trader/session-source.ts';
import type { JournalEntry } from '../../src/core/journal/journal.ts';
import { createHistory } from '../../src/core/trading/engine/step-history.ts';

let source: SessionSource | undefined;
afterEach(() => source?.stop());

test('the newest rows are kept, and orders that work however old they are', () => {
  const history = createHistory();
  source = createSessionSource({ history, instruments: [], streams: [], now: () => 0 } as unknown as SourceParts);
  const order = (id: number) => ({
    orderId: `${id}`,
    decisionId: `d${id}`,
    purpose: 'stop',
    quantity: '1',
    limitPrice: null,
    stopPrice: null,
  });
  const entry = (sequence: number): JournalEntry => ({
    ...{ sequence, epoch: 1, at: sequence, kind: 'step' },
    body: {
      event: 'venue',
      candles: [],
      equity: '0',
      orders: [order(sequence)],
      // The first one goes on working.
      done: sequence === 1 ? [] : [{ orderId: `${sequence}`, status: 'filled', code: '', filledQuantity: '1', at: sequence }],
      notices: [{ code: 'X', message: '' }],
    },
  });
  const count = 2 * KEPT_ROWS + 1;
  for (let sequence = 1; sequence <= count; sequence++) source.entriesArrived([entry(sequence)]);
  expect(source.past().events).toHaveLength(KEPT_ROWS);
  expect(source.past().events.at(-1)).toMatchObject({ journalSequence: count });
  expect(history.orders.size).toBe(KEPT_ROWS);
  expect([history.orders.has('1'), history.orders.has('2'), history.orders.has(`${count}`)]).toEqual([true, false, true]);
});
