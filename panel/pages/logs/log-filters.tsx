/** Which lines of the logs are shown. */

import type { LogLine, LogProcess } from '../../../src/api/logs.ts';
import { useSpeech } from '../../i18n/words.ts';
import { LevelButtons } from '../../parts/log-view.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { instantOf, wallTime } from '../journal/wall-time.ts';
import type { LogSearch } from './log-tail.ts';
import { useLogWords } from './words.ts';

const SPANS = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000 } as const;
type Span = keyof typeof SPANS | 'all';

const CONTROL =
  'h-8 min-w-0 rounded-m border border-field bg-surface px-2 text-12 text-text phone:h-10 phone:flex-1 phone:basis-36 phone:text-13';

export interface Chosen {
  readonly process: LogProcess | '';
  readonly level: LogLine['level'];
  readonly text: string;
  readonly order: LogSearch['order'];
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly span: Span | null;
}

export const NOTHING_CHOSEN: Chosen = {
  process: '',
  level: 'info',
  text: '',
  order: 'newest',
  from: undefined,
  to: undefined,
  span: 'all',
};

export function searchOf({ process, level, text, order, from, to }: Chosen): LogSearch {
  return {
    order,
    ...(process !== '' && { process }),
    ...(level !== 'info' && { level }),
    ...(text.trim() !== '' && { text: text.trim() }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

export function LogFilters({ chosen, onChoose }: { chosen: Chosen; onChoose: (changed: Partial<Chosen>) => void }) {
  const own = useLogWords();
  const { words } = useSpeech();
  const within = (span: Span) => onChoose({ span, to: undefined, from: span === 'all' ? undefined : Date.now() - SPANS[span] });
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 phone:px-3.5">
      <SearchField label={words.logView.find} text={chosen.text} onSearch={(text) => onChoose({ text })} />
      <select
        aria-label={own.process}
        className={CONTROL}
        value={chosen.process}
        onChange={(event) => onChoose({ process: event.target.value as Chosen['process'] })}
      >
        <option value="">{own.anyProcess}</option>
        {Object.entries(own.processes).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      <LevelButtons least={chosen.level} onChoose={(level) => onChoose({ level })} />
      <Segmented
        label={own.time}
        options={(Object.keys(own.times) as Span[]).map((value) => ({ value, text: own.times[value] }))}
        value={chosen.span}
        onChoose={within}
      />
      <span className="flex flex-wrap items-center gap-2 phone:w-full">
        <Instant name={own.from} at={chosen.from} onChange={(from) => onChoose({ from, span: null })} />
        <Instant name={own.to} at={chosen.to} onChange={(to) => onChoose({ to, span: null })} />
      </span>
      <select
        aria-label={own.order}
        className={CONTROL}
        value={chosen.order}
        onChange={(event) => onChoose({ order: event.target.value as LogSearch['order'] })}
      >
        {Object.entries(own.orders).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

function Instant({ name, at, onChange }: { name: string; at: number | undefined; onChange: (at: number | undefined) => void }) {
  const { zone } = useSpeech();
  const shown = at === undefined ? '' : wallTime(at, zone);
  return (
    <label className="flex items-center gap-1.5 text-12 text-muted phone:w-full phone:justify-between">
      {name}
      <input
        type="datetime-local"
        className={CONTROL}
        // Read when it is left: half a year typed is not the year two.
        key={shown}
        defaultValue={shown}
        onBlur={(event) => event.target.value !== shown && onChange(instantOf(event.target.value, zone))}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </label>
  );
}
