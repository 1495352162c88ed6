/** Which indicators are drawn, each with its pattern and its value where the chart is pointed at; or why there are none. */

import type { ReactNode } from 'react';
import { digitsOf, type IndicatorLine, indicatorOf, PATTERNS } from '../../charts/indicator-lines.ts';
import { decimal } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { RequestProblem } from '../../live/requests.ts';
import { IdText } from '../../parts/id-text.tsx';
import type { HiddenIndicators } from './hidden-indicators.ts';
import { useIndicatorWords } from './indicator-words.ts';
import type { ShownIndicators } from './shown-indicators.ts';

const STROKES: Readonly<Record<IndicatorLine['role'], string>> = {
  run1: 'stroke-run-1',
  run2: 'stroke-run-2',
  run3: 'stroke-run-3',
  run4: 'stroke-run-4',
  run5: 'stroke-run-5',
  run6: 'stroke-run-6',
};

/** `sma(10)`, `bollinger(20, 2) upper`, `sma(20) of volume`. */
export function useLineName(): (line: IndicatorLine) => string {
  const words = useIndicatorWords();
  const named = (id: string) => words.outputs[id] ?? id;
  return ({ indicator, output, of }) =>
    `${indicator}${output === null ? '' : ` ${named(output)}`}${of === null ? '' : ` ${words.of(named(of))}`}`;
}

export const useLineValue = (priceDecimals: number) => {
  const { language } = useSpeech();
  return ({ values, pane }: IndicatorLine, row: number) => {
    const value = values[row];
    return decimal(language, value, pane === 0 ? priceDecimals : digitsOf(value ?? 0));
  };
};

/** A switch for each. `row`: the candle that is pointed at, or null: the newest that has a value. */
export function IndicatorLegend({
  shown,
  hidden,
  row,
  priceDecimals,
  onTimeframe,
}: {
  shown: ShownIndicators;
  hidden: HiddenIndicators;
  row: number | null;
  priceDecimals: number;
  onTimeframe: (timeframe: string) => void;
}) {
  const words = useIndicatorWords();
  const { language } = useSpeech();
  const lineName = useLineName();
  const valueOf = useLineValue(priceDecimals);
  if (shown.kind === 'hidden' || shown.kind === 'nobody') return null;
  if (shown.kind !== 'drawn') return <Line>{<Why shown={shown} onTimeframe={onTimeframe} />}</Line>;
  const newest = (line: IndicatorLine) => line.values.findLastIndex((value) => value !== null);
  return (
    <ul
      className="flex flex-wrap gap-x-1.5 gap-y-1 px-2.5 pt-2 text-12 text-muted phone:px-1.5"
      aria-label={words.listOf(shown.strategyId)}
    >
      {[...Map.groupBy(shown.lines, indicatorOf)].map(([name, lines]) => {
        const isHidden = hidden.names.has(name);
        return (
          <li key={name}>
            <button
              type="button"
              aria-pressed={!isHidden}
              title={`${lines[0]?.title[language]}. ${isHidden ? words.showOne : words.hideOne}`}
              className={`flex min-h-6 cursor-pointer flex-wrap items-center gap-x-3 rounded-s px-1.5 text-left hover:bg-hover phone:min-h-8 ${isHidden ? 'line-through' : ''}`}
              onClick={() => hidden.toggle(name)}
            >
              {(isHidden ? lines.slice(0, 1) : lines).map((line) => (
                <span key={line.key} className="inline-flex items-center gap-1.5 whitespace-nowrap">
                  <Sample line={line} isHidden={isHidden} />
                  {isHidden ? (
                    lineName({ ...line, output: null })
                  ) : (
                    <>
                      {lineName(line)} <b className="font-medium text-text-2 tabular-nums">{valueOf(line, row ?? newest(line))}</b>
                    </>
                  )}
                </span>
              ))}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** The line as it is drawn; hollow where it is not. */
function Sample({ line: { role, shape, pattern }, isHidden }: { line: IndicatorLine; isHidden: boolean }) {
  return (
    <svg viewBox="0 0 18 8" aria-hidden="true" className={`h-2 w-4.5 flex-none ${isHidden ? 'stroke-field' : STROKES[role]}`}>
      {shape === 'bars' ? (
        <path d="M3 8V3m4 5V1m4 7V4m4 4V2" strokeWidth="2" />
      ) : (
        <path
          d="M0 4h18"
          strokeWidth={isHidden ? 1 : 2}
          strokeLinecap={shape === 'dots' ? 'round' : 'butt'}
          strokeDasharray={shape === 'dots' ? '0.1 5' : PATTERNS[pattern]}
        />
      )}
    </svg>
  );
}

const Line = ({ children }: { children: ReactNode }) => (
  <p className="flex flex-wrap items-center gap-x-2 px-4 pt-2 text-12 text-muted phone:px-3">{children}</p>
);

const LINK = 'cursor-pointer text-accent hover:underline hover:underline-offset-2';

function Why({
  shown,
  onTimeframe,
}: {
  shown: Exclude<ShownIndicators, { kind: 'hidden' | 'nobody' | 'drawn' }>;
  onTimeframe: (timeframe: string) => void;
}) {
  const words = useIndicatorWords();
  if (shown.kind === 'choose') return words.choose;
  if (shown.kind === 'loading') return words.loading;
  if (shown.kind === 'none') return words.none(shown.strategyId);
  if (shown.kind === 'other-timeframe')
    return (
      <>
        {words.other(shown.strategyId, shown.timeframe)}
        {shown.isOffered && (
          <button type="button" className={LINK} onClick={() => onTimeframe(shown.timeframe)}>
            {words.showTimeframe(shown.timeframe)}
          </button>
        )}
      </>
    );
  const { error } = shown;
  const problem = error instanceof RequestProblem ? error.problem : null;
  return (
    <>
      {words.failed} {problem?.detail}
      <button type="button" className={LINK} onClick={shown.askAgain}>
        {words.retry}
      </button>
      {problem?.correlationId !== undefined && <IdText id={problem.correlationId} short />}
    </>
  );
}
