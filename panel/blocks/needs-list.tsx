/** What needs the owner, one under the other: how grave, since when, what it means, and the verb. */

import { Link } from 'react-router';
import { useSpeech } from '../i18n/words.ts';
import { mayAct } from '../live/may-act.ts';
import type { Need } from '../live/needs.ts';
import { useRights } from '../live/session.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { TimeText } from '../parts/figures.tsx';
import { Icon } from '../parts/icon.tsx';
import { EmptyState } from '../parts/states.tsx';
import { type DialogName, showDialog } from '../shell/open-dialog.ts';

const TONES = {
  danger: { edge: 'border-l-danger', tag: 'border-danger-line bg-danger-soft text-danger', icon: 'alert' },
  warn: { edge: 'border-l-warn', tag: 'border-warn-line bg-warn-soft text-warn', icon: 'clock' },
  info: { edge: 'border-l-info', tag: 'border-line-strong bg-info-soft text-info', icon: 'eye' },
} as const;

export function NeedsList({ needs }: { needs: readonly Need[] }) {
  const { words } = useSpeech();
  if (needs.length === 0) return <EmptyState icon="check" title={words.needs.none} text={words.needs.noneText} />;
  return (
    <ul>
      {needs.map((need) => (
        <NeedItem key={need.id} need={need} />
      ))}
    </ul>
  );
}

function NeedItem({ need }: { need: Need }) {
  const { words } = useSpeech();
  const { severity, title, text, since, act } = need;
  const rights = useRights();
  const tone = TONES[severity];
  return (
    <li className={`border-b border-l-3 border-b-line px-4 py-3.5 last:border-b-0 ${tone.edge}`} data-need={need.id}>
      <div className="flex items-center gap-2">
        <span className={`inline-flex h-5 items-center gap-1 rounded-s border px-1.5 text-12 font-medium ${tone.tag}`}>
          <Icon name={tone.icon} className="size-3" />
          {words.needs.severities[severity]}
        </span>
        {since !== null && (
          <span className="text-12 text-muted">
            {words.needs.since} <TimeText at={since} seconds={false} withDay />
          </span>
        )}
      </div>
      <h3 className="mt-1.5 font-semibold">{title}</h3>
      {text !== '' && <p className="mt-0.5 text-text-2">{text}</p>}
      {act && (
        <div className="mt-2.5">
          {act.dialog ? (
            <Button onClick={() => showDialog(act.dialog as DialogName)} disabled={!mayAct(rights, act.dialog)}>
              {act.text}
            </Button>
          ) : (
            <Link className={buttonClass()} to={act.to ?? '/'} onClick={() => showDialog(null)}>
              {act.text}
            </Link>
          )}
        </div>
      )}
    </li>
  );
}
