/** The private stream: after signing in, an account's orders, executions, positions and wallet as they change. */

import type { AccountEvent, ExchangeAccount } from '../exchange/account.ts';
import type { WireSocket } from '../wire/wire-socket.ts';
import { plainText, Refused } from './answers.ts';
import { keyOfStream, type SecretOf } from './credentials.ts';
import { positionText, walletText } from './holdings-text.ts';
import { executionText, fundingText, orderText } from './order-text.ts';
import { answerPing, type Frame, readFrame, said } from './stream-words.ts';
import type { BybitVenue } from './venue.ts';

const TOPICS =
  /^(?:(order|execution|position)(?:\.(spot|linear|inverse|option))?|execution\.fast(?:\.(spot|linear|inverse|option))?|wallet|greeks|dcp\.(future|spot|option))$/;
/** What the quick form of an execution leaves. */
const FAST_FIELDS = [
  'category',
  'symbol',
  'execId',
  'execPrice',
  'execQty',
  'orderId',
  'isMaker',
  'orderLinkId',
  'side',
  'execTime',
  'seq',
];

interface Listener {
  readonly socket: WireSocket;
  readonly topics: Set<string>;
  account: ExchangeAccount | null;
}

/** What an event is in one topic: of which category, and its record. */
interface News {
  readonly topic: string;
  readonly category: string;
  readonly market: number;
  readonly record: Record<string, unknown>;
}

export class PrivateStreams {
  private readonly venue: BybitVenue;
  private readonly secretOf: SecretOf;
  private readonly listeners = new Set<Listener>();
  private connections = 0;
  private messages = 0;

  constructor(venue: BybitVenue, secretOf: SecretOf) {
    this.venue = venue;
    this.secretOf = secretOf;
  }

  connect(socket: WireSocket): void {
    const connection = `private-${++this.connections}`;
    const listener: Listener = { socket, topics: new Set(), account: null };
    this.listeners.add(listener);
    socket.onClose(() => {
      this.listeners.delete(listener);
      if (listener.account !== null && listensForDeath(listener)) this.venue.deadMan.listens(listener.account, false);
    });
    socket.onMessage((text) => {
      const frame = readFrame(text);
      if (frame === null) return socket.close(1007, 'expected JSON');
      const answer = (success: boolean, words: string) => socket.send({ topic: frame.op }, said(frame, connection, success, words));
      if (frame.op === 'ping') return socket.send({ topic: 'pong' }, answerPing(frame, connection, 'private', this.venue.clock()));
      if (frame.op === 'auth') return this.signIn(listener, frame, answer);
      if (listener.account === null) return answer(false, 'Request not authorized');
      if (frame.op === 'subscribe') return this.subscribe(listener, frame, answer);
      if (frame.op !== 'unsubscribe') return answer(false, `error:handler not found,op:${frame.op}`);
      for (const topic of frame.args) listener.topics.delete(plainText(topic));
      answer(true, '');
    });
  }

  /** Tells those who listen to this account. */
  told(account: ExchangeAccount, event: AccountEvent): void {
    if (![...this.listeners].some((listener) => listener.account === account)) return;
    for (const news of newsOf(this.venue, account, event)) this.tell(account, news);
  }

  private signIn(listener: Listener, { args }: Frame, answer: (success: boolean, words: string) => void): void {
    try {
      listener.account = this.venue.exchange.account(keyOfStream(args, this.secretOf, this.venue.clock()));
      answer(true, '');
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      answer(false, error.message);
    }
  }

  private subscribe(listener: Listener, { args }: Frame, answer: (success: boolean, words: string) => void): void {
    const unknown = args.map(plainText).find((topic) => !TOPICS.test(topic));
    if (unknown !== undefined) return answer(false, `error:handler not found,topic:${unknown}`);
    const listened = listensForDeath(listener);
    for (const topic of args) listener.topics.add(plainText(topic));
    if (!listened && listensForDeath(listener)) this.venue.deadMan.listens(listener.account as ExchangeAccount, true);
    answer(true, '');
  }

  private tell(account: ExchangeAccount, { topic, category, market, record }: News): void {
    const { exchange, symbols } = this.venue;
    const instrument = symbols.of(market).market.instrument.id;
    const message = { id: this.venue.idOf('message', ++this.messages), topic, creationTime: exchange.now, data: [record] };
    for (const listener of this.listeners) {
      if (listener.account !== account) continue;
      for (const name of [topic, `${topic}.${category}`])
        if (listener.topics.has(name)) listener.socket.send({ topic: name, account: account.id, instrument }, { ...message, topic: name });
    }
  }
}

function listensForDeath({ topics }: Listener): boolean {
  return [...topics].some((topic) => topic.startsWith('dcp.'));
}

function newsOf(venue: BybitVenue, account: ExchangeAccount, event: AccountEvent): News[] {
  if (event.kind === 'account') {
    const listed = venue.symbols.of(event.market);
    const { market, category } = listed;
    const wallet: News = { topic: 'wallet', category, market: event.market, record: walletText(venue, account) };
    return category === 'spot'
      ? [wallet]
      : [{ topic: 'position', category, market: market.index, record: positionText(venue, account, listed) }, wallet];
  }
  const { market } = event.kind === 'order' ? event.order : event.kind === 'execution' ? event.execution : event.payment;
  const { category } = venue.symbols.of(market);
  // A market order is told when it is filled.
  if (event.kind === 'order' && event.order.type === 'market' && event.order.status === 'new') return [];
  if (event.kind === 'order') return [{ topic: 'order', category, market, record: { category, ...orderText(venue, event.order) } }];
  if (event.kind === 'funding') return [{ topic: 'execution', category, market, record: fundingText(venue, event.payment) }];
  const record = executionText(venue, account, event.execution);
  const fast = Object.fromEntries(FAST_FIELDS.map((name) => [name, record[name]]));
  return [
    { topic: 'execution', category, market, record },
    { topic: 'execution.fast', category, market, record: fast },
  ];
}
