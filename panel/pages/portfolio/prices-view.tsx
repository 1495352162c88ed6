/** Prices and those who tell them: what is in doubt, old, missing or unresolved, allowances, and a price by hand. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ProviderTold, Quality } from '../../../src/api/portfolio/quotes.ts';
import { call } from '../../api/client.ts';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useRights } from '../../live/session.ts';
import { tell, tellProblem } from '../../live/toasts.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { Tag } from '../../parts/tag.tsx';
import { Count } from './amounts.tsx';
import { ManualPriceCard } from './manual-price-card.tsx';
import { usePricesWords } from './prices-words.ts';
import { UnresolvedCard } from './unresolved-card.tsx';
import { usePortfolioWords } from './words.ts';

const EVERY_MS = 15_000;

export function PricesView() {
  const { words } = useSpeech();
  const own = usePricesWords();
  const mayWrite = useRights().includes('portfolio.write');
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['portfolio', 'quality'],
    queryFn: () => call('portfolio.quality'),
    refetchInterval: EVERY_MS,
  });
  return (
    <>
      <PageHead title={own.title} told={own.told}>
        {mayWrite && (data?.providers.length ?? 0) > 0 && <Refresh />}
      </PageHead>
      {data === undefined ? (
        isPending ? (
          <Skeleton heights={[160, 320]} label={words.loading} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <div className="grid gap-4 phone:gap-3">
          {data.quarantined.length > 0 && <Doubted rows={data.quarantined} mayWrite={mayWrite} />}
          <Attention quality={data} />
          {data.unresolved.length > 0 && <UnresolvedCard rows={data.unresolved} mayWrite={mayWrite} />}
          <Providers rows={data.providers} />
          {mayWrite && <ManualPriceCard />}
          {data.timings.length > 0 && <Timings rows={data.timings} />}
        </div>
      )}
    </>
  );
}

function Refresh() {
  const own = usePricesWords();
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => call('portfolio.refreshQuotes'),
    onSuccess({ asked, good }) {
      tell({ tone: 'done', title: asked === 0 ? own.nothingDue : own.refreshed(good, asked), detail: '', code: null });
      void client.invalidateQueries({ queryKey: ['portfolio'] });
    },
    onError: (error) => tellProblem(own.refused, own.noAnswer, error),
  });
  return (
    <Button manner="primary" disabled={isPending} onClick={() => mutate()}>
      {isPending ? own.refreshing : own.refresh}
    </Button>
  );
}

type DoubtedQuote = Quality['quarantined'][number];

function Doubted({ rows, mayWrite }: { rows: readonly DoubtedQuote[]; mayWrite: boolean }) {
  const { language } = useSpeech();
  const own = usePricesWords();
  const client = useQueryClient();
  const judge = useMutation({
    mutationFn: ({ id, isAccepted }: { id: number; isAccepted: boolean }) =>
      call('portfolio.judgeQuote', { params: { id: String(id) }, body: { isAccepted } }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['portfolio'] }),
    onError: (error) => tellProblem(own.refused, own.noAnswer, error),
  });
  const columns: readonly Column<DoubtedQuote>[] = [
    { key: 'asset', title: own.asset, phone: 'title', cell: ({ instrument }) => instrument.symbol },
    {
      ...{ key: 'new', title: own.newPrice, phone: 'figure', numeric: true },
      cell: ({ price, currency }) => <PriceOf price={price} currency={currency} />,
    },
    {
      ...{ key: 'kept', title: own.kept, phone: 'line', numeric: true },
      cell: ({ kept }) => (kept === null ? own.none : <PriceOf {...kept} />),
    },
    { key: 'why', title: own.why, phone: 'wide', isProse: true, cell: ({ why }) => why[language] },
    {
      ...{ key: 'acts', title: '', phone: 'wide' },
      cell: ({ id }) =>
        mayWrite && (
          <span className="inline-flex gap-2">
            <Button size="small" disabled={judge.isPending} onClick={() => judge.mutate({ id, isAccepted: true })}>
              {own.accept}
            </Button>
            <Button size="small" disabled={judge.isPending} onClick={() => judge.mutate({ id, isAccepted: false })}>
              {own.refuse}
            </Button>
          </span>
        ),
    },
  ];
  return (
    <Card id="portfolio-doubted" title={own.doubt} sub={own.doubtTold}>
      <RowTable caption={own.doubt} columns={columns} rows={rows} keyOf={({ id }) => String(id)} />
    </Card>
  );
}

function PriceOf({ price, currency }: { price: string; currency: string }) {
  return (
    <span className="whitespace-nowrap">
      <Count value={price} /> {currency}
    </span>
  );
}

interface Attended {
  readonly symbol: string;
  readonly price: Quality['stale'][number]['price'] | null;
  readonly ageMs: number | null;
  readonly why: Quality['missing'][number]['why'];
}

function Attention({ quality: { stale, missing, refreshedAt } }: { quality: Quality }) {
  const { language } = useSpeech();
  const own = usePricesWords();
  const { holdings } = usePortfolioWords();
  const rows: readonly Attended[] = [
    ...missing.map(({ instrument, why }) => ({ symbol: instrument.symbol, price: null, ageMs: null, why })),
    ...stale.map(({ instrument, price, ageMs, why }) => ({ symbol: instrument.symbol, price, ageMs, why })),
  ];
  const columns: readonly Column<Attended>[] = [
    { key: 'asset', title: own.asset, phone: 'title', cell: ({ symbol }) => symbol },
    {
      ...{ key: 'price', title: own.price, phone: 'figure', numeric: true },
      cell: ({ price }) => (price === null ? own.noPrice : <PriceOf price={price.price} currency={price.currency} />),
    },
    { key: 'age', title: own.age, phone: 'line', cell: ({ ageMs }) => <Age ms={ageMs} /> },
    {
      key: 'provider',
      title: own.provider,
      phone: 'line',
      cell: ({ price }) => (price?.provider === 'operation' ? holdings.operation : (price?.provider ?? own.none)),
    },
    { key: 'why', title: own.why, phone: 'wide', isProse: true, cell: ({ why }) => why?.[language] ?? own.none },
  ];
  return (
    <Card
      id="portfolio-attention"
      title={own.attention}
      end={
        refreshedAt !== null && (
          <span className="text-muted">
            <TimeText at={refreshedAt} withDay seconds={false} />
          </span>
        )
      }
    >
      {rows.length === 0 ? (
        <p className="px-4 py-3 text-text-2">{own.allGood}</p>
      ) : (
        <RowTable caption={own.attention} columns={columns} rows={rows} keyOf={({ symbol, price }) => `${symbol} ${price?.provider}`} />
      )}
    </Card>
  );
}

const HOUR_MS = 3_600_000;

function Age({ ms }: { ms: number | null }) {
  const { language } = useSpeech();
  const own = usePricesWords();
  if (ms === null) return own.none;
  const hours = ms / HOUR_MS;
  const whole = (n: number) => plain(language, Math.floor(n), 0);
  return (
    <span className="text-stale">
      {hours < 1 ? own.minutes(whole(hours * 60)) : hours < 48 ? own.hours(whole(hours)) : own.days(whole(hours / 24))}
    </span>
  );
}

function Providers({ rows }: { rows: readonly ProviderTold[] }) {
  const { language } = useSpeech();
  const own = usePricesWords();
  const columns: readonly Column<ProviderTold>[] = [
    { key: 'name', title: own.provider, phone: 'title', cell: ({ title }) => title },
    {
      ...{ key: 'state', title: own.state, phone: 'figure' },
      cell: ({ state, restsUntil }) => (
        <>
          <Tag text={own.states[state] ?? state} tone={state === 'failing' || state === 'no-key' ? 'bad' : 'plain'} />
          {restsUntil !== null && <TimeText at={restsUntil} withDay seconds={false} />}
        </>
      ),
    },
    {
      ...{ key: 'budget', title: own.budget, phone: 'line' },
      cell: ({ budget, isLow }) => (
        <>
          {budget.map(({ window, used, limit }) => own.used(used, limit, own.windows[window] ?? window)).join(', ') || own.none}
          {isLow && <span className="text-warn"> ({own.low})</span>}
        </>
      ),
    },
    { key: 'last', title: own.lastGood, phone: 'line', cell: ({ lastGoodAt }) => <TimeText at={lastGoodAt} withDay seconds={false} /> },
    { key: 'why', title: own.why, phone: 'wide', isProse: true, cell: ({ trouble }) => trouble?.[language] ?? own.none },
  ];
  return (
    <Card id="portfolio-providers" title={own.providers}>
      {rows.length === 0 ? (
        <p className="px-4 py-3 text-text-2">{own.nobody}</p>
      ) : (
        <RowTable caption={own.providers} columns={columns} rows={rows} keyOf={({ name }) => name} />
      )}
    </Card>
  );
}

type Timing = Quality['timings'][number];

function Timings({ rows }: { rows: readonly Timing[] }) {
  const { language } = useSpeech();
  const own = usePricesWords();
  const ms = (key: 'p50' | 'p95' | 'p99'): Column<Timing> => ({
    ...{ key, title: `${key}, ms`, phone: 'line', numeric: true },
    cell: (row) => plain(language, Math.round(row[key]), 0),
  });
  const columns: readonly Column<Timing>[] = [
    { key: 'route', title: own.provider, phone: 'title', cell: ({ route }) => route },
    { key: 'count', title: own.calls, phone: 'figure', numeric: true, cell: ({ count }) => count },
    { key: 'failures', title: own.failures, phone: 'line', numeric: true, cell: ({ failures }) => failures },
    ...[ms('p50'), ms('p95'), ms('p99')],
  ];
  return (
    <Card id="portfolio-timings" title={own.timings}>
      <RowTable caption={own.timings} columns={columns} rows={rows} keyOf={({ route }) => route} />
    </Card>
  );
}
