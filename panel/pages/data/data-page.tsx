/** Market data: every data set and the way in; one data set with its holes and its imports. */

import { Route, Routes } from 'react-router';
import { NoSuchView } from '../../parts/no-such-view.tsx';
import { SeriesView } from './series-view.tsx';
import { SetsView } from './sets-view.tsx';

export default function DataPage() {
  return (
    <Routes>
      <Route path="/research/data" element={<SetsView />} />
      <Route path="/research/data/series" element={<SeriesView />} />
      <Route path="*" element={<NoSuchView of="data" path="/research/data" />} />
    </Routes>
  );
}
