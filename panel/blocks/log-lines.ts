/** What happened, as lines: executions, refusals, and every change of mode, feed and machinery, newest first. */

import { useMemo } from 'react';
import type { Decision, Fill, SessionEvent } from '../../src/api/records.ts';
import type { Instrument } from '../../src/api/session.ts';
import { decimal, quantity } from '../i18n/format.ts';
import { type Speech, useSpeech } from '../i18n/words.ts';
import { useInstrument } from '../live/instruments.ts';
import { useSnapshot } from '../live/session.ts';
import type { IconName } from '../parts/icon.tsx';
import { pathOfDecision } from './decision-path.ts';
import { resultOf } from './trade-result.tsx';

export type Kind = 'trades' | 'refusals' | 'system';

export interface Line {
  readonly id: string;
  readonly at: number;
  /** Null for what is no journal entry: it came after the last one of its time. */
  readonly sequence: number | null;
  readonly kind: Kind;
  readonly icon: IconName;
  readonly tone: '' | 'warn' | 'danger';
  readonly text: string;
  readonly detail: string;
  readonly result: string | null;
  /** What it leads to. */
  readonly to: string | null;
}

export function useLogLines(): readonly Line[] {
  const speech = useSpeech();
  const { fills, decisions, events, instruments } = useSnapshot();
  const instrumentOf = useInstrument();
  // biome-ignore lint/correctness/useExhaustiveDependencies: instrumentOf is made of the instruments.
  return useMemo(
    () =>
      [
        ...fills.map((fill) => fillLine(fill, instrumentOf(fill.instrumentId), speech)),
        ...refusalLines(decisions, instrumentOf, speech),
        ...events.map((event) => eventLine(event, speech)),
      ].sort(newestFirst),
    [fills, decisions, events, instruments, speech],
  );
}

function newestFirst(a: Line, b: Line): number {
  const place = ({ sequence }: Line) => sequence ?? Number.MAX_SAFE_INTEGER;
  return b.at - a.at || place(b) - place(a);
}

function fillLine(fill: Fill, instrument: Instrument, speech: Speech): Line {
  const { words, language } = speech;
  const size = quantity(language, fill.quantity, instrument.quantityDecimals);
  const price = decimal(language, fill.price, instrument.priceDecimals);
  return {
    id: fill.fillId,
    at: fill.at,
    sequence: fill.journalSequence,
    kind: 'trades',
    icon: 'check',
    tone: '',
    text: words.log[fill.side === 'buy' ? 'bought' : 'sold'](size, instrument.label, price),
    detail: [fill.strategyId, speech.reason(fill.reason)].filter((part) => part !== '').join(' · '),
    result: resultOf(fill),
    to: `/journal/orders?orderId=${encodeURIComponent(fill.orderId)}`,
  };
}

function refusalLines(decisions: readonly Decision[], instrumentOf: (id: string) => Instrument, speech: Speech): Line[] {
  return decisions.flatMap((decision): Line[] => {
    if (!decision.refusal) return [];
    const { label } = instrumentOf(decision.instrumentId);
    const why = speech.check(decision.refusal.code)[1];
    return [
      {
        id: decision.decisionId,
        at: decision.at,
        sequence: decision.journalSequence,
        kind: 'refusals',
        icon: 'x',
        tone: '',
        text: `${speech.words.log[decision.side === 'long' ? 'refusedBuy' : 'refusedSell'](label)}: ${why}`,
        detail: decision.strategyId,
        result: null,
        to: pathOfDecision(decision.decisionId),
      },
    ];
  });
}

const EVENT_ICONS: Readonly<Record<SessionEvent['kind'], IconName>> = {
  session: 'play',
  mode: 'shield',
  feed: 'candles',
  command: 'key',
  strategy: 'eye',
  journal: 'list',
  database: 'table',
  notice: 'dot',
};

function eventLine(event: SessionEvent, speech: Speech): Line {
  const { reason, by, error, command } = event.data;
  const because = [reason, by].filter((part): part is string => typeof part === 'string').map((part) => speech.reason(part));
  const told = [error, command].filter((part): part is string => typeof part === 'string');
  return {
    id: event.eventId,
    at: event.at,
    sequence: event.journalSequence,
    kind: 'system',
    icon: event.severity === 'info' ? EVENT_ICONS[event.kind] : 'alert',
    tone: event.severity === 'critical' ? 'danger' : event.severity === 'warning' ? 'warn' : '',
    text: eventText(event, speech),
    detail: [...new Set([...because, ...told])].join(' · '),
    result: null,
    to: null,
  };
}

/** Of a notice, which is a sentence alone: what it is about, and how long. */
function figuresOf(message: string, language: Speech['language']): SessionEvent['data'] {
  const [span = ''] = /\d+(?:\.\d+)? (?:s|min)\b/.exec(message) ?? [];
  return {
    of: /^([^ :]+):/.exec(message)?.[1] ?? null,
    span: language === 'es' ? span.replace('.', ',') : span,
    rest: message.slice(message.indexOf(':') + 1).trim(),
  };
}

/** In the owner's language where the code is known, else the trader's own sentence. */
export function eventText({ code, data, message, kind }: SessionEvent, { words, check, reason, language }: Speech): string {
  const named = (name: unknown) =>
    typeof name === 'string' && name in words.modes ? words.modes[name as keyof typeof words.modes] : String(name);
  const shown: SessionEvent['data'] =
    code === 'MODE_CHANGED'
      ? { ...data, from: named(data.from), to: named(data.to) }
      : code === 'LADDER'
        ? { ...data, rung: reason(String(data.rung)) }
        : kind === 'notice'
          ? { ...data, ...figuresOf(message, language) }
          : data;
  const known = words.events[kind === 'notice' && code === 'FEED_RESUMED' ? 'PRICES_BACK' : code]?.(shown);
  if (known !== undefined) return known;
  const [, why] = check(code);
  return why === code ? message : words.log.notDone(why);
}
