/** Value against what was put in, and the time-weighted return with how far it is below its peak; beside a benchmark where one is chosen. */

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Performance } from '../../../src/api/portfolio/figures.ts';
import { call } from '../../api/client.ts';
import { SeriesChart } from '../../charts/series-chart.tsx';
import type { Drawing, Pane, Series } from '../../charts/series-drawing.ts';
import { decimal, percent } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Card } from '../../parts/card.tsx';
import { SelectField } from '../../parts/field.tsx';
import { useIsPrivate } from './amounts.tsx';
import { useCurveWords } from './curve-words.ts';
import { dayText } from './price-card.tsx';

export function CurveCard({
  performance,
  benchmark,
  onBenchmark,
}: {
  performance: Performance;
  benchmark: string;
  onBenchmark: (id: string) => void;
}) {
  const { language } = useSpeech();
  const own = useCurveWords();
  const isHidden = useIsPrivate();
  const { data } = useQuery({ queryKey: ['portfolio', 'instruments'], queryFn: () => call('portfolio.instruments') });
  const drawing = useMemo(() => drawingOf(performance, own, language, isHidden), [performance, own, language, isHidden]);
  const { days } = performance.curve;
  if (days.length < 2) return null;
  return (
    <Card id="portfolio-curve" title={own.curve} sub={isHidden ? own.hidden : undefined}>
      <SeriesChart
        key={`${isHidden} ${performance.curve.benchmark !== null}`}
        drawing={drawing}
        version={days.length}
        xTitle={own.time}
        note={
          performance.benchmark !== null && performance.benchmark.twr === null ? own.noStart(performance.benchmark.instrument.symbol) : ''
        }
        summary={own.curveSummary(days[0] ?? '', days.at(-1) ?? '')}
      />
      <div className="px-4 py-3">
        <SelectField className="max-w-64" label={own.benchmark} value={benchmark} onChange={(event) => onBenchmark(event.target.value)}>
          <option value="">{own.noBenchmark}</option>
          {data?.rows.map(({ instrument: { id, symbol } }) => (
            <option key={id} value={id}>
              {symbol}
            </option>
          ))}
        </SelectField>
      </div>
    </Card>
  );
}

function drawingOf(
  { curve, benchmark }: Performance,
  own: ReturnType<typeof useCurveWords>,
  language: 'en' | 'es',
  isHidden: boolean,
): Drawing {
  const compared: Series[] =
    curve.benchmark === null ? [] : [{ label: benchmark?.instrument.symbol ?? '', values: curve.benchmark, role: 'line2', shape: 'line' }];
  const returns: Pane[] = [
    {
      series: [{ label: own.twr, values: curve.twr, role: 'line1', shape: 'line' }, ...compared],
      height: 150,
      format: (value) => percent(language, value, 1),
    },
    {
      series: [{ label: own.drawdown, values: curve.drawdown, role: 'loss', shape: 'area' }],
      height: 70,
      format: (value) => percent(language, value, 1),
      bound: 'to-zero',
    },
  ];
  const value: Pane = {
    series: [
      { label: own.curveValue, values: curve.value, role: 'line1', shape: 'area' },
      { label: own.invested, values: curve.invested, role: 'line2', shape: 'dotted' },
    ],
    height: 170,
    format: (amount) => decimal(language, amount, 0),
  };
  return {
    x: curve.days.map((day) => Date.parse(day)),
    panes: isHidden ? returns : [value, ...returns],
    isTime: true,
    formatX: dayText,
  };
}
