/** The question before an order by hand is sent: which world, what at most, and what its stop would cost. */

import type { EntryTicket, OrderPreview } from '../../../src/api/orders.ts';
import type { Instrument } from '../../../src/api/session.ts';
import { decimal, money, quantity as quantityText } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useSnapshot } from '../../live/session.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { mostOf } from './typed-ticket.ts';
import { useTradingWords } from './words.ts';

const WORLD_TONES = {
  demo: 'bg-band-demo text-on-band-demo',
  paper: 'bg-band-paper text-on-band-paper',
  real: 'bg-band-real text-on-band-real',
} as const;

export function ConfirmOrder({
  ticket,
  preview,
  instrument,
  isSending,
  onGo,
  onClose,
}: {
  ticket: EntryTicket;
  preview: OrderPreview;
  instrument: Instrument;
  isSending: boolean;
  onGo: () => void;
  onClose: () => void;
}) {
  const own = useTradingWords();
  const { language } = useSpeech();
  const { world, status } = useSnapshot();
  const { confirm } = own;
  const { currency, displayDecimals } = status.account;
  const most = mostOf(preview, ticket);
  const price = (text: string) => decimal(language, text, instrument.priceDecimals);
  const cash = (text: string) => money(language, text, currency, displayDecimals);
  const size = quantityText(language, preview.quantity, instrument.quantityDecimals);
  return (
    <ConfirmDialog
      title={confirm.title(own.ticket[ticket.side], size, instrument.label)}
      consequences={[
        confirm.order(own.ticket[ticket.type], price(ticket.limitPrice ?? preview.price)),
        confirm.most(size, cash(most.value)),
        ...(preview.lossAtStop === null ? [] : [confirm.stop(price(ticket.stopPrice ?? '0'), cash(preview.lossAtStop.money))]),
        ...ticket.targets.map((target) => confirm.target(price(target.price))),
      ]}
      quiet={confirm.stay}
      go={confirm.go}
      isDanger={world === 'real'}
      isDisabled={isSending}
      isWaiting={isSending}
      onGo={onGo}
      onClose={onClose}
    >
      <p className={`mt-3.5 rounded-m px-3 py-2 font-semibold ${WORLD_TONES[world]}`}>{confirm.worlds[world]}</p>
    </ConfirmDialog>
  );
}
