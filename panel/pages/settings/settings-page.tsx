/** The settings: the session and what it trades, its limits, and every version there was. */

import { Suspense } from 'react';
import { Link, useLocation } from 'react-router';
import { useSpeech } from '../../i18n/words.ts';
import { NoSuchView } from '../../parts/no-such-view.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Skeleton } from '../../parts/states.tsx';
import { VIEWS, viewAt } from './views.ts';
import { useSettingsWords } from './words.ts';

export default function SettingsPage() {
  const { words } = useSpeech();
  const own = useSettingsWords();
  const { pathname } = useLocation();
  const view = viewAt(pathname.replace(/\/$/, ''));
  if (view === undefined) return <NoSuchView of="settings" path="/settings" />;
  const { name, View } = view;
  return (
    <>
      <PageHead title={words.pages.settings.name} told={own.told[name]} />
      <nav aria-label={words.pages.settings.name} className="mb-4 overflow-x-auto border-b border-line [scrollbar-width:none]">
        <ul className="flex gap-5">
          {VIEWS.map((each) => (
            <li key={each.name}>
              <Link
                to={each.path}
                aria-current={each.name === name ? 'page' : undefined}
                className="-mb-px flex h-10 items-center border-b-2 border-transparent font-medium whitespace-nowrap text-text-2 no-underline hover:text-text hover:no-underline focus-visible:-outline-offset-2 aria-[current]:border-accent aria-[current]:text-text"
              >
                {own.views[each.name]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Suspense fallback={<Skeleton heights={[120, 240]} label={words.loading} />}>
        <View key={name} />
      </Suspense>
    </>
  );
}
