/** Below the bars: rail, the page, what opens over it, and the bottom bar of a phone. */

import { useEffect, useRef } from 'react';
import { useNavigationType } from 'react-router';
import { useSpeech } from '../i18n/words.ts';
import { usePanelState, useRights, useSnapshot } from '../live/session.ts';
import type { Page } from '../pages/pages.ts';
import { Announcer } from './announcer.tsx';
import { BottomBar, Rail } from './navigation.tsx';
import { Notices } from './notices.tsx';
import { Overlays } from './overlay-place.tsx';
import { NoSuchPage, NotAllowed, PagePlace } from './page-place.tsx';
import { useShortcuts } from './shortcuts.ts';
import { Toasts } from './toasts.tsx';

export function Shell({ page }: { page: Page | undefined }) {
  const { words } = useSpeech();
  const { world, status } = useSnapshot();
  const { link } = usePanelState();
  const { mode } = status;
  const name = page ? words.pages[page.name].name : words.noSuchPage.title;
  const rights = useRights();
  useShortcuts();
  useTopOfPage(page?.path);
  useEffect(() => {
    document.title = `${words.modes[mode.name]} · ${name} · Atalaya (${words.band[world]})`;
  }, [words, name, mode.name, world]);
  return (
    <>
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
      <Announcer />
    </>
  );
}

/** After going to another page its beginning is in sight, and the next Tab is in it; after going back the browser knows the place. */
function useTopOfPage(path: string | undefined): void {
  const isFirst = useRef(true);
  const manner = useNavigationType();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is the reason, how it was reached only the way.
  useEffect(() => {
    if (isFirst.current || manner === 'POP') {
      isFirst.current = false;
      return;
    }
    scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [path]);
}
