/** Orders that wait, or all of the session: what they are for, at which price, and each with its whole life. */

import { useState } from 'react';
import type { Order } from '../../../src/api/records.ts';
import { UNKNOWN } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useByHand } from '../../live/by-hand.ts';
import { useInstrument } from '../../live/instruments.ts';
import { useOrders } from '../../live/orders.ts';
import { useStatus } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { PriceText, QuantityText, TimeText } from '../../parts/figures.tsx';
import { IdText } from '../../parts/id-text.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { type DotState, StatusDot } from '../../parts/status-dot.tsx';
import { OrderAct } from './order-act.tsx';
import { OrderLifeButton } from './order-life-button.tsx';
import { useTradingWords } from './words.ts';

const DOTS: Readonly<Record<Order['status'], DotState>> = {
  working: 'warn',
  filled: 'ok',
  cancelled: 'off',
  rejected: 'bad',
  expired: 'off',
};

export function OrdersTable() {
  const own = useTradingWords();
  const [which, choose] = useState<'working' | 'all'>('working');
  const options = (['working', 'all'] as const).map((value) => ({ value, text: own.order[value] }));
  return (
    <>
      <div className="border-b border-line px-4 py-2 phone:px-3.5">
        <Segmented label={own.order.which} options={options} value={which} onChoose={choose} />
      </div>
      {which === 'working' ? <WorkingOrders /> : <AllOrders />}
    </>
  );
}

function WorkingOrders() {
  const { words } = useSpeech();
  const { workingOrders } = useStatus();
  if (workingOrders.length === 0) return <EmptyState title={words.orders.emptyTitle} text={words.orders.emptyText} />;
  return <Rows orders={workingOrders} isAll={false} />;
}

function AllOrders() {
  const { words } = useSpeech();
  const own = useTradingWords();
  const { rows, state, error, onRetry, more } = useOrders(true);
  if (rows.length === 0 && state === 'loading') return <Skeleton heights={[160]} label={words.loading} />;
  if (rows.length === 0 && state === 'failed') return <ErrorState error={error} onRetry={onRetry} />;
  if (rows.length === 0) return <EmptyState title={own.order.noneTitle} text={own.order.noneText} />;
  return (
    <>
      <Rows orders={rows} isAll />
      {more.isThere && (
        <div className="flex items-center justify-center gap-2.5 border-t border-line px-4 py-2.5 text-12">
          <Button size="small" disabled={more.isLoading} onClick={more.load}>
            {words.acts.more}
          </Button>
        </div>
      )}
    </>
  );
}

function Rows({ orders, isAll }: { orders: readonly Order[]; isAll: boolean }) {
  const { words } = useSpeech();
  const instrumentOf = useInstrument();
  const own = useTradingWords();
  const mayDo = useByHand();
  const columns: Column<Order>[] = [
    {
      key: 'instrument',
      title: words.positions.instrument,
      phone: 'title',
      cell: (row) => (
        <>
          <b>{instrumentOf(row.instrumentId).label}</b> {words.orders[row.side]}
          <small>{row.strategyId}</small>
        </>
      ),
    },
    {
      key: 'purpose',
      title: words.orders.purpose,
      phone: 'line',
      cell: (row) => (
        <>
          {words.orders.purposes[row.purpose]}
          <small>
            {words.orders.types[row.type]}
            {row.reduceOnly && ` · ${words.orders.reduceOnly}`}
          </small>
        </>
      ),
    },
    {
      key: 'price',
      title: words.orders.price,
      numeric: true,
      phone: 'figure',
      cell: (row) => <PriceText value={row.stopPrice ?? row.limitPrice} decimals={instrumentOf(row.instrumentId).priceDecimals} />,
    },
    {
      key: 'quantity',
      title: words.orders.quantity,
      numeric: true,
      phone: 'line',
      cell: (row) =>
        row.quantity === null ? (
          <span className="text-muted">{words.orders.atFill}</span>
        ) : (
          <QuantityText value={row.quantity} decimals={instrumentOf(row.instrumentId).quantityDecimals} />
        ),
    },
    { key: 'order', title: words.orders.order, phone: 'line', secondary: true, cell: (row) => <IdText id={row.orderId} short /> },
    {
      key: 'since',
      title: words.orders.since,
      numeric: true,
      phone: 'line',
      cell: (row) => (row.createdAt === 0 ? UNKNOWN : <TimeText at={row.createdAt} />),
    },
  ];
  if (isAll)
    columns.push({
      key: 'status',
      title: own.order.status,
      phone: 'line',
      cell: ({ status }) => <StatusDot state={DOTS[status]}>{own.order.states[status]}</StatusDot>,
    });
  columns.push({ key: 'life', title: own.order.life, phone: 'wide', cell: (row) => <OrderLifeButton orderId={row.orderId} order={row} /> });
  if (mayDo !== 'nothing' && !isAll)
    columns.push({ key: 'acts', title: own.order.column, phone: 'wide', cell: (row) => <OrderAct order={row} /> });
  return <RowTable caption={isAll ? own.order.all : words.orders.tab} columns={columns} rows={orders} keyOf={(row) => row.orderId} />;
}
