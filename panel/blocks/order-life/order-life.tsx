/** An order's whole life, one moment after the other: the signal, what risk said, its way to the venue, its executions and its end. */

import { Link } from 'react-router';
import type { OrderChange } from '../../../src/api/archive.ts';
import type { Decision, Fill, Order } from '../../../src/api/records.ts';
import { decimal, money, percent, plain, quantity } from '../../i18n/format.ts';
import { type Speech, useSpeech } from '../../i18n/words.ts';
import { useInstrument } from '../../live/instruments.ts';
import { useStatus } from '../../live/session.ts';
import { type Moment, Timeline } from '../../parts/timeline.tsx';
import { pathOfDecision } from '../decision-path.ts';
import { TradeResult } from '../trade-result.tsx';
import { isOnItsWay, type Life, slippageOf } from './life.ts';
import { type LifeWords, useLifeWords } from './words.ts';

const OWNER = 'owner';

export function OrderLife({ life }: { life: Life }) {
  const own = useLifeWords();
  const speech = useSpeech();
  const { account } = useStatus();
  const { decision, order, fills, changes } = life;
  const { quantityDecimals, priceDecimals } = useInstrument()(order?.instrumentId ?? decision?.instrumentId ?? '');
  const teller: Teller = {
    ...{ own, speech, account },
    size: (text) => quantity(speech.language, text, quantityDecimals),
    price: (text) => decimal(speech.language, text, priceDecimals),
    entry: (sequence) => own.entry(plain(speech.language, sequence, 0)),
  };
  const approved = changes.find(({ status }) => status === 'approved');
  const placed: Placed[] = [];
  if (decision) placed.push(...judged(decision, approved, teller));
  if (order) placed.push({ sequence: order.journalSequence, place: -1, moment: placedAt(order, teller) });
  if (order && decision === null && life.opened)
    placed.push({ sequence: order.journalSequence, place: -2, moment: madeFor(order, life.opened, teller) });
  const hasWay = changes.some(({ status }) => isOnItsWay(status));
  if (order && !hasWay) placed.push({ sequence: order.journalSequence, place: -0.5, moment: notRecorded(teller) });
  let sum = 0;
  fills.forEach((fill, n) => {
    sum += Number(fill.quantity);
    placed.push({ sequence: fill.journalSequence, place: 1 + n, moment: filled(fill, sum, life, teller) });
  });
  changes.forEach((change, n) => {
    if (decision && change === approved) return;
    // In an entry that changes, fills and ends an order, in that order.
    const isBefore = change.status === 'working' || isOnItsWay(change.status);
    placed.push({ sequence: change.journalSequence, place: isBefore ? 0.5 : 1000 + n, moment: changed(change, n, teller) });
  });
  placed.sort((a, b) => a.sequence - b.sequence || a.place - b.place);
  const moments = placed.map(({ moment }) => moment);
  if (order?.status === 'working') moments.push({ key: 'waits', at: null, icon: 'clock', tone: 'plain', title: own.waits });
  return <Timeline label={own.life} moments={moments} />;
}

interface Placed {
  readonly sequence: number;
  /** In one entry. */
  readonly place: number;
  readonly moment: Moment;
}

interface Teller {
  readonly own: LifeWords;
  readonly speech: Speech;
  readonly account: { readonly displayDecimals: number; readonly currency: string };
  readonly size: (text: string) => string;
  readonly price: (text: string) => string;
  readonly entry: (sequence: number) => string;
}

const joined = (parts: readonly (string | null | false | undefined)[]): string =>
  parts.filter((part): part is string => typeof part === 'string' && part !== '').join(' · ');

/** The wish, and what risk said of it. What was approved is written down at the trader's own clock, where that is recorded. */
function judged(decision: Decision, approved: OrderChange | undefined, { own, speech, price, entry }: Teller): Placed[] {
  const { at, strategyId, confidence, reason, refusal, checks, cuts, journalSequence } = decision;
  const { language, words } = speech;
  const signal: Moment = {
    ...{ key: 'signal', at, icon: 'candles', tone: 'plain' },
    title: strategyId === OWNER ? own.byHand : own.signal(strategyId),
    detail: joined([
      // Some strategies have no word but their own name.
      reason !== null && reason !== strategyId && speech.reason(reason),
      confidence !== null && decision.action === 'enter' && own.confidence(decimal(language, confidence, 2)),
      decision.price !== null && own.decidedAt(price(decision.price)),
    ]),
  };
  const names: Readonly<Record<string, string>> = words.decisions.cuts;
  const said: Moment = refusal
    ? {
        ...{ key: 'risk', at, icon: 'x', tone: 'bad' },
        title: own.refused(speech.check(refusal.code)[1]),
        detail: joined([refusal.code, own.noOrder, entry(journalSequence)]),
      }
    : {
        ...{ key: 'risk', at: approved?.at ?? at, icon: 'shield', tone: 'good' },
        title: approved ? own.passedWritten : own.passed,
        detail: joined([
          checks.length > 0 && own.checks(checks.length),
          cuts.length > 0 && own.cut(cuts.map((cut) => names[cut] ?? cut).join(', ')),
          entry(journalSequence),
        ]),
      };
  return [
    { sequence: journalSequence, place: -3, moment: signal },
    { sequence: journalSequence, place: -2, moment: said },
  ];
}

