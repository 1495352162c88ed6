/** Where a page is drawn: grey shapes while its file comes, and what to do when it does not. */

import { Link } from 'react-router';
import { useSpeech } from '../i18n/words.ts';
import { useLoadedPage } from '../pages/loaded.ts';
import type { Page } from '../pages/pages.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { ErrorBoundary } from '../parts/error-boundary.tsx';
import { EmptyState, Skeleton } from '../parts/states.tsx';

const MAIN = 'w-full max-w-390 px-gutter pt-5 pb-10 outline-none phone:px-3 phone:pt-3.5 phone:pb-[calc(var(--bar-h)+28px)]';

export function PagePlace({ page }: { page: Page }) {
  const { words } = useSpeech();
  const Loaded = useLoadedPage(page);
  return (
    <main id="main" tabIndex={-1} aria-label={words.pages[page.name].name} className={MAIN} data-page={page.path}>
      {Loaded === 'failed' ? (
        <NotFetched />
      ) : Loaded ? (
        <ErrorBoundary key={page.path}>
          <Loaded />
        </ErrorBoundary>
      ) : (
        <>
          <h1 className="visually-hidden">{words.pages[page.name].name}</h1>
          <Skeleton heights={[32, 112, 360]} label={words.loading} />
        </>
      )}
    </main>
  );
}

/** The file of a page is gone after an upgrade, or the line is. */
function NotFetched() {
  const { words } = useSpeech();
  return (
    <>
      <h1 className="visually-hidden">{words.notFetched.title}</h1>
      <EmptyState icon="unplugged" title={words.notFetched.title} text={words.notFetched.text}>
        <Button onClick={() => location.reload()}>{words.upgraded.reload}</Button>
      </EmptyState>
    </>
  );
}

export function NoSuchPage() {
  const { words } = useSpeech();
  return (
    <main id="main" tabIndex={-1} aria-label={words.noSuchPage.title} className={MAIN}>
      <h1 className="visually-hidden">{words.noSuchPage.title}</h1>
      <EmptyState icon="search" title={words.noSuchPage.title} text={words.noSuchPage.text}>
        <Link to="/" className={buttonClass()}>
          {words.noSuchPage.home}
        </Link>
      </EmptyState>
    </main>
  );
}
