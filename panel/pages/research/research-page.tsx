/** Backtests: the list of runs, a new one, one in full, several side by side; each at an address of its own. */

import { Route, Routes } from 'react-router';
import { useSpeech } from '../../i18n/words.ts';
import { EmptyState } from '../../parts/states.tsx';
import { CompareView } from './compare-view.tsx';
import { NewBacktest } from './new-backtest.tsx';
import { RunView } from './run-view.tsx';
import { RunsView } from './runs-view.tsx';

export default function ResearchPage() {
  const { words } = useSpeech();
  return (
    <Routes>
      <Route path="/research" element={<RunsView />} />
      <Route path="/research/new" element={<NewBacktest />} />
      <Route path="/research/compare" element={<CompareView />} />
      <Route path="/research/runs/:id" element={<RunView />} />
      <Route path="*" element={<EmptyState icon="search" title={words.noSuchPage.title} text={words.noSuchPage.text} />} />
    </Routes>
  );
}
