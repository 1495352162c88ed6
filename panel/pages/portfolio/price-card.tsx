/** Daily closes of an asset with the owner's purchases and sales, and what is drawn over and below them. */

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Instrument, PriceHistory } from '../../../src/api/portfolio/figures.ts';
import { call } from '../../api/client.ts';
import { SeriesChart } from '../../charts/series-chart.tsx';
import type { Drawing, Pane, Series } from '../../charts/series-drawing.ts';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Card } from '../../parts/card.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { useAssetWords } from './asset-words.ts';

const LINES = ['sma', 'bands', 'rsi', 'macd'] as const;
type Line = (typeof LINES)[number];
/** More stretches than these are counted only. */
const MOST_GAPS = 6;

export function PriceCard({ instrument }: { instrument: Instrument }) {
  const { words } = useSpeech();
  const own = useAssetWords();
  const [shown, setShown] = useState<readonly Line[]>([]);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['portfolio', 'prices', instrument.id],
    queryFn: () => call('portfolio.prices', { params: { id: instrument.id }, query: {} }),
  });
  const toggle = (line: Line) => setShown(shown.includes(line) ? shown.filter((one) => one !== line) : [...shown, line]);
  return (
    <Card
      id="portfolio-prices"
      title={`${own.chart}${data?.currency ? `, ${data.currency}` : ''}`}
      end={
        <fieldset className="flex flex-wrap gap-1" aria-label={own.show}>
          {LINES.map((line) => (
            <button
              key={line}
              type="button"
              aria-pressed={shown.includes(line)}
              onClick={() => toggle(line)}
              className="h-6 cursor-pointer rounded-s border border-line px-2 text-12 text-text-2 aria-pressed:border-accent-solid aria-pressed:text-text phone:h-8"
            >
              {own.lines[line]}
            </button>
          ))}
        </fieldset>
      }
    >
      {data === undefined ? (
        isPending ? (
          <Skeleton heights={[260]} label={words.loading} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : data.days.length === 0 ? (
        <p className="px-4 py-3 text-text-2">{own.noPrices}</p>
      ) : (
        <Chart key={shown.join(' ')} prices={data} symbol={instrument.symbol} shown={shown} />
      )}
      {data !== undefined && data.gaps.length > 0 && (
        <p className="px-4 py-2.5 text-12 text-muted">
          {own.gaps(data.gaps.length)}{' '}
          {data.gaps
            .slice(-MOST_GAPS)
            .map(({ from, to, days }) => own.gap(from, to, days))
            .join(', ')}
          {data.gaps.length > MOST_GAPS && `, ${own.more(data.gaps.length - MOST_GAPS)}`}
        </p>
      )}
    </Card>
  );
}

function Chart({ prices, symbol, shown }: { prices: PriceHistory; symbol: string; shown: readonly Line[] }) {
  const { language } = useSpeech();
  const own = useAssetWords();
  const drawing = useMemo(() => drawingOf(prices, shown, own, language), [prices, shown, own, language]);
  return (
    <SeriesChart
      drawing={drawing}
      version={prices.days.length}
      xTitle={own.time}
      summary={own.summary(symbol, prices.days[0] ?? '', prices.days.at(-1) ?? '')}
    />
  );
}

function drawingOf(
  { days, close, marks, lines }: PriceHistory,
  shown: readonly Line[],
  own: ReturnType<typeof useAssetWords>,
  language: 'en' | 'es',
): Drawing {
  const at = new Map(days.map((day, i) => [day, i]));
  const marked = (kind: string) => {
    const values: (number | null)[] = days.map(() => null);
    for (const mark of marks) {
      const i = at.get(mark.day);
      if (mark.kind === kind && i !== undefined) values[i] = close[i] ?? null;
    }
    return values;
  };
  const isShown = (line: Line) => shown.includes(line);
  const over: Series[] = [
    ...(isShown('sma')
      ? ([
          { label: 'SMA 50', values: lines.sma50, role: 'run2', shape: 'line' },
          { label: 'SMA 200', values: lines.sma200, role: 'run3', shape: 'line' },
        ] as const)
      : []),
    ...(isShown('bands')
      ? ([
          { label: own.upper, values: lines.bollingerUpper, role: 'line2', shape: 'dotted' },
          { label: own.lower, values: lines.bollingerLower, role: 'line2', shape: 'dotted' },
        ] as const)
      : []),
  ];
  const below: Pane[] = [
    ...(isShown('rsi')
      ? [
          {
            series: [{ label: 'RSI', values: lines.rsi14, role: 'run4', shape: 'line' } as const],
            height: 80,
            format: (value: number) => plain(language, value, 0),
          },
        ]
      : []),
    ...(isShown('macd')
      ? [
          {
            series: [
              { label: 'MACD', values: lines.macd, role: 'run2', shape: 'line' } as const,
              { label: own.signal, values: lines.macdSignal, role: 'run3', shape: 'dotted' } as const,
            ],
            height: 80,
            format: (value: number) => plain(language, value, 2),
          },
        ]
      : []),
  ];
  const closes: Pane = {
    series: [
      { label: own.close, values: close, role: 'line1', shape: 'line' },
      ...over,
      { label: own.bought, values: marked('buy'), role: 'gain', shape: 'points', isOver: true },
      { label: own.sold, values: marked('sell'), role: 'loss', shape: 'points', isOver: true },
    ],
    height: 220,
    format: (value) => plain(language, Number(value.toPrecision(6)), 6),
  };
  return { x: days.map((day) => Date.parse(day)), panes: [closes, ...below], isTime: true, formatX: dayText };
}

export const dayText = (x: number): string => new Date(x).toISOString().slice(0, 10);
