/** Below the bars: what is shown before there is a session, and the shell around the pages afterwards. */

import { useLocation } from 'react-router';
import type { FirstState } from './first-state.ts';
import { usePanelState } from './live/session.ts';
import { PAGES, pageAt } from './pages/pages.ts';
import { Entrance, NeverTraded, NoAnswer, Offline, ToSignIn } from './shell/alone.tsx';
import { NotAllowed, PagePlace } from './shell/page-place.tsx';
import { Shell } from './shell/shell.tsx';
import { StepUpPlace } from './shell/step-up-place.tsx';

export function App({ first }: { first: FirstState }) {
  return (
    <>
      <Shown first={first} />
      <StepUpPlace />
    </>
  );
}

function Shown({ first }: { first: FirstState }) {
  const { link, snapshot, rights } = usePanelState();
  const { pathname } = useLocation();
  const page = pageAt(pathname);
  if (first.path === '/offline') return <Offline />;
  if (page?.section === 'alone') return <PagePlace page={page} />;
  if (link === 'entering' && first.page.entrance === 'sign-in') return <ToSignIn />;
  if (link === 'entering') return <Entrance isUsed={first.problem === 'link-used'} />;
  if (!rights.includes('trading.read')) return <NotAllowed page={page ?? PAGES[0]} />;
  if (!snapshot) return link === 'failed' ? <NoAnswer /> : <NeverTraded />;
  return <Shell page={page} />;
}
