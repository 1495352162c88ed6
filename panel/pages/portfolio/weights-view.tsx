/** How the value is spread, against what the owner wants, the trades that would restore it, and how assets move together. */

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import type { PortfolioAllocation, Slice } from '../../../src/api/portfolio/figures.ts';
import { call } from '../../api/client.ts';
import { decimal } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useRights } from '../../live/session.ts';
import { Card } from '../../parts/card.tsx';
import { RatioText } from '../../parts/figures.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { ScrollPlace } from '../../parts/scroll-place.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { Tag } from '../../parts/tag.tsx';
import { Amount, Count, PrivacySwitch } from './amounts.tsx';
import { TargetsCard } from './targets-card.tsx';
import { useWeightsWords } from './weights-words.ts';
import { usePortfolioWords } from './words.ts';

const BYS = ['instrument', 'kind', 'category', 'subcategory', 'account', 'currency'] as const;

export function WeightsView() {
  const { words } = useSpeech();
  const own = useWeightsWords();
  const mayWrite = useRights().includes('portfolio.write');
  const [address, setAddress] = useSearchParams();
  const by = BYS.find((one) => one === address.get('by')) ?? 'instrument';
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['portfolio', 'allocation', by],
    queryFn: () => call('portfolio.allocation', { query: { by } }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageHead title={own.weights} told={own.weightsTold}>
        <PrivacySwitch />
      </PageHead>
      <div className="mb-4">
        <Segmented
          label={own.weights}
          options={BYS.map((value) => ({ value, text: own.by[value] }))}
          value={by}
          onChoose={(value) => setAddress({ by: value }, { replace: true })}
        />
      </div>
      {data === undefined ? (
        isPending ? (
          <Skeleton heights={[240, 160]} label={words.loading} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <div className="grid gap-4 phone:gap-3">
          <Slices allocation={data} />
          {mayWrite && data.by === by && <TargetsCard key={by} by={by} slices={data.slices} />}
          <Trades allocation={data} />
          {data.correlation.rows.some((row, i) => row.some((value, j) => i !== j && value !== null)) && (
            <Correlation table={data.correlation} />
          )}
        </div>
      )}
    </>
  );
}

/** What a part is called: kinds and cash in the owner's language. */
function useSliceName(by: PortfolioAllocation['by']): (part: Pick<Slice, 'key' | 'title'>) => string {
  const { kinds, allocation } = usePortfolioWords();
  return ({ key, title }) => (by === 'kind' ? (kinds[key] ?? title) : key === 'cash' ? allocation.cash : title);
}

function Slices({ allocation: { slices, base, by, concentration } }: { allocation: PortfolioAllocation }) {
  const { language } = useSpeech();
  const own = useWeightsWords();
  const nameOf = useSliceName(by);
  const columns: readonly Column<Slice>[] = [
    {
      ...{ key: 'name', title: own.by[by], phone: 'title' },
      cell: (slice) => (
        <>
          {nameOf(slice)} {slice.isOutside && <Tag text={own.outside} tone="bad" />}
        </>
      ),
    },
    { key: 'value', title: own.value, phone: 'line', numeric: true, cell: ({ value }) => <Amount value={value} currency={base} /> },
    { key: 'weight', title: own.weight, phone: 'figure', numeric: true, cell: ({ weight }) => <RatioText value={weight} decimals={1} /> },
    { key: 'target', title: own.target, phone: 'line', numeric: true, cell: ({ target }) => <RatioText value={target} decimals={1} /> },
    {
      key: 'drift',
      title: own.drift,
      phone: 'line',
      numeric: true,
      cell: ({ drift }) => <RatioText value={drift} decimals={1} manner="signed" />,
    },
  ];
  return (
    <Card id="portfolio-weights" title={own.weights}>
      <RowTable caption={own.weights} columns={columns} rows={slices} keyOf={({ key }) => key} />
      {concentration !== null && concentration > 0 && (
        <p className="px-4 py-2.5 text-text-2">
          {own.concentrated(decimal(language, concentration, 2), decimal(language, 1 / concentration, 1))}
        </p>
      )}
    </Card>
  );
}

type Trade = PortfolioAllocation['trades'][number];

function Trades({ allocation: { trades, base, by } }: { allocation: PortfolioAllocation }) {
  const own = useWeightsWords();
  const nameOf = useSliceName(by);
  const columns: readonly Column<Trade>[] = [
    { key: 'title', title: own.by[by], phone: 'title', cell: nameOf },
    { key: 'side', title: own.operation, phone: 'line', cell: ({ side }) => (side === 'buy' ? `▲ ${own.buy}` : `▼ ${own.sell}`) },
    { key: 'amount', title: own.amount, phone: 'figure', numeric: true, cell: ({ amount }) => <Amount value={amount} currency={base} /> },
    { key: 'quantity', title: own.quantity, phone: 'line', numeric: true, cell: ({ quantity }) => <Count value={quantity} /> },
  ];
  return (
    <Card id="portfolio-trades" title={own.trades}>
      {trades.length === 0 ? (
        <p className="px-4 py-3 text-text-2">{own.noTrades}</p>
      ) : (
        <RowTable caption={own.trades} columns={columns} rows={trades} keyOf={({ key }) => key} />
      )}
    </Card>
  );
}

function Correlation({ table: { names, rows } }: { table: PortfolioAllocation['correlation'] }) {
  const { language } = useSpeech();
  const own = useWeightsWords();
  return (
    <Card id="portfolio-correlation" title={own.correlation}>
      <ScrollPlace label={own.correlation}>
        <table className="w-full text-right text-12">
          <caption className="sr-only">{own.correlation}</caption>
          <thead>
            <tr>
              <td />
              {names.map((name) => (
                <th key={name} scope="col" className="px-2 py-1 font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={names[i]}>
                <th scope="row" className="px-4 py-1 text-left font-medium">
                  {names[i]}
                </th>
                {row.map((value, j) => (
                  <td key={names[j]} className="px-2 py-1">
                    {decimal(language, value, 2)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollPlace>
    </Card>
  );
}
