/** The Spanish draft of a year: each sale against what was bought first, losses that wait, totals, and what is still open. */

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import type { TaxReport } from '../../../src/api/portfolio/figures.ts';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Card } from '../../parts/card.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { Amount, Count, PrivacySwitch } from './amounts.tsx';
import { usePortfolioWords } from './words.ts';

/** Those a return may still be made or corrected for (four years, art. 66 LGT), and this one. */
const YEARS = 6;

export function TaxView() {
  const { words, language } = useSpeech();
  const own = usePortfolioWords().tax;
  const [address, setAddress] = useSearchParams();
  const thisYear = new Date().getFullYear();
  const years = Array.from({ length: YEARS }, (_, back) => thisYear - back);
  const year = years.find((one) => String(one) === address.get('year')) ?? thisYear;
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['portfolio', 'tax', year],
    queryFn: () => call('portfolio.tax', { query: { year } }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageHead title={own.title} told={data?.note[language]}>
        <PrivacySwitch />
      </PageHead>
      <div className="mb-4">
        <Segmented
          label={own.year}
          options={years.map((value) => ({ value, text: String(value) }))}
          value={year}
          onChoose={(value) => setAddress({ year: String(value) }, { replace: true })}
        />
      </div>
      {data === undefined ? (
        isPending ? (
          <Skeleton heights={[120, 320]} label={words.loading} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <Draft draft={data} />
      )}
    </>
  );
}

function Draft({ draft: { rows, totals, income, open } }: { draft: TaxReport }) {
  const { language } = useSpeech();
  const own = usePortfolioWords().tax;
  const money = (value: string) => (
    <span key={value} className="block text-right">
      <Amount value={value} currency="EUR" />
    </span>
  );
  return (
    <>
      {open.length > 0 && (
        <Notice tone="warn" title={own.open}>
          <ul className="list-disc pl-4.5">
            {open.map((sentence) => (
              <li key={sentence.en}>{sentence[language]}</li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,340px)] items-start gap-4 narrow:grid-cols-1 phone:gap-3">
        <Card id="portfolio-sales" title={own.sold}>
          {rows.length === 0 ? <p className="px-4 py-3 text-text-2">{own.none}</p> : <Sales rows={rows} />}
        </Card>
        <Card id="portfolio-tax-totals" title={own.totals}>
          <Facts
            facts={[
              [own.gains, money(totals.gains)],
              [own.losses, money(totals.losses)],
              [own.waits, money(totals.deferred)],
              [own.net, money(totals.net)],
              [own.dividends, money(income.dividends)],
              [own.interest, money(income.interest)],
              [own.other, money(income.other)],
              [own.withheld, money(income.withheld)],
            ]}
          />
        </Card>
      </div>
    </>
  );
}

type Row = TaxReport['rows'][number];

function Sales({ rows }: { rows: readonly Row[] }) {
  const words = usePortfolioWords();
  const own = words.tax;
  const columns: readonly Column<Row>[] = [
    { key: 'asset', title: words.operations.asset, phone: 'title', cell: ({ instrument }) => instrument.symbol },
    { key: 'bought', title: own.bought, phone: 'line', cell: ({ bought }) => bought },
    { key: 'sold', title: own.sold, phone: 'line', cell: ({ day }) => day },
    { key: 'quantity', title: words.operations.quantity, phone: 'line', numeric: true, cell: ({ quantity }) => <Count value={quantity} /> },
    { key: 'cost', title: own.cost, phone: 'line', numeric: true, cell: ({ cost }) => <Amount value={cost} currency="EUR" /> },
    {
      key: 'proceeds',
      title: own.proceeds,
      phone: 'line',
      numeric: true,
      cell: ({ proceeds }) => <Amount value={proceeds} currency="EUR" />,
    },
    {
      key: 'gain',
      title: own.gain,
      phone: 'figure',
      numeric: true,
      cell: ({ gain }) => <Amount value={gain} currency="EUR" manner="result" />,
    },
    {
      key: 'waits',
      title: own.waits,
      phone: 'line',
      numeric: true,
      cell: ({ deferred }) => deferred && <Amount value={deferred} currency="EUR" />,
    },
  ];
  return (
    <RowTable
      caption={own.sold}
      columns={columns}
      rows={rows}
      keyOf={({ operation, bought, quantity }) => `${operation} ${bought} ${quantity}`}
    />
  );
}
