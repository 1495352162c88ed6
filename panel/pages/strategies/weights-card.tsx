/** What each run of the session keeps of its size, what it might keep by what it has done, and both changed by the owner. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Allocation } from '../../../src/api/strategies.ts';
import { call } from '../../api/client.ts';
import { percent, plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useRights, useStatus } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { SelectField } from '../../parts/field.tsx';
import { RatioText, TimeText } from '../../parts/figures.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { useSteeringWords } from './steering-words.ts';
import { WeightsDialog } from './weights-dialog.tsx';

const METHODS = ['inverse-volatility', 'inverse-drawdown', 'sharpe'] as const;
/** What the owner orders himself is his own to leave. */
const OWNER = 'owner';

export type WeighedRun = Allocation['runs'][number];

export function WeightsCard() {
  const { words } = useSpeech();
  const own = useSteeringWords();
  const [method, setMethod] = useState<Allocation['method']>('inverse-volatility');
  const [wanted, want] = useState<'change' | 'accept' | null>(null);
  const maySteer = useRights().includes('strategies.enable');
  const { strategies } = useStatus();
  const weights = strategies
    .filter(({ strategyId }) => strategyId !== OWNER)
    .map(({ strategyId, weight }) => [strategyId, weight?.at ?? 0]);
  const question = useQuery({
    queryKey: ['strategy allocation', method, JSON.stringify(weights)],
    queryFn: () => call('strategies.allocation', { query: { method } }),
    placeholderData: (before) => before,
    enabled: weights.length > 0,
  });
  const found = question.data;
  if (weights.length === 0) return null;
  return (
    <Card
      id="weights"
      className="mt-4"
      title={own.weights}
      end={
        maySteer && found && found.runs.length > 0 ? (
          <>
            <Button size="small" onClick={() => want('change')}>
              {own.change}
            </Button>
            {found.reason === null && (
              <Button size="small" onClick={() => want('accept')}>
                {own.accept}
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2 px-4 py-3">
        <p className="max-w-[72ch] flex-1 text-text-2">{own.weightsTold}</p>
        <SelectField
          className="w-72 phone:w-full"
          label={own.method}
          value={method}
          onChange={(event) => setMethod(event.target.value as Allocation['method'])}
        >
          {METHODS.map((one) => (
            <option key={one} value={one}>
              {own.methods[one]}
            </option>
          ))}
        </SelectField>
      </div>
      {question.isError && <ErrorState error={question.error} onRetry={() => void question.refetch()} />}
      {question.isPending && <Skeleton heights={[36, 36]} label={words.loading} />}
      {found && <Runs found={found} />}
      {found && <Conclusion found={found} />}
      {found && wanted !== null && <WeightsDialog runs={found.runs} isProposal={wanted === 'accept'} onClose={() => want(null)} />}
    </Card>
  );
}

function Runs({ found: { runs, method, rules } }: { found: Allocation }) {
  const { language } = useSpeech();
  const own = useSteeringWords();
  const columns: readonly Column<WeighedRun>[] = [
    {
      key: 'run',
      title: own.run,
      phone: 'title',
      cell: ({ title, strategyId, instrumentId }) => (
        <>
          {title[language]}
          <small>
            {strategyId} · {instrumentId}
          </small>
        </>
      ),
    },
    {
      key: 'present',
      title: own.present,
      numeric: true,
      phone: 'figure',
      cell: ({ present }) => <RatioText value={present} decimals={0} />,
    },
    {
      key: 'trades',
      title: own.trades,
      numeric: true,
      phone: 'line',
      cell: ({ trades, days }) => (
        <>
          {plain(language, trades, 0)}
          <small>{own.days(days)}</small>
        </>
      ),
    },
    {
      key: 'measured',
      title: own.measured[method],
      numeric: true,
      phone: 'line',
      cell: ({ measured }) => (method === 'sharpe' ? plain(language, measured, 2) : <RatioText value={measured} />),
    },
    { key: 'share', title: own.share, numeric: true, phone: 'line', cell: ({ share }) => <RatioText value={share} decimals={1} /> },
    {
      key: 'proposed',
      isProse: true,
      title: own.proposed,
      numeric: true,
      phone: 'line',
      cell: ({ weight, reason }) =>
        reason === null ? (
          <b className="font-medium">
            <RatioText value={weight} decimals={0} />
          </b>
        ) : (
          <span className="text-text-2">{own.reasons[reason](rules.minimumTrades)}</span>
        ),
    },
  ];
  return (
    <RowTable
      caption={own.weights}
      columns={columns}
      rows={runs}
      keyOf={({ strategyId, instrumentId }) => `${strategyId} ${instrumentId}`}
    />
  );
}

/** Whether there is a proposal, and whether it is time for it. */
function Conclusion({ found: { reason, drift, isDue, weighedAt, rules } }: { found: Allocation }) {
  const { language } = useSpeech();
  const own = useSteeringWords();
  return (
    <p className="border-t border-line px-4 py-2.5 text-12 text-muted" role="status">
      {reason !== null ? own.noProposal(own.reasons[reason](rules.minimumTrades)) : own.drift(percent(language, drift, 0), isDue)}{' '}
      {weighedAt === null ? (
        own.neverWeighed
      ) : (
        <>
          {own.weighedAt} <TimeText at={weighedAt} withDay seconds={false} />.
        </>
      )}
    </p>
  );
}
