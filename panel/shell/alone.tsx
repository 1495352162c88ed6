/** Pages without a shell: to enter, to wait for the first session, and what to know when nothing answers. */

import { type ReactNode, useEffect } from 'react';
import { PATHS } from '../../src/api/paths.ts';
import { useSpeech } from '../i18n/words.ts';
import { endedAnAct } from '../live/requests.ts';
import { connectNow } from '../live/session.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';

function Alone({ icon, title, children, isAlarm = false }: { icon: IconName; title: string; children: ReactNode; isAlarm?: boolean }) {
  return (
    <main id="main" className="mx-auto w-full max-w-180 px-4 py-4 desk:pt-[12vh]">
      <div
        role={isAlarm ? 'alert' : undefined}
        className="grid justify-items-start gap-2.5 rounded-l border border-line bg-surface p-7 phone:p-5 [&_p]:max-w-[60ch] [&_p]:text-text-2"
      >
        <Icon name={icon} className="size-7 text-accent" />
        <h1 className="text-20 font-semibold tracking-tight">{title}</h1>
        {children}
      </div>
    </main>
  );
}

export function Entrance({ isUsed, isUnowned }: { isUsed: boolean; isUnowned: boolean }) {
  const { words } = useSpeech();
  return (
    <Alone icon="tower" title={words.entrance.title}>
      {isUsed && (
        <p className="text-warn!" role="alert">
          {words.entrance.used}
        </p>
      )}
      <p>{words.entrance.text}</p>
      <h2 className="mt-2 font-semibold">{words.entrance.where}</h2>
      <p>{words.entrance.whereText}</p>
      <pre className="rounded-m border border-line bg-sunken px-3 py-2">npm start</pre>
      {isUnowned && (
        <>
          <h2 className="mt-2 font-semibold">{words.entrance.own}</h2>
          <p>{words.entrance.ownText}</p>
          <a className={buttonClass('primary')} href="/setup">
            {words.entrance.toSetup}
          </a>
        </>
      )}
    </Alone>
  );
}

/** The session has ended while the page was open. */
export function ToSignIn() {
  const { words } = useSpeech();
  useEffect(() => {
    location.replace(
      `/sign-in?ended${endedAnAct() ? '=act' : ''}&to=${encodeURIComponent(location.pathname + location.search + location.hash)}`,
    );
  }, []);
  return (
    <Alone icon="key" title={words.pages.signIn.name}>
      <p role="status">{words.loading}</p>
    </Alone>
  );
}

/** The page is here, the program behind it is not. */
export function NoAnswer() {
  const { words } = useSpeech();
  return (
    <Alone icon="unplugged" title={words.failed.title} isAlarm>
      <p>{words.failed.text}</p>
      <Button onClick={connectNow}>{words.failed.retry}</Button>
    </Alone>
  );
}

/** Entered, and there is no session yet: the trader has never run in this folder. */
export function NeverTraded() {
  const { words } = useSpeech();
  return (
    <Alone icon="tower" title={words.neverTraded.title}>
      <p>{words.neverTraded.text}</p>
      <h2 className="mt-2 font-semibold">{words.neverTraded.next}</h2>
      <p>{words.neverTraded.nextText}</p>
      <pre className="max-w-full overflow-x-auto rounded-m border border-line bg-sunken px-3 py-2">npx atalaya trade --mode paper</pre>
    </Alone>
  );
}

const LOOK_AGAIN_MS = 5000;

/** Shown by the service worker at any address while nothing answers; goes on to that address by itself. */
export function Offline() {
  const { words } = useSpeech();
  useEffect(() => {
    const timer = setInterval(() => {
      fetch(PATHS.health, { cache: 'no-store' }).then(
        () => location.reload(),
        () => undefined,
      );
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <Alone icon="unplugged" title={words.offline.title}>
      <p>{words.offline.text}</p>
      <h2 className="mt-2 font-semibold">{words.offline.goesOn}</h2>
      <ul className="list-disc pl-5 text-text-2">
        {words.offline.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <Button onClick={() => location.reload()}>{words.failed.retry}</Button>
    </Alone>
  );
}
