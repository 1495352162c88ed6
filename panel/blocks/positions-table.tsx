/** Open positions: result, protection, and the way from stop to target. */

import type { ReactNode } from 'react';
import type { Position } from '../../src/api/session.ts';
import { percent } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { useInstrument } from '../live/instruments.ts';
import { useFeedAge, useStatus } from '../live/session.ts';
import { MoneyText, PriceText, QuantityText, RatioText, TimeText } from '../parts/figures.tsx';
import { type Column, RowTable } from '../parts/row-table.tsx';
import { EmptyState } from '../parts/states.tsx';
import { Way } from '../parts/way.tsx';

/** `isBrief` leaves out what the narrower column of the overview has no room for; `acts` is a column of what can be done with each. */
export function PositionsTable({
  isBrief = false,
  acts,
}: {
  isBrief?: boolean;
  acts?: { readonly title: string; readonly cell: (position: Position) => ReactNode };
}) {
  const { words, language } = useSpeech();
  const { positions, account, strategies, mode } = useStatus();
  const { isStale } = useFeedAge();
  const instrumentOf = useInstrument();
  const { displayDecimals: decimals, currency } = account;
  if (positions.length === 0) {
    const isStopped = mode.name !== 'NORMAL' && mode.name !== 'DEFENSIVE';
    const isWarming =
      strategies.some(({ warmup }) => warmup !== null) &&
      strategies.every(({ warmup, state }) => warmup === null || state === 'warming-up');
    const text = isStopped ? words.positions.emptyStopped : isWarming ? words.positions.emptyWarming : words.positions.emptyText;
    return <EmptyState title={words.positions.emptyTitle} text={text} />;
  }
  const price = (position: Position, value: string | null, stale = false) => (
    <PriceText value={value} decimals={instrumentOf(position.instrumentId).priceDecimals} stale={stale} />
  );
  const columns: Column<Position>[] = [
    {
      key: 'instrument',
      title: words.positions.instrument,
      phone: 'title',
      cell: (row) => (
        <>
          <b>{instrumentOf(row.instrumentId).label}</b> {words.positions[row.side]}
          <small>{row.strategyId}</small>
        </>
      ),
    },
    {
      key: 'quantity',
      title: words.positions.quantity,
      numeric: true,
      phone: 'line',
      cell: (row) => (
        <>
          <QuantityText value={row.quantity} decimals={instrumentOf(row.instrumentId).quantityDecimals} />
          <small>
            <MoneyText value={row.value} decimals={decimals} currency={currency} />
          </small>
        </>
      ),
    },
    {
      key: 'entry',
      title: words.positions.entry,
      numeric: true,
      phone: 'line',
      secondary: true,
      cell: (row) => price(row, row.entryPrice),
    },
    { key: 'price', title: words.positions.price, numeric: true, phone: 'line', cell: (row) => price(row, row.markPrice, isStale) },
    {
      key: 'result',
      title: `${words.positions.result} ${currency}`,
      numeric: true,
      phone: 'figure',
      cell: (row) => (
        <>
          <b>
            <MoneyText value={row.unrealised} decimals={decimals} manner="result" stale={isStale} />
          </b>
          <small>
            <RatioText value={row.unrealisedRatio} manner="result" arrow={false} stale={isStale} />
          </small>
        </>
      ),
    },
    {
      key: 'stop',
      title: words.positions.stop,
      numeric: true,
      phone: 'line',
      cell: (row) =>
        row.stopPrice === null ? (
          <span className="text-warn">{words.positions.noStop}</span>
        ) : (
          <>
            {price(row, row.stopPrice)}
            {row.markPrice !== null && (
              <small>{words.positions.away(percent(language, Math.abs(Number(row.stopPrice) / Number(row.markPrice) - 1)))}</small>
            )}
          </>
        ),
    },
    {
      key: 'target',
      title: words.positions.target,
      numeric: true,
      phone: 'hide',
      secondary: true,
      cell: (row) => price(row, row.targetPrice),
    },
    {
      key: 'way',
      title: words.positions.way,
      phone: 'wide',
      cell: (row) =>
        row.stopPrice !== null &&
        row.markPrice !== null && (
          <Way
            stop={Number(row.stopPrice)}
            entry={Number(row.entryPrice)}
            price={Number(row.markPrice)}
            target={row.targetPrice === null ? null : Number(row.targetPrice)}
            isStale={isStale}
          />
        ),
    },
    {
      key: 'opened',
      title: words.positions.opened,
      numeric: true,
      phone: 'hide',
      secondary: true,
      cell: (row) => (
        <>
          <TimeText at={row.openedAt} seconds={false} />
          <small>{words.positions.held(row.candlesHeld)}</small>
        </>
      ),
    },
  ];
  const act = acts && ({ key: 'acts', title: acts.title, phone: 'wide', cell: acts.cell } satisfies Column<Position>);
  const chosen = isBrief ? columns.filter((column) => !column.secondary) : columns;
  // In the place of when it was opened, which the row of its order has too.
  const shown = act ? [...chosen.filter(({ key }) => key !== 'opened'), act] : chosen;
  return <RowTable caption={words.positions.tab} columns={shown} rows={positions} keyOf={(row) => row.positionId} />;
}
