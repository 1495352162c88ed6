/** Where a page is drawn: grey shapes while its file comes, and what to do when it does not. */

import { memo, Suspense } from 'react';
import { Link } from 'react-router';
import { useSpeech } from '../i18n/words.ts';
import { missingPart, rolesWith } from '../live/may-act.ts';
import { useIsAlive, useRights } from '../live/session.ts';
import { forgetPage, pageComponent } from '../pages/loaded.tsx';
import { homeFor, type Page } from '../pages/pages.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { ErrorBoundary } from '../parts/error-boundary.tsx';
import type { IconName } from '../parts/icon.tsx';
import { EmptyState, ErrorState, Skeleton } from '../parts/states.tsx';

const MAIN = 'w-full max-w-390 px-gutter pt-5 pb-10 outline-none phone:px-3 phone:pt-3.5 phone:pb-[calc(var(--bar-h)+28px)]';

/** Drawn again only for another page: while the server's picture waits for the page's file, nothing may touch it. */
export const PagePlace = memo(function PagePlace({ page }: { page: Page }) {
  const { words } = useSpeech();
  return (
    <main id="main" tabIndex={-1} aria-label={words.pages[page.name].name} className={MAIN} data-page={page.path}>
      <ErrorBoundary key={page.path} fallback={(error, again) => <PageFault page={page} error={error} again={again} />}>
        <Suspense fallback={<Waiting page={page} />}>{page.isDrawnByServer ? <Drawn page={page} /> : <Undrawn page={page} />}</Suspense>
      </ErrorBoundary>
    </main>
  );
});

function Drawn({ page }: { page: Page }) {
  const Shown = pageComponent(page);
  return <Shown />;
}

/** What the server has not drawn is not in the picture that comes alive. */
function Undrawn({ page }: { page: Page }) {
  return useIsAlive() ? <Drawn page={page} /> : <Waiting page={page} />;
}

function Waiting({ page }: { page: Page }) {
  const { words } = useSpeech();
  return (
    <>
      <h1 className="sr-only">{words.pages[page.name].name}</h1>
      <Skeleton heights={[32, 112, 360]} label={words.loading} />
    </>
  );
}

/** The file of a page did not come, or the page failed while it was drawn. */
function PageFault({ page, error, again }: { page: Page; error: Error; again: () => void }) {
  const isNotFetched = /import|fetch|module/i.test(error.message);
  if (isNotFetched) return <NotFetched />;
  const retry = () => {
    forgetPage(page);
    again();
  };
  return <ErrorState error={error} onRetry={retry} />;
}

/** The file of a page is gone after an upgrade, or the line is. */
function NotFetched() {
  const { words } = useSpeech();
  return (
    <>
      <h1 className="sr-only">{words.notFetched.title}</h1>
      <EmptyState icon="unplugged" title={words.notFetched.title} text={words.notFetched.text}>
        <Button onClick={() => location.reload()}>{words.upgraded.reload}</Button>
      </EmptyState>
    </>
  );
}

export function NoSuchPage() {
  const { words } = useSpeech();
  const { title, text } = words.noSuchPage;
  return <Nothing icon="search" title={title} text={text} />;
}

/** The role of the visitor does not reach here: which roles do, or which part is missing where the role would. */
export function NotAllowed({ page }: { page: Page }) {
  const { words } = useSpeech();
  const able = rolesWith(page.right).map((role) => words.roles[role]);
  const { title, text, part } = words.notAllowed;
  const name = words.pages[page.name].name;
  const missing = missingPart(useRights(), page.right);
  return <Nothing icon="key" title={title} text={missing ? part(name, words.parts[missing]) : text(name, able.join(', '))} />;
}

function Nothing({ icon, title, text }: { icon: IconName; title: string; text: string }) {
  const { words } = useSpeech();
  const home = homeFor(useRights());
  return (
    <main id="main" tabIndex={-1} aria-label={title} className={MAIN}>
      <h1 className="sr-only">{title}</h1>
      <EmptyState icon={icon} title={title} text={text}>
        <Link to={home.path} className={buttonClass()}>
          {home.path === '/' ? words.noSuchPage.home : words.noSuchPage.goTo(words.pages[home.name].name)}
        </Link>
      </EmptyState>
    </main>
  );
}
