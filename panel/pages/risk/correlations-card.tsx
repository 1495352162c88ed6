/** How instruments move together: a coloured matrix with its numbers, or the pairs as a list. Unknown stays unknown. */

import { useState } from 'react';
import type { Correlations, RiskReport } from '../../../src/api/risk.ts';
import { decimal } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useFold } from '../../live/folded.ts';
import { Card } from '../../parts/card.tsx';
import { RatioText } from '../../parts/figures.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { ScrollPlace } from '../../parts/scroll-place.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { useRiskWords } from './words.ts';

type Pair = Correlations['pairs'][number];

export function CorrelationsCard({ report }: { report: RiskReport }) {
  const own = useRiskWords();
  const { language } = useSpeech();
  const [shape, setShape] = useState<'matrix' | 'list'>('matrix');
  const { correlations } = report;
  const { pairs, mean, meanLimit, leastDays, mostDays } = correlations;
  const shapes = Object.entries(own.correlations.shapes).map(([value, text]) => ({ value: value as typeof shape, text }));
  return (
    <Card
      id="correlations"
      className="narrow:order-2"
      title={own.correlations.title}
      sub={own.correlations.told(mostDays)}
      fold={useFold('correlations')}
      summary={mean === null ? null : decimal(language, mean, 2)}
      end={pairs.length > 0 && <Segmented label={own.correlations.as} options={shapes} value={shape} onChoose={setShape} />}
    >
      {pairs.length === 0 ? (
        <EmptyState icon="layers" title={own.correlations.emptyTitle} text={own.correlations.emptyText} />
      ) : shape === 'matrix' ? (
        <Matrix correlations={correlations} />
      ) : (
        <PairList correlations={correlations} />
      )}
      {pairs.length > 0 && (
        <div className="grid gap-1 border-t border-line px-4 py-3 text-12 text-text-2">
          <p>
            {mean === null || meanLimit === null
              ? own.correlations.noMean
              : own.correlations.mean(decimal(language, mean, 2), decimal(language, meanLimit, 2))}
          </p>
          {pairs.some(({ correlation }) => correlation === null) && <p className="text-warn">{own.correlations.unknownTold(leastDays)}</p>}
        </div>
      )}
    </Card>
  );
}

/** Levels of the rules: 0.5 makes an entry smaller, 0.7 halves it, 0.85 refuses it. */
function lookOf(correlation: number | null): string {
  if (correlation === null) return 'bg-sunken text-muted';
  if (correlation > 0.85) return 'bg-danger-soft text-danger';
  if (correlation > 0.7) return 'bg-warn-soft text-warn';
  if (correlation > 0.5) return 'bg-warn-soft text-text';
  return correlation < -0.5 ? 'bg-info-soft text-info' : 'bg-surface text-text';
}

function useTold(): (correlation: number | null) => string {
  const { words } = useRiskWords().correlations;
  const { unknown } = useRiskWords().correlations;
  return (correlation) => {
    if (correlation === null) return unknown;
    if (correlation > 0.7) return words.together;
    if (correlation > 0.3) return words.rather;
    return correlation < -0.3 ? words.against : words.apart;
  };
}

function Matrix({ correlations: { instruments, pairs } }: { correlations: Correlations }) {
  const own = useRiskWords();
  const { language } = useSpeech();
  const told = useTold();
  const of = (a: string, b: string) => pairs.find((pair) => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a));
  return (
    <ScrollPlace label={own.correlations.title} className="p-4">
      <table className="border-separate border-spacing-1">
        <caption className="sr-only">{own.correlations.title}</caption>
        <thead>
          <tr>
            <td />
            {instruments.map(({ instrumentId }) => (
              <th key={instrumentId} scope="col" className="px-1 pb-1 text-center text-12 font-medium text-muted">
                {instrumentId}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {instruments.map(({ instrumentId, isHeld }) => (
            <tr key={instrumentId}>
              <th scope="row" className="pr-2 text-left text-12 font-medium whitespace-nowrap">
                {instrumentId} {isHeld && <span className="font-normal text-muted">· {own.correlations.held}</span>}
              </th>
              {instruments.map((other) => (
                <Cell
                  key={other.instrumentId}
                  text={other.instrumentId === instrumentId ? null : of(instrumentId, other.instrumentId)}
                  words={told}
                  number={(value) => decimal(language, value, 2)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollPlace>
  );
}

/** Null: an instrument with itself, which says nothing. */
function Cell({
  text: pair,
  words,
  number,
}: {
  text: Pair | null | undefined;
  words: (correlation: number | null) => string;
  number: (value: number) => string;
}) {
  if (pair === null || pair === undefined) return <td className="h-10 min-w-16 rounded-s bg-sunken" />;
  const { correlation } = pair;
  const told = words(correlation);
  return (
    <td className={`num h-10 min-w-16 rounded-s border border-line px-2 text-center font-medium ${lookOf(correlation)}`} title={told}>
      {correlation === null ? (
        <span className="text-12 font-normal">{told}</span>
      ) : (
        <>
          {number(correlation)} <span className="sr-only">{told}</span>
        </>
      )}
    </td>
  );
}

function PairList({ correlations: { pairs, mostDays, instruments } }: { correlations: Correlations }) {
  const own = useRiskWords();
  const { language } = useSpeech();
  const told = useTold();
  const columns: readonly Column<Pair>[] = [
    { key: 'pair', title: own.correlations.pair, phone: 'title', cell: ({ a, b }) => `${a} · ${b}` },
    {
      key: 'value',
      title: own.correlations.value,
      numeric: true,
      phone: 'figure',
      cell: ({ correlation }) => (correlation === null ? own.correlations.unknown : decimal(language, correlation, 2)),
    },
    { key: 'words', title: '', phone: 'line', cell: ({ correlation }) => (correlation === null ? '' : told(correlation)) },
    {
      key: 'days',
      title: own.correlations.days,
      numeric: true,
      phone: 'line',
      cell: ({ days }) => own.correlations.daysOf(days, mostDays),
    },
  ];
  const known = [...pairs].sort((x, y) => (y.correlation ?? 2) - (x.correlation ?? 2));
  return (
    <>
      <RowTable caption={own.correlations.title} columns={columns} rows={known} keyOf={({ a, b }) => `${a} ${b}`} />
      <dl className="flex flex-wrap gap-x-6 gap-y-1 border-t border-line px-4 py-3 text-12">
        {instruments.map(({ instrumentId, dailyVolatility }) => (
          <div key={instrumentId} className="flex gap-1.5">
            <dt className="text-muted">
              {own.correlations.volatility} {instrumentId}
            </dt>
            <dd>{dailyVolatility === null ? own.correlations.unknown : <RatioText value={dailyVolatility} />}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
