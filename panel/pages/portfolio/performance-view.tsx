/** What was earned in a period: the measures, where the change comes from, risk, and the same by asset, account, kind, currency, month or year. */

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Performance, PerformanceGroups } from '../../../src/api/portfolio/figures.ts';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Card } from '../../parts/card.tsx';
import { Facts } from '../../parts/facts.tsx';
import { RatioText } from '../../parts/figures.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { Amount, PrivacySwitch } from './amounts.tsx';
import { useChosenAddress } from './chosen-address.ts';
import { CurveCard } from './curve-card.tsx';
import { MeasuresCard } from './measures-card.tsx';
import { usePortfolioWords } from './words.ts';

const PERIODS = ['week', 'month', 'year', 'one', 'three', 'all'] as const;
type Period = (typeof PERIODS)[number];
const DAYS_BACK: Readonly<Partial<Record<Period, number>>> = { week: 6, month: 29, one: 364, three: 1_094 };

/** The first day of a period that ends today; undefined since the beginning. */
function firstDay(period: Period, today: Date): string | undefined {
  if (period === 'year') return `${today.getFullYear()}-01-01`;
  const back = DAYS_BACK[period];
  return back === undefined ? undefined : new Date(today.getTime() - back * 86_400_000).toISOString().slice(0, 10);
}

const GROUPS = ['instrument', 'account', 'kind', 'currency', 'year', 'month'] as const;

/** What the address says, where it is one of these. */
const chosenOf = <Value extends string>(all: readonly Value[], text: string | null, otherwise: Value): Value =>
  all.find((one) => one === text) ?? otherwise;

