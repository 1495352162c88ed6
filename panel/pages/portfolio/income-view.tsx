/** Dividends, interest and rewards: by month, one by one, and what may come again. */

import { useQuery } from '@tanstack/react-query';
import type { Income } from '../../../src/api/portfolio/figures.ts';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Card } from '../../parts/card.tsx';
import { Facts } from '../../parts/facts.tsx';
import { RatioText } from '../../parts/figures.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { Amount, PrivacySwitch } from './amounts.tsx';
import { usePortfolioWords } from './words.ts';

export function IncomeView() {
  const { words } = useSpeech();
  const own = usePortfolioWords().income;
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['portfolio', 'income'],
    queryFn: () => call('portfolio.income', { query: {} }),
  });
  return (
    <>
      <PageHead title={own.title} told={own.told}>
        <PrivacySwitch />
      </PageHead>
      {data === undefined ? (
        isPending ? (
          <Skeleton heights={[120, 320]} label={words.loading} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <Told income={data} />
      )}
    </>
  );
}

function Told({ income: { months, rows, expected, base, yieldOnCost, yieldOnValue } }: { income: Income }) {
  const own = usePortfolioWords().income;
  const ofMonth: readonly Column<Income['months'][number]>[] = [
    { key: 'month', title: own.month, phone: 'title', cell: ({ month }) => month },
    { key: 'amount', title: own.amount, phone: 'figure', numeric: true, cell: ({ amount }) => <Amount value={amount} currency={base} /> },
  ];
  return (
    <div className="grid grid-cols-[minmax(0,360px)_minmax(0,1fr)] items-start gap-4 narrow:grid-cols-1 phone:gap-3">
      <Card id="portfolio-months" title={own.months}>
        <Facts
          facts={[
            [own.yieldOnCost, <RatioText key="cost" value={yieldOnCost} />],
            [own.yieldOnValue, <RatioText key="value" value={yieldOnValue} />],
          ]}
        />
        {months.length > 0 && <RowTable caption={own.months} columns={ofMonth} rows={[...months].reverse()} keyOf={({ month }) => month} />}
      </Card>
      <div className="grid gap-4 phone:gap-3">
        <Rows id="portfolio-received" title={own.rows} rows={rows} />
        {expected.length > 0 && <Rows id="portfolio-expected" title={own.expected} rows={expected} />}
      </div>
    </div>
  );
}

type Row = Income['rows'][number];

function Rows({ id, title, rows }: { id: string; title: string; rows: readonly Row[] }) {
  const words = usePortfolioWords();
  const own = words.income;
  const columns: readonly Column<Row>[] = [
    { key: 'day', title: words.operations.day, phone: 'line', cell: ({ day }) => day },
    { key: 'kind', title: words.operations.kind, phone: 'line', cell: ({ kind }) => words.operations.kinds[kind] ?? kind },
    { key: 'asset', title: words.operations.asset, phone: 'title', cell: ({ instrument, account }) => instrument?.symbol ?? account },
    { key: 'account', title: words.operations.account, phone: 'line', secondary: true, cell: ({ account }) => account },
    {
      key: 'tax',
      title: own.withheld,
      phone: 'line',
      numeric: true,
      secondary: true,
      cell: ({ tax }) => tax && <Amount value={tax.amount} currency={tax.currency} />,
    },
    {
      key: 'net',
      title: own.net,
      phone: 'figure',
      numeric: true,
      cell: ({ net }) => <Amount value={net.amount} currency={net.currency} />,
    },
  ];
  return (
    <Card id={id} title={title}>
      {rows.length === 0 ? (
        <p className="px-4 py-3 text-text-2">{own.none}</p>
      ) : (
        <RowTable
          caption={title}
          columns={columns}
          rows={rows}
          keyOf={(row) => `${row.operation} ${row.day} ${row.account} ${row.instrument?.id} ${row.net.amount}`}
        />
      )}
    </Card>
  );
}
