/** Orders by hand of which it is not known whether they were sent: asked again under their ids, or settled by whoever has looked. */

import type { EntryTicket, ManualAct } from '../../../src/api/orders.ts';
import { clock, quantity as quantityText } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { wishText } from '../../live/by-hand.ts';
import { useInstrument } from '../../live/instruments.ts';
import { unanswered, useUnanswered } from '../../live/unanswered.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useTradingWords } from './words.ts';

type OrderAct = Extract<ManualAct, { kind: 'order' }>;

/** Oldest first. */
export function useUnansweredOrders() {
  const own = useTradingWords();
  const { language, zone } = useSpeech();
  const instrumentOf = useInstrument();
  return useUnanswered().flatMap(({ act, at, wish }) => {
    if (act?.kind !== 'order') return [];
    const { ticket, most } = act;
    const instrument = instrumentOf(ticket.instrumentId);
    const size = quantityText(language, ticket.quantity ?? most.quantity, instrument.quantityDecimals);
    const told = own.confirm.title(own.ticket[ticket.side], size, instrument.label);
    const isOf = (other: EntryTicket) => wish === wishText({ ...act, ticket: other });
    return [{ act, told, isOf, at: clock(language, at, zone, true) }];
  });
}

export function UnansweredOrders({ isAsking, onAgain }: { isAsking: boolean; onAgain: (order: OrderAct) => void }) {
  const { states } = useTradingWords();
  const orders = useUnansweredOrders();
  return (
    <div role="alert" className="grid gap-2 empty:hidden">
      {/* One that is asked just now is told as asked. */}
      {!isAsking &&
        orders.map(({ act, told, at }) => (
          <div
            key={act.commandId}
            data-unanswered="order"
            className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2.5 gap-y-2 rounded-m border border-warn-line bg-warn-soft px-3 py-2.5"
          >
            <Icon name="alert" className="mt-0.5 text-warn" />
            <p>
              <b>{states.unanswered}.</b> {states.unansweredText(told, at)}
            </p>
            <div className="col-start-2 flex flex-wrap gap-2">
              <Button size="small" onClick={() => onAgain(act)}>
                {states.again}
              </Button>
              <Button size="small" manner="ghost" onClick={() => unanswered.settle(act.commandId)}>
                {states.forget}
              </Button>
            </div>
          </div>
        ))}
    </div>
  );
}
