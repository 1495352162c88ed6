/** The language first, both shown in themselves; with it the zone of times, for which the browser's own is proposed. */

import { useEffect } from 'react';
import { LANGUAGES } from '../../accounts/entrance-frame.tsx';
import { ZoneField, zoneOfBrowser } from '../../parts/zone-field.tsx';
import { choose, currentPreferences, usePreferences } from '../../preferences.ts';
import { Choice, Next, StepCard, Ways } from './parts.tsx';
import { useSetupWords } from './words.ts';

export function LanguageStep({ next }: { next: () => void }) {
  const words = useSetupWords();
  const { language } = usePreferences();
  useEffect(() => {
    if (currentPreferences().zone === null) void choose({ zone: zoneOfBrowser() });
  }, []);
  return (
    <StepCard step="language" title={words.language.title}>
      <fieldset className="grid w-full grid-cols-2 gap-2.5 phone:grid-cols-1">
        <legend className="sr-only">{words.language.group}</legend>
        {LANGUAGES.map(({ value, text }) => (
          <Choice
            key={value}
            name="language"
            isChosen={language === value}
            onChoose={() => void choose({ language: value })}
            title={<span lang={value}>{text}</span>}
          />
        ))}
      </fieldset>
      <ZoneField />
      <p className="text-text-2">{words.language.other}</p>
      <Ways>
        <Next onClick={next} />
      </Ways>
    </StepCard>
  );
}
