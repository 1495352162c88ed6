/** Cancelling an order that waits, after a question; what protects is moved with its position instead. */

import { useState } from 'react';
import type { Order } from '../../../src/api/records.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useAct } from '../../live/by-hand.ts';
import { useInstrument } from '../../live/instruments.ts';
import { useOpenActs } from '../../live/outcomes.ts';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { ActTold } from './act-told.tsx';
import { OpenActs } from './open-acts.tsx';
import { useRefusalTold } from './refusal-told.ts';
import { useTradingWords } from './words.ts';

export function OrderAct({ order }: { order: Order }) {
  const own = useTradingWords();
  const { words } = useSpeech();
  const instrument = useInstrument()(order.instrumentId);
  const [isOpen, open] = useState(false);
  const { state, act } = useAct(useRefusalTold());
  const subject = `order ${order.orderId}`;
  const isUnknown = useOpenActs(subject).open.length > 0;
  if (order.purpose === 'stop' || order.purpose === 'exit' || (order.purpose === 'owner' && order.reduceOnly))
    return <span className="text-muted">{own.order.protects}</span>;
  const what = `${words.orders.purposes[order.purpose]} ${instrument.label}`;
  const cancel = () =>
    void act({ kind: 'cancel', orderId: order.orderId }, { instrumentId: order.instrumentId, quantity: null }).then(() => open(false));
  return (
    <>
      <Button size="small" disabled={state.kind === 'asked' || state.kind === 'accepted'} onClick={() => open(true)}>
        {own.order.cancel}
      </Button>
      {state.kind !== 'unknown' && <ActTold state={state} />}
      {isOpen && (
        <ConfirmDialog
          title={own.order.cancelTitle(what)}
          text={own.order.cancelText}
          quiet={own.order.stay}
          go={own.order.cancel}
          isGoFirst
          isDisabled={isUnknown || state.kind === 'asked'}
          onGo={cancel}
          onClose={() => open(false)}
        >
          <OpenActs subject={subject} />
        </ConfirmDialog>
      )}
    </>
  );
}
