/** The account now and as it would be, figure by figure. */

import type { AccountAfter } from '../../../src/api/risk.ts';
import { MoneyText, RatioText } from '../../parts/figures.tsx';
import { useRiskWords } from './words.ts';

type Side = Pick<AccountAfter, 'exposures' | 'free' | 'valueAtRisk' | 'shortfall' | 'equityAfter' | 'drawdownAfter'>;

export function BeforeAfter({ before, after, decimals }: { before: Side; after: Side; decimals: number }) {
  const own = useRiskWords();
  const money = (value: string) => <MoneyText value={value} decimals={decimals} />;
  const rows = [
    [own.whatIf.equity, (side: Side) => money(side.equityAfter)],
    [own.whatIf.drawdown, (side: Side) => <RatioText value={-side.drawdownAfter} />],
    [own.whatIf.gross, (side: Side) => money(side.exposures.gross.money)],
    [own.whatIf.free, (side: Side) => money(side.free)],
    [own.whatIf.valueAtRisk, (side: Side) => <RatioText value={side.valueAtRisk.ratio} />],
    [own.whatIf.shortfall, (side: Side) => <RatioText value={side.shortfall.ratio} />],
  ] as const;
  return (
    <table className="w-full text-13">
      <caption className="sr-only">{own.whatIf.after}</caption>
      <thead>
        <tr className="text-12 text-muted">
          <td />
          <th scope="col" className="pb-1 text-right font-medium">
            {own.whatIf.now}
          </th>
          <th scope="col" className="pb-1 text-right font-medium">
            {own.whatIf.after}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, cell]) => (
          <tr key={name}>
            <th scope="row" className="py-0.5 text-left font-normal text-text-2">
              {name}
            </th>
            <td className="num py-0.5 text-right text-muted">{cell(before)}</td>
            <td className="num py-0.5 text-right font-medium">{cell(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
