/** One asset: its price and chart, what it cost and earned, its lots and sales, and how every figure is come by. */

import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { AssetDetail, Holding } from '../../../src/api/portfolio/figures.ts';
import { call } from '../../api/client.ts';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Card } from '../../parts/card.tsx';
import { Facts } from '../../parts/facts.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ErrorState, isNotThere, NotThere, Skeleton } from '../../parts/states.tsx';
import { Tag } from '../../parts/tag.tsx';
import { Amount, Count, PrivacySwitch } from './amounts.tsx';
import { AssetTables } from './asset-tables.tsx';
import { useAssetWords } from './asset-words.ts';
import { PORTFOLIO } from './places.ts';
import { PriceCard } from './price-card.tsx';
import { usePortfolioWords } from './words.ts';

export function AssetView() {
  const { id = '' } = useParams();
  const { words } = useSpeech();
  const all = usePortfolioWords();
  const own = useAssetWords();
  const params = { id };
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['portfolio', 'asset', id],
    queryFn: () => call('portfolio.asset', { params, query: {} }),
  });
  if (data === undefined) {
    if (isPending) return <Skeleton heights={[84, 320, 240]} label={words.loading} />;
    if (isNotThere(error))
      return <NotThere title={own.notThere} text={own.notThereText} asked={id} back={{ to: PORTFOLIO, text: own.back }} />;
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  const { instrument } = data;
  const title = instrument.name === instrument.symbol ? instrument.symbol : `${instrument.symbol} · ${instrument.name}`;
  return (
    <>
      <PageHead title={title} told={own.told(all.kinds[instrument.kind] ?? instrument.kind, instrument.isin ?? '')}>
        <PrivacySwitch />
      </PageHead>
      <div className="grid gap-4 phone:gap-3">
        <div className="grid grid-cols-[minmax(0,340px)_minmax(0,1fr)] items-start gap-4 narrow:grid-cols-1 phone:gap-3">
          <Figures asset={data} />
          <PriceCard instrument={instrument} />
        </div>
        <AssetTables asset={data} />
      </div>
    </>
  );
}

/** Unknown where one part is. */
const summed = (holdings: readonly Holding[], of: (holding: Holding) => string | null): string | null =>
  holdings.reduce((sum: string | null, one) => {
    const value = of(one);
    return sum === null || value === null ? null : String(Number((Number(sum) + Number(value)).toFixed(8)));
  }, '0');

function Figures({ asset: { holdings, base, price, indicators } }: { asset: AssetDetail }) {
  const { language } = useSpeech();
  const own = useAssetWords();
  const right = (value: string | null, manner: 'plain' | 'result' = 'plain') => (
    <span className="block text-right">
      <Amount value={value === null ? null : Number(value).toFixed(2)} currency={base} manner={manner} />
    </span>
  );
  const sum = (of: (holding: Holding) => string | null) => summed(holdings, of);
  const gain = (which: 'unrealised' | 'realised') => (
    <>
      {right(
        sum((one) => one[which]?.total ?? null),
        'result',
      )}
      <span className="block text-right text-12 text-muted">
        <Amount value={two(sum((one) => one[which]?.price ?? null))} currency={base} manner="signed" />
        {' · '}
        <Amount value={two(sum((one) => one[which]?.currency ?? null))} currency={base} manner="signed" />
      </span>
    </>
  );
  return (
    <Card id="portfolio-asset" title={own.figures}>
      <Facts
        facts={[
          [own.price, <Price key="price" price={price} />],
          [
            own.quantity,
            <span key="quantity" className="block text-right">
              <Count value={sum(({ quantity }) => quantity)} />
            </span>,
          ],
          [own.value, right(sum(({ value }) => value))],
          [own.costs.fifo, right(sum(({ costs }) => costs.fifo))],
          [own.costs.lifo, right(sum(({ costs }) => costs.lifo))],
          [own.costs.average, right(sum(({ costs }) => costs.average))],
          [own.unrealised, gain('unrealised')],
          [own.realised, gain('realised')],
          [
            own.income,
            right(
              sum(({ income }) => income),
              'result',
            ),
          ],
          [own.fees, right(sum(({ fees }) => fees))],
          [own.taxes, right(sum(({ taxes }) => taxes))],
          [
            own.rsi,
            <span key="rsi" className="block text-right">
              {plain(language, indicators.rsi14Weekly === null ? null : indicators.rsi14Weekly * 100, 1)}
            </span>,
          ],
        ]}
      />
    </Card>
  );
}

const two = (value: string | null): string | null => (value === null ? null : Number(value).toFixed(2));

function Price({ price }: { price: AssetDetail['price'] }) {
  const own = useAssetWords();
  const all = usePortfolioWords();
  if (price === null) return <span className="block text-right text-muted">{all.figures.unknown}</span>;
  const provider = price.provider === 'operation' ? all.holdings.operation : price.provider;
  return (
    <span className="block text-right">
      <span className={price.isStale ? 'text-stale' : undefined}>
        <Count value={price.price} /> {price.currency}
      </span>{' '}
      {price.isStale && <Tag text={own.stale} tone="bad" />}
      {price.isFallback && <Tag text={own.fallback} />}
      <span className="block text-12 text-muted">
        {provider}, {price.at === null ? price.day : <TimeText at={price.at} withDay seconds={false} />}
      </span>
    </span>
  );
}
