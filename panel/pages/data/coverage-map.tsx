/** How complete a data set is, as a table of months by years: each cell says its share in figures, the colour only repeats it; a month opens its days. */

import { useState } from 'react';
import type { Coverage, DataSet } from '../../../src/api/data.ts';
import { plain } from '../../i18n/format.ts';
import { type Speech, useSpeech } from '../../i18n/words.ts';
import { Card } from '../../parts/card.tsx';
import { ScrollPlace } from '../../parts/scroll-place.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { type SetKey, useCoverage } from './data-sets.ts';
import { type DataWords, useDataWords } from './words.ts';

const MONTHS = Array.from({ length: 12 }, (_, month) => month);
/** What is at most so long is shown by days at once. */
const SHORT_MS = 62 * 86_400_000;

interface Cell {
  readonly start: number;
  readonly present: number;
  readonly expected: number;
  readonly flat: number;
}

const TONES = {
  full: 'bg-accent-soft text-text',
  most: 'bg-accent-soft text-text shadow-[inset_0_-3px_0_var(--warn-line)]',
  some: 'bg-warn-soft text-text shadow-[inset_0_0_0_1px_var(--warn-line)]',
  few: 'bg-danger-soft text-text shadow-[inset_0_0_0_1px_var(--danger-line)]',
  none: 'bg-danger-soft text-danger font-semibold shadow-[inset_0_0_0_2px_var(--danger-line)]',
} as const;

function toneOf({ present, expected }: Cell): keyof typeof TONES {
  const ratio = expected > 0 ? present / expected : 1;
  return ratio >= 1 ? 'full' : ratio >= 0.99 ? 'most' : ratio >= 0.9 ? 'some' : ratio > 0 ? 'few' : 'none';
}

/** In percent, rounded down: 99.9 is not whole. */
const shareOf = ({ present, expected }: Cell) => String(expected > 0 ? Math.min(100, Math.floor((present / expected) * 100)) : 100);

const cellsOf = ({ start, present, expected, flat }: Coverage): Cell[] =>
  start.map((at, i) => ({ start: at, present: present[i] ?? 0, expected: expected[i] ?? 0, flat: flat[i] ?? 0 }));

export function CoverageMap({ setKey, set }: { setKey: SetKey; set: DataSet }) {
  const { words } = useSpeech();
  const own = useDataWords();
  const question = useCoverage(setKey, 'month', {});
  const isShort = set.from !== null && set.to !== null && set.to - set.from < SHORT_MS;
  const [chosen, choose] = useState<number | null>(null);
  return (
    <Card id="coverage" title={own.series.coverage} sub={own.series.coverageTold} end={question.data && <Whole coverage={question.data} />}>
      {question.isError && <ErrorState error={question.error} onRetry={() => void question.refetch()} />}
      {question.isPending && <Skeleton heights={[120]} label={words.loading} />}
      {question.data && (
        <>
          <Years cells={cellsOf(question.data)} chosen={chosen} onChoose={(start) => choose(start === chosen ? null : start)} />
          <Legend own={own} />
          {isShort && chosen === null && cellsOf(question.data).map(({ start }) => <Days key={start} setKey={setKey} month={start} />)}
          {chosen !== null && <Days setKey={setKey} month={chosen} />}
        </>
      )}
    </Card>
  );
}

/** All cells together: how many candles of how many. */
function Whole({ coverage }: { coverage: Coverage }) {
  const { language } = useSpeech();
  const { series } = useDataWords();
  const sum = (column: readonly number[]) =>
    plain(
      language,
      column.reduce((total, value) => total + value, 0),
      0,
    );
  return <span className="text-muted">{series.whole(sum(coverage.present), sum(coverage.expected))}</span>;
}

function cellText(when: string, cell: Cell, own: DataWords, language: Speech['language']): string {
  const figure = (value: number) => plain(language, value, 0);
  const flat = cell.flat > 0 ? own.series.flat(figure(cell.flat)) : '';
  return `${own.series.cell(when, figure(cell.present), figure(cell.expected))}${flat}, ${shareOf(cell)}\u202f%`;
}

const monthName = (at: number, language: Speech['language'], length: 'short' | 'long') =>
  new Intl.DateTimeFormat(language, { month: length, ...(length === 'long' && { year: 'numeric' }), timeZone: 'UTC' }).format(at);

