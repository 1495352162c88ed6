/** Brings what alerts have sent to the owner's channels, which the trader has, and keeps what became of it. Asked again it is not told twice: the outbox knows it by its number. */

import type { z } from 'zod';
import type { Database } from '../../../adapters/postgres/database.ts';
import { keepReceipts, listUndelivered } from '../../../adapters/postgres/portfolio/alerts.ts';
import type { AlertEvent } from '../../../api/portfolio/alerts.ts';
import type { noticeStanding, tellAsked } from '../../../api/session-door.ts';

type Standing = z.infer<typeof noticeStanding>;
type Receipt = AlertEvent['receipts'][number];

export interface DeliverOptions {
  readonly database: Pick<Database, 'query'>;
  /** InputError while the trader is away. */
  readonly tell: (notice: z.infer<typeof tellAsked>) => Promise<Standing>;
  readonly language: () => 'en' | 'es';
  readonly everyMs?: number;
}

const EVERY_MS = 5_000;
const AT_ONCE = 50;

export interface AlertDelivery {
  /** Soon: something was sent. */
  wake(): void;
  stop(): void;
}

export function deliverAlerts(options: DeliverOptions): AlertDelivery {
  const { everyMs = EVERY_MS } = options;
  let [timer, isStopped]: [NodeJS.Timeout | null, boolean] = [null, false];
  const later = (ms: number) => {
    if (timer !== null) clearTimeout(timer);
    timer = isStopped ? null : setTimeout(work, ms).unref();
  };
  function work(): void {
    deliverOnce(options).then(
      (isDone) => later(isDone ? everyMs * 12 : everyMs),
      // No database, or no trader: it stays where it is.
      () => later(everyMs),
    );
  }
  later(0);
  return {
    wake: () => later(0),
    stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** True where nothing waits any more. */
export async function deliverOnce({ database, tell, language }: DeliverOptions): Promise<boolean> {
  const events = await listUndelivered(database.query, AT_ONCE);
  for (const event of events) {
    const receipts: Receipt[] = [];
    for (const receipt of event.receipts)
      receipts.push(receipt.state === 'waiting' ? await delivered(event, receipt, tell, language()) : receipt);
    if (JSON.stringify(receipts) !== JSON.stringify(event.receipts)) await keepReceipts(database.query, event.sequence, receipts);
  }
  return events.length === 0;
}

async function delivered(event: AlertEvent, receipt: Receipt, tell: DeliverOptions['tell'], language: 'en' | 'es'): Promise<Receipt> {
  const { state, at, trouble } = await tell({
    ...{ id: `portfolio-alert-${event.sequence}`, at: event.at, code: 'PORTFOLIO_ALERT', text: event.text[language] },
    channel: receipt.channel as 'telegram' | 'email',
  });
  if (state === 'off') return { ...receipt, state: 'failed', trouble: 'CHANNEL_OFF' };
  return { ...receipt, state, at, trouble };
}
