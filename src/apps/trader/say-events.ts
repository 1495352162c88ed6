/** A session's events as lines for the terminal of the process that trades. */

import { eachMessage, type SessionSource } from './session-source.ts';

/** @param after the journal's last entry at the start: what was told before the last stop is not told again */
export function sayEvents(source: SessionSource, after: number, say: (line: string) => void): void {
  source.subscribe(
    eachMessage((message) => {
      if (message.type !== 'event') return;
      const { journalSequence, code, message: words } = message.event;
      if ((journalSequence ?? Number.POSITIVE_INFINITY) > after) say(`${code}: ${words}`);
    }),
  );
}
