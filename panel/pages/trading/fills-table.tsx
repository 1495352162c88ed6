/** Executions, newest first, with the id that finds each in the journal and in the database; older ones are asked for. */

import { useState } from 'react';
import type { Fill } from '../../../src/api/records.ts';
import { call } from '../../api/client.ts';
import { TradeResult } from '../../blocks/trade-result.tsx';
import { useSpeech } from '../../i18n/words.ts';
import { useInstrument } from '../../live/instruments.ts';
import { usePages } from '../../live/pages.ts';
import { usePanelState, useSnapshot } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { MoneyText, PriceText, QuantityText, TimeText } from '../../parts/figures.tsx';
import { Icon } from '../../parts/icon.tsx';
import { IdText } from '../../parts/id-text.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { lookAtFill } from './looked-at.ts';
import { OrderLifeButton } from './order-life-button.tsx';
import { useTradingWords } from './words.ts';

const PAGE = 50;
/** What a liquidation of the venue's has in place of an order. */
const LIQUIDATION = 'liquidation';
/** A new row is pointed out for this long. */
const FRESH_MS = 1500;

export function FillsTable() {
  const { words } = useSpeech();
  const own = useTradingWords();
  const { fills, status } = useSnapshot();
  const { generation } = usePanelState();
  const instrumentOf = useInstrument();
  const [shown, setShown] = useState(PAGE / 2);
  const [openedAt] = useState(Date.now);
  const [known] = useState(() => new Set(fills.map((fill) => fill.fillId)));
  const older = usePages<Fill, number>(
    ['fills', generation],
    (before) => call('trading.fills', { query: { limit: 2 * PAGE, ...(before !== null && { before }) } }),
    shown > fills.length && fills.length < status.totals.fills,
  );
  if (fills.length === 0) return <EmptyState title={words.fills.emptyTitle} text={words.fills.emptyText} />;
  const live = new Set(fills.map((fill) => fill.fillId));
  const all = [...fills, ...older.rows.filter((fill) => !live.has(fill.fillId))];
  const rows = all.slice(0, shown);
  const more = () => {
    if (shown + PAGE > all.length && older.more.isThere) older.more.load();
    setShown(shown + PAGE);
  };
  const { account } = status;
  const columns: Column<Fill>[] = [
    { key: 'time', title: words.fills.time, phone: 'line', cell: (row) => <TimeText at={row.at} /> },
    {
      key: 'side',
      title: words.fills.side,
      phone: 'title',
      cell: (row) => (
        <>
          <b>{words.orders[row.side]}</b> {instrumentOf(row.instrumentId).label}
          <small>{row.strategyId}</small>
        </>
      ),
    },
    {
      key: 'quantity',
      title: words.fills.quantity,
      numeric: true,
      phone: 'line',
      cell: (row) => <QuantityText value={row.quantity} decimals={instrumentOf(row.instrumentId).quantityDecimals} />,
    },
    {
      key: 'price',
      title: words.fills.price,
      numeric: true,
      phone: 'line',
      cell: (row) => <PriceText value={row.price} decimals={instrumentOf(row.instrumentId).priceDecimals} />,
    },
    {
      key: 'fee',
      title: `${words.fills.fee} ${account.currency}`,
      numeric: true,
      phone: 'hide',
      secondary: true,
      cell: (row) => (
        <>
          <MoneyText
            value={row.fee}
            decimals={Math.max(4, account.displayDecimals)}
            {...(row.feeCurrency === account.currency ? {} : { currency: row.feeCurrency })}
          />
          <small>{words.fills[row.liquidity]}</small>
        </>
      ),
    },
    {
      key: 'result',
      title: `${words.fills.result} ${account.currency}`,
      numeric: true,
      phone: 'figure',
      cell: (row) =>
        row.realised === null ? (
          <span className="text-muted">{words.fills.opens}</span>
        ) : (
          <TradeResult fill={row} decimals={account.displayDecimals} />
        ),
    },
    {
      key: 'show',
      title: own.fills.chart,
      phone: 'wide',
      cell: (row) => (
        <span className="inline-flex gap-2">
          <Button size="small" manner="ghost" aria-label={own.fills.show} title={own.fills.show} onClick={() => lookAtFill(row)}>
            <Icon name="candles" />
          </Button>
          {row.orderId !== LIQUIDATION && <OrderLifeButton orderId={row.orderId} before={row.journalSequence + 1} />}
        </span>
      ),
    },
    { key: 'reason', title: words.fills.reason, phone: 'line', cell: (row) => <Reason text={row.reason} /> },
    { key: 'fill', title: words.fills.fill, phone: 'line', cell: (row) => <IdText id={row.fillId} short /> },
  ];
  const isFresh = (row: Fill) => !known.has(row.fillId) && Date.now() - openedAt > FRESH_MS;
  return (
    <>
      <RowTable caption={words.fills.tab} columns={columns} rows={rows} keyOf={(row) => row.fillId} fresh={isFresh} />
      {rows.length < status.totals.fills && (
        <div className="flex items-center justify-center gap-2.5 border-t border-line px-4 py-2.5 text-12">
          <Button size="small" onClick={more}>
            {words.acts.more}
          </Button>
          <span className="text-muted">{words.fills.all(rows.length)}</span>
        </div>
      )}
    </>
  );
}

function Reason({ text }: { text: string | null }) {
  const speech = useSpeech();
  return <span title={text ?? undefined}>{speech.reason(text)}</span>;
}
