import { expect, test } from 'vitest';
import type { LiveSession } from '../../core/trading/live/live-session.ts';
import { LiveWatch, WATCH_TIMES } from './live-watch.ts';

const MINUTE = 60_000;
/** Friday 2026-01-16, 16:00 in New York. */
const CLOSE = Date.UTC(2026, 0, 16, 21);

/** A watch over one instrument whose market is open before CLOSE and from `opens` on, and what it says. */
function watchOf(opens: number) {
  const told: string[] = [];
  const session = {
    engine: { slots: [] },
    act: (_: number, work: () => void) => work(),
    watch: (id: string, mode: string, _: string, demanded: boolean) => void (demanded && told.push(`${id} ${mode}`)),
    reconciliation: { soon: () => {} },
    broker: { question: () => true },
  } as unknown as LiveSession;
  const watch = new LiveWatch({
    ...{ session, instruments: ['SPY'], linkUp: () => true, armed: () => true, venueOffsetMs: () => 0, clockSetMs: () => 0 },
    ...{ journalPendingMs: () => 0, times: WATCH_TIMES, startedAt: CLOSE - MINUTE },
    notice: (code) => void told.push(code),
    isOpen: (_, at) => at < CLOSE || at >= opens,
  });
  const look = (from: number, minutes: number) => {
    for (let at = from; at < from + minutes * MINUTE; at += 1_000) {
      watch.venueHeard(at);
      watch.look(at);
    }
  };
  return { told, look };
}

test('a weekend without prices is no trouble, and the first minutes after it count from the opening', () => {
  const opens = CLOSE + 65.5 * 60 * MINUTE;
  const { told, look } = watchOf(opens);
  look(CLOSE, 30);
  look(opens - 10 * MINUTE, 11);
  expect(told).toEqual([]);
  look(opens + MINUTE, 5);
  expect(told).toEqual(['FEED_SILENT', 'feed OBSERVATION', 'PRICES_SILENT']);
});
