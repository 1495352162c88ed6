/** Market data: every data set and the way in; one data set with its holes and its imports. */

import { Route, Routes } from 'react-router';
import { useSpeech } from '../../i18n/words.ts';
import { EmptyState } from '../../parts/states.tsx';
import { SeriesView } from './series-view.tsx';
import { SetsView } from './sets-view.tsx';

export default function DataPage() {
  const { words } = useSpeech();
  return (
    <Routes>
      <Route path="/research/data" element={<SetsView />} />
      <Route path="/research/data/series" element={<SeriesView />} />
      <Route path="*" element={<EmptyState icon="search" title={words.noSuchPage.title} text={words.noSuchPage.text} />} />
    </Routes>
  );
}
