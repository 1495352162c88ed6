/** Looks at every alert after each new price and every minute. State and event are one transaction: a crossing is told once, whatever dies in between. */

import type { Database } from '../../../adapters/postgres/database.ts';
import { addAlertEvent, type KeptAlert, keepAlertState, listAlerts } from '../../../adapters/postgres/portfolio/alerts.ts';
import type { AlertEvent, AlertInput } from '../../../api/portfolio/alerts.ts';
import { zoneNamed } from '../../../core/market/zone.ts';
import { type AlertState, look, NEW_ALERT } from '../../../core/portfolio/alerts/alert.ts';
import type { FigureBook } from '../figures/figure-book.ts';
import type { BookKeeper } from '../open-book.ts';
import { textOf, titleOf } from './alert-words.ts';
import { type Observed, observe, type Samples } from './observe.ts';

/** What is kept of an alert between two looks. */
export interface KeptState extends AlertState {
  /** Prices as they were seen, for a move within hours. */
  readonly samples?: Samples;
}

export interface WatchOptions {
  readonly database: Database;
  readonly book: BookKeeper;
  readonly now: () => number;
  /** Something was sent, up to this number. */
  readonly sent: (sequence: number) => void;
}

const DAY_MS = 86_400_000;
const MOST_SAMPLES = 2_000;

export interface AlertWatch {
  look(): Promise<void>;
}

export function watchAlerts({ database, book, now, sent }: WatchOptions): AlertWatch {
  let turn: Promise<unknown> = Promise.resolve();

  async function work(): Promise<void> {
    const alerts = (await listAlerts<KeptState>(database.query)).filter(({ input }) => input.isOn);
    if (alerts.length === 0) return;
    const { book: figures } = await book.opened();
    for (const alert of alerts) {
      const sequence = await lookAt(alert, figures);
      if (sequence !== null) sent(sequence);
    }
  }
  async function lookAt({ alertId, input, state }: KeptAlert<KeptState>, figures: FigureBook): Promise<number | null> {
    const at = now();
    const former = { ...NEW_ALERT, ...state };
    const observed = observe(input, { book: figures, now: at, samples: () => former.samples ?? [] });
    const zone = zoneNamed(figures.state.settings.zone);
    const rule = { repeat: isOnce(input) ? ('once' as const) : input.repeat, cooldownMs: input.cooldownMinutes * 60_000 };
    const looked = look(former, observed, rule, at, (ms) => Math.floor((ms + zone.offsetAt(ms)) / DAY_MS));
    const next: KeptState = { ...looked.state, ...sampled(input, former, figures, at) };
    if (JSON.stringify(next) === JSON.stringify(former)) return null;
    return database.transaction(async (query) => {
      await keepAlertState(query, alertId, next);
      if (!looked.fires) return null;
      return addAlertEvent(query, eventOf(alertId, input, observed as Observed, figures, at));
    });
  }
  return {
    look() {
      const next = turn.then(work);
      turn = next.catch(() => {});
      return next;
    },
  };
}

/** A day comes once. */
const isOnce = ({ condition }: AlertInput): boolean => condition.kind === 'date';

/** The prices of the window, and the last one before it. */
function sampled({ condition }: AlertInput, former: KeptState, book: FigureBook, now: number): Pick<KeptState, 'samples'> {
  if (condition.kind !== 'move') return {};
  const quote = book.state.quotes.get(condition.instrument);
  const index = book.instruments.all.findIndex(({ id }) => id === condition.instrument);
  const price = index === -1 ? null : (book.quotePrices[index] ?? null);
  const known = former.samples ?? [];
  if (quote === undefined || price === null || quote.at <= (known.at(-1)?.[0] ?? 0)) return { samples: known };
  const all = [...known, [quote.at, price] as const];
  const from = all.findLastIndex(([at]) => at <= now - condition.hours * 3_600_000);
  return { samples: all.slice(Math.max(0, from)).slice(-MOST_SAMPLES) };
}

export function nameOf({ condition }: AlertInput, book: FigureBook): string {
  if (condition.kind === 'drift') return condition.by;
  return book.instruments.all.find(({ id }) => id === condition.instrument)?.symbol ?? condition.instrument;
}

function eventOf(alert: number, input: AlertInput, observed: Observed, book: FigureBook, at: number): Omit<AlertEvent, 'sequence'> {
  const title = titleOf(input.condition, nameOf(input, book));
  const { value, level, source } = observed;
  return {
    ...{ alert, at, title, value },
    text: textOf(input, title, value, source),
    distance: level === 0 ? null : value / level - 1,
    // The panel has it as soon as it is kept.
    receipts: input.channels.map((channel) => ({
      channel,
      state: channel === 'panel' ? ('sent' as const) : ('waiting' as const),
      at: channel === 'panel' ? at : null,
      trouble: null,
    })),
  };
}
