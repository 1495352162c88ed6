import { describe, expect, test } from 'vitest';
import type { Notice, Severity } from './notice.ts';
import { MOST_CHARACTERS, Outbox, type OutboxState, type Parcel } from './outbox.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const notice = (id: string, severity: Severity = 'warning', more: Partial<Notice> = {}): Notice => ({
  ...{ id, at: 0, severity, code: 'CODE', text: id, channel: 'telegram' },
  ...more,
});
const parcel = (outbox: Outbox, now = 0, channel = 'telegram'): Parcel => {
  const step = outbox.take(channel, now);
  expect(step.kind).toBe('send');
  return step as Parcel;
};
const deliver = (outbox: Outbox, now = 0, channel = 'telegram') => {
  const taken = parcel(outbox, now, channel);
  outbox.delivered(taken, { messageId: 'm', at: now });
  return taken.text;
};
/** As after a crash: only what JSON keeps. */
const reopened = (outbox: Outbox) => new Outbox(JSON.parse(JSON.stringify(outbox.snapshot())) as OutboxState);

describe('delivery', () => {
  test('keeps the order of a channel: nothing overtakes what is under way or waits', () => {
    const outbox = new Outbox();
    outbox.post(notice('a'));
    outbox.post(notice('b', 'critical'));
    outbox.post(notice('c', 'warning', { channel: 'email' }));
    const first = parcel(outbox);
    expect(outbox.take('telegram', 0)).toEqual({ kind: 'idle' });
    expect(parcel(outbox, 0, 'email').text).toContain('c');
    outbox.failed(first, { kind: 'not-sent', code: 'X' }, 0, 0);
    expect(outbox.take('telegram', 1_999)).toEqual({ kind: 'wait', until: 2_000 });
    expect(deliver(outbox, 2_000)).toContain('\na');
    expect(deliver(outbox, 2_000)).toContain('\nb');
    expect(outbox.take('telegram', 2_000)).toEqual({ kind: 'idle' });
  });

  test('waits 2, 4, 8, 16, 32 and then 60 s, less up to a quarter, or as long as it is told', () => {
    const waits = (jitter: number, retryAfterMs?: number) => {
      const outbox = new Outbox();
      outbox.post(notice('a'));
      let now = 0;
      return Array.from({ length: 7 }, () => {
        outbox.failed(
          parcel(outbox, now),
          { kind: 'not-sent', code: 'X', ...(retryAfterMs !== undefined && { retryAfterMs }) },
          now,
          jitter,
        );
        const step = outbox.take('telegram', now) as { until: number };
        const wait = step.until - now;
        now = step.until;
        return wait;
      });
    };
    expect(waits(0)).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(waits(0.5)).toEqual([1_750, 3_500, 7_000, 14_000, 28_000, 52_500, 52_500]);
    expect(waits(0, 35_000)).toEqual([35_000, 35_000, 35_000, 35_000, 35_000, 60_000, 60_000]);
  });

  test('begins again at the part that has no receipt', () => {
    const outbox = new Outbox();
    outbox.post(notice('a', 'warning', { text: `${'x'.repeat(3_900)}\n${'y'.repeat(3_900)}` }));
    expect(deliver(outbox)).toMatch(/^#1 · WARNING · CODE · 1\/2\nx+$/);
    outbox.failed(parcel(outbox), { kind: 'in-doubt', code: 'X' }, 0, 0);
    const again = reopened(outbox);
    expect(deliver(again, 2_000)).toMatch(/^#1 · WARNING · CODE · 2\/2 · ↻\ny+$/);
    expect(again.snapshot().messages[0]).toMatchObject({ state: 'delivered', receipts: [{ part: 0 }, { part: 1 }] });
  });

  test('what was under way when the process died goes out again and says that it may be a repeat', () => {
    const outbox = new Outbox();
    outbox.post(notice('a'));
    parcel(outbox);
    expect(deliver(reopened(outbox))).toBe('#1 · WARNING · CODE · ↻\na');
  });

  test('an id is told once in a channel, also after a restart; on two channels it has one number', () => {
    const outbox = new Outbox();
    expect(outbox.post(notice('a'))).toBe(1);
    deliver(outbox);
    const later = reopened(outbox);
    expect(later.post(notice('a'))).toBe(1);
    expect(later.post(notice('a', 'warning', { channel: 'email' }))).toBe(1);
    expect(later.post(notice('b'))).toBe(2);
    expect(later.take('telegram', 0)).toMatchObject({ kind: 'send', text: expect.stringContaining('#2') });
    expect(later.take('email', 0)).toMatchObject({ kind: 'send', text: expect.stringContaining('#1') });
  });

  test('a message the channel refuses ten times is set aside and never counts as sent', () => {
    const outbox = new Outbox();
    outbox.post(notice('bad'));
    outbox.post(notice('good'));
    for (let i = 0; i < 10; i++) outbox.failed(parcel(outbox, i * HOUR_MS), { kind: 'refused', code: 'TELEGRAM_400' }, i * HOUR_MS, 0);
    expect(deliver(outbox, 10 * HOUR_MS)).toContain('good');
    expect(outbox.snapshot().messages[0]).toMatchObject({ state: 'undeliverable', failure: 'TELEGRAM_400', receipts: [] });
  });

  test('no text makes a message longer than the channel takes, and none is half a character', () => {
    const outbox = new Outbox();
    outbox.post(notice('a', 'critical', { code: 'C'.repeat(500), text: `\ud83d${'z'.repeat(9_999)}` }));
    outbox.remind(['telegram'], 15 * MINUTE_MS);
    for (let i = 0; i < 3; i++) {
      const text = deliver(outbox);
      expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
      expect(text.isWellFormed()).toBe(true);
    }
  });

  test('memory is bounded: the oldest of the least weight go first, and the next message says how many', () => {
    const outbox = new Outbox();
    outbox.post(notice('critical', 'critical'));
    outbox.post(notice('info', 'info'));
    for (let i = 0; i < 3_000; i++) outbox.post(notice(`w${i}`, 'warning'));
    expect(outbox.waiting('telegram').count).toBe(500);
    expect(deliver(outbox)).toBe('#1 · CRITICAL · CODE · ✂ 2502\ncritical');
    // 3,002 were posted; the info and the 2,501 oldest warnings are gone.
    expect(deliver(outbox)).toBe('#2504 · WARNING · CODE\nw2501');
    while (outbox.take('telegram', 0).kind !== 'idle') {
      const under = outbox.snapshot().messages.find(({ state }) => state === 'sending');
      outbox.delivered({ kind: 'send', message: under as never, part: 0, text: '', silent: false, dropped: 0 }, { messageId: 'm', at: 0 });
    }
    const { messages, known } = outbox.snapshot();
    expect([messages.length, known.length]).toEqual([200, 2_000]);
  });
});

describe('what nobody acknowledges', () => {
  test('a CRITICAL is sent again on every channel after 15 minutes, and demands PAUSE after an hour, not a millisecond before', () => {
    const outbox = new Outbox();
    outbox.post(notice('a', 'critical'));
    deliver(outbox);
    expect(outbox.remind(['telegram', 'email'], 15 * MINUTE_MS - 1)).toBe(false);
    expect(outbox.remind(['telegram', 'email'], 15 * MINUTE_MS)).toBe(true);
    expect(outbox.remind(['telegram', 'email'], 15 * MINUTE_MS)).toBe(false);
    expect(deliver(outbox)).toBe('#1 · CRITICAL · CODE · ⏰ 1\na');
    expect(deliver(outbox, 0, 'email')).toBe('#1 · CRITICAL · CODE · ⏰ 1\na');
    expect(outbox.demands(HOUR_MS - 1)).toEqual([]);
    expect(outbox.demands(HOUR_MS)).toEqual([
      { id: 'critical-unacknowledged', mode: 'PAUSE', severity: 'critical', numbers: [1], since: HOUR_MS },
    ]);
  });

  test('an ERROR demands DEFENSIVE after four hours; a WARNING nothing', () => {
    const outbox = new Outbox();
    outbox.post(notice('w', 'warning'));
    outbox.post(notice('e', 'error'));
    expect(outbox.demands(4 * HOUR_MS - 1)).toEqual([]);
    expect(outbox.demands(4 * HOUR_MS)).toMatchObject([{ id: 'error-unacknowledged', mode: 'DEFENSIVE', numbers: [2] }]);
    expect(outbox.remind(['telegram'], 4 * HOUR_MS)).toBe(false);
  });

  test('counts from when it was raised, though it could not be delivered, and over a restart', () => {
    const outbox = new Outbox();
    outbox.post(notice('a', 'critical'));
    expect(reopened(outbox).demands(HOUR_MS)).toHaveLength(1);
  });

  test('acknowledging one clears it alone, and takes its reminder back; all clears all', () => {
    const outbox = new Outbox();
    outbox.post(notice('a', 'critical'));
    outbox.post(notice('b', 'critical'));
    deliver(outbox);
    deliver(outbox);
    outbox.remind(['telegram'], 15 * MINUTE_MS);
    expect(outbox.acknowledge(1)).toEqual([1]);
    expect(outbox.acknowledge(1)).toEqual([]);
    expect(outbox.demands(HOUR_MS)).toMatchObject([{ numbers: [2] }]);
    expect(deliver(outbox, 15 * MINUTE_MS)).toContain('#2');
    expect(outbox.take('telegram', HOUR_MS)).toEqual({ kind: 'idle' });
    expect(outbox.acknowledge(null)).toEqual([2]);
    expect(outbox.demands(99 * HOUR_MS)).toEqual([]);
  });

  test('a channel that is down gathers no heap of reminders', () => {
    const outbox = new Outbox();
    outbox.post(notice('a', 'critical'));
    for (let now = 0; now < 24 * HOUR_MS; now += MINUTE_MS) outbox.remind(['telegram'], now);
    expect(outbox.waiting('telegram').count).toBe(1);
  });
});
