/** The figures of one run in a row, the most telling first. */

import type { Run, RunFigure } from '../../../src/api/research.ts';
import { FigureText } from './figures.tsx';
import { useResearchWords } from './words.ts';

const SHOWN = [
  'returnRatio',
  'buyAndHoldReturnRatio',
  'maxDrawdownRatio',
  'sharpe',
  'profitFactor',
  'winRate',
  'closedTrades',
  'finalEquity',
  'exposureRatio',
  'feesPaid',
] as const satisfies readonly RunFigure[];

export function RunFigures({ run }: { run: Run }) {
  const own = useResearchWords();
  return (
    <>
      <dl id="run-figures" className="grid grid-cols-5 gap-px overflow-hidden bg-line phone:grid-cols-2">
        {SHOWN.map((name) => (
          <div key={name} className="min-w-0 bg-surface px-4 py-3 phone:px-3.5">
            <dt className="text-12 font-medium text-muted">{own.figures[name]}</dt>
            <dd className="mt-0.5 text-16 font-semibold tracking-tight whitespace-nowrap" data-figure={name}>
              <FigureText run={run} name={name} />
            </dd>
          </div>
        ))}
      </dl>
      {run.insufficient.length > 0 && <p className="border-t border-line px-4 py-2 text-12 text-muted">{own.fewNote}</p>}
    </>
  );
}
