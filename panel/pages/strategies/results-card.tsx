/** What a strategy has done in each account, from the recorded history: more than the running session. */

import { useQuery } from '@tanstack/react-query';
import type { StrategyResult } from '../../../src/api/strategies.ts';
import { call } from '../../api/client.ts';
import { dayAndYear, plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Card } from '../../parts/card.tsx';
import { MoneyText } from '../../parts/figures.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { useStrategyWords } from './words.ts';

export function Results({ id }: { id: string }) {
  const { words } = useSpeech();
  const own = useStrategyWords();
  const question = useQuery({ queryKey: ['strategy results'], queryFn: () => call('strategies.results') });
  const rows = question.data?.rows.filter(({ strategyId }) => strategyId === id);
  return (
    <Card id="results" title={own.results}>
      {question.isError && <ErrorState error={question.error} onRetry={() => void question.refetch()} />}
      {question.isPending && <Skeleton heights={[40]} label={words.loading} />}
      {rows?.length === 0 && <p className="px-4 py-3 text-text-2">{own.noResults}</p>}
      {rows && rows.length > 0 && <ResultRows rows={rows} />}
    </Card>
  );
}

function ResultRows({ rows }: { rows: readonly StrategyResult[] }) {
  const { language, zone } = useSpeech();
  const own = useStrategyWords();
  const figure = (value: number) => plain(language, value, 0);
  const day = (at: number | null) => (at === null ? '–' : dayAndYear(language, at, zone));
  const columns: readonly Column<StrategyResult>[] = [
    {
      key: 'account',
      title: own.account,
      phone: 'title',
      cell: ({ account, firstAt, lastAt }) => (
        <>
          {account}
          <small>
            {day(firstAt)} – {day(lastAt)}
          </small>
        </>
      ),
    },
    {
      key: 'net',
      title: own.net,
      numeric: true,
      phone: 'figure',
      cell: ({ net, realised, currency }) => {
        const money = { decimals: 2, ...(currency && { currency }) };
        return (
          <>
            <MoneyText value={net ?? realised} {...money} manner="result" />
            <small>
              {own.realised}
              {net !== null && (
                <>
                  {' '}
                  <MoneyText value={realised} {...money} manner="signed" />
                </>
              )}
            </small>
          </>
        );
      },
    },
    {
      key: 'fees',
      title: own.fees,
      numeric: true,
      phone: 'line',
      cell: ({ fees }) =>
        fees.length === 0
          ? '–'
          : fees.map(({ currency, amount }) => <MoneyText key={currency} value={amount} decimals={2} currency={currency} />),
    },
    { key: 'fills', title: own.fills, numeric: true, phone: 'line', cell: ({ fills }) => figure(fills) },
    {
      key: 'gains',
      title: own.gains,
      numeric: true,
      phone: 'line',
      cell: ({ gains, closes }) => own.ofCloses(figure(gains), figure(closes)),
    },
    {
      key: 'refused',
      title: own.refused,
      numeric: true,
      phone: 'line',
      cell: ({ decisions: { approved, refused } }) => own.ofDecisions(figure(refused), figure(approved + refused)),
    },
  ];
  return <RowTable caption={own.results} columns={columns} rows={rows} keyOf={({ account }) => account} />;
}