export function PerformanceView() {
  const { words } = useSpeech();
  const own = usePortfolioWords().performance;
  const [address, choose] = useChosenAddress();
  const period = chosenOf(PERIODS, address.get('period'), 'all');
  const benchmark = address.get('benchmark') ?? '';
  const by = chosenOf(GROUPS, address.get('by'), 'instrument');
  const from = firstDay(period, new Date());
  const query = from === undefined ? {} : { from };
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['portfolio', 'performance', period, benchmark],
    queryFn: () => call('portfolio.performance', { query: { ...query, ...(benchmark !== '' && { benchmark }) } }),
    placeholderData: keepPreviousData,
  });
  const groups = useQuery({
    queryKey: ['portfolio', 'groups', period, by],
    queryFn: () => call('portfolio.performanceGroups', { query: { ...query, by } }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageHead title={own.title} told={data ? own.span(data.from, data.to) : own.told}>
        <PrivacySwitch />
      </PageHead>
      <div className="mb-4">
        <Segmented
          label={own.period}
          options={PERIODS.map((value) => ({ value, text: own.periods[value] }))}
          value={period}
          onChoose={(value) => choose('period', value)}
        />
      </div>
      {data === undefined ? (
        isPending ? (
          <Skeleton heights={[220, 220]} label={words.loading} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <div className="grid grid-cols-3 items-start gap-4 narrow:grid-cols-1 phone:gap-3">
          <div className="col-span-full empty:hidden">
            <CurveCard performance={data} benchmark={benchmark} onBenchmark={(id) => choose('benchmark', id)} />
          </div>
          <MeasuresCard measures={data.measures} why={data.why} />
          <BridgeCard performance={data} />
          <RiskCard performance={data} />
        </div>
      )}
      <Card
        id="portfolio-groups"
        className="mt-4"
        title={own.groups}
        end={
          <Segmented
            label={own.groups}
            options={GROUPS.map((value) => ({ value, text: own.by[value] }))}
            value={by}
            onChoose={(value) => choose('by', value)}
          />
        }
      >
        {groups.data ? (
          <Groups groups={groups.data} title={own.by[by]} />
        ) : (
          groups.isError && <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />
        )}
      </Card>
    </>
  );
}

const PARTS = ['initial', 'flows', 'priceGain', 'realised', 'currencyGain', 'income', 'fees', 'taxes', 'rounding', 'final'] as const;
/** Told above 0 and taken off. */
const TAKEN: ReadonlySet<string> = new Set(['fees', 'taxes']);
const ENDS: ReadonlySet<string> = new Set(['initial', 'final']);

function BridgeCard({ performance: { bridge, base } }: { performance: Performance }) {
  const own = usePortfolioWords().performance;
  const signed = (name: string, value: string) => (TAKEN.has(name) && Number(value) !== 0 ? `-${value}`.replace('--', '') : value);
  return (
    <Card id="portfolio-bridge" title={own.bridge}>
      {bridge === null ? (
        <p className="px-4 py-3 text-text-2">{own.noBridge}</p>
      ) : (
        <Facts
          facts={PARTS.map((name) => [
            own.parts[name],
            <span key={name} className="block text-right">
              <Amount value={signed(name, bridge[name])} currency={base} manner={ENDS.has(name) ? 'plain' : 'signed'} />
            </span>,
          ])}
        />
      )}
    </Card>
  );
}

function RiskCard({ performance: { risk } }: { performance: Performance }) {
  const own = usePortfolioWords().performance;
  const { volatility30, volatility365, maxDrawdown, best, worst } = risk;
  const ofDay = (one: Performance['risk']['best']) => (
    <>
      <RatioText value={one?.ratio} manner="signed" /> {one && <span className="text-muted">{own.on(one.day)}</span>}
    </>
  );
  return (
    <Card id="portfolio-risk" title={own.risk}>
      <Facts
        facts={[
          [own.volatility30, <RatioText key="30" value={volatility30} />],
          [own.volatility365, <RatioText key="365" value={volatility365} />],
          [
            own.drawdown,
            <span key="fall">
              <RatioText value={maxDrawdown?.ratio} />{' '}
              {maxDrawdown && <span className="text-muted">{own.fell(maxDrawdown.from, maxDrawdown.to)}</span>}
            </span>,
          ],
          [own.best, ofDay(best)],
          [own.worst, ofDay(worst)],
        ]}
      />
    </Card>
  );
}

type Group = PerformanceGroups['rows'][number];

function Groups({ groups: { rows, base, by }, title }: { groups: PerformanceGroups; title: string }) {
  const words = usePortfolioWords();
  const own = words.performance;
  const columns: readonly Column<Group>[] = [
    { key: 'key', title, phone: 'title', cell: (row) => (by === 'kind' ? (words.kinds[row.key] ?? row.title) : row.title) },
    { key: 'value', title: own.value, phone: 'line', numeric: true, cell: ({ value }) => <Amount value={value} currency={base} /> },
    {
      key: 'gain',
      title: own.gain,
      phone: 'figure',
      numeric: true,
      cell: ({ gain }) => <Amount value={gain} currency={base} manner="result" />,
    },
    {
      key: 'rates',
      title: own.rates,
      phone: 'line',
      numeric: true,
      secondary: true,
      cell: ({ currencyGain }) => <Amount value={currencyGain} currency={base} manner="signed" />,
    },
    {
      key: 'income',
      title: own.parts.income,
      phone: 'line',
      numeric: true,
      secondary: true,
      cell: ({ income }) => <Amount value={income} currency={base} />,
    },
    {
      key: 'fees',
      title: own.parts.fees,
      phone: 'line',
      numeric: true,
      secondary: true,
      cell: ({ fees }) => <Amount value={fees} currency={base} />,
    },
    { key: 'time', title: own.time, phone: 'line', numeric: true, cell: ({ twr }) => <RatioText value={twr} manner="result" /> },
    { key: 'money', title: own.money, phone: 'line', numeric: true, cell: ({ xirr }) => <RatioText value={xirr} manner="signed" /> },
  ];
  return <RowTable caption={title} columns={columns} rows={rows} keyOf={({ key }) => key} />;
}
