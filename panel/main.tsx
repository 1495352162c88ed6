/** Where the panel comes alive in the browser: on the picture the server drew, with the same state. */

import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './app.tsx';
import { readFirstState, seed } from './first-state.ts';
import { loadWords } from './i18n/load.ts';
import { startSession } from './live/session.ts';
import { loadPage } from './pages/loaded.ts';
import { pageAt } from './pages/pages.ts';
import './style/app.css';

const first = readFirstState();
seed(first);
const page = first.page.entered ? pageAt(location.pathname) : undefined;
const fetched = page && loadPage(page);
// A page whose file does not come says so by itself.
fetched?.catch(() => undefined);
await Promise.all([loadWords(first.preferences.language), page?.isDrawnByServer && fetched]);
hydrateRoot(
  document.getElementById('root') as HTMLElement,
  <StrictMode>
    <BrowserRouter>
      <App first={first} />
    </BrowserRouter>
  </StrictMode>,
);
if (first.path !== '/offline') startSession();
if ('serviceWorker' in navigator) void navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);
