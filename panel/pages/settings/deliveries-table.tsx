/** The last notices: what each said, and how far it got. */

import type { NoticesView } from '../../../src/api/notices.ts';
import { TimeText } from '../../parts/figures.tsx';
import { IdText } from '../../parts/id-text.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { type DotState, StatusDot } from '../../parts/status-dot.tsx';
import { useNoticeWords } from './notice-words.ts';

type Delivery = NoticesView['deliveries'][number];

const DOTS: Readonly<Record<Delivery['state'], DotState>> = {
  queued: 'off',
  sending: 'off',
  'failed-for-now': 'warn',
  delivered: 'ok',
  undeliverable: 'bad',
};

export function DeliveriesTable({ deliveries }: { deliveries: readonly Delivery[] }) {
  const own = useNoticeWords();
  const columns: readonly Column<Delivery>[] = [
    { key: 'number', title: own.number, phone: 'hide', cell: ({ number }) => `#${number}` },
    { key: 'at', title: own.at, phone: 'line', cell: ({ at }) => <TimeText at={at} withDay /> },
    {
      key: 'notice',
      isProse: true,
      title: own.notice,
      phone: 'title',
      cell: ({ severity, code, text, reminder }) => (
        <>
          <b className="font-semibold">{own.severities[severity]}</b> <IdText id={code} />
          {reminder > 0 && <span className="text-muted"> · {own.reminder(reminder)}</span>}
          <span className="block max-w-[60ch] text-12 text-text-2 [overflow-wrap:anywhere]">{text}</span>
        </>
      ),
    },
    { key: 'channel', title: own.channel, phone: 'line', cell: ({ channel }) => own.names[channel] },
    {
      key: 'delivery',
      isProse: true,
      title: own.delivery,
      phone: 'line',
      cell: (delivery) => <Delivered delivery={delivery} />,
    },
  ];
  return (
    <RowTable
      caption={own.deliveries}
      columns={columns}
      rows={deliveries}
      keyOf={(one) => `${one.channel}:${one.number}:${one.reminder}`}
    />
  );
}

function Delivered({ delivery: { state, attempts, failure, retryAt, receipts } }: { delivery: Delivery }) {
  const own = useNoticeWords();
  const last = receipts.at(-1);
  return (
    <>
      <StatusDot state={DOTS[state]}>{own.deliveryStates[state]}</StatusDot>
      <span className="block max-w-[34ch] text-12 text-muted [overflow-wrap:anywhere]">
        {failure !== null && own.tries(attempts, failure)}
        {retryAt !== null && (
          <>
            , {own.again} <TimeText at={retryAt} />
          </>
        )}
        {last && (
          <>
            {own.receipt(last.messageId)} · <TimeText at={last.at} />
          </>
        )}
      </span>
    </>
  );
}
