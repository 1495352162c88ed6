/** Display settings, the list of shortcuts, and what else there is on a phone. */

import { useState } from 'react';
import { Link } from 'react-router';
import { call } from '../api/client.ts';
import { useSpeech } from '../i18n/words.ts';
import { stopListening, usePanelState, useRights, useStatus } from '../live/session.ts';
import { pagesFor } from '../pages/pages.ts';
import { Button, Key } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { ZoneField } from '../parts/zone-field.tsx';
import { choose, usePreferences } from '../preferences.ts';
import { actsFor } from './acts.ts';
import { closeDialog, type DialogName, showDialog } from './open-dialog.ts';

const LANGUAGES = [
  { value: 'en', text: 'English' },
  { value: 'es', text: 'Español' },
] as const;

export function DisplayDialog() {
  const { words } = useSpeech();
  const { language, theme, pair, density } = usePreferences();
  const { entrance } = usePanelState();
  const { settings } = words;
  const [link, setLink] = useState<string | null>(null);
  const options = <Value extends string>(texts: Readonly<Record<Value, string>>) =>
    (Object.keys(texts) as Value[]).map((value) => ({ value, text: texts[value] }));
  const makeLink = async () => {
    const answer = await call('entrance.newLink').catch(() => null);
    setLink(answer?.link ?? words.acts.unknown);
  };
  const leave = async () => {
    stopListening();
    await call('entrance.leave').catch(() => undefined);
    location.reload();
  };
  return (
    <Dialog
      title={words.app.display}
      onClose={closeDialog}
      foot={
        <>
          {entrance !== 'sign-in' && <Button onClick={makeLink}>{settings.link}</Button>}
          <Button onClick={leave}>{settings.leave}</Button>
        </>
      }
    >
      <div className="grid grid-cols-[auto_1fr] items-center justify-items-start gap-x-5 gap-y-3 pt-3 pb-4 phone:grid-cols-1 phone:gap-y-1 phone:[&>:nth-child(even)]:mb-2">
        <span>{settings.language}</span>
        <Segmented label={settings.language} options={LANGUAGES} value={language} onChoose={(value) => void choose({ language: value })} />
        <span>{settings.theme}</span>
        <Segmented
          label={settings.theme}
          options={options(settings.themes)}
          value={theme}
          onChoose={(value) => void choose({ theme: value })}
        />
        <span>{settings.pair}</span>
        <Segmented
          label={settings.pair}
          options={options(settings.pairs)}
          value={pair}
          onChoose={(value) => void choose({ pair: value })}
        />
        <span>{settings.density}</span>
        <Segmented
          label={settings.density}
          options={options(settings.densities)}
          value={density}
          onChoose={(value) => void choose({ density: value })}
        />
      </div>
      <ZoneField />
      {link !== null && (
        <p role="status" className="mt-3">
          {settings.linkTold}
          <code className="new-link mt-3 block rounded-m border border-line bg-sunken px-3 py-2 break-all select-all">{link}</code>
        </p>
      )}
    </Dialog>
  );
}

/** A capital letter is pressed with shift. */
export const keyText = (key: string) => (/^[A-Z]$/.test(key) ? `⇧${key}` : key);

export function ShortcutsDialog() {
  const { words } = useSpeech();
  const { rows } = words.shortcuts;
  const rights = useRights();
  const acts = actsFor(rights, useStatus());
  const pages = pagesFor(rights);
  const keys: readonly (readonly [string, string])[] = [
    [words.palette.keys, words.palette.open],
    ...pages.map((page) => [`g ${page.key}`, words.pages[page.name].name] as const),
    ...acts.map((act) => [keyText(act.key), rows[act.name]] as const),
    ['1 – 5', words.shortcuts.parts],
    ['Esc', words.shortcuts.close],
  ];
  return (
    <Dialog title={words.app.keyboard} onClose={closeDialog}>
      <dl className="grid gap-2 pt-2">
        {keys.map(([key, text]) => (
          <div key={key} className="grid grid-cols-[72px_1fr]">
            <dt>
              <Key isRead>{key}</Key>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

const MORE_ITEM =
  'flex min-h-11 w-full cursor-pointer items-center gap-3 rounded-m px-2 text-14 text-text no-underline hover:bg-hover hover:no-underline';

/** What has no place of its own in the bottom bar. */
export function MoreDialog() {
  const { words } = useSpeech();
  const pages = pagesFor(useRights());
  const others: readonly (readonly [DialogName, IconName, string])[] = [
    ['palette', 'search', words.palette.open],
    ['display', 'gear', words.app.display],
    ['shortcuts', 'keyboard', words.app.keyboard],
  ];
  return (
    <Dialog title={words.more.name} onClose={closeDialog} size="small">
      <ul className="pt-1">
        {pages.map((page) => (
          <li key={page.path}>
            <Link to={page.path} className={MORE_ITEM} onClick={closeDialog}>
              <Icon name={page.icon} />
              {words.pages[page.name].name}
            </Link>
          </li>
        ))}
        {others.map(([name, icon, text]) => (
          <li key={name}>
            <button type="button" className={MORE_ITEM} onClick={() => showDialog(name)}>
              <Icon name={icon} />
              {text}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
