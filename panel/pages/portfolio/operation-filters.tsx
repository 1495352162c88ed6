/** What part of the book is shown: by asset, account, currency, kind, days and gain. It stands in the address, so that it can be kept and sent. */

import { useQuery } from '@tanstack/react-query';
import type { OperationSearch } from '../../../src/api/portfolio/book.ts';
import { call } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { InputField, SelectField } from '../../parts/field.tsx';
import { useChosenAddress } from './chosen-address.ts';
import { useFilterWords } from './filter-words.ts';
import { usePortfolioWords } from './words.ts';

const FILTERS = ['instrument', 'account', 'currency', 'kind', 'from', 'to', 'sign'] as const;
type Filter = (typeof FILTERS)[number];
export type Filtered = Partial<Pick<OperationSearch, Filter>>;

/** What the address says, and how to change it. */
export function useOperationFilters(): readonly [Filtered, (name: Filter, value: string) => void, () => void] {
  const [address, choose, clear] = useChosenAddress<Filter>();
  const filtered = Object.fromEntries(FILTERS.flatMap((name) => (address.get(name) ? [[name, address.get(name)]] : []))) as Filtered;
  return [filtered, choose, clear];
}

export function OperationFilters({
  filtered,
  choose,
  clear,
}: {
  filtered: Filtered;
  choose: (name: Filter, value: string) => void;
  clear: () => void;
}) {
  const own = useFilterWords();
  const { operations } = usePortfolioWords();
  const instruments = useQuery({ queryKey: ['portfolio', 'instruments'], queryFn: () => call('portfolio.instruments') });
  const accounts = useQuery({ queryKey: ['portfolio', 'accounts'], queryFn: () => call('portfolio.accounts') });
  const rows = instruments.data?.rows.map(({ instrument }) => instrument) ?? [];
  const currencies = [...new Set(rows.flatMap(({ currency }) => currency ?? []))].sort();
  const select = (name: Filter, label: string, options: readonly (readonly [value: string, text: string])[]) => (
    <SelectField
      className="w-40 phone:w-full"
      label={label}
      value={filtered[name] ?? ''}
      onChange={(event) => choose(name, event.target.value)}
    >
      <option value="">{own.all}</option>
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </SelectField>
  );
  const day = (name: 'from' | 'to', label: string) => (
    <InputField
      className="w-40 phone:w-full"
      type="date"
      label={label}
      value={filtered[name] ?? ''}
      onChange={(event) => choose(name, event.target.value)}
    />
  );
  return (
    <details className="border-t border-line px-4 py-2.5" open={Object.keys(filtered).length > 0 || undefined}>
      <summary className="cursor-pointer font-medium">
        {own.filters} {Object.keys(filtered).length > 0 && `(${Object.keys(filtered).length})`}
      </summary>
      <div className="flex flex-wrap items-end gap-3 pt-2">
        {select(
          'instrument',
          own.asset,
          rows.map(({ id, symbol }) => [id, symbol]),
        )}
        {select('account', own.account, accounts.data?.rows.map(({ name }) => [name, name]) ?? [])}
        {select(
          'currency',
          own.by.currency,
          currencies.map((one) => [one, one]),
        )}
        {select('kind', own.kind, Object.entries(operations.kinds))}
        {day('from', own.fromDay)}
        {day('to', own.toDay)}
        {select('sign', own.sign, [
          ['gain', own.signs.gain],
          ['loss', own.signs.loss],
        ])}
        <Button onClick={clear}>{own.clear}</Button>
      </div>
    </details>
  );
}
