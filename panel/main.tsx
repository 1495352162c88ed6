/** Where the panel comes alive in the browser, on the picture the server drew: first the bars with the acts that stop, then everything else. */

import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { readFirstState, seed } from './first-state.ts';
import { loadFirstWords } from './i18n/load.ts';
import { startSession } from './live/session.ts';
import { followTabs } from './preferences.ts';
import { Bars } from './shell/bars.tsx';
import './style/app.css';

const first = readFirstState();
seed(first);
const rest = import('./rest.tsx');
await loadFirstWords(first.preferences.language);
hydrateRoot(
  document.getElementById('bars') as HTMLElement,
  <StrictMode>
    <Bars path={first.path} />
  </StrictMode>,
);
if (first.path !== '/offline') startSession();
followTabs();
await rest.then(
  ({ startRest }) => startRest(first),
  () => {
    // Its file is gone after an upgrade, or the line failed: once more from the beginning, but not for ever.
    const [arrival] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    if (arrival?.type !== 'reload') location.reload();
  },
);
if ('serviceWorker' in navigator) void navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);
