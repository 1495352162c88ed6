/** Orders that wait: what they are for and at which price. */

import type { Order } from '../../../src/api/records.ts';
import { UNKNOWN } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useByHand } from '../../live/by-hand.ts';
import { useInstrument } from '../../live/instruments.ts';
import { useStatus } from '../../live/session.ts';
import { PriceText, QuantityText, TimeText } from '../../parts/figures.tsx';
import { IdText } from '../../parts/id-text.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { OrderAct } from './order-act.tsx';
import { useTradingWords } from './words.ts';

export function OrdersTable() {
  const { words } = useSpeech();
  const { workingOrders } = useStatus();
  const instrumentOf = useInstrument();
  const own = useTradingWords();
  const mayDo = useByHand();
  if (workingOrders.length === 0) return <EmptyState title={words.orders.emptyTitle} text={words.orders.emptyText} />;
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
  if (mayDo !== 'nothing') columns.push({ key: 'acts', title: own.order.column, phone: 'wide', cell: (row) => <OrderAct order={row} /> });
  return <RowTable caption={words.orders.tab} columns={columns} rows={workingOrders} keyOf={(row) => row.orderId} />;
}
