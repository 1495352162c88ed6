/** The panel as a whole: what is shown before there is a session, and the shell around the pages afterwards. */

import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation } from 'react-router';
import type { FirstState } from './first-state.ts';
import { ZoneContext } from './i18n/words.ts';
import { questions } from './live/questions.ts';
import { releaseClock, usePanelState } from './live/session.ts';
import { pageAt } from './pages/pages.ts';
import { Entrance, NeverTraded, NoAnswer, Offline } from './shell/alone.tsx';
import { PagePlace } from './shell/page-place.tsx';
import { Shell } from './shell/shell.tsx';

export function App({ first }: { first: FirstState }) {
  useEffect(releaseClock, []);
  return (
    <QueryClientProvider client={questions}>
      <What first={first} />
    </QueryClientProvider>
  );
}

function What({ first }: { first: FirstState }) {
  const { link, snapshot } = usePanelState();
  const { pathname } = useLocation();
  const page = pageAt(pathname);
  if (first.path === '/offline') return <Offline />;
  if (page?.section === 'alone') return <PagePlace page={page} />;
  if (link === 'entering') return <Entrance isUsed={first.problem === 'link-used'} />;
  if (!snapshot) return link === 'failed' ? <NoAnswer /> : <NeverTraded />;
  return (
    <ZoneContext value={snapshot.zone}>
      <Shell page={page} />
    </ZoneContext>
  );
}
