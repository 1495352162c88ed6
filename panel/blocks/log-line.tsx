/** One line of what happened: when, of what kind, in words, with its result. */

import { Link } from 'react-router';
import { useSpeech } from '../i18n/words.ts';
import { useStatus } from '../live/session.ts';
import { MoneyText, TimeText } from '../parts/figures.tsx';
import { Icon } from '../parts/icon.tsx';
import type { Line } from './log-lines.ts';

const TONES = { '': 'text-muted', warn: 'text-warn', danger: 'text-danger' } as const;

export function LogLine({ line }: { line: Line }) {
  const { words } = useSpeech();
  const { account, database } = useStatus();
  // Without a database there is no history to lead to.
  const isRecorded = database.state !== 'none';
  return (
    <li className="grid grid-cols-[60px_16px_minmax(0,1fr)_auto] items-start gap-2.5 px-4 py-1.5 hover:bg-hover phone:grid-cols-[56px_16px_minmax(0,1fr)] phone:gap-x-2 phone:gap-y-0.5 phone:px-3.5 phone:py-2.25">
      <span className="text-muted">
        <TimeText at={line.at} />
      </span>
      <Icon name={line.icon} className={`mt-px ${TONES[line.tone]}`} />
      <p title={line.sequence === null ? undefined : words.acts.entry(String(line.sequence))}>
        {line.to !== null && isRecorded ? (
          <Link to={line.to} className="text-text">
            {line.text}
          </Link>
        ) : (
          line.text
        )}
        {line.detail !== '' && ' '}
        {line.detail !== '' && <small className="ml-2 text-muted phone:ml-0 phone:block">{line.detail}</small>}
      </p>
      <span className="text-right whitespace-nowrap phone:col-start-3 phone:text-left">
        {line.result !== null && <MoneyText value={line.result} decimals={account.displayDecimals} manner="result" />}
      </span>
    </li>
  );
}
