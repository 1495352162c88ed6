/** Around what is shown before there is a shell: the name of the product, the card, and the choice of language. */

import { type ReactNode, useEffect } from 'react';
import { useSpeech } from '../i18n/words.ts';
import { Icon } from '../parts/icon.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { choose, usePreferences } from '../preferences.ts';

export const LANGUAGES = [
  { value: 'en', text: 'English' },
  { value: 'es', text: 'Español' },
] as const;

export function EntranceFrame({ title, isWide = false, children }: { title: string; isWide?: boolean; children: ReactNode }) {
  const { words } = useSpeech();
  const { language } = usePreferences();
  useEffect(() => {
    document.title = `${title} · ${words.app.name}`;
  }, [title, words.app.name]);
  return (
    <div className={`mx-auto grid w-full gap-4 desk:pt-[6vh] ${isWide ? 'max-w-190' : 'max-w-110'}`}>
      <header className="flex items-center gap-2.5 px-1">
        <Icon name="tower" className="size-6 text-accent" />
        <span className="text-16 font-semibold tracking-tight">{words.app.name}</span>
        <span className="ml-auto">
          <Segmented
            label={words.settings.language}
            options={LANGUAGES}
            value={language}
            onChoose={(value) => void choose({ language: value })}
          />
        </span>
      </header>
      {children}
    </div>
  );
}

/** What it is about, in a box of its own. */
export function EntranceCard({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className="grid justify-items-start gap-4 rounded-l border border-line bg-surface p-7 phone:p-5 [&_p]:max-w-[64ch] [&_p]:text-text-2">
      <h1 className="text-20 font-semibold tracking-tight">{title}</h1>
      {children}
    </section>
  );
}
