/** Assets of which only letters are known, with what they may be: the owner chooses, nothing is guessed. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { InstrumentInput, Quality } from '../../../src/api/portfolio/quotes.ts';
import { call } from '../../api/client.ts';
import { tellProblem } from '../../live/toasts.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { usePricesWords } from './prices-words.ts';

type Unresolved = Quality['unresolved'][number];

export function UnresolvedCard({ rows, mayWrite }: { rows: readonly Unresolved[]; mayWrite: boolean }) {
  const own = usePricesWords();
  return (
    <Card id="portfolio-unresolved" title={own.unresolved} sub={own.unresolvedTold}>
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <Choice key={row.instrument.id} row={row} mayWrite={mayWrite} />
        ))}
      </ul>
    </Card>
  );
}

function Choice({ row: { instrument, candidates }, mayWrite }: { row: Unresolved; mayWrite: boolean }) {
  const own = usePricesWords();
  const client = useQueryClient();
  const done = {
    onSuccess: () => void client.invalidateQueries({ queryKey: ['portfolio'] }),
    onError: (error: unknown) => tellProblem(own.refused, own.noAnswer, error),
  };
  const params = { id: instrument.id };
  const say = useMutation({ mutationFn: (body: InstrumentInput) => call('portfolio.saveInstrument', { params, body }), ...done });
  const find = useMutation({ mutationFn: () => call('portfolio.findInstrument', { params }), ...done });
  const isBusy = say.isPending || find.isPending;
  return (
    <li className="px-4 py-3" data-unresolved={instrument.symbol}>
      <div className="flex flex-wrap items-center gap-2">
        <b className="font-medium">{instrument.symbol}</b>
        {mayWrite && (
          <>
            <Button size="small" disabled={isBusy} aria-label={`${own.search}: ${instrument.symbol}`} onClick={() => find.mutate()}>
              {own.search}
            </Button>
            {instrument.kind === 'crypto' && (
              <Button
                size="small"
                disabled={isBusy}
                aria-label={`${own.asIs}: ${instrument.symbol}`}
                onClick={() => say.mutate({ isResolved: true })}
              >
                {own.asIs}
              </Button>
            )}
          </>
        )}
      </div>
      {candidates.length === 0 ? (
        <p className="pt-1 text-12 text-muted">{own.noCandidates}</p>
      ) : (
        <ul className="pt-2">
          {candidates.map(({ provider, symbol, name }) => (
            <li key={`${provider} ${symbol}`} className="flex flex-wrap items-center gap-2 py-1">
              <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                {name} <span className="text-muted">{provider}</span>
              </span>
              {mayWrite && (
                <Button
                  size="small"
                  disabled={isBusy}
                  aria-label={`${own.choose}: ${name}`}
                  onClick={() => say.mutate({ isResolved: true, symbols: { [provider]: symbol } })}
                >
                  {own.choose}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
