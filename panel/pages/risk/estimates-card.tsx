/** Value at risk and expected shortfall by three methods, with what each is measured on, and what holds while that is too little. */

import type { LossEstimate, RiskReport } from '../../../src/api/risk.ts';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useFold } from '../../live/folded.ts';
import { Card } from '../../parts/card.tsx';
import { MoneyText, RatioText } from '../../parts/figures.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { useRiskWords } from './words.ts';

export function EstimatesCard({ report }: { report: RiskReport }) {
  const { language, ...speech } = useSpeech();
  const own = useRiskWords();
  const { currency, displayDecimals, estimates, correlations, limits } = report;
  const amount = (value: LossEstimate['valueAtRisk']) =>
    value === null ? (
      <span className="text-muted">{own.estimates.noData}</span>
    ) : (
      <>
        <RatioText value={value.ratio} />
        <small className="block text-12 text-muted">
          <MoneyText value={value.money} decimals={displayDecimals} currency={currency} />
        </small>
      </>
    );
  const basis = ({ method, days, draws, valueAtRisk }: LossEstimate) => {
    if (method === 'parametric') return own.estimates.yearAtMost;
    // Nothing held has no days in common.
    if (valueAtRisk !== null && days === 0) return own.limits.none;
    const told = valueAtRisk === null ? own.estimates.tooShort(days ?? 0, correlations.leastDays) : own.estimates.days(days ?? 0);
    return draws === null || valueAtRisk === null ? told : `${told}, ${own.estimates.draws(plain(language, draws, 0))}`;
  };
  const columns: readonly Column<LossEstimate>[] = [
    {
      key: 'method',
      isProse: true,
      title: own.estimates.method,
      phone: 'title',
      cell: ({ method }) => (
        <>
          <b className="font-medium">{own.estimates.methods[method]}</b>
          <small className="block max-w-[46ch] text-12 text-muted">{own.estimates.methodTold[method]}</small>
        </>
      ),
    },
    { key: 'var', title: own.estimates.valueAtRisk, numeric: true, phone: 'line', cell: ({ valueAtRisk }) => amount(valueAtRisk) },
    { key: 'es', title: own.estimates.shortfall, numeric: true, phone: 'line', cell: ({ shortfall }) => amount(shortfall) },
    { key: 'basis', title: own.estimates.basis, phone: 'line', secondary: true, cell: basis },
  ];
  const assumed = estimates.flatMap((row) => row.assumed);
  const limitOf = (code: string) => {
    const row = limits.find((one) => one.code === code);
    return row ? speech.limit(row.limit, 'ratio', currency) : null;
  };
  const levels = ['HALF_VALUE_AT_RISK', 'RISK_VALUE_AT_RISK', 'SHORTFALL_DEFENSIVE', 'SHORTFALL_REDUCTION'].map(limitOf);
  const [halve, refuse, defend, reduce] = levels;
  return (
    <Card
      id="estimates"
      className="narrow:order-1"
      title={own.estimates.title}
      sub={own.estimates.told}
      fold={useFold('estimates')}
      summary={<RatioText value={estimates[0]?.valueAtRisk?.ratio} />}
    >
      <RowTable caption={own.estimates.title} columns={columns} rows={estimates} keyOf={({ method }) => method} />
      <div className="grid gap-1.5 border-t border-line px-4 py-3 text-12 text-text-2">
        {assumed.length > 0 && (
          <p className="text-warn" data-assumed>
            {own.estimates.assumed(assumed.join(', '), speech.limit(report.assumedDailyVolatility, 'ratio', currency))}
          </p>
        )}
        {halve && refuse && defend && reduce && <p>{own.estimates.limits(halve, refuse, defend, reduce)}</p>}
      </div>
    </Card>
  );
}
