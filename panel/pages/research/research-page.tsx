/** Backtests: the list of runs, a new one, one in full, several side by side; each at an address of its own. */

import { Route, Routes } from 'react-router';
import { NoSuchView } from '../../parts/no-such-view.tsx';
import { CompareView } from './compare-view.tsx';
import { NewBacktest } from './new-backtest.tsx';
import { RunView } from './run-view.tsx';
import { RunsView } from './runs-view.tsx';

export default function ResearchPage() {
  return (
    <Routes>
      <Route path="/research" element={<RunsView />} />
      <Route path="/research/new" element={<NewBacktest />} />
      <Route path="/research/compare" element={<CompareView />} />
      <Route path="/research/runs/:id" element={<RunView />} />
      <Route path="*" element={<NoSuchView of="research" path="/research" />} />
    </Routes>
  );
}
