/** Bars above every page: no line to the server, an older page after an upgrade, and a trader that stands still. */

import type { ReactNode } from 'react';
import { clock } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { usePanelState } from '../live/session.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { TimeText } from '../parts/figures.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';

const TONES = {
  info: 'border-line-strong bg-info-soft [&>svg]:text-info',
  warn: 'border-warn-line bg-warn-soft [&>svg]:text-warn',
  danger: 'border-danger-line bg-danger-soft [&>svg]:text-danger',
} as const;

export function Notices() {
  const { words, language } = useSpeech();
  const { bornRelease, release, trader, entrance, link, heardAt } = usePanelState();
  const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isOld = bornRelease !== null && release !== null && release !== bornRelease;
  return (
    <>
      {link === 'lost' && (
        // A page that begins with the sentence of state says it there.
        <Bar
          tone="danger"
          icon="unplugged"
          title={words.link.lost(clock(language, heardAt, browserZone))}
          text={words.link.lostDetail}
          className="has-[~main_#now]:hidden"
        />
      )}
      {isOld && (
        <Bar tone="info" icon="up" title={words.upgraded.title(release)} text={words.upgraded.text(bornRelease)}>
          <Button manner="primary" onClick={() => location.reload()}>
            {words.upgraded.reload}
          </Button>
        </Bar>
      )}
      {entrance === 'setup' && (
        <Bar tone="warn" icon="key" title={words.ownerless.title} text={words.ownerless.text}>
          <a className={buttonClass('primary')} href="/setup">
            {words.ownerless.go}
          </a>
        </Bar>
      )}
      {(trader?.state === 'stopped' || trader?.state === 'silent') && (
        <Bar
          tone="danger"
          icon="unplugged"
          title={
            <>
              {words.trader[trader.state]} <TimeText at={trader.since} withDay />
            </>
          }
          text={[words.trader[`${trader.state}Text`], trader.detail].filter(Boolean).join(' ')}
        />
      )}
      {trader?.state === 'starting' && <Bar tone="info" icon="clock" title={words.trader.starting} text={trader.detail ?? ''} />}
    </>
  );
}

/** With a session, what is grave is said by its announcer: the same sentence, once. */
function Bar({
  tone,
  icon,
  title,
  text,
  className = '',
  children,
}: {
  tone: keyof typeof TONES;
  icon: IconName;
  title: ReactNode;
  text: string;
  className?: string;
  children?: ReactNode;
}) {
  const hasSession = usePanelState().snapshot !== null;
  return (
    <div
      role={tone === 'danger' && !hasSession ? 'alert' : 'status'}
      {...(tone === 'danger' && hasSession && { 'aria-live': 'off' })}
      data-notice={tone}
      className={`mx-gutter mt-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-l border px-4 py-2.5 phone:mx-3 phone:mt-3 ${TONES[tone]} ${className}`}
    >
      <Icon name={icon} className="size-4.5" />
      <p className="min-w-60 flex-1">
        <b>{title}</b> <span className="text-text-2">{text}</span>
      </p>
      {children}
    </div>
  );
}