function placedAt(order: Order, { own, speech, size, price, entry }: Teller): Moment {
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
  const title = own.placed(orders.purposes[order.purpose]);
  return { key: 'placed', at: order.createdAt === 0 ? null : order.createdAt, icon: 'play', tone: 'plain', title, detail: terms };
}

/** A stop or target is nobody's own decision: it comes with the position that another one opened. */
function madeFor({ purpose }: Order, { orderId, decisionId }: NonNullable<Life['opened']>, { own }: Teller): Moment {
  const title = purpose === 'stop' || purpose === 'target' ? own.protects : own.closes;
  return {
    ...{ key: 'opened', at: null, icon: 'shield', tone: 'plain', title },
    detail: decisionId === null ? own.openedBy(orderId) : <Link to={pathOfDecision(decisionId)}>{own.openedBy(orderId)}</Link>,
  };
}

function notRecorded({ own }: Teller): Moment {
  return { key: 'way', at: null, icon: 'more', tone: 'plain', title: own.notRecorded, detail: own.notRecordedWhy };
}

function filled(fill: Fill, sum: number, life: Life, { own, speech, account, size, price, entry }: Teller): Moment {
  const { fills } = speech.words;
  const fee = money(speech.language, fill.fee, fill.feeCurrency, Math.max(4, account.displayDecimals));
  const all = life.order?.quantity ?? null;
  const isPart = all !== null && Number(all) > Number(fill.quantity);
  return {
    key: fill.fillId,
    at: fill.at,
    icon: 'check',
    tone: 'good',
    title: (
      <>
        {own.filled(size(fill.quantity), price(fill.price))}{' '}
        {fill.realised !== null && <TradeResult fill={fill} decimals={account.displayDecimals} currency={account.currency} />}
      </>
    ),
    detail: joined([
      isPart && own.ofAll(size(String(sum)), size(all)),
      slippageTold(fill, life, own, speech),
      fills[fill.liquidity],
      `${own.fee} ${fee}`,
      fill.fillId,
      entry(fill.journalSequence),
    ]),
  };
}

function slippageTold(fill: Fill, life: Life, own: LifeWords, { language }: Speech): string | null {
  const slipped = slippageOf(fill, life);
  if (slipped === null) return null;
  const { ratio, against } = slipped;
  const share = percent(language, Math.abs(ratio), 3);
  // What is less than can be shown is none.
  if (Math.abs(ratio) < 0.000_005) return own.exact[against];
  return ratio > 0 ? own.worse[against](share) : own.better[against](share);
}

function changed(change: OrderChange, n: number, { own, speech, size, price, entry }: Teller): Moment {
  const { at, status, code, cause, by, journalSequence } = change;
  if (isOnItsWay(status)) {
    const name = change.venueOrderId === null ? null : `${own.atTheVenue} ${change.venueOrderId}`;
    const known = { key: `change ${n}`, at, title: own.onItsWay[status], detail: joined([name, entry(journalSequence)]) };
    return { ...known, icon: status === 'in-doubt' ? 'alert' : 'check', tone: status === 'in-doubt' ? 'bad' : 'plain' };
  }
  const isAmended = status === 'working';
  const why = code === null || code === '' ? null : speech.check(code)[1];
  return {
    key: `change ${n}`,
    at,
    icon: isAmended ? 'undo' : status === 'filled' ? 'check' : 'x',
    tone: status === 'rejected' ? 'bad' : status === 'filled' ? 'good' : 'plain',
    title: isAmended ? (cause ? own.moved[cause] : own.amended) : own.ended[status],
    detail: joined([
      by && own.by(by),
      isAmended && !cause && own.notKnownWhy,
      why === null ? null : speech.reason(why),
      change.quantity !== null && size(change.quantity),
      change.limitPrice !== null && price(change.limitPrice),
      change.stopPrice !== null && `stop ${price(change.stopPrice)}`,
      entry(journalSequence),
    ]),
  };
}
