/** In which zone times are shown in this browser: the browser's own and UTC first, then every one it knows. */

import { useId, useMemo } from 'react';
import { useSpeech } from '../i18n/words.ts';
import { useAccountZone } from '../live/session.ts';
import { choose, usePreferences } from '../preferences.ts';
import { FIELD } from './text-field.tsx';

/** Where this browser is; UTC where it does not say. */
export const zoneOfBrowser = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export function ZoneField() {
  const { words } = useSpeech();
  const { settings } = words;
  const { zone } = usePreferences();
  const account = useAccountZone();
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const here = zoneOfBrowser();
  const id = useId();
  const first = [...new Set([here, 'UTC', ...(zone === null ? [] : [zone])])];
  return (
    <div className="grid w-full gap-1">
      <label htmlFor={id} className="font-medium">
        {settings.zoneName}
      </label>
      <select
        id={id}
        aria-describedby={`${id}-told`}
        className={`${FIELD} w-full border-field`}
        data-field="zone"
        value={zone ?? ''}
        onChange={(event) => void choose({ zone: event.target.value || null })}
      >
        <option value="">{settings.zoneUnset(account)}</option>
        {first.map((each) => (
          <option key={each} value={each}>
            {each === here ? settings.zoneHere(each) : each}
          </option>
        ))}
        <optgroup label={settings.zoneAll}>
          {zones
            .filter((each) => !first.includes(each))
            .map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
        </optgroup>
      </select>
      <span id={`${id}-told`} className="text-12 text-muted">
        {settings.zoneTold}
      </span>
    </div>
  );
}
