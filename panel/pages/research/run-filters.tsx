/** What the list of runs is narrowed to, and any figure it is sorted by. */

import type { RunFigure } from '../../../src/api/research.ts';
import { FIGURE_NAMES } from './figures.tsx';
import { type RunFilter, useRunTags, useStrategies, withField } from './runs.ts';
import { useResearchWords } from './words.ts';

const CONTROL = 'h-8 min-w-0 rounded-m border border-field bg-surface px-2 text-12 text-text phone:h-10 phone:flex-1 phone:basis-36';

export function RunFilters({ filter, onFilter }: { filter: RunFilter; onFilter: (filter: RunFilter) => void }) {
  const own = useResearchWords();
  const strategies = useStrategies().data?.rows ?? [];
  const tags = useRunTags().data?.tags ?? [];
  return (
    <>
      <select
        aria-label={own.list.strategy}
        className={CONTROL}
        value={filter.strategy ?? ''}
        onChange={(event) => onFilter(withField(filter, 'strategy', event.target.value))}
      >
        <option value="">{own.list.anyStrategy}</option>
        {strategies.map(({ id }) => (
          <option key={id}>{id}</option>
        ))}
      </select>
      {tags.length > 0 && (
        <select
          aria-label={own.list.tags}
          className={CONTROL}
          value={filter.tag ?? ''}
          onChange={(event) => onFilter(withField(filter, 'tag', event.target.value))}
        >
          <option value="">{own.list.anyTag}</option>
          {tags.map((tag) => (
            <option key={tag}>{tag}</option>
          ))}
        </select>
      )}
      <select
        aria-label={own.list.sortBy}
        className={CONTROL}
        value={filter.sort}
        onChange={(event) => onFilter({ ...filter, sort: event.target.value as RunFigure | 'createdAt', order: 'desc' })}
      >
        <option value="createdAt">{own.list.newest}</option>
        {FIGURE_NAMES.map((name) => (
          <option key={name} value={name}>
            {own.list.sortBy}: {own.figures[name]}
          </option>
        ))}
      </select>
      <label className="inline-flex h-8 items-center gap-1.5 text-12">
        <input
          type="checkbox"
          className="size-4 accent-accent-solid"
          checked={filter.pinned === 'true'}
          onChange={(event) => {
            const { pinned: _, ...others } = filter;
            onFilter(event.target.checked ? { ...others, pinned: 'true' } : others);
          }}
        />
        {own.list.onlyPinned}
      </label>
    </>
  );
}
