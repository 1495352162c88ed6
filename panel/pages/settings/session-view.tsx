/** The session: what is in force, and the form that changes it or begins another. */

import { Link, useLocation } from 'react-router';
import { useSpeech } from '../../i18n/words.ts';
import { useRights } from '../../live/session.ts';
import { buttonClass } from '../../parts/button.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { Outcome } from './outcome.tsx';
import { useSettings } from './questions.ts';
import { SessionForm } from './session-form.tsx';
import { SessionInForce } from './session-in-force.tsx';
import { useSettingsWords } from './words.ts';

export default function SessionView() {
  const { session: own } = useSettingsWords();
  const { words } = useSpeech();
  const { pathname } = useLocation();
  const { data: settings, error, refetch } = useSettings();
  const mayWrite = useRights().includes('settings.write');
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!settings) return <Skeleton heights={[160, 240]} label={words.loading} />;
  const form = pathname.endsWith('/new') ? 'new' : pathname.endsWith('/change') ? 'change' : null;
  const ways = mayWrite ? (
    <>
      <Link className={buttonClass()} to="/settings/change">
        {own.change}
      </Link>
      <Link className={buttonClass('primary')} to="/settings/new">
        {own.begin}
      </Link>
    </>
  ) : (
    <span className="text-muted">{own.onlyLooking}</span>
  );
  return (
    <>
      <Outcome settings={settings} />
      {form !== null && mayWrite ? (
        <SessionForm key={`${form} ${settings.version}`} settings={settings} isNew={form === 'new'} />
      ) : (
        <SessionInForce settings={settings} end={ways} />
      )}
    </>
  );
}
