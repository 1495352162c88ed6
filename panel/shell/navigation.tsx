/** Rail on a desktop, bottom bar on a phone: the pages of the table, and where one is. */

import { Link, useLocation } from 'react-router';
import { useSpeech } from '../i18n/words.ts';
import { useRights, useSnapshot } from '../live/session.ts';
import { type Page, pageAt, pagesFor } from '../pages/pages.ts';
import { Key } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { showDialog } from './open-dialog.ts';

const SECTIONS = ['trading', 'research', 'money', 'system'] as const;
/** Places of the bottom bar beside "more". */
const PHONE_PLACES = 4;

const RAIL_ITEM =
  'flex h-8 w-full cursor-pointer items-center gap-2.5 rounded-m px-2 font-medium text-text-2 no-underline hover:bg-hover hover:no-underline aria-[current]:bg-accent-soft aria-[current]:text-accent narrow:h-9 narrow:justify-center narrow:px-0';
const BAR_ITEM =
  'relative flex h-full w-full flex-col items-center justify-center gap-0.75 text-12 font-medium text-muted no-underline hover:no-underline aria-[current]:text-accent aria-[current]:before:absolute aria-[current]:before:-top-px aria-[current]:before:h-0.5 aria-[current]:before:w-8 aria-[current]:before:bg-accent';

/** What waits on a page, beside its name. */
function useBadges(): Readonly<Record<string, number>> {
  return { '/trading': useSnapshot().status.positions.length };
}

function useHere(): Page | undefined {
  return pageAt(useLocation().pathname);
}

export function Rail() {
  const { words } = useSpeech();
  const { environment, release, world } = useSnapshot();
  return (
    <nav
      id="rail"
      className="sticky top-[calc(var(--band-h)+var(--top-h))] flex h-[calc(100vh-var(--band-h)-var(--top-h))] flex-col gap-0.5 border-r border-line bg-surface p-2 phone:hidden"
      aria-label={words.app.main}
    >
      {SECTIONS.map((section) => (
        <RailSection key={section} section={section} />
      ))}
      <ul className="mt-auto">
        <li>
          <button type="button" className={RAIL_ITEM} title={words.app.display} onClick={() => showDialog('display')}>
            <Icon name="gear" />
            <span className="narrow:sr-only">{words.app.display}</span>
          </button>
        </li>
        <li>
          <button
            type="button"
            className={RAIL_ITEM}
            title={words.app.keyboard}
            aria-keyshortcuts="?"
            onClick={() => showDialog('shortcuts')}
          >
            <Icon name="keyboard" />
            <span className="narrow:sr-only">{words.app.keyboard}</span>
            <Key className="ml-auto text-muted narrow:hidden">?</Key>
          </button>
        </li>
      </ul>
      <p className="p-2 text-12 leading-normal text-muted narrow:hidden">
        {words.app.name} {release}
        <br />
        {environment} · {words.band[world].toLowerCase()}
      </p>
    </nav>
  );
}

function RailSection({ section }: { section: (typeof SECTIONS)[number] }) {
  const { words } = useSpeech();
  const here = useHere();
  const badges = useBadges();
  const pages = pagesFor(useRights()).filter((page) => page.section === section);
  if (pages.length === 0) return null;
  return (
    <>
      {section !== 'trading' && <h2 className="px-2 pt-3 pb-1 text-12 font-medium text-muted narrow:hidden">{words.sections[section]}</h2>}
      <ul className="grid gap-0.5">
        {pages.map((page) => (
          <li key={page.path}>
            <Link
              to={page.path}
              className={RAIL_ITEM}
              title={`${words.pages[page.name].name} (g ${page.key})`}
              aria-current={page === here ? 'page' : undefined}
            >
              <Icon name={page.icon} />
              <span className="narrow:sr-only">{words.pages[page.name].name}</span>
              {(badges[page.path] ?? 0) > 0 && (
                <span className="ml-auto text-12 font-normal text-muted narrow:hidden">{badges[page.path]}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

export function BottomBar() {
  const { words } = useSpeech();
  const here = useHere();
  const badges = useBadges();
  const pages = pagesFor(useRights())
    .filter((page) => page.onPhone)
    .slice(0, PHONE_PLACES);
  return (
    <nav
      id="bottom-bar"
      aria-label={words.app.places}
      className="fixed inset-x-0 bottom-0 z-40 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] desk:hidden"
    >
      <ul className="flex h-bar">
        {pages.map((page) => (
          <li key={page.path} className="flex-1">
            <Link to={page.path} className={BAR_ITEM} aria-current={page === here ? 'page' : undefined}>
              <Icon name={page.icon} className="size-5" />
              {words.pages[page.name].name}
              {(badges[page.path] ?? 0) > 0 && (
                <span className="absolute top-1.5 left-[calc(50%+8px)] min-w-4 rounded-full bg-accent-solid px-1 text-center text-[11px] leading-4 text-on-accent">
                  {badges[page.path]}
                </span>
              )}
            </Link>
          </li>
        ))}
        <li className="flex-1">
          <button
            type="button"
            className={BAR_ITEM}
            aria-current={here && !pages.includes(here) ? 'page' : undefined}
            onClick={() => showDialog('more')}
          >
            <Icon name="more" className="size-5" />
            {words.more.name}
          </button>
        </li>
      </ul>
    </nav>
  );
}
