/** Around pages that are about no session, where there is none to show: the pages by name, without the bar that tells how trading stands, but with the way to language and theme. */

import { useEffect } from 'react';
import { Link } from 'react-router';
import { useSpeech } from '../i18n/words.ts';
import { useRights } from '../live/session.ts';
import { type Page, pagesFor } from '../pages/pages.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { StatusDot } from '../parts/status-dot.tsx';
import { Notices } from './notices.tsx';
import { showDialog } from './open-dialog.ts';
import { Overlays } from './overlay-place.tsx';
import { NoSuchPage, NotAllowed, PagePlace } from './page-place.tsx';
import { Toasts } from './toasts.tsx';

export function PlainShell({ page }: { page: Page | undefined }) {
  const { words } = useSpeech();
  const rights = useRights();
  const pages = pagesFor(rights).filter(({ right }) => right !== 'trading.read');
  const title = page ? words.pages[page.name].name : words.noSuchPage.title;
  useEffect(() => {
    document.title = `${title} · ${words.app.name}`;
  }, [title, words.app.name]);
  return (
    <>
      <div id="content">
        <header className="flex flex-wrap items-center gap-x-5 gap-y-1 border-b border-line bg-surface px-gutter py-2.5 phone:px-3">
          <span className="flex items-center gap-2 text-14 font-semibold tracking-tight">
            <Icon name="tower" className="size-5 text-accent" />
            {words.app.name}
          </span>
          <nav aria-label={words.app.main}>
            <ul className="flex flex-wrap gap-1">
              {pages.map((each) => (
                <li key={each.path}>
                  <Link
                    to={each.path}
                    aria-current={each === page ? 'page' : undefined}
                    className="flex h-9 items-center gap-2 rounded-m px-2.5 font-medium text-text-2 no-underline hover:bg-hover aria-[current]:bg-accent-soft aria-[current]:text-accent"
                  >
                    <Icon name={each.icon} />
                    {words.pages[each.name].name}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <span className="ml-auto flex items-center gap-3 text-text-2">
            <StatusDot state="off">{words.link.none}</StatusDot>
            <Button onClick={() => showDialog('display')}>{words.app.display}</Button>
          </span>
        </header>
        <Notices />
        {!page ? <NoSuchPage /> : rights.includes(page.right) ? <PagePlace page={page} /> : <NotAllowed page={page} />}
      </div>
      <Overlays />
      <Toasts />
    </>
  );
}