function Years({ cells, chosen, onChoose }: { cells: readonly Cell[]; chosen: number | null; onChoose: (start: number) => void }) {
  const { language } = useSpeech();
  const own = useDataWords();
  const byMonth = new Map(cells.map((cell) => [cell.start, cell]));
  // Months without a candle in any year would only make it wider.
  const months = MONTHS.filter((month) => cells.some(({ start }) => new Date(start).getUTCMonth() === month));
  const years = [...new Set(cells.map(({ start }) => new Date(start).getUTCFullYear()))];
  return (
    <ScrollPlace label={own.series.coverage} className="px-2 py-2">
      <table className={months.length > 4 ? 'w-full table-fixed' : 'w-auto!'}>
        <caption className="sr-only">{own.series.coverageTold}</caption>
        <thead>
          <tr>
            <th scope="col" className="w-16 border-0! phone:w-11 phone:px-1!">
              {own.series.year}
            </th>
            {months.map((month) => (
              <th key={month} scope="col" className="min-w-12 border-0! px-0.5! text-center! phone:min-w-0 phone:px-0!">
                {monthName(Date.UTC(2024, month), language, 'short')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {years.map((year) => (
            <tr key={year}>
              <th scope="row" className="border-0! phone:px-1!">
                {year}
              </th>
              {months.map((month) => {
                const cell = byMonth.get(Date.UTC(year, month));
                return (
                  <td key={month} className="min-w-12 border-0! p-0.5! phone:min-w-0 phone:p-px!">
                    {cell ? (
                      <button
                        type="button"
                        aria-label={cellText(monthName(cell.start, language, 'long'), cell, own, language)}
                        title={cellText(monthName(cell.start, language, 'long'), cell, own, language)}
                        aria-pressed={cell.start === chosen}
                        data-coverage={toneOf(cell)}
                        onClick={() => onChoose(cell.start)}
                        className={`block h-8 w-full cursor-pointer rounded-s text-center text-12 phone:text-[11px] hover:brightness-95 aria-pressed:outline-2 aria-pressed:outline-accent ${TONES[toneOf(cell)]}`}
                      >
                        {shareOf(cell)}
                      </button>
                    ) : (
                      <span className="block h-8 rounded-s text-center leading-8 text-muted">
                        <span aria-hidden="true">·</span>
                        <span className="sr-only">{own.series.nothing}</span>
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollPlace>
  );
}

function Days({ setKey, month }: { setKey: SetKey; month: number }) {
  const { words, language } = useSpeech();
  const own = useDataWords();
  const at = new Date(month);
  const question = useCoverage(setKey, 'day', { from: month, to: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1) });
  const title = own.series.daysOf(monthName(month, language, 'long'));
  return (
    <section className="border-t border-line px-4 py-3" aria-label={title} aria-live="polite">
      <h3 className="pb-2 font-medium">{title}</h3>
      {question.isError && <ErrorState error={question.error} onRetry={() => void question.refetch()} />}
      {question.isPending && <Skeleton heights={[48]} label={words.loading} />}
      <ol className="grid grid-cols-[repeat(auto-fill,minmax(52px,1fr))] gap-1">
        {question.data &&
          cellsOf(question.data).map((cell) => {
            const day = new Date(cell.start).toISOString().slice(0, 10);
            const text = cellText(day, cell, own, language);
            return (
              <li key={cell.start} title={text} className={`rounded-s px-1 py-1 text-center text-12 ${TONES[toneOf(cell)]}`}>
                <span className="sr-only">{text}</span>
                <span aria-hidden="true">
                  <small className="block text-muted">{new Date(cell.start).getUTCDate()}</small>
                  {shareOf(cell)}
                </span>
              </li>
            );
          })}
      </ol>
    </section>
  );
}

function Legend({ own }: { own: DataWords }) {
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 px-4 pb-3 text-12 text-muted">
      {(Object.keys(TONES) as (keyof typeof TONES)[]).map((tone) => (
        <span key={tone} className="inline-flex items-center gap-1.5">
          <i aria-hidden="true" className={`inline-block size-3.5 rounded-s ${TONES[tone]}`} />
          {own.series.legend[tone]}
        </span>
      ))}
    </p>
  );
}
