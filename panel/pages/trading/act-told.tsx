/** What has become of an act: asked, accepted, refused; and of an order, what its executions say. Nothing is told as done before it is. */

import type { ManualDone } from '../../../src/api/orders.ts';
import type { Instrument } from '../../../src/api/session.ts';
import { decimal, plain, quantity as quantityText } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import type { ActState } from '../../live/by-hand.ts';
import { useSnapshot } from '../../live/session.ts';
import { Icon } from '../../parts/icon.tsx';
import { type TradingWords, useTradingWords } from './words.ts';

export function ActTold({ state, instrument }: { state: ActState; instrument?: Instrument }) {
  const own = useTradingWords();
  const { language } = useSpeech();
  if (state.kind === 'idle') return <div aria-live="polite" />;
  return (
    <div aria-live="polite" data-act={state.kind} className="grid gap-1 text-12">
      {state.kind === 'asked' && <p className="text-muted">{own.states.asked}</p>}
      {state.kind === 'accepted' && (
        <>
          <p className="flex items-center gap-1.5 text-ok">
            <Icon name="check" className="size-3.5 stroke-2" />
            {state.done.journalSequence === null
              ? own.states.acceptedUnrecorded
              : own.states.accepted(plain(language, state.done.journalSequence, 0))}
          </p>
          {state.done.waits && (
            <p className="flex items-start gap-1.5 text-warn">
              <Icon name="clock" className="mt-0.5 size-3.5 shrink-0 stroke-2" />
              {own.states.waits}
            </p>
          )}
          {instrument && <Became done={state.done} instrument={instrument} own={own} />}
        </>
      )}
      {state.kind === 'unknown' && (
        <p className="flex items-start gap-1.5 text-warn" role="alert">
          <Icon name="alert" className="mt-0.5 size-3.5 shrink-0 stroke-2" />
          <span>
            {own.states.unknown} {state.code !== null && <code className="text-muted">{state.code}</code>}
          </span>
        </p>
      )}
      {state.kind === 'refused' && (
        <p className="flex items-start gap-1.5 text-danger" role="alert">
          <Icon name="x" className="mt-0.5 size-3.5 shrink-0 stroke-2" />
          <span>
            <b className="font-medium">{own.states.refused}:</b> {state.text}{' '}
            {state.code !== null && <code className="text-muted">{state.code}</code>}
          </span>
        </p>
      )}
    </div>
  );
}

function Became({ done, instrument, own }: { done: ManualDone; instrument: Instrument; own: TradingWords }) {
  const { language } = useSpeech();
  const { status, fills } = useSnapshot();
  const [orderId] = done.orderIds;
  if (orderId === undefined) return null;
  const { quantityDecimals, priceDecimals } = instrument;
  const filled = fills.filter((fill) => fill.orderId === orderId);
  const working = status.workingOrders.find((order) => order.orderId === orderId);
  const total = filled.reduce((sum, fill) => sum + Number(fill.quantity), 0);
  const paid = filled.reduce((sum, fill) => sum + Number(fill.quantity) * Number(fill.price), 0);
  // A picture from before the act knows nothing of its order: over is what the journal has gone on after.
  const isOver = status.journal.durableSequence > (done.journalSequence ?? Number.POSITIVE_INFINITY);
  const left = working?.quantity == null ? null : Number(working.quantity) - Number(working.filledQuantity);
  return (
    <>
      {filled.length > 0 && (
        <p>{own.states.filled(quantityText(language, String(total), quantityDecimals), decimal(language, paid / total, priceDecimals))}</p>
      )}
      {left !== null && <p className="text-muted">{own.states.working(quantityText(language, String(left), quantityDecimals))}</p>}
      {filled.length === 0 && left === null && isOver && <p className="text-muted">{own.states.over}</p>}
    </>
  );
}
