/** What is shown for a value of a facet, and of a span of time, in the owner's words. */

import { clock, day, dayAndYear } from '../../i18n/format.ts';
import { type Speech, useSpeech } from '../../i18n/words.ts';
import { useInstrument } from '../../live/instruments.ts';
import type { Span } from './address.ts';
import type { ListName } from './lists.ts';
import { type JournalWords, useJournalWords } from './words.ts';

type Names = Readonly<Record<string, string>>;

function namesOf(list: ListName, facet: string, { words }: Speech, own: JournalWords): Names {
  const { values } = own;
  const sides = list === 'decisions' ? words.positions : words.orders;
  const tables: Readonly<Record<string, Names>> = {
    outcome: values.outcome,
    action: values.action,
    mode: words.modes,
    status: values.status,
    purpose: words.orders.purposes,
    type: words.orders.types,
    kind: list === 'events' ? values.eventKind : values.fillKind,
    severity: values.severity,
    liquidity: { maker: words.fills.maker, taker: words.fills.taker },
    side: sides as unknown as Names,
  };
  return tables[facet] ?? {};
}

/** A value without words of its own speaks for itself. */
export function useLabels(list: ListName): (facet: string, value: string) => string {
  const speech = useSpeech();
  const own = useJournalWords();
  const instrumentOf = useInstrument();
  return (facet, value) => {
    if (facet === 'instrumentId') return instrumentOf(value).label;
    if (facet === 'code') return speech.check(value)[0];
    return namesOf(list, facet, speech, own)[value] ?? value;
  };
}

/** "13 Dec 2022 14:05" */
export const dayAndClock = ({ language, zone }: Speech, at: number): string =>
  `${dayAndYear(language, at, zone)} ${clock(language, at, zone, false)}`;

export function spanText({ from, to }: Span, speech: Speech, { time }: JournalWords): string {
  const [start, end] = [from, to].map((at) => (at === undefined ? '' : dayAndClock(speech, at)));
  return from === undefined
    ? time.until(end as string)
    : to === undefined
      ? time.since(start as string)
      : time.chosen(start as string, end as string);
}

/** By which zone the bars are told: an hour is one in every zone, days and months are counted in UTC. */
export const barZone = ({ zone }: Speech, span: 'hour' | 'day' | 'month') => (span === 'hour' ? zone : 'UTC');

export function barText({ language, zone }: Speech, span: 'hour' | 'day' | 'month', at: number): string {
  if (span === 'month')
    return new Intl.DateTimeFormat(language === 'es' ? 'es-ES' : 'en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(at);
  return span === 'day' ? dayAndYear(language, at, 'UTC') : `${day(language, at, zone)} ${clock(language, at, zone, false)}`;
}
