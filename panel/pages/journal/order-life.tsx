/** What became of a decision: its order placed, changed, executed and ended, one after the other. */

import type { DecisionInFull, OrderChange } from '../../../src/api/archive.ts';
import type { Fill, Order, OrderProgress } from '../../../src/api/records.ts';
import { decimal, money, plain, quantity } from '../../i18n/format.ts';
import { type Speech, useSpeech } from '../../i18n/words.ts';
import { useInstrument } from '../../live/instruments.ts';
import { useStatus } from '../../live/session.ts';
import { MoneyText } from '../../parts/figures.tsx';
import { type Moment, Timeline } from '../../parts/timeline.tsx';
import { type JournalWords, useJournalWords } from './words.ts';

export function OrderLife({ full }: { full: DecisionInFull }) {
  const own = useJournalWords();
  const speech = useSpeech();
  const { account } = useStatus();
  const { quantityDecimals, priceDecimals } = useInstrument()(full.decision.instrumentId);
  if (!full.order) return <p className="px-4 py-4 text-text-2 phone:px-3.5">{own.one.noOrder}</p>;
  const teller: Teller = {
    own,
    speech,
    size: (text) => quantity(speech.language, text, quantityDecimals),
    price: (text) => decimal(speech.language, text, priceDecimals),
    entry: (sequence) => own.one.entry(plain(speech.language, sequence, 0)),
  };
  const moments = [
    { sequence: full.order.journalSequence, place: 0, moment: placed(full.order, teller) },
    ...full.fills.map((fill, n) => ({ sequence: fill.journalSequence, place: 1 + n, moment: filled(fill, teller, account) })),
    // In an entry that changes, fills and ends an order, in that order.
    ...full.changes.map((change, n) => ({
      sequence: change.journalSequence,
      place: change.status === 'working' || isOnItsWay(change.status) ? 0.5 : 1000 + n,
      moment: changed(change, n, teller),
    })),
  ].sort((a, b) => a.sequence - b.sequence || a.place - b.place);
  return (
    <div className="px-4 py-4 phone:px-3.5">
      <Timeline label={own.one.life} moments={moments.map(({ moment }) => moment)} />
    </div>
  );
}

interface Teller {
  readonly own: JournalWords;
  readonly speech: Speech;
  readonly size: (text: string) => string;
  readonly price: (text: string) => string;
  readonly entry: (sequence: number) => string;
}

const joined = (parts: readonly (string | null | false)[]): string =>
  parts.filter((part): part is string => typeof part === 'string' && part !== '').join(' · ');

function placed(order: Order, { own, speech, size, price, entry }: Teller): Moment {
  const { orders } = speech.words;
  const terms = joined([
    orders[order.side],
    order.quantity === null ? orders.atFill : size(order.quantity),
    orders.types[order.type],
    order.limitPrice !== null && price(order.limitPrice),
    order.stopPrice !== null && `stop ${price(order.stopPrice)}`,
    order.timeInForce,
    order.reduceOnly && orders.reduceOnly,
    entry(order.journalSequence),
  ]);
  return {
    key: 'placed',
    at: order.createdAt,
    icon: 'play',
    tone: 'plain',
    title: own.one.placed(orders.purposes[order.purpose]),
    detail: terms,
  };
}

function filled(fill: Fill, { own, speech, size, price, entry }: Teller, account: { displayDecimals: number; currency: string }): Moment {
  const { fills } = speech.words;
  const fee = money(speech.language, fill.fee, fill.feeCurrency, Math.max(4, account.displayDecimals));
  return {
    key: fill.fillId,
    at: fill.at,
    icon: 'check',
    tone: 'good',
    title: (
      <>
        {own.one.filled(size(fill.quantity), price(fill.price))}{' '}
        {fill.realised !== null && (
          <MoneyText value={fill.realised} decimals={account.displayDecimals} currency={account.currency} manner="result" />
        )}
      </>
    ),
    detail: joined([fills[fill.liquidity], `${own.one.fee} ${fee}`, fill.fillId, entry(fill.journalSequence)]),
  };
}

const ON_ITS_WAY = ['approved', 'sent', 'acknowledged', 'in-doubt'] as const satisfies readonly OrderProgress['stage'][];
const isOnItsWay = (status: OrderChange['status']): status is (typeof ON_ITS_WAY)[number] =>
  (ON_ITS_WAY as readonly string[]).includes(status);

function changed(change: OrderChange, n: number, { own, speech, size, price, entry }: Teller): Moment {
  const { at, status, code, journalSequence } = change;
  if (isOnItsWay(status)) {
    const name = change.venueOrderId === null ? null : `${own.one.atTheVenue} ${change.venueOrderId}`;
    const known = { key: `change ${n}`, at, title: own.one.onItsWay[status], detail: joined([name, entry(journalSequence)]) };
    return { ...known, icon: status === 'in-doubt' ? 'alert' : 'check', tone: status === 'in-doubt' ? 'bad' : 'plain' };
  }
  const isAmended = status === 'working';
  const isBad = status === 'rejected';
  const why = code === null || code === '' ? null : speech.check(code)[1];
  return {
    key: `change ${n}`,
    at,
    icon: isAmended ? 'undo' : status === 'filled' ? 'check' : 'x',
    tone: isBad ? 'bad' : status === 'filled' ? 'good' : 'plain',
    title: isAmended ? own.one.amended : own.one.ended[status],
    detail: joined([
      why === null ? null : speech.reason(why),
      change.quantity !== null && size(change.quantity),
      change.limitPrice !== null && price(change.limitPrice),
      change.stopPrice !== null && `stop ${price(change.stopPrice)}`,
      entry(journalSequence),
    ]),
  };
}
