/** Lines of a log: found by text and level, followed at the end or held still, copied whole. */

import { useEffect, useRef, useState } from 'react';
import type { JobLogLine } from '../../src/api/jobs.ts';
import { clock, day } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { tell } from '../live/toasts.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { SearchField } from './search-field.tsx';
import { Segmented } from './segmented.tsx';

const LEVELS = ['info', 'warning', 'error'] as const;
const TONES = { info: 'text-text-2', warning: 'text-warn', error: 'text-danger' } as const;

export function LogView({ lines, label }: { lines: readonly JobLogLine[]; label: string }) {
  const { words } = useSpeech();
  const [least, setLeast] = useState<JobLogLine['level']>('info');
  const [text, setText] = useState('');
  const [isFollowing, follow] = useState(true);
  const wanted = text.trim().toLowerCase();
  const shown = lines.filter(
    (line) => LEVELS.indexOf(line.level) >= LEVELS.indexOf(least) && (wanted === '' || line.text.toLowerCase().includes(wanted)),
  );
  const copy = async () => {
    const whole = shown.map((line) => `${new Date(line.at).toISOString()} ${line.level} ${line.text}`).join('\n');
    const isCopied = await navigator.clipboard.writeText(whole).then(
      () => true,
      () => false,
    );
    if (isCopied) tell({ tone: 'done', title: words.copied, detail: words.logView.lines(shown.length), code: null });
  };
  return (
    <div className="overflow-hidden rounded-m border border-line">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-2.5 py-2">
        <SearchField label={words.logView.find} text={text} onSearch={setText} />
        <LevelButtons least={least} onChoose={setLeast} />
        <span className="ml-auto flex gap-2">
          <Button size="small" aria-pressed={isFollowing} onClick={() => follow(!isFollowing)}>
            <Icon name={isFollowing ? 'pause' : 'play'} />
            {isFollowing ? words.logView.hold : words.logView.follow}
          </Button>
          <Button size="small" onClick={copy}>
            {words.copy}
          </Button>
        </span>
      </div>
      <LogLines lines={shown} label={label} isFollowing={isFollowing} onLeave={() => follow(false)} />
    </div>
  );
}

/** From which level on lines are shown. */
export function LevelButtons({ least, onChoose }: { least: JobLogLine['level']; onChoose: (least: JobLogLine['level']) => void }) {
  const { words } = useSpeech();
  return (
    <Segmented
      label={words.logView.level}
      options={LEVELS.map((value) => ({ value, text: words.logView.levels[value] }))}
      value={least}
      onChoose={onChoose}
    />
  );
}

export interface ShownLine {
  /** Rises from line to line. */
  readonly line: number;
  readonly at: number;
  readonly level: JobLogLine['level'];
  readonly text: string;
  /** Who says it, where several do. */
  readonly from?: string;
}

/** The lines themselves. Followed, the view stays at the last one; looking further up is told with `onLeave`. */
export function LogLines({
  lines,
  label,
  isFollowing,
  onLeave,
  isTall = false,
  withDay = false,
}: {
  lines: readonly ShownLine[];
  label: string;
  isFollowing: boolean;
  onLeave: () => void;
  isTall?: boolean;
  withDay?: boolean;
}) {
  const { words, language, zone } = useSpeech();
  const end = useRef<HTMLOListElement>(null);
  const newest = lines.at(-1)?.line;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last line moves the view.
  useEffect(() => {
    if (isFollowing && end.current) end.current.scrollTop = end.current.scrollHeight;
  }, [newest, isFollowing]);
  return (
    <ol
      ref={end}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled has to be reachable by keyboard.
      tabIndex={0}
      aria-label={label}
      className={`overflow-auto bg-sunken px-2.5 py-2 font-mono text-12 leading-relaxed ${isTall ? 'max-h-[62vh] min-h-40' : 'max-h-80'}`}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        // Looking further up holds it still.
        if (scrollHeight - scrollTop - clientHeight > 40 && isFollowing) onLeave();
      }}
    >
      {lines.length === 0 && <li className="text-muted">{words.logView.none}</li>}
      {lines.map((line) => (
        <li
          key={line.line}
          className={`flex gap-2.5 phone:flex-wrap phone:gap-x-2 phone:pb-1.5 ${TONES[line.level]}`}
          data-level={line.level}
        >
          <time dateTime={new Date(line.at).toISOString()} className="shrink-0 text-muted">
            {withDay && `${day(language, line.at, zone)} `}
            {clock(language, line.at, zone)}
          </time>
          {line.from !== undefined && <span className="w-20 shrink-0 truncate text-muted phone:w-auto">{line.from}</span>}
          {line.level !== 'info' && <span className="sr-only">{words.logView.said[line.level]}</span>}
          <span className="min-w-0 break-words whitespace-pre-wrap phone:basis-full">{line.text}</span>
        </li>
      ))}
    </ol>
  );
}
