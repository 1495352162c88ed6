/** What stays while the page moves: band, bars, rail, and the page in their middle. */

import { useEffect } from 'react';
import { useSpeech } from '../i18n/words.ts';
import { usePanelState, useRights, useSnapshot } from '../live/session.ts';
import type { Page } from '../pages/pages.ts';
import { Band } from './band.tsx';
import { BottomBar, Rail } from './navigation.tsx';
import { Notices } from './notices.tsx';
import { Overlays } from './overlay-place.tsx';
import { NoSuchPage, NotAllowed, PagePlace } from './page-place.tsx';
import { useShortcuts } from './shortcuts.ts';
import { Toasts } from './toasts.tsx';
import { TopBar } from './top-bar.tsx';

export function Shell({ page }: { page: Page | undefined }) {
  const { words } = useSpeech();
  const { world, status } = useSnapshot();
  const { link } = usePanelState();
  const { mode } = status;
  const name = page ? words.pages[page.name].name : words.noSuchPage.title;
  const rights = useRights();
  useShortcuts();
  useEffect(() => {
    document.title = `${words.modes[mode.name]} · ${name} · Atalaya (${words.band[world]})`;
  }, [words, name, mode.name, world]);
  return (
    <>
      <a className="fixed -top-15 left-3 z-90 rounded-m border border-line-strong bg-raised px-3 py-2 text-text focus:top-2" href="#main">
        {words.app.skip}
      </a>
      <Band />
      <TopBar />
      <div
        id="content"
        data-link={link}
        className="grid grid-cols-[var(--rail)_minmax(0,1fr)] narrow:grid-cols-[var(--rail-slim)_minmax(0,1fr)] phone:block"
      >
        <Rail />
        <div className="min-w-0">
          <Notices />
          {!page ? <NoSuchPage /> : rights.includes(page.right) ? <PagePlace page={page} /> : <NotAllowed page={page} />}
        </div>
        <BottomBar />
      </div>
      <Overlays />
      <Toasts />
    </>
  );
}
