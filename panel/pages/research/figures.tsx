/** The figures of a run: how each is written, which way it is better, and a mark where there is too little evidence for it. */

import type { Run, RunFigure } from '../../../src/api/research.ts';
import { decimal, fineRatio, plain } from '../../i18n/format.ts';
import { type Speech, useSpeech } from '../../i18n/words.ts';
import { FineRatioText } from '../../parts/figures.tsx';
import { useResearchWords } from './words.ts';

interface Manner {
  readonly kind: 'money' | 'result' | 'share' | 'fall' | 'number' | 'count';
  readonly better: 'high' | 'low' | null;
}

export const FIGURES: Readonly<Record<RunFigure, Manner>> = {
  finalEquity: { kind: 'money', better: 'high' },
  returnRatio: { kind: 'result', better: 'high' },
  buyAndHoldReturnRatio: { kind: 'result', better: null },
  maxDrawdownRatio: { kind: 'fall', better: 'low' },
  winRate: { kind: 'share', better: 'high' },
  profitFactor: { kind: 'number', better: 'high' },
  sharpe: { kind: 'number', better: 'high' },
  sortino: { kind: 'number', better: 'high' },
  calmar: { kind: 'number', better: 'high' },
  exposureRatio: { kind: 'share', better: null },
  fills: { kind: 'count', better: null },
  closedTrades: { kind: 'count', better: null },
  feesPaid: { kind: 'money', better: 'low' },
  fundingPaid: { kind: 'money', better: null },
  slippagePaid: { kind: 'money', better: 'low' },
  bars: { kind: 'count', better: null },
  trials: { kind: 'count', better: null },
};

export const FIGURE_NAMES = Object.keys(FIGURES) as readonly RunFigure[];

export function figureText(name: RunFigure, value: number | null | undefined, { language }: Speech): string {
  const { kind } = FIGURES[name];
  if (kind === 'money') return decimal(language, value, 2);
  if (kind === 'count') return plain(language, value, 0);
  if (kind === 'number') return decimal(language, value, 2);
  if (kind === 'fall') return fineRatio(language, value == null ? value : -value);
  return fineRatio(language, value, kind === 'result');
}

/** With its colour, and the mark of too little evidence. */
export function FigureText({ run, name }: { run: Pick<Run, 'figures' | 'insufficient'>; name: RunFigure }) {
  const speech = useSpeech();
  const value = run.figures[name];
  return (
    <>
      {FIGURES[name].kind === 'result' ? (
        <FineRatioText value={value} manner="result" />
      ) : (
        <span className={FIGURES[name].kind === 'fall' && value ? 'text-loss' : undefined}>{figureText(name, value, speech)}</span>
      )}
      {value != null && run.insufficient.includes(name) && <Few />}
    </>
  );
}

export function Few() {
  const own = useResearchWords();
  return (
    <span className="text-muted" title={own.fewTold}>
      {' '}
      <span aria-hidden="true">†</span>
      <span className="sr-only">{own.fewTold}</span>
    </span>
  );
}

/**
 * The places of the best value among the runs with enough evidence; none where all are the same or it means nothing. Amounts of money are set against each
 * other only where the runs began with the same.
 */
export function bestPlaces(
  name: RunFigure,
  runs: readonly Pick<Run, 'figures' | 'insufficient'>[],
  isSameMoney = true,
): ReadonlySet<number> {
  const { better, kind } = FIGURES[name];
  if (kind === 'money' && !isSameMoney) return new Set();
  const values = runs.map((run) => (run.insufficient.includes(name) ? null : (run.figures[name] ?? null)));
  const known = values.filter((value) => value !== null);
  if (better === null || known.length < 2 || known.every((value) => value === known[0])) return new Set();
  const best = better === 'high' ? Math.max(...known) : Math.min(...known);
  return new Set(values.flatMap((value, place) => (value === best ? [place] : [])));
}
