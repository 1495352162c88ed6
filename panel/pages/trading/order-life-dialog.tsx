/** One order's whole life over the page, as it goes on: from the recorded history, and from the session where that has not followed yet. */

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { OrderInFull } from '../../../src/api/archive.ts';
import type { Order } from '../../../src/api/records.ts';
import { call } from '../../api/client.ts';
import { pathOfDecision } from '../../blocks/decision-path.ts';
import { lifeInSession, newerLife } from '../../blocks/order-life/life.ts';
import { OrderLife } from '../../blocks/order-life/order-life.tsx';
import { useLifeWords } from '../../blocks/order-life/words.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useInstrument } from '../../live/instruments.ts';
import { useToldOrders } from '../../live/orders.ts';
import { RequestProblem } from '../../live/requests.ts';
import { usePanelState, useSnapshot } from '../../live/session.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';

/** Orders of the session that are looked through. */
const NEAR = 200;
/** While the history is behind what the session tells. */
const ASK_AGAIN_MS = 2_000;

export interface NamedOrder {
  readonly orderId: string;
  /** As the list has it; without one the history is asked for it. */
  readonly order?: Order;
  /** A journal entry after the one it was placed in: where the session is asked for it, should there be no history. */
  readonly before?: number;
}

export function OrderLifeDialog({ orderId, order: listed, before, onClose }: NamedOrder & { onClose: () => void }) {
  const own = useLifeWords();
  const { words } = useSpeech();
  const { generation } = usePanelState();
  const snapshot = useSnapshot();
  const instrumentOf = useInstrument();
  const told = useToldOrders().get(orderId);
  const working = snapshot.status.workingOrders.find((each) => each.orderId === orderId);
  const found = useQuery({
    queryKey: ['order of the session', orderId, generation],
    queryFn: async () =>
      (await call('trading.orders', { query: { before, limit: NEAR } })).rows.find((each) => each.orderId === orderId) ?? null,
    enabled: before !== undefined && !told && !working && !listed,
    retry: false,
  });
  const order = [told, working, listed, found.data].filter((each) => each != null).sort((a, b) => b.updatedAt - a.updatedAt)[0];
  const inSession = order ? lifeInSession(order, snapshot) : null;
  const changed = [order?.status, order?.updatedAt, order?.progress?.length, inSession?.fills.length];
  const isBehind = (recorded: OrderInFull | undefined) => inSession !== null && newerLife(recorded, inSession) !== recorded;
  const question = useQuery({
    queryKey: ['order life', orderId, generation, ...changed],
    queryFn: () => call('archive.order', { params: { id: orderId } }),
    placeholderData: (before) => before,
    retry: false,
    refetchInterval: ({ state }) => (isBehind(state.data) ? ASK_AGAIN_MS : false),
  });
  const life = newerLife(question.data, inSession);
  const shown = life?.order;
  const what = shown
    ? `${words.orders[shown.side]} ${instrumentOf(shown.instrumentId).label}, ${words.orders.purposes[shown.purpose]}`
    : orderId;
  const decisionId = life?.decision?.decisionId;
  const isMissing = question.error instanceof RequestProblem && question.error.status === 404;
  return (
    <Dialog title={own.title(what)} onClose={onClose} size="wide">
      <div className="grid gap-4 pt-2" data-order-life={orderId}>
        {life ? (
          <OrderLife life={life} />
        ) : isMissing ? (
          <EmptyState icon="search" {...own.unknown} />
        ) : question.isError ? (
          <ErrorState error={question.error} onRetry={() => void question.refetch()} />
        ) : (
          <Skeleton heights={[24, 24, 24]} label={words.loading} />
        )}
        {life && question.isError && !isMissing && <p className="text-12 text-muted">{own.onlySession}</p>}
        {question.data && (
          <p>
            <Link to={decisionId === undefined ? `/journal/orders?orderId=${encodeURIComponent(orderId)}` : pathOfDecision(decisionId)}>
              {own.inJournal}
            </Link>
          </p>
        )}
      </div>
    </Dialog>
  );
}
