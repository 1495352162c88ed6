/** What comes alive first: the band and the bar with the acts that stop. Needs no router and no page. */

import { useSpeech } from '../i18n/words.ts';
import { usePanelState } from '../live/session.ts';
import { pageAt } from '../pages/pages.ts';
import { Band } from './band.tsx';
import { TopBar } from './top-bar.tsx';

export function Bars({ path }: { path: string }) {
  const { words } = useSpeech();
  const { link, snapshot, world } = usePanelState();
  const isAlone = path === '/offline' || pageAt(path)?.section === 'alone';
  if (isAlone || link === 'entering' || (!snapshot && world === null)) return null;
  return (
    <>
      <a className="fixed -top-15 left-3 z-90 rounded-m border border-line-strong bg-raised px-3 py-2 text-text focus:top-2" href="#main">
        {words.app.skip}
      </a>
      <Band />
      {snapshot && <TopBar />}
    </>
  );
}
