/** Everything below the bars: the rail, the pages with their router, and what opens over them. */

import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './app.tsx';
import type { FirstState } from './first-state.ts';
import { watchSteps } from './live/leaving.ts';
import { loadPage } from './pages/loaded.tsx';
import { firstPage } from './pages/pages.ts';

export function startRest(first: FirstState): void {
  const page = firstPage(first);
  // Asked for at once; a page whose file does not come says so itself.
  if (page) void loadPage(page).catch(() => undefined);
  watchSteps();
  hydrateRoot(
    document.getElementById('root') as HTMLElement,
    <StrictMode>
      <BrowserRouter>
        <App first={first} />
      </BrowserRouter>
    </StrictMode>,
  );
}
