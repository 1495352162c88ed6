/** How many over time: dragged over, clicked or gone through by the arrow keys, it narrows the list to a span. */

import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { Counts } from '../../../src/api/archive.ts';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import type { Span } from './address.ts';
import { slotsOf, spanBetween } from './bars.ts';
import { barText, barZone } from './labels.ts';
import type { ListName } from './lists.ts';
import { useJournalWords } from './words.ts';

const HEIGHT = 56;
/** A few bars are no wall. */
const FEWEST_PLACES = 24;

interface HistogramProps {
  readonly list: ListName;
  readonly histogram: Counts['histogram'] | undefined;
  readonly span: Span;
  readonly isOld: boolean;
  readonly onChoose: (span: Span) => void;
}

export function Histogram({ list, histogram, span, isOld, onChoose }: HistogramProps) {
  const own = useJournalWords();
  const speech = useSpeech();
  const slots = histogram ? slotsOf(histogram) : [];
  const place = useRef<HTMLDivElement>(null);
  const places = Math.max(FEWEST_PLACES, slots.length);
  const [begun, begin] = useState<number | null>(null);
  const [pointed, point] = useState<number | null>(null);
  const last = slots.length - 1;
  const at = pointed === null ? null : Math.min(pointed, last);
  const [low, high] = at === null ? [0, -1] : [Math.min(at, begun ?? at), Math.max(at, begun ?? at)];
  const chosen = slots.slice(low, high + 1);
  const highest = Math.max(1, ...slots.map(({ count }) => count));

  const slotAt = (event: PointerEvent) => {
    const box = (place.current as HTMLDivElement).getBoundingClientRect();
    return Math.max(0, Math.min(last, Math.floor(((event.clientX - box.left) / box.width) * places)));
  };
  const choose = () => {
    const [first, end] = [slots[low], slots[high]];
    if (first && end && histogram) onChoose(spanBetween(histogram.span, first.at, end.at, span));
    begin(null);
    point(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: (at ?? last + 1) - 1,
      ArrowRight: (at ?? -1) + 1,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      begin(event.shiftKey ? (begun ?? at) : null);
      point(Math.max(0, Math.min(last, to)));
    } else if (event.key === 'Enter') choose();
    else return;
    event.preventDefault();
  };
  const textOf = () => {
    const [first, end] = [chosen[0], chosen.at(-1)];
    if (!first || !end || !histogram) return '';
    const when = barText(speech, histogram.span, first.at) + (first === end ? '' : ` – ${barText(speech, histogram.span, end.at)}`);
    const sum = (name: 'count' | 'refused') => chosen.reduce((total, bar) => total + bar[name], 0);
    const refused = sum('refused') > 0 ? ` · ${own.histogram.refused(plain(speech.language, sum('refused'), 0))}` : '';
    return own.histogram.bar(when, own.rows[list](sum('count'), plain(speech.language, sum('count'), 0))) + refused;
  };
  const [firstSlot, lastSlot] = [slots[0], slots[last]];
  return (
    <div className="px-4 pt-2 pb-2.5 phone:px-3.5" data-histogram={slots.length} aria-busy={isOld}>
      <p className="flex min-h-5 justify-between gap-3 text-12 text-muted">
        <span className="whitespace-nowrap">
          {histogram && slots.length > 0 ? `${own.histogram.title[histogram.span]} (${barZone(speech, histogram.span)})` : ''}
          {slots.some(({ refused }) => refused > 0) && <Legend list={list} />}
        </span>
        <span className={`min-w-0 truncate ${at === null ? 'phone:hidden' : ''}`}>
          {at === null ? (slots.length > 1 ? own.histogram.hint : '') : textOf()}
        </span>
      </p>
      <div
        ref={place}
        role="slider"
        tabIndex={slots.length > 0 ? 0 : -1}
        aria-label={own.histogram.told}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, last)}
        aria-valuenow={at ?? 0}
        aria-valuetext={textOf() || own.histogram.hint}
        aria-disabled={slots.length === 0}
        className="cursor-crosshair touch-pan-y select-none"
        style={{ height: HEIGHT }}
        onKeyDown={onKeyDown}
        onBlur={() => point(null)}
        onPointerDown={(event) => {
          if (slots.length === 0 || event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          begin(slotAt(event));
          point(slotAt(event));
        }}
        onPointerMove={(event) => slots.length > 0 && point(slotAt(event))}
        onPointerUp={() => begun !== null && choose()}
        onPointerCancel={() => begin(null)}
        onPointerLeave={() => begun === null && point(null)}
      >
        <Bars slots={slots} highest={highest} low={low} high={high} places={places} isOld={isOld} />
      </div>
      <p
        className="flex min-h-5 min-w-fit justify-between gap-3 text-12 whitespace-nowrap text-muted"
        style={{ width: `${(slots.length / places) * 100}%` }}
      >
        <span>{firstSlot && histogram && barText(speech, histogram.span, firstSlot.at)}</span>
        <span>{lastSlot && lastSlot !== firstSlot && histogram && barText(speech, histogram.span, lastSlot.at)}</span>
      </p>
    </div>
  );
}

/** What the shades are. */
function Legend({ list }: { list: ListName }) {
  const { values } = useJournalWords();
  const shades: readonly (readonly [name: string, shade: string])[] =
    list === 'decisions'
      ? [
          [values.outcome.approved, 'bg-accent'],
          [values.outcome.refused, 'bg-line-2'],
        ]
      : [[values.status.rejected, 'bg-line-2']];
  return (
    <span className="ml-3 inline-flex items-center gap-3">
      {shades.map(([name, shade]) => (
        <span key={name} className="inline-flex items-center gap-1">
          <i aria-hidden="true" className={`size-2 rounded-[1px] ${shade}`} />
          {name}
        </span>
      ))}
    </span>
  );
}

/** Of each bar what was refused stands below, in another shade, so that colour is not alone. */
function Bars({
  slots,
  highest,
  low,
  high,
  places,
  isOld,
}: {
  slots: readonly { readonly at: number; readonly count: number; readonly refused: number }[];
  highest: number;
  low: number;
  high: number;
  places: number;
  isOld: boolean;
}) {
  const heightOf = (count: number) => (count === 0 ? 0 : Math.max(2, (count / highest) * HEIGHT));
  return (
    <svg
      viewBox={`0 0 ${places} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className={`block size-full border-b border-line-strong ${isOld ? 'opacity-50' : ''}`}
    >
      {high >= low && <rect x={low} width={high - low + 1} height={HEIGHT} className="fill-accent-soft" />}
      {slots.map(({ at, count, refused }, x) => (
        <g key={at}>
          <rect x={x + 0.1} width={0.8} y={HEIGHT - heightOf(count)} height={heightOf(count)} className="fill-line-2" />
          {refused > 0 && refused < count && (
            <rect
              x={x + 0.1}
              width={0.8}
              y={HEIGHT - heightOf(count)}
              height={(1 - refused / count) * heightOf(count)}
              className="fill-accent"
            />
          )}
        </g>
      ))}
    </svg>
  );
}
