/** Above the rows of a long table: search, filters, which columns, export; and the heads by which it is sorted. */

import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { useSpeech } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { MENU_ITEM, Menu } from './menu.tsx';
import type { Column } from './row-table.tsx';
import { SearchField } from './search-field.tsx';

export interface Sort {
  readonly key: string;
  readonly isDescending: boolean;
}

export function TableTools<Row>({
  caption,
  columns,
  search,
  searchLabel,
  onSearch,
  filters,
  onExport,
  tools,
  hidden,
  onHide,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  search?: string;
  searchLabel?: string;
  onSearch?: (text: string) => void;
  filters?: ReactNode;
  onExport?: () => void;
  tools?: ReactNode;
  hidden: ReadonlySet<string>;
  onHide: (hidden: ReadonlySet<string>) => void;
}) {
  const { words } = useSpeech();
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 phone:px-3.5">
      {onSearch && <SearchField label={searchLabel ?? words.table.search(caption)} text={search ?? ''} onSearch={onSearch} hasKey />}
      {filters}
      <span className="ml-auto flex flex-wrap gap-2">
        <Menu
          button={
            <Button size="small">
              <Icon name="columns" />
              {words.table.columns}
            </Button>
          }
        >
          {columns.map((column) => (
            <DropdownMenu.CheckboxItem
              key={column.key}
              checked={!hidden.has(column.key)}
              // The last one stays.
              disabled={!hidden.has(column.key) && hidden.size === columns.length - 1}
              onSelect={(event) => event.preventDefault()}
              onCheckedChange={(isShown) => {
                const next = new Set(hidden);
                if (isShown) next.delete(column.key);
                else next.add(column.key);
                onHide(next);
              }}
              className={MENU_ITEM}
            >
              <span className="w-4">
                <DropdownMenu.ItemIndicator>
                  <Icon name="check" />
                </DropdownMenu.ItemIndicator>
              </span>
              {column.title}
            </DropdownMenu.CheckboxItem>
          ))}
        </Menu>
        {onExport && (
          <Button size="small" onClick={onExport}>
            <Icon name="download" />
            {words.table.export}
          </Button>
        )}
        {tools}
      </span>
    </div>
  );
}

export function TableHead<Row>({
  columns,
  sort,
  onSort,
}: {
  columns: readonly Column<Row>[];
  sort: Sort | null;
  onSort?: (sort: Sort) => void;
}) {
  return (
    <thead className="sticky top-0 z-1 bg-surface">
      <tr>
        {columns.map((column) => {
          const isOwn = sort?.key === column.key;
          const order = isOwn ? (sort.isDescending ? 'descending' : 'ascending') : undefined;
          return (
            <th
              key={column.key}
              scope="col"
              className={`${column.numeric ? 'num ' : ''}${column.secondary ? 'secondary' : ''}`}
              {...(column.sortable && { 'aria-sort': order ?? 'none' })}
            >
              {column.sortable && onSort ? (
                <button
                  type="button"
                  className="inline-flex cursor-pointer items-center gap-1 font-medium hover:text-text"
                  onClick={() => onSort({ key: column.key, isDescending: isOwn ? !sort.isDescending : true })}
                >
                  {column.title}
                  <span aria-hidden="true" className="w-2 text-[10px]">
                    {order === 'descending' ? '▼' : order === 'ascending' ? '▲' : ''}
                  </span>
                </button>
              ) : (
                column.title
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
