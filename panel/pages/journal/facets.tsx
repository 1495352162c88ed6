/** What the list can be narrowed to, with how many rows each choice would leave: a column on a desktop, a sheet on a phone. */

import { type ReactNode, useEffect, useState } from 'react';
import type { Counts } from '../../../src/api/archive.ts';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { chosenIn } from './address.ts';
import { useLabels } from './labels.ts';
import type { ListName } from './lists.ts';
import { useJournalWords } from './words.ts';

const IN_SIGHT = 6;

interface FacetsProps {
  readonly list: ListName;
  readonly facets: readonly string[];
  readonly params: URLSearchParams;
  readonly counts: Counts | undefined;
  readonly onToggle: (facet: string, value: string) => void;
}

export function Facets({ facets, ...rest }: FacetsProps) {
  return (
    <div className="grid gap-4">
      {facets.map((facet) => (
        <Facet key={facet} facet={facet} {...rest} />
      ))}
    </div>
  );
}

function Facet({ facet, list, params, counts, onToggle }: Omit<FacetsProps, 'facets'> & { facet: string }) {
  const own = useJournalWords();
  const { language } = useSpeech();
  const label = useLabels(list);
  const [isWhole, setWhole] = useState(false);
  const chosen = chosenIn(params, facet);
  const counted = counts?.facets[facet] ?? [];
  // What is chosen stays in sight, also where nothing of it is left.
  const rows = [...counted, ...chosen.filter((value) => !counted.some((row) => row.value === value)).map((value) => ({ value, count: 0 }))];
  const shown = rows.filter(({ value }, place) => isWhole || place < IN_SIGHT || chosen.includes(value));
  if (rows.length === 0) return null;
  return (
    <fieldset className="min-w-0" data-facet={facet}>
      <legend className="mb-1 text-12 font-medium text-muted">{own.facets[facet]}</legend>
      <ul>
        {shown.map(({ value, count }) => (
          <li key={value}>
            <Tick isChosen={chosen.includes(value)} onToggle={() => onToggle(facet, value)}>
              <span className="min-w-0 truncate" title={label(facet, value) === value ? undefined : value}>
                {label(facet, value)}
              </span>
              <span className="ml-auto text-12 text-muted">{plain(language, count, 0)}</span>
            </Tick>
          </li>
        ))}
      </ul>
      {rows.length > shown.length && (
        <button type="button" className="cursor-pointer text-accent hover:underline mt-0.5 px-1 text-12" onClick={() => setWhole(true)}>
          {own.showAll(rows.length - shown.length)}
        </button>
      )}
      {isWhole && rows.length > IN_SIGHT && (
        <button type="button" className="cursor-pointer text-accent hover:underline mt-0.5 px-1 text-12" onClick={() => setWhole(false)}>
          {own.showFewer}
        </button>
      )}
    </fieldset>
  );
}

/** Ticked at once: the address, and what is asked with it, follow a moment later. */
function Tick({ isChosen, onToggle, children }: { isChosen: boolean; onToggle: () => void; children: ReactNode }) {
  const [isTicked, tick] = useState(isChosen);
  useEffect(() => tick(isChosen), [isChosen]);
  return (
    <label className="flex min-h-7 cursor-pointer items-center gap-2 rounded-s px-1 hover:bg-hover phone:min-h-10">
      <input
        type="checkbox"
        className="size-3.5 flex-none accent-[var(--accent-solid)] phone:size-4.5"
        checked={isTicked}
        onChange={() => {
          tick(!isTicked);
          onToggle();
        }}
      />
      {children}
    </label>
  );
}
