/** The columns of orders, executions and events. */

import type { Fill, Order, SessionEvent } from '../../../src/api/records.ts';
import { eventText } from '../../blocks/log-lines.ts';
import { TradeResult } from '../../blocks/trade-result.tsx';
import { plain, UNKNOWN } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useStatus } from '../../live/session.ts';
import { MoneyText } from '../../parts/figures.tsx';
import type { Column } from '../../parts/row-table.tsx';
import { type DotState, StatusDot } from '../../parts/status-dot.tsx';
import { Id, Price, Quantity, Reason, Sided, strategyColumn, timeColumn } from './cells.tsx';
import { useJournalWords } from './words.ts';

const ORDER_DOTS: Readonly<Record<Order['status'], DotState>> = {
  working: 'warn',
  filled: 'ok',
  cancelled: 'off',
  rejected: 'bad',
  expired: 'off',
};

export function useOrderColumns(): readonly Column<Order>[] {
  const { words } = useSpeech();
  const { columns, values } = useJournalWords();
  return [
    timeColumn(columns.time, ({ createdAt }) => createdAt),
    {
      key: 'instrument',
      title: columns.instrument,
      phone: 'title',
      sortable: true,
      cell: (row) => <Sided row={row} verb={words.orders[row.side]} />,
    },
    {
      key: 'status',
      title: columns.status,
      phone: 'figure',
      cell: ({ status }) => <StatusDot state={ORDER_DOTS[status]}>{values.status[status]}</StatusDot>,
    },
    { key: 'purpose', title: columns.purpose, phone: 'line', cell: ({ purpose }) => words.orders.purposes[purpose] },
    {
      key: 'type',
      title: columns.type,
      phone: 'hide',
      secondary: true,
      cell: ({ type, reduceOnly }) => `${words.orders.types[type]}${reduceOnly ? ` · ${words.orders.reduceOnly}` : ''}`,
    },
    {
      key: 'quantity',
      title: columns.quantity,
      numeric: true,
      phone: 'line',
      cell: (row) =>
        row.quantity === null ? <span className="text-muted">{words.orders.atFill}</span> : <Quantity row={row} value={row.quantity} />,
    },
    {
      key: 'price',
      title: columns.price,
      numeric: true,
      phone: 'line',
      cell: (row) => ((row.limitPrice ?? row.stopPrice) === null ? UNKNOWN : <Price row={row} value={row.limitPrice ?? row.stopPrice} />),
    },
    strategyColumn(columns.strategy),
    { key: 'reason', title: columns.reason, phone: 'hide', secondary: true, cell: ({ reason }) => <Reason text={reason} /> },
    { key: 'id', title: columns.order, phone: 'line', cell: ({ orderId }) => <Id>{orderId}</Id> },
  ];
}

export function useExecutionColumns(): readonly Column<Fill>[] {
  const { words } = useSpeech();
  const { columns, values } = useJournalWords();
  const { account } = useStatus();
  return [
    timeColumn(columns.time, ({ at }) => at),
    {
      key: 'instrument',
      title: columns.instrument,
      phone: 'title',
      sortable: true,
      cell: (row) => <Sided row={row} verb={words.orders[row.side]} />,
    },
    {
      key: 'quantity',
      title: columns.quantity,
      numeric: true,
      phone: 'line',
      cell: (row) => <Quantity row={row} value={row.quantity} />,
    },
    { key: 'price', title: columns.price, numeric: true, phone: 'line', cell: (row) => <Price row={row} value={row.price} /> },
    {
      key: 'fee',
      title: `${columns.fee} ${account.currency}`,
      numeric: true,
      phone: 'hide',
      secondary: true,
      cell: ({ fee, feeCurrency }) => (
        <MoneyText
          value={fee}
          decimals={Math.max(4, account.displayDecimals)}
          {...(feeCurrency === account.currency ? {} : { currency: feeCurrency })}
        />
      ),
    },
    {
      key: 'result',
      title: `${columns.result} ${account.currency}`,
      numeric: true,
      phone: 'figure',
      cell: (row) =>
        row.realised === null ? (
          <span className="text-muted">{values.fillKind[row.kind]}</span>
        ) : (
          <TradeResult fill={row} decimals={account.displayDecimals} />
        ),
    },
    { key: 'reason', title: columns.reason, phone: 'line', cell: ({ reason }) => <Reason text={reason} /> },
    strategyColumn(columns.strategy),
    {
      key: 'liquidity',
      title: columns.liquidity,
      phone: 'line',
      isExtra: true,
      cell: ({ liquidity }) => words.fills[liquidity],
    },
    { key: 'order', title: columns.order, phone: 'line', cell: ({ orderId }) => <Id>{orderId}</Id> },
    { key: 'id', title: columns.id, phone: 'line', isExtra: true, cell: ({ fillId }) => <Id>{fillId}</Id> },
  ];
}

const EVENT_DOTS: Readonly<Record<SessionEvent['severity'], DotState>> = { info: 'off', warning: 'warn', critical: 'bad' };

export function useEventColumns(): readonly Column<SessionEvent>[] {
  const speech = useSpeech();
  const { columns, values } = useJournalWords();
  return [
    timeColumn(columns.time, ({ at }) => at),
    {
      key: 'severity',
      title: columns.severity,
      phone: 'figure',
      cell: ({ severity }) => <StatusDot state={EVENT_DOTS[severity]}>{values.severity[severity]}</StatusDot>,
    },
    {
      key: 'what',
      title: columns.what,
      phone: 'title',
      cell: (row) => (
        <span className="block max-w-150 truncate phone:whitespace-normal" title={row.message}>
          {eventText(row, speech)}
        </span>
      ),
    },
    { key: 'kind', title: columns.kind, phone: 'line', cell: ({ kind }) => values.eventKind[kind] },
    { key: 'code', title: columns.code, phone: 'line', secondary: true, cell: ({ code }) => <Id>{code}</Id> },
    {
      key: 'sequence',
      title: columns.sequence,
      numeric: true,
      phone: 'hide',
      cell: ({ journalSequence }) => plain(speech.language, journalSequence, 0),
    },
  ];
}
