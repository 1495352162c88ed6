/** The session: what is in force. */

import { useSpeech } from '../../i18n/words.ts';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { Outcome } from './outcome.tsx';
import { useSettings } from './questions.ts';
import { SessionInForce } from './session-in-force.tsx';

export default function SessionView() {
  const { words } = useSpeech();
  const { data: settings, error, refetch } = useSettings();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!settings) return <Skeleton heights={[160, 240]} label={words.loading} />;
  return (
    <>
      <Outcome settings={settings} />
      <SessionInForce settings={settings} />
    </>
  );
}
