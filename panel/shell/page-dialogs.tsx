/** Display settings and the list of shortcuts, and the place where whichever dialog is open is drawn. */

import { useState } from 'react';
import { PATHS } from '../../src/api/paths.ts';
import { useSpeech } from '../i18n/words.ts';
import { ask } from '../live/requests.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { choose, usePreferences } from '../preferences.ts';
import { KillDialog, PauseDialog, ResetDialog, ResumeDialog } from './act-dialogs.tsx';
import { closeDialog, useOpenDialog } from './open-dialog.ts';

export function OpenDialog() {
  const open = useOpenDialog();
  if (open === 'pause') return <PauseDialog />;
  if (open === 'kill') return <KillDialog />;
  if (open === 'resume') return <ResumeDialog />;
  if (open === 'reset') return <ResetDialog />;
  if (open === 'display') return <DisplayDialog />;
  return open === 'shortcuts' ? <ShortcutsDialog /> : null;
}

const LANGUAGES = [
  { value: 'en', text: 'English' },
  { value: 'es', text: 'Español' },
] as const;

function DisplayDialog() {
  const { words, zone } = useSpeech();
  const { language, theme, pair, density } = usePreferences();
  const { settings } = words;
  const [link, setLink] = useState<string | null>(null);
  const options = <Value extends string>(texts: Readonly<Record<Value, string>>) =>
    (Object.keys(texts) as Value[]).map((value) => ({ value, text: texts[value] }));
  const makeLink = async () => {
    const answer = await ask<{ link: string }>(PATHS.links, { method: 'POST' }).catch(() => null);
    setLink(answer?.link ?? words.acts.notSent);
  };
  const leave = async () => {
    await ask(PATHS.session, { method: 'DELETE' }).catch(() => undefined);
    location.reload();
  };
  return (
    <Dialog
      title={settings.title}
      onClose={closeDialog}
      foot={
        <>
          <button type="button" className="button" onClick={makeLink}>
            {settings.link}
          </button>
          <button type="button" className="button" onClick={leave}>
            {settings.leave}
          </button>
        </>
      }
    >
      <div className="settings">
        <span>{settings.language}</span>
        <Segmented label={settings.language} options={LANGUAGES} value={language} onChoose={(value) => choose({ language: value })} />
        <span>{settings.theme}</span>
        <Segmented label={settings.theme} options={options(settings.themes)} value={theme} onChoose={(value) => choose({ theme: value })} />
        <span>{settings.pair}</span>
        <Segmented label={settings.pair} options={options(settings.pairs)} value={pair} onChoose={(value) => choose({ pair: value })} />
        <span>{settings.density}</span>
        <Segmented
          label={settings.density}
          options={options(settings.densities)}
          value={density}
          onChoose={(value) => choose({ density: value })}
        />
      </div>
      <p className="muted">{settings.zone(zone)}</p>
      {link !== null && (
        <p role="status">
          {settings.linkTold}
          <code className="new-link">{link}</code>
        </p>
      )}
    </Dialog>
  );
}

function ShortcutsDialog() {
  const { words } = useSpeech();
  const { rows } = words.shortcuts;
  const keys: readonly (readonly [string, string])[] = [
    ['⇧P', rows.pause],
    ['⇧K', rows.kill],
    ['⇧F', rows.feed],
    ['[', rows.slower],
    [']', rows.faster],
    ['1 – 5', rows.sections],
    [',', rows.display],
    ['?', rows.help],
    ['Esc', rows.close],
  ];
  return (
    <Dialog title={words.shortcuts.title} onClose={closeDialog}>
      <dl className="shortcuts">
        {keys.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
