/** Which time the list is of: spans that end now, or from and to in the owner's zone. */

import { useSpeech } from '../../i18n/words.ts';
import { Segmented } from '../../parts/segmented.tsx';
import { LASTS, type Last, type Span } from './address.ts';
import { instantOf, wallTime } from './wall-time.ts';
import { useJournalWords } from './words.ts';

const FIELD = 'h-8 min-w-0 rounded-m border border-field bg-surface px-2 text-12 phone:h-10 phone:w-full phone:text-13';

export function TimeRange({ last, span, onChoose }: { last: Last | null; span: Span; onChoose: (span: Span | Last) => void }) {
  const own = useJournalWords();
  const options = [
    ...(Object.keys(LASTS) as Last[]).map((value) => ({ value: value as Last | 'all', text: own.time.lasts[value] })),
    { value: 'all' as const, text: own.time.all },
  ];
  const isAll = span.from === undefined && span.to === undefined;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 phone:flex-col phone:items-stretch">
      <Segmented
        label={own.time.title}
        options={options}
        value={last ?? (isAll ? 'all' : null)}
        onChoose={(value) => onChoose(value === 'all' ? {} : value)}
      />
      <span className="flex flex-wrap items-center gap-x-3 gap-y-2 phone:grid">
        <Instant name={own.time.from} at={span.from} onChange={(from) => onChoose(spanOf(from, span.to))} />
        <Instant name={own.time.to} at={span.to} onChange={(to) => onChoose(spanOf(span.from, to))} />
      </span>
    </div>
  );
}

const spanOf = (from: number | undefined, to: number | undefined): Span => ({
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

function Instant({ name, at, onChange }: { name: string; at: number | undefined; onChange: (at: number | undefined) => void }) {
  const { zone } = useSpeech();
  const shown = at === undefined ? '' : wallTime(at, zone);
  return (
    <label className="flex items-center gap-1.5 text-12 text-muted phone:grid phone:grid-cols-[56px_minmax(0,1fr)]">
      {name}
      <input
        type="datetime-local"
        className={`${FIELD} text-text`}
        // Read when it is left: half a year typed is not the year two.
        key={shown}
        defaultValue={shown}
        onBlur={(event) => event.target.value !== shown && onChange(instantOf(event.target.value, zone))}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </label>
  );
}
