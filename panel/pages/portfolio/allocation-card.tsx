/** How the value is spread over kinds of assets. */

import type { Slice } from '../../../src/api/portfolio/figures.ts';
import { Card } from '../../parts/card.tsx';
import { RatioText } from '../../parts/figures.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { Amount } from './amounts.tsx';
import { usePortfolioWords } from './words.ts';

export function AllocationCard({ slices, base }: { slices: readonly Slice[]; base: string }) {
  const words = usePortfolioWords();
  const own = words.allocation;
  const columns: readonly Column<Slice>[] = [
    { key: 'kind', title: own.kind, phone: 'title', cell: ({ key, title }) => words.kinds[key] ?? title },
    { key: 'weight', title: own.weight, phone: 'figure', numeric: true, cell: ({ weight }) => <RatioText value={weight} decimals={1} /> },
    { key: 'value', title: own.value, phone: 'line', numeric: true, cell: ({ value }) => <Amount value={value} currency={base} /> },
  ];
  return (
    <Card id="portfolio-allocation" title={own.title}>
      <RowTable caption={own.title} columns={columns} rows={slices} keyOf={({ key }) => key} />
    </Card>
  );
}
