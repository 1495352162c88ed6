/** The investment portfolio: what it is worth, what it earned and why, its book of operations, files on their way in, the tax draft; each at an address of its own. */

import { NavLink, Route, Routes } from 'react-router';
import { NoSuchView } from '../../parts/no-such-view.tsx';
import { AlertsView } from './alerts-view.tsx';
import { AssetView } from './asset-view.tsx';
import { ImportView } from './import-view.tsx';
import { IncomeView } from './income-view.tsx';
import { OperationsView } from './operations-view.tsx';
import { OverviewView } from './overview-view.tsx';
import { PerformanceView } from './performance-view.tsx';
import {
  PORTFOLIO,
  PORTFOLIO_ALERTS,
  PORTFOLIO_ASSET,
  PORTFOLIO_IMPORT,
  PORTFOLIO_INCOME,
  PORTFOLIO_OPERATIONS,
  PORTFOLIO_PERFORMANCE,
  PORTFOLIO_PRICES,
  PORTFOLIO_TAX,
  PORTFOLIO_WEIGHTS,
} from './places.ts';
import { PricesView } from './prices-view.tsx';
import { TaxView } from './tax-view.tsx';
import { WeightsView } from './weights-view.tsx';
import { usePortfolioWords } from './words.ts';

export default function PortfolioPage() {
  return (
    <>
      <Views />
      <Routes>
        <Route path={PORTFOLIO} element={<OverviewView />} />
        <Route path={PORTFOLIO_PERFORMANCE} element={<PerformanceView />} />
        <Route path={PORTFOLIO_INCOME} element={<IncomeView />} />
        <Route path={PORTFOLIO_TAX} element={<TaxView />} />
        <Route path={PORTFOLIO_WEIGHTS} element={<WeightsView />} />
        <Route path={PORTFOLIO_ASSET} element={<AssetView />} />
        <Route path={PORTFOLIO_PRICES} element={<PricesView />} />
        <Route path={PORTFOLIO_ALERTS} element={<AlertsView />} />
        <Route path={PORTFOLIO_OPERATIONS} element={<OperationsView />} />
        <Route path={PORTFOLIO_IMPORT} element={<ImportView />} />
        <Route path="*" element={<NoSuchView of="portfolio" path={PORTFOLIO} />} />
      </Routes>
    </>
  );
}

function Views() {
  const { views } = usePortfolioWords();
  const places = [
    [PORTFOLIO, views.overview],
    [PORTFOLIO_PERFORMANCE, views.performance],
    [PORTFOLIO_WEIGHTS, views.weights],
    [PORTFOLIO_INCOME, views.income],
    [PORTFOLIO_OPERATIONS, views.operations],
    [PORTFOLIO_TAX, views.tax],
    [PORTFOLIO_PRICES, views.prices],
    [PORTFOLIO_ALERTS, views.alerts],
    [PORTFOLIO_IMPORT, views.import],
  ] as const;
  return (
    <nav aria-label={views.label} className="mb-4 flex flex-wrap gap-1 border-b border-line phone:mb-3">
      {places.map(([to, name]) => (
        <NavLink
          key={to}
          to={to}
          end
          className="-mb-px border-b-2 border-transparent px-3 py-2 font-medium text-text-2 no-underline hover:text-text hover:no-underline aria-[current=page]:border-accent-solid aria-[current=page]:text-text"
        >
          {name}
        </NavLink>
      ))}
    </nav>
  );
}
