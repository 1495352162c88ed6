/** The row of figures: exposure, a bad day, the fall from the peak, what is free. */

import type { RiskLimit, RiskReport } from '../../../src/api/risk.ts';
import { useSpeech } from '../../i18n/words.ts';
import { MoneyText, RatioText } from '../../parts/figures.tsx';
import { Kpi } from '../../parts/kpi.tsx';
import { useRiskWords } from './words.ts';

export function RiskFigures({ report }: { report: RiskReport }) {
  const own = useRiskWords();
  const speech = useSpeech();
  const { exposures, estimates, drawdown, currency, displayDecimals } = report;
  const [parametric] = estimates;
  const limit = (...codes: string[]) =>
    codes.map((code) => report.limits.find((row) => row.code === code)).find((row) => row !== undefined);
  const told = (row: RiskLimit | undefined) => (row ? speech.limit(row.limit, 'ratio', currency) : null);
  const money = (value: string) => <MoneyText value={value} decimals={displayDecimals} currency={currency} />;
  const [halve, refuse] = [told(limit('HALF_VALUE_AT_RISK')), told(limit('RISK_VALUE_AT_RISK'))];
  const [defend, reduce] = [told(limit('SHORTFALL_DEFENSIVE')), told(limit('SHORTFALL_REDUCTION'))];
  const gross = told(limit('RISK_DEFENSIVE_EXPOSURE', 'RISK_REGIME_EXPOSURE'));
  const isAssumed = (parametric?.assumed.length ?? 0) > 0;
  return (
    <dl
      id="risk-figures"
      className="mb-4 grid grid-cols-5 rounded-l border border-line bg-surface narrow:grid-cols-4 phone:mb-3 phone:grid-cols-2"
    >
      <Kpi isFirst title={own.figures.gross} corner={<RatioText value={exposures.gross.ratio} />} figure={money(exposures.gross.money)}>
        <dd className="text-12 text-muted">
          {own.figures.net} <RatioText value={exposures.net.ratio} manner="signed" />
          {gross !== null && ` · ${own.figures.limit(gross)}`}
        </dd>
      </Kpi>
      <Kpi title={own.figures.valueAtRisk} figure={<RatioText value={parametric?.valueAtRisk?.ratio} />}>
        <dd className="text-12 text-muted">
          {parametric?.valueAtRisk && money(parametric.valueAtRisk.money)}
          {isAssumed && ` · ${own.figures.worst}`}
          {halve !== null && refuse !== null && <span className="block">{own.figures.halved(halve, refuse)}</span>}
        </dd>
      </Kpi>
      <Kpi title={own.figures.shortfall} figure={<RatioText value={parametric?.shortfall?.ratio} />}>
        <dd className="text-12 text-muted">
          {parametric?.shortfall && money(parametric.shortfall.money)}
          {isAssumed && ` · ${own.figures.worst}`}
          {defend !== null && reduce !== null && <span className="block">{own.figures.defends(defend, reduce)}</span>}
        </dd>
      </Kpi>
      <Kpi title={own.figures.drawdown} figure={<RatioText value={drawdown.ratio === null ? null : -drawdown.ratio} />}>
        <dd className="text-12 text-muted">{money(drawdown.money)}</dd>
      </Kpi>
      <Kpi title={own.figures.free} figure={money(report.free)}>
        <dd className="text-12 text-muted">
          {own.figures.margin} {money(report.margin)}
        </dd>
      </Kpi>
    </dl>
  );
}
