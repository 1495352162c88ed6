/** The stress of the rules on what is held now: what each would cost, and what it would set off. */

import type { RiskReport, StressTest } from '../../../src/api/risk.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useFold } from '../../live/folded.ts';
import { Card } from '../../parts/card.tsx';
import { MoneyText, RatioText } from '../../parts/figures.tsx';
import { useRiskWords } from './words.ts';

export function StressCard({ report }: { report: RiskReport }) {
  const own = useRiskWords();
  const known = report.stress.flatMap(({ loss }) => (loss === null ? [] : [-Number(loss.money)]));
  return (
    <Card
      id="stress"
      className="narrow:order-1"
      title={own.stress.title}
      sub={own.stress.told}
      fold={useFold('stress')}
      summary={
        known.length === 0 ? null : (
          <MoneyText value={Math.min(...known)} decimals={report.displayDecimals} currency={report.currency} manner="result" />
        )
      }
    >
      <ul>
        {report.stress.map((row) => (
          <Row key={row.id} row={row} report={report} />
        ))}
      </ul>
    </Card>
  );
}

function Row({ row, report }: { row: StressTest; report: RiskReport }) {
  const own = useRiskWords();
  const { words } = useSpeech();
  const { loss, fires, modeAfter, drawdownAfter } = row;
  // A loss is told as a result: less than nothing.
  const result = loss === null ? null : -Number(loss.money);
  const demands = fires.map((id) => report.ladder.find((rung) => rung.id === id)).flatMap((rung) => (rung ? [rung] : []));
  return (
    <li className="border-b border-line px-4 py-2.5 last:border-b-0">
      <div className="flex justify-between gap-3">
        <span className="font-medium">{own.stress.names[row.id]}</span>
        <span className="text-right whitespace-nowrap">
          {loss === null ? (
            <span className="text-muted">{own.stress.noData}</span>
          ) : (
            <MoneyText value={result} decimals={report.displayDecimals} currency={report.currency} manner="result" />
          )}
        </span>
      </div>
      {loss !== null && (
        <p className="flex justify-between gap-3 text-12 text-muted">
          <span className={demands.length > 0 ? 'text-warn' : ''}>
            {own.stress.fires}{' '}
            {demands.length === 0
              ? own.stress.nothing
              : demands.map(({ window, demands: demanded }) => `${words.windows[window]}: ${words.demands[demanded]}`).join(', ')}
            {modeAfter !== null && modeAfter !== report.mode && ` · ${own.stress.mode(words.modes[modeAfter])}`}
          </span>
          <span className="text-right whitespace-nowrap">
            {own.stress.drawdown} <RatioText value={drawdownAfter === null ? null : -drawdownAfter} />
          </span>
        </p>
      )}
    </li>
  );
}
