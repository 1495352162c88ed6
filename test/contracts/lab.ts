/** One venue on a fresh simulator, as the contract suite sees it: a link, the exchange behind it, and what can go wrong between them. */

import type { Exchange } from '../../src/adapters/exchange-simulator/exchange/exchange.ts';
import type { Market } from '../../src/adapters/exchange-simulator/exchange/market.ts';
import { parseScenario } from '../../src/adapters/exchange-simulator/faults/scenario.ts';
import type { ExchangeServer } from '../../src/adapters/exchange-simulator/replayed-exchange.ts';
import type { VenueAnswer, VenueFailureCode, VenueLink, VenueNews, VenueRequest } from '../../src/core/trading/broker/venue-link.ts';
import type { Asking } from '../venues/listening.ts';

/** What goes wrong: with the next order that is placed, with the news of executions, or with the venue as a whole. */
export type Trouble =
  | 'answer-lost'
  | 'cut-before'
  | 'cut-after'
  | 'server-error'
  | 'rate-limit'
  | 'maintenance'
  | 'bad-nonce'
  | 'news-doubled'
  | 'news-reordered'
  | 'news-lost'
  | 'silent'
  | 'clock-skew'
  | 'restart'
  | 'restart-forgetting'
  | 'partial-fills'
  | 'dearer';

/** What a venue says and can show; absent: it has no such rule, or its simulator no such trouble. */
export interface VenueTraits {
  readonly instrument: string;
  readonly base: string;
  readonly quote: string;
  /** Of a taker, as exact text: the fee of a fill is its value times this. */
  readonly takerFee: string;
  /** A buyer's fee is taken in the coin bought: what is held is less than what was bought. */
  readonly buyFeesInCoin?: boolean;
  /** What is held shows as a position, or as a balance. */
  readonly holds: 'position' | 'balance';
  readonly troubles: readonly Trouble[];
  /** The code of each refusal; some venues have one code for several reasons. */
  readonly refusals: Readonly<
    Partial<Record<'funds' | 'minimum' | 'priceStep' | 'quantityStep' | 'band' | 'postOnly' | 'halted' | 'notHeld', VenueFailureCode>>
  >;
  /** What the broker never asks for is not refused: the simulation of the fault runs takes what it has not claimed. */
  readonly trustsItsCaller?: boolean;
  /** A rate limit says when to come back. */
  readonly saysWhenToComeBack?: boolean;
  /** The outcome of a request during maintenance. */
  readonly maintenance?: 'refused' | 'unknown';
  /** What a request by a clock that is off by half a minute is answered. */
  readonly skewed?: VenueFailureCode;
}

export interface Lab extends Pick<Asking, 'news'> {
  readonly traits: VenueTraits;
  readonly link: VenueLink;
  readonly exchange: Exchange;
  /** Name of the account at the exchange. */
  readonly account: string;
  ask(what: VenueRequest, mayStillSend?: () => boolean): Promise<VenueAnswer>;
  /** Waits for a piece of news, told already or yet to come. */
  until(fits: (news: VenueNews) => boolean): Promise<VenueNews>;
  /** Lets the market go on by so many ms of its own time. */
  advance(ms: number): void;
  strike(trouble: Trouble): void;
  /** Nothing goes wrong any more. */
  calm(): void;
  /** The next order that is placed comes later than the venue takes it. Gives its answer. */
  placeLate(what: Extract<VenueRequest, { kind: 'place' }>): Promise<VenueAnswer>;
  close(): Promise<void>;
}

/** Where a wire simulator's faults strike for a link. */
export interface WireWords {
  readonly place: string;
  readonly executions: string;
}

/** Faults of the scenario language, by trouble. A lot of 1 unit is `lots` lots. */
const faultsOf = (words: WireWords, unitLots: number): Readonly<Record<Trouble, object>> => {
  const place = { count: 1, scope: { request: words.place } };
  const executions = { scope: { topic: words.executions } };
  return {
    'answer-lost': { kind: 'answer-lost', ...place },
    'cut-before': { kind: 'reset', side: 'request', ...place },
    'cut-after': { kind: 'reset', side: 'answer', ...place },
    'server-error': { kind: 'server-error', ...place },
    'rate-limit': { kind: 'rate-limit', ...place },
    maintenance: { kind: 'maintenance', ...place },
    'bad-nonce': { kind: 'bad-nonce', ...place },
    'news-doubled': { kind: 'duplicate', ...executions },
    'news-reordered': { kind: 'reorder', ...executions },
    'news-lost': { kind: 'drop', ...executions },
    silent: { kind: 'silent' },
    'clock-skew': { kind: 'clock-skew', skewMs: 30_000 },
    restart: { kind: 'restart' },
    'restart-forgetting': { kind: 'restart', forgetOrders: true },
    'partial-fills': { kind: 'partial-fills', mostLots: unitLots },
    dearer: { kind: 'fee-change', makerRatio: 0.02, takerRatio: 0.02 },
  };
};

export interface WireLab {
  readonly traits: VenueTraits;
  readonly link: VenueLink;
  readonly server: ExchangeServer;
  readonly account: string;
  readonly words: WireWords;
  readonly placeLate: Lab['placeLate'];
  readonly close: () => Promise<void>;
}

/** A link over real sockets. `asking` was listening before the link was started. */
export function wireLab({ traits, link, server, account, words, placeLate, close }: WireLab, asking: Asking): Lab {
  const { exchange, gate } = server;
  const [market] = exchange.markets as [Market];
  const faults = faultsOf(words, Math.round(1 / market.instrument.lotSize));
  return {
    traits,
    link,
    exchange,
    account,
    news: asking.news,
    ask: (what, mayStillSend) => asking.ask(what, mayStillSend),
    until: (fits) => asking.news.until(fits),
    advance: (ms) => exchange.advance(exchange.now + ms),
    strike: (trouble) => {
      for (const fault of parseScenario(JSON.stringify(faults[trouble]), trouble)) gate.add(fault);
    },
    calm: () => void gate.remove(),
    placeLate,
    close,
  };
}

/** Lets a request arrive six seconds after it was stamped. */
export async function whileHeldUp<T>(
  { exchange, gate }: Pick<ExchangeServer, 'exchange' | 'gate'>,
  request: string,
  ask: () => Promise<T>,
): Promise<T> {
  const id = gate.add({ kind: 'latency', side: 'request', delayMs: 200, count: 1, when: {}, scope: { request } });
  const answer = ask();
  while (!gate.list().some((state) => state.id === id && state.struck > 0)) await new Promise(setImmediate);
  exchange.advance(exchange.now + 6_000);
  return answer;
}
