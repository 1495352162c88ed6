/** Rail on a desktop, bottom bar on a phone: the same places, and which of them is in sight. */

import { useEffect, useState } from 'react';
import { useSpeech } from '../i18n/words.ts';
import { useSnapshot } from '../live/session.ts';
import { Icon } from '../parts/icon.tsx';
import { showDialog } from './open-dialog.ts';
import { goTo, SECTIONS } from './sections.ts';

/** The last section whose top has passed the upper third of the window. */
function useSectionInSight(): string {
  const [inSight, setInSight] = useState(SECTIONS[0]?.id ?? '');
  useEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 4;
      const passed = SECTIONS.filter(
        ({ id }) => (document.getElementById(id)?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY) < innerHeight / 3,
      );
      setInSight((scrollY < 40 ? SECTIONS[0] : atEnd ? SECTIONS.at(-1) : (passed.at(-1) ?? SECTIONS[0]))?.id ?? '');
    };
    const onScroll = () => {
      frame ||= requestAnimationFrame(look);
    };
    look();
    addEventListener('scroll', onScroll, { passive: true });
    return () => {
      removeEventListener('scroll', onScroll);
      cancelAnimationFrame(frame);
    };
  }, []);
  return inSight;
}

function Places({ badges }: { badges: Readonly<Record<string, number>> }) {
  const { words } = useSpeech();
  const inSight = useSectionInSight();
  return SECTIONS.map(({ id, name, icon }) => (
    <li key={id}>
      <a
        href={`#${id}`}
        aria-current={inSight === id ? 'location' : undefined}
        onClick={(event) => {
          event.preventDefault();
          goTo(id);
        }}
      >
        <Icon name={icon} />
        <span className="word">{words.nav[name]}</span>
        {(badges[id] ?? 0) > 0 && <span className="badge">{badges[id]}</span>}
      </a>
    </li>
  ));
}

function useBadges(): Readonly<Record<string, number>> {
  const { status } = useSnapshot();
  return { book: status.positions.length };
}

export function Rail() {
  const { words } = useSpeech();
  const { environment, release, world } = useSnapshot();
  return (
    <nav className="rail" aria-label={words.app.main}>
      <h2>{words.app.page}</h2>
      <ul>
        <Places badges={useBadges()} />
      </ul>
      <ul className="rail-end">
        <li>
          <button type="button" onClick={() => showDialog('display')}>
            <Icon name="gear" />
            <span className="word">{words.settings.title}</span>
          </button>
        </li>
        <li>
          <button type="button" onClick={() => showDialog('shortcuts')}>
            <Icon name="keyboard" />
            <span className="word">{words.shortcuts.title}</span>
            <kbd className="word">?</kbd>
          </button>
        </li>
      </ul>
      <p className="foot">
        {words.app.name} {release}
        <br />
        {environment} · {words.band[world].toLowerCase()}
      </p>
    </nav>
  );
}

export function BottomBar() {
  const { words } = useSpeech();
  return (
    <nav className="bottom-bar" aria-label={words.app.sections}>
      <ul>
        <Places badges={useBadges()} />
      </ul>
    </nav>
  );
}
