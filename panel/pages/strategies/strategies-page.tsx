/** Strategies: all of them, and one in full. */

import { Route, Routes } from 'react-router';
import { NoSuchView } from '../../parts/no-such-view.tsx';
import { StrategiesView } from './strategies-view.tsx';
import { StrategyView } from './strategy-view.tsx';

export default function StrategiesPage() {
  return (
    <Routes>
      <Route path="/strategies" element={<StrategiesView />} />
      <Route path="/strategies/:id" element={<StrategyView />} />
      <Route path="*" element={<NoSuchView of="strategies" path="/strategies" />} />
    </Routes>
  );
}
