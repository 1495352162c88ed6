/** Below the bars: what is shown before there is a session, and the shell around the pages afterwards. */

import { Navigate, useLocation } from 'react-router';
import type { FirstState } from './first-state.ts';
import { useIsAlive, usePanelState } from './live/session.ts';
import { homeFor, pageAt } from './pages/pages.ts';
import { Entrance, NeverTraded, NoAnswer, Offline, ToSignIn } from './shell/alone.tsx';
import { useKeptFocus } from './shell/kept-focus.ts';
import { PagePlace } from './shell/page-place.tsx';
import { PlainShell } from './shell/plain-shell.tsx';
import { Shell } from './shell/shell.tsx';
import { StepUpPlace } from './shell/step-up-place.tsx';

export function App({ first }: { first: FirstState }) {
  useKeptFocus();
  return (
    <>
      <Shown first={first} />
      <StepUpPlace />
    </>
  );
}

function Shown({ first }: { first: FirstState }) {
  const { link, entrance, snapshot, rights } = usePanelState();
  const { pathname } = useLocation();
  const isAlive = useIsAlive();
  const page = pageAt(pathname);
  if (first.path === '/offline') return <Offline />;
  if (page?.section === 'alone') return <PagePlace page={page} />;
  if (link === 'entering' && entrance === 'sign-in') return <ToSignIn />;
  if (link === 'entering') return <Entrance isUsed={first.problem === 'link-used'} isUnowned={entrance === 'setup'} />;
  // The overview is where everybody is sent; who may not see it is shown what he may.
  const home = homeFor(rights);
  if (pathname === '/' && page && !rights.includes(page.right) && home !== page)
    return isAlive ? <Navigate to={home.path} replace /> : null;
  // What is about no session needs none: an auditor never sees one, and where nobody trades yet users can be looked after.
  if (!snapshot && (!rights.includes('trading.read') || (page && page.right !== 'trading.read'))) return <PlainShell page={page} />;
  if (!snapshot) return link === 'failed' ? <NoAnswer /> : <NeverTraded />;
  return <Shell page={page} />;
}
