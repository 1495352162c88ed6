/** A chart of series with its key, its words for who does not see it, and the same as a table. */

import { useEffect, useRef, useState } from 'react';
import { useSpeech } from '../i18n/words.ts';
import { ScrollPlace } from '../parts/scroll-place.tsx';
import { Skeleton } from '../parts/states.tsx';
import type { Drawing, Drawn, Series } from './series-drawing.ts';
import { useChartColours } from './theme.ts';

const SAMPLES: Readonly<Record<Series['role'], string>> = {
  line1: 'border-line-1',
  line2: 'border-line-2',
  gain: 'border-gain',
  loss: 'border-loss',
  warn: 'border-warn',
  run1: 'border-run-1',
  run2: 'border-run-2',
  run3: 'border-run-3',
  run4: 'border-run-4',
  run5: 'border-run-5',
  run6: 'border-run-6',
};

const KEYS: Readonly<Record<Series['shape'], string>> = {
  line: 'w-3.5 border-t-2',
  area: 'w-3.5 border-t-2',
  dotted: 'w-3.5 border-t-2 border-dotted',
  bars: 'w-3.5 border-t-8',
  points: 'size-2.5 rounded-full border-2',
};

/** Rows of the table beside a chart: the newest. */
const MOST_ROWS = 500;

export function SeriesChart({
  drawing,
  version,
  summary,
  xTitle,
  note,
}: {
  drawing: Drawing;
  /** Rises whenever something in the drawing has changed. */
  version: number;
  /** What the chart shows, in a sentence. */
  summary: string;
  xTitle: string;
  note?: string;
}) {
  const { words } = useSpeech();
  const [pointed, setPointed] = useState<number | null>(null);
  const [isTable, setTable] = useState(false);
  const row = Math.min(pointed ?? drawing.x.length - 1, drawing.x.length - 1);
  const at = drawing.x[row];
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3.5 gap-y-1 px-4 pt-2.5 pb-1 text-12 text-muted">
        {drawing.panes.flatMap((pane) =>
          pane.series.map((series) => (
            <span key={series.label} className="inline-flex items-center gap-1.5">
              <i className={`inline-block ${KEYS[series.shape]} ${SAMPLES[series.role]}`} />
              {series.label}{' '}
              <b className="font-medium text-text-2">
                {valueText(pointed === null && series.isOver ? series.values.findLast(isThere) : series.values[row], pane.format)}
              </b>
            </span>
          )),
        )}
        {pointed !== null && at !== undefined && <span>{drawing.formatX(at, 0)}</span>}
        <span className="ml-auto inline-flex gap-3.5">
          {note !== undefined && note !== '' && <span>{note}</span>}
          <button type="button" className="cursor-pointer text-accent hover:underline" onClick={() => setTable(!isTable)}>
            {isTable ? words.chart.asChart : words.chart.asTable}
          </button>
        </span>
      </div>
      {isTable ? (
        <SeriesTable drawing={drawing} caption={summary} xTitle={xTitle} />
      ) : (
        <Canvas drawing={drawing} version={version} summary={summary} onPoint={setPointed} />
      )}
    </>
  );
}

const isThere = (value: number | null | undefined) => value !== null && value !== undefined;

const valueText = (value: number | null | undefined, format: (value: number) => string) =>
  value === null || value === undefined ? '–' : format(value);

function Canvas({
  drawing,
  version,
  summary,
  onPoint,
}: {
  drawing: Drawing;
  version: number;
  summary: string;
  onPoint: (row: number | null) => void;
}) {
  const { words } = useSpeech();
  const colours = useChartColours();
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | null>(null);
  const latest = useRef(drawing);
  latest.current = drawing;
  const [isReady, setReady] = useState(false);
  const height = drawing.panes.reduce((sum, pane) => sum + pane.height, 0) + 26;

  useEffect(() => {
    let isOver = false;
    const watcher = new ResizeObserver(([entry]) => drawn.current?.resize(entry?.contentRect.width ?? 0));
    void import('./series-drawing.ts').then(({ drawSeries }) => {
      const element = place.current;
      if (isOver || !element) return;
      drawn.current = drawSeries(element, latest.current, colours, onPoint);
      watcher.observe(element);
      setReady(true);
    });
    return () => {
      isOver = true;
      watcher.disconnect();
      drawn.current?.destroy();
      drawn.current = null;
    };
  }, [colours, onPoint]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows grow in place, the version says when.
  useEffect(() => drawn.current?.update(drawing), [version, drawing]);

  return (
    <div className="relative" style={{ minHeight: height }}>
      {!isReady && (
        <div className="absolute inset-0">
          <Skeleton heights={[height - 32]} label={words.loading} />
        </div>
      )}
      <div ref={place} role="img" aria-label={summary} />
    </div>
  );
}

function SeriesTable({ drawing, caption, xTitle }: { drawing: Drawing; caption: string; xTitle: string }) {
  const { x, panes, formatX } = drawing;
  const rows = x.map((_, row) => row).slice(-MOST_ROWS);
  return (
    <ScrollPlace label={caption} className="max-h-90">
      <table>
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 bg-surface">
          <tr>
            <th scope="col">{xTitle}</th>
            {panes.flatMap((pane) =>
              pane.series.map((series) => (
                <th key={series.label} scope="col" className="num">
                  {series.label}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.reverse().map((row) => (
            <tr key={x[row]}>
              <th scope="row">{formatX(x[row] as number, 0)}</th>
              {panes.flatMap((pane) =>
                pane.series.map((series) => (
                  <td key={series.label} className="num">
                    {valueText(series.values[row], pane.format)}
                  </td>
                )),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollPlace>
  );
}
