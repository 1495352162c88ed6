/** What narrows the list now, each to be taken away by itself. */

import { useSpeech } from '../../i18n/words.ts';
import { Icon } from '../../parts/icon.tsx';
import { chosenIn, prefixIn, type Span, withFacet, withoutFilter, withPrefix, withSpan } from './address.ts';
import { spanText, useLabels } from './labels.ts';
import type { List } from './lists.ts';
import { useJournalWords } from './words.ts';

type Change = (params: URLSearchParams) => URLSearchParams;

export function Chosen<Row>({
  list,
  params,
  span,
  onChange,
}: {
  list: List<Row>;
  params: URLSearchParams;
  span: Span;
  onChange: (change: Change) => void;
}) {
  const own = useJournalWords();
  const speech = useSpeech();
  const label = useLabels(list.name);
  const prefix = prefixIn(params);
  const isSpanned = span.from !== undefined || span.to !== undefined;
  return (
    <ul className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-2 phone:px-3.5" aria-label={own.filter}>
      {isSpanned && <Chip name={own.time.title} value={spanText(span, speech, own)} onRemove={() => onChange(withSpan({}))} />}
      {prefix !== '' && <Chip name={own.columns.id} value={`${prefix}…`} onRemove={() => onChange(withPrefix(''))} />}
      {list.facets.flatMap((facet) =>
        chosenIn(params, facet).map((value) => (
          <Chip
            key={`${facet} ${value}`}
            name={own.facets[facet] ?? facet}
            value={label(facet, value)}
            onRemove={() => onChange(withFacet(facet, value))}
          />
        )),
      )}
      <li>
        <button type="button" className="cursor-pointer text-accent hover:underline text-12" onClick={() => onChange(withoutFilter)}>
          {own.clear}
        </button>
      </li>
    </ul>
  );
}

function Chip({ name, value, onRemove }: { name: string; value: string; onRemove: () => void }) {
  const own = useJournalWords();
  return (
    <li className="max-w-full">
      <button
        type="button"
        className="flex h-6 max-w-full cursor-pointer items-center gap-1.5 rounded-full border border-line-strong bg-sunken px-2 text-12 hover:bg-hover phone:h-8"
        onClick={onRemove}
      >
        <span className="sr-only">{own.remove}</span>
        <span className="text-muted">{name}</span>
        <span className="min-w-0 truncate">{value}</span>
        <Icon name="x" className="size-3" />
      </button>
    </li>
  );
}
