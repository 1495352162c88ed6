/** The ticket: an order by hand, what risk says of it while it is typed, and the question before it is sent. */

import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import type { EntryTicket, OrderPreview } from '../../../src/api/orders.ts';
import type { Instrument } from '../../../src/api/session.ts';
import { call } from '../../api/client.ts';
import { unclearNumber } from '../../i18n/typed-number.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useAct, useByHand } from '../../live/by-hand.ts';
import { useDraft } from '../../live/draft.ts';
import { useFold } from '../../live/folded.ts';
import { useOpenActs } from '../../live/outcomes.ts';
import { useSnapshot } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { ActTold } from './act-told.tsx';
import { ConfirmOrder } from './confirm-order.tsx';
import { useLookedAt } from './looked-at.ts';
import { OpenActs } from './open-acts.tsx';
import { PreviewTold } from './preview-told.tsx';
import { useRefusalTold } from './refusal-told.ts';
import { EMPTY, isFaulty, mostOf, type Typed, ticketOf } from './typed-ticket.ts';
import { useTradingWords } from './words.ts';

/** After the last key before risk is asked, and how long its word is good for. */
const REST_MS = 300;
const FRESH_MS = 3_000;

export function OrderTicket() {
  const own = useTradingWords();
  const mayDo = useByHand();
  const { instruments, status } = useSnapshot();
  const { instrumentId } = useLookedAt();
  const { open, learned } = useOpenActs();
  const fold = useFold('ticket', { mustShow: open.length + learned.length > 0 });
  const first = status.strategies[0]?.instrumentId ?? instruments[0]?.instrumentId;
  const instrument = instruments.find((each) => each.instrumentId === (instrumentId ?? first)) ?? (instruments[0] as Instrument);
  return (
    <Card
      id="ticket"
      title={own.ticket.title}
      end={<b className="text-13 font-medium">{instrument.label}</b>}
      fold={fold}
      summary={instrument.label}
    >
      {mayDo !== 'nothing' && (
        <div className="px-4 pt-3.5 empty:hidden has-[>:empty]:hidden phone:px-3.5">
          <OpenActs />
        </div>
      )}
      {mayDo === 'opens' ? (
        <Ticket key={instrument.instrumentId} instrument={instrument} isInSight={fold.isOpen} />
      ) : (
        <p className="px-4 py-3.5 text-text-2 phone:px-3.5">{mayDo === 'closes' ? own.ticket.off : own.ticket.noRight}</p>
      )}
    </Card>
  );
}

function Ticket({ instrument, isInSight }: { instrument: Instrument; isInSight: boolean }) {
  const own = useTradingWords();
  const { language } = useSpeech();
  const draft = useDraft<Typed>(`ticket.${instrument.instrumentId}.${language}`);
  const [typed, setTyped] = useState<Typed>({ ...EMPTY, ...draft.restored });
  const [agreed, agree] = useState<{ ticket: EntryTicket; preview: OrderPreview } | null>(null);
  const { state, act, forget } = useAct(useRefusalTold());
  const ticket = ticketOf(instrument.instrumentId, typed, language);
  const isOpen = useOpenActs(`instrument ${instrument.instrumentId}`).open.length > 0;
  const preview = usePreview(ticket, isInSight);
  const change = (more: Partial<Typed>) => {
    forget();
    const next = { ...typed, ...more };
    setTyped(next);
    draft.keep(next);
  };
  const { ticket: text } = own;
  const review = (event: FormEvent) => {
    event.preventDefault();
    if (ticket !== null && preview.data?.sendable) agree({ ticket, preview: preview.data });
  };
  const send = async () => {
    if (agreed === null) return;
    const { ticket: sent, preview: seen } = agreed;
    const most = mostOf(seen, sent);
    const about = { instrumentId: sent.instrumentId, quantity: sent.quantity ?? most.quantity };
    const done = await act({ kind: 'order', confirmed: true, ticket: sent, most }, about);
    agree(null);
    if (done === null) return;
    setTyped({ ...EMPTY, side: typed.side, type: typed.type, sizing: typed.sizing });
    draft.keep(null);
  };
  const field = (name: 'limitPrice' | 'quantity' | 'risk' | 'stop' | 'target' | 'second', label: string, help?: string) => (
    <TextField
      label={label}
      value={typed[name]}
      onChange={(value) => change({ [name]: value })}
      inputMode="decimal"
      autoComplete="off"
      {...(help !== undefined && { help })}
      fault={isFaulty(typed[name], language) ? (unclearNumber(typed[name], language) ?? text.notNumber) : null}
    />
  );
  return (
    <form onSubmit={review} className="grid gap-3 px-4 py-3.5 phone:px-3.5" noValidate>
      <div className="flex flex-wrap gap-2">
        <Segmented
          label={text.side}
          options={(['buy', 'sell'] as const).map((value) => ({ value, text: text[value] }))}
          value={typed.side}
          onChoose={(side) => change({ side })}
        />
        <Segmented
          label={text.type}
          options={(['market', 'limit'] as const).map((value) => ({ value, text: text[value] }))}
          value={typed.type}
          onChoose={(type) => change({ type })}
        />
        <Segmented
          label={text.sizing}
          options={[
            { value: 'quantity' as const, text: text.byQuantity },
            { value: 'risk' as const, text: text.byRisk },
          ]}
          value={typed.sizing}
          onChoose={(sizing) => change({ sizing })}
        />
      </div>
      <div className="grid grid-cols-2 items-start gap-3">
        {typed.type === 'limit' && field('limitPrice', text.limitPrice)}
        {typed.sizing === 'quantity'
          ? field('quantity', text.quantity(instrument.base), text.quantityHelp)
          : field('risk', text.risk, text.riskHelp)}
        {field('stop', text.stop, text.stopHelp)}
        {field('target', text.target, text.targetHelp)}
        {typed.target !== '' && field('second', text.second, text.secondHelp)}
      </div>
      {typed.type === 'limit' && (
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={typed.postOnly} onChange={(event) => change({ postOnly: event.target.checked })} />
          {text.postOnly}
        </label>
      )}
      <PreviewTold preview={ticket === null ? null : preview} isComplete={ticket !== null} label={text.told(instrument.label)} />
      <Button
        type="submit"
        manner="primary"
        disabled={isOpen || preview.data?.sendable !== true || ticket === null || state.kind === 'asked'}
      >
        {text.review}
      </Button>
      {/* What is not known stands above, also after a reload. */}
      {state.kind !== 'unknown' && <ActTold state={state} instrument={instrument} />}
      {agreed !== null && (
        <ConfirmOrder
          {...agreed}
          instrument={instrument}
          isSending={state.kind === 'asked'}
          onGo={() => void send()}
          onClose={() => agree(null)}
        />
      )}
    </form>
  );
}

/** What risk says of the ticket: asked when typing rests, and again as long as it is looked at. */
function usePreview(ticket: EntryTicket | null, isInSight: boolean) {
  const key = JSON.stringify(ticket);
  const [rested, setRested] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => setRested(key), REST_MS);
    return () => clearTimeout(timer);
  }, [key]);
  const isRested = rested === key && ticket !== null;
  const question = useQuery({
    queryKey: ['order preview', rested],
    queryFn: () => call('orders.preview', { body: JSON.parse(rested) as EntryTicket }),
    enabled: isRested && isInSight,
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchInterval: FRESH_MS,
  });
  return { data: isRested ? question.data : undefined, error: isRested ? question.error : null, isLooking: ticket !== null && !isRested };
}

export type AskedPreview = ReturnType<typeof usePreview>;
