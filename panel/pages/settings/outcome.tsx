/** A change under way, and how the newest one came out: above every view of the settings that can change something. */

import { useState } from 'react';
import type { Settings } from '../../../src/api/settings.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useRights } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { Icon } from '../../parts/icon.tsx';
import { IdText } from '../../parts/id-text.tsx';
import { Notice } from '../../parts/notice.tsx';
import { ApplyVersionDialog } from './version-dialogs.tsx';
import { useSettingsWords } from './words.ts';

export function Outcome({ settings }: { settings: Settings }) {
  const { language } = useSpeech();
  const own = useSettingsWords();
  const [seen, setSeen] = useState<number | null>(null);
  const { trial, outcome, source, file } = settings;
  return (
    <div aria-live="polite">
      {source === 'file' && (
        <Notice tone="warn" title={own.fromFile}>
          <p className="text-text-2">{own.fromFileText(file ?? '')}</p>
        </Notice>
      )}
      {trial && (
        <section
          className="mb-4 flex items-start gap-3 rounded-l border border-line-strong bg-surface px-4 py-3"
          data-trial={trial.version}
        >
          <Icon name="clock" className="mt-0.5 size-4.5 text-accent" />
          <div>
            <h2 className="font-semibold">{own.trying(trial.version)}</h2>
            <p className="text-text-2">{trial.begun === null ? own.tryingWaits : own.tryingText}</p>
          </div>
        </section>
      )}
      {!trial && outcome && outcome.at !== seen && outcome.state === 'refused' && (
        <Notice tone="danger" title={own.wentBack(outcome.version, settings.version)}>
          <p>{outcome.said?.[language] ?? own.refusals[outcome.code ?? '']}</p>
          {!outcome.said && outcome.message && <p className="text-text-2">{own.traderSays(outcome.message)}</p>}
          <p className="pt-1 text-12 text-muted">
            {outcome.code && <IdText id={outcome.code} />} <TimeText at={outcome.at} withDay />
          </p>
          <Button size="small" className="mt-2" onClick={() => setSeen(outcome.at)}>
            {own.understood}
          </Button>
        </Notice>
      )}
      {!trial && settings.newest > settings.version && source !== 'file' && outcome?.version !== settings.newest && (
        <Waiting version={settings.newest} asked={settings.asked} />
      )}
    </div>
  );
}

/** Saved and never applied. */
function Waiting({ version, asked }: { version: number; asked: Settings['asked'] }) {
  const own = useSettingsWords();
  const mayWrite = useRights().includes('settings.write');
  const [isAsked, ask] = useState(false);
  return (
    <Notice tone="warn" title={own.waits(version)}>
      {asked?.version === version && (
        <p>
          {own.askedLost(asked.by)} <TimeText at={asked.at} withDay />
        </p>
      )}
      <p className="text-text-2">{own.waitsText}</p>
      {mayWrite && (
        <Button size="small" className="mt-2" onClick={() => ask(true)}>
          {own.applyIt}
        </Button>
      )}
      {isAsked && <ApplyVersionDialog version={version} onClose={() => ask(false)} />}
    </Notice>
  );
}
