/** What the portfolio is worth, what it earned by four measures, what is held, and how it is spread. */

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Overview } from '../../../src/api/portfolio/figures.ts';
import { call } from '../../api/client.ts';
import { decimal } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { buttonClass } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { RatioText } from '../../parts/figures.tsx';
import { Kpi } from '../../parts/kpi.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { AllocationCard } from './allocation-card.tsx';
import { Amount, PrivacySwitch, useAmountText } from './amounts.tsx';
import { HoldingsCard } from './holdings-card.tsx';
import { MeasuresCard } from './measures-card.tsx';
import { PORTFOLIO_IMPORT } from './places.ts';
import { TradingCard } from './trading-card.tsx';
import { usePortfolioWords } from './words.ts';

const EVERY_MS = 60_000;

export function OverviewView() {
  const { words } = useSpeech();
  const own = usePortfolioWords();
  const overview = useQuery({
    queryKey: ['portfolio', 'overview'],
    queryFn: () => call('portfolio.overview', { query: {} }),
    refetchInterval: EVERY_MS,
  });
  const holdings = useQuery({
    queryKey: ['portfolio', 'holdings'],
    queryFn: () => call('portfolio.holdings', { query: {} }),
    refetchInterval: EVERY_MS,
  });
  const { data, error, isPending, refetch } = overview;
  if (data === undefined)
    return (
      <>
        <PageHead title={words.pages.portfolio.name} told={words.pages.portfolio.told} />
        {isPending ? (
          <Skeleton heights={[84, 220, 320]} label={words.loading} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )}
      </>
    );
  if (data.book.operations === 0)
    return (
      <>
        <PageHead title={own.title.empty} told={words.pages.portfolio.told} />
        <Card title={own.emptyTitle}>
          <EmptyState title={own.emptyTitle} text={own.emptyText}>
            <Link className={buttonClass('primary')} to={PORTFOLIO_IMPORT}>
              {own.bringIn}
            </Link>
          </EmptyState>
        </Card>
        <TradingCard />
      </>
    );
  return (
    <>
      <Head overview={data} />
      <Figures overview={data} />
      <ToLookAt overview={data} findings={holdings.data?.findings.map(({ text }) => text) ?? []} />
      <div className="grid gap-4 phone:gap-3">
        {holdings.data ? (
          <HoldingsCard holdings={holdings.data} />
        ) : holdings.isPending ? (
          <Skeleton heights={[320]} label={words.loading} />
        ) : (
          <ErrorState error={holdings.error} onRetry={() => void holdings.refetch()} />
        )}
        <div className="grid grid-cols-2 items-start gap-4 narrow:grid-cols-1 phone:gap-3">
          <MeasuresCard measures={data.measures} why={data.why} />
          <AllocationCard slices={data.allocation} base={data.base} />
        </div>
        <TradingCard />
      </div>
    </>
  );
}

function Head({ overview }: { overview: Overview }) {
  const { language } = useSpeech();
  const own = usePortfolioWords();
  const amount = useAmountText();
  const { total, known, base, book } = overview;
  const told = amount(total ?? known, base, (value) => decimal(language, value, 2));
  return (
    <PageHead
      title={total === null ? own.title.known(told) : own.title.worth(told)}
      told={own.told(book.operations, book.accounts.length, book.first ?? '')}
    >
      <PrivacySwitch />
      <Link className={buttonClass()} to={PORTFOLIO_IMPORT}>
        {own.bringIn}
      </Link>
    </PageHead>
  );
}

function Figures({ overview }: { overview: Overview }) {
  const { figures } = usePortfolioWords();
  const { base, total, cash, dayChange, unrealised, realised, income, fees, taxes, invested } = overview;
  return (
    <dl
      id="portfolio-figures"
      className="mb-4 grid grid-cols-5 rounded-l border border-line bg-surface narrow:grid-cols-4 phone:mb-3 phone:grid-cols-2"
    >
      <Kpi isFirst title={figures.total} figure={<Amount value={total} currency={base} />}>
        <dd className="text-12 text-muted">
          {figures.fees} <Amount value={fees} currency={base} /> · {figures.taxes} <Amount value={taxes} currency={base} />
        </dd>
      </Kpi>
      <Kpi
        title={figures.day}
        corner={<RatioText value={dayChange?.ratio} manner="result" />}
        figure={<Amount value={dayChange?.amount ?? null} currency={base} manner="result" />}
      />
      <Kpi title={figures.unrealised} figure={<Amount value={unrealised?.total ?? null} currency={base} manner="result" />}>
        {unrealised && <Parts gain={unrealised} base={base} />}
        <dd className="text-12 text-muted">
          {figures.cost} <Amount value={invested} currency={base} />
        </dd>
      </Kpi>
      <Kpi title={figures.realised} figure={<Amount value={realised?.total ?? null} currency={base} manner="result" />}>
        {realised && <Parts gain={realised} base={base} />}
      </Kpi>
      <Kpi title={figures.income} figure={<Amount value={income} currency={base} manner="result" />}>
        <dd className="text-12 text-muted">
          {figures.ofCash} <Amount value={cash} currency={base} />
        </dd>
      </Kpi>
    </dl>
  );
}

function Parts({ gain, base }: { gain: NonNullable<Overview['realised']>; base: string }) {
  const { figures } = usePortfolioWords();
  return (
    <dd className="text-12 text-muted">
      {figures.byPrice} <Amount value={gain.price} currency={base} manner="signed" />, {figures.byRate}{' '}
      <Amount value={gain.currency} currency={base} manner="signed" />
    </dd>
  );
}

/** What keeps figures from being known or right, in the owner's language. */
function ToLookAt({ overview, findings }: { overview: Overview; findings: readonly { readonly en: string; readonly es: string }[] }) {
  const { language } = useSpeech();
  const own = usePortfolioWords();
  const missing = overview.missing.map(({ text }) => text[language]);
  const found = [...new Set(findings.map((text) => text[language]))];
  const old = overview.book.old?.[language];
  return (
    <>
      {overview.quality.stale > 0 && <Notice tone="warn" title={own.staleTitle(overview.quality.stale)} />}
      {missing.length > 0 && <Sentences title={own.missingTitle} sentences={missing} />}
      {found.length > 0 && <Sentences title={own.findingsTitle(found.length)} sentences={found} />}
      {old !== undefined && <Notice tone="warn" title={old} />}
    </>
  );
}

function Sentences({ title, sentences }: { title: string; sentences: readonly string[] }) {
  return (
    <Notice tone="warn" title={title}>
      <ul className="list-disc pl-4.5">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Notice>
  );
}
