/** Equity with its highest so far, under it the drawdown, with the limit the drawdown meets next. */

import { useMemo } from 'react';
import type { EquitySeries } from '../../src/api/market.ts';
import { brokenAtGaps } from '../charts/gaps.ts';
import { SeriesChart } from '../charts/series-chart.tsx';
import type { Drawing, Series } from '../charts/series-drawing.ts';
import { clock, day, decimal, money, percent } from '../i18n/format.ts';
import { type Speech, useSpeech } from '../i18n/words.ts';
import type { Curve } from '../live/curves.ts';
import { useFold } from '../live/folded.ts';
import { useStatus } from '../live/session.ts';
import { Card } from '../parts/card.tsx';
import { EmptyState, ErrorState, Skeleton } from '../parts/states.tsx';

/** The limit is drawn once the deepest drawdown has used this part of the way to it; before, it is told. */
const NEAR = 0.4;
const DAY_MS = 86_400_000;
const EQUITY_HEIGHT = 180;
const EQUITY_TALL = 290;
const DRAWDOWN_HEIGHT = 72;

/** `isTall` where it stands beside a long column; `mayFold` where a phone has others before it. */
export function EquityPanel({
  curve,
  isTall = false,
  mayFold = false,
}: {
  curve: Curve<EquitySeries>;
  isTall?: boolean;
  mayFold?: boolean;
}) {
  const fold = useFold('equity', { mayFold });
  const speech = useSpeech();
  const { words, language } = speech;
  const { account } = useStatus();
  const { displayDecimals: decimals, currency } = account;
  const series = curve.rows;
  const { version } = curve;
  const hasPoints = series !== null && series.time.length > 1;
  const deepest = hasPoints ? series.drawdownRatio.reduce((most, ratio) => Math.max(most, ratio), 0) : 0;
  const next = account.ladder
    .filter((rung) => rung.window === 'drawdown' && rung.state === 'idle')
    .sort((a, b) => a.limitRatio - b.limitRatio)[0];
  const nextTold = next ? words.equityChart.next(words.demands[next.demands], percent(language, -next.limitRatio)) : '';
  const limitRatio = next && deepest > next.limitRatio * NEAR ? next.limitRatio : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows grow in place, the version says when.
  const drawing = useMemo(
    () => (hasPoints ? drawingOf(series, limitRatio, nextTold, decimals, speech, isTall ? EQUITY_TALL : EQUITY_HEIGHT) : null),
    [series, version, limitRatio, nextTold, decimals, speech, isTall],
  );
  return (
    <Card
      id="equity"
      title={words.equityChart.title}
      sub={words.equityChart.sub(currency)}
      fold={fold}
      summary={hasPoints ? percent(language, -deepest) : null}
    >
      {curve.state === 'loading' && (
        <Skeleton heights={[(isTall ? EQUITY_TALL : EQUITY_HEIGHT) + DRAWDOWN_HEIGHT + 24]} label={words.loading} />
      )}
      {curve.state === 'failed' && <ErrorState error={curve.error} onRetry={curve.askAgain} />}
      {curve.state === 'ready' && !drawing && (
        <EmptyState icon="candles" title={words.equityChart.emptyTitle} text={words.equityChart.emptyText} />
      )}
      {/* A chart is drawn as wide as its place is. */}
      {hasPoints && drawing && fold.isOpen && (
        <SeriesChart
          drawing={drawing}
          version={version}
          xTitle={words.chart.time}
          note={nextTold}
          summary={words.equityChart.summary(
            money(language, series.equity[0], currency, decimals),
            money(language, series.equity.at(-1), currency, decimals),
            percent(language, deepest),
          )}
        />
      )}
    </Card>
  );
}

function drawingOf(
  { time, equity, drawdownRatio }: EquitySeries,
  limitRatio: number | null,
  limitTold: string,
  decimals: number,
  { words, language, zone }: Speech,
  height: number,
): Drawing {
  let highest = Number.NEGATIVE_INFINITY;
  const peak = equity.map((value) => {
    highest = Math.max(highest, value);
    return highest;
  });
  const broken = brokenAtGaps(time, [equity, peak, drawdownRatio.map((ratio) => -ratio)]);
  const [equityLine, peakLine, fall] = broken.columns as [(number | null)[], (number | null)[], (number | null)[]];
  const limit: Series[] =
    limitRatio === null ? [] : [{ label: limitTold, values: broken.x.map(() => -limitRatio), role: 'warn', shape: 'dotted' }];
  return {
    x: broken.x,
    isTime: true,
    formatX: (at, whole) => timeText(at, whole, language, zone),
    panes: [
      {
        height,
        format: (value) => decimal(language, value, decimals),
        series: [
          { label: words.equityChart.equity, values: equityLine, role: 'line1', shape: 'line' },
          { label: words.equityChart.peak, values: peakLine, role: 'line2', shape: 'dotted' },
        ],
      },
      {
        height: DRAWDOWN_HEIGHT,
        format: (value) => percent(language, value),
        bound: 'to-zero',
        series: [{ label: words.equityChart.drawdown, values: fall, role: 'loss', shape: 'area' }, ...limit],
      },
    ],
  };
}

/** A time of the day, and at its midnights or over many days the day; in full where one instant is meant. */
function timeText(at: number, wholeMs: number, language: Speech['language'], zone: string): string {
  const time = clock(language, at, zone, false);
  if (wholeMs === 0) return `${day(language, at, zone)} ${time}`;
  return time === '00:00' || wholeMs > 4 * DAY_MS ? day(language, at, zone) : time;
}
