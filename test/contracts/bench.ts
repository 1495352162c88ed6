/** What the cases of the contract suite share: the lab at hand, and the questions that are asked again and again. */

import type { Market } from '../../src/adapters/exchange-simulator/exchange/market.ts';
import {
  capabilitiesOn,
  type ExecutionReport,
  type OrderReport,
  type PlaceOrder,
  type VenueCapabilities,
  type VenueNews,
  type VenueRequest,
} from '../../src/core/trading/broker/venue-link.ts';
import { MINUTE } from './contract-market.ts';
import type { Lab, Trouble, VenueTraits } from './lab.ts';
import { exact, type Good, goodAnswer, nameOf, orderFor } from './orders.ts';

export type Placement = Extract<VenueRequest, { kind: 'place' }>;

export interface Bench {
  readonly traits: VenueTraits;
  lab: Lab;
  /** Exchange time at which the case began. */
  since: number;
  /** Every case begins in calm, flat and without orders. */
  begin(): Promise<void>;
  can(trouble: Trouble): boolean;
  capabilities(): VenueCapabilities;
  /** The answer when it is a good one; fails with what came instead. */
  good<K extends VenueRequest['kind']>(what: Extract<VenueRequest, { kind: K }>): Promise<Good<K>>;
  /** A market order for 10 units, or what differs from it. */
  order(more?: Partial<PlaceOrder>): Placement;
  /** A limit order that waits below the market. */
  resting(more?: Partial<PlaceOrder>): Placement;
  openOrders(): Promise<readonly OrderReport[]>;
  /** Open orders as the exchange has them, whatever is told. */
  openAtVenue(): number;
  executions(): Promise<readonly ExecutionReport[]>;
  find(placed: Placement): Promise<Good<'find'>>;
  /** Of the instrument, as position or as coins; exact, and without what there was when the case began. */
  held(): Promise<bigint>;
  balance(currency: string): Promise<string>;
  executionOf(placed: Placement): (news: VenueNews) => boolean;
  endOf(placed: Placement): (news: VenueNews) => boolean;
  /** Waits for the link where it is just coming back. */
  connected(): Promise<void>;
}

export const isUp = (news: VenueNews) => news.kind === 'link' && news.state === 'up';
export const isDown = (news: VenueNews) => news.kind === 'link' && news.state === 'down';
export const refused = (code: string) => ({ ok: false, outcome: 'refused', code });

const SPARE_UNITS = 2;

export function createBench(traits: VenueTraits): Bench {
  let spare = 0n;
  const bench: Bench = {
    traits,
    lab: null as unknown as Lab,
    since: 0,
    async begin() {
      const { lab } = bench;
      lab.calm();
      const at = lab.exchange.account(lab.account);
      const [market] = lab.exchange.markets as [Market];
      for (const order of at.openOrders()) lab.exchange.cancel(at, order);
      // Where buying costs coins, there are some to pay with: what was bought can be sold whole.
      const lots = at.wholeLotsOf(0) - (traits.buyFeesInCoin ? Math.round(SPARE_UNITS / market.instrument.lotSize) : 0);
      if (lots !== 0) lab.exchange.tradeByHand(at, market, lots > 0 ? -1 : 1, Math.abs(lots));
      // The market repeats itself every ten minutes.
      lab.advance(10 * MINUTE - ((lab.exchange.now - (market.source.time[0] as number)) % (10 * MINUTE)));
      bench.since = lab.exchange.now;
      await bench.good({ kind: 'time' });
      spare = traits.buyFeesInCoin ? exact(await bench.balance(traits.base)) : 0n;
    },
    can: (trouble) => traits.troubles.includes(trouble),
    capabilities: () => capabilitiesOn(bench.lab.link.capabilities, traits.instrument),
    good: (what) => goodAnswer(bench.lab, what),
    order: (more) => orderFor(traits, more),
    resting: (more) => orderFor(traits, { type: 'limit', limitPrice: '97', ...more }),
    openOrders: async () => (await bench.good({ kind: 'open-orders' })).orders,
    openAtVenue: () => bench.lab.exchange.account(bench.lab.account).openOrders().length,
    executions: async () => (await bench.good({ kind: 'executions', since: bench.since })).executions,
    find: (placed) => bench.good({ kind: 'find', order: nameOf(placed), since: bench.since }),
    async held() {
      if (traits.holds === 'balance') return exact(await bench.balance(traits.base)) - spare;
      const { positions } = await bench.good({ kind: 'positions' });
      return exact(positions.find(({ instrument }) => instrument === traits.instrument)?.quantity ?? '0');
    },
    async balance(currency) {
      const { balances } = await bench.good({ kind: 'balances' });
      return balances.find((one) => one.currency === currency)?.total ?? '0';
    },
    executionOf: (placed) => (news) => news.kind === 'execution' && news.execution.clientOrderId === placed.order.clientOrderId,
    endOf: (placed) => (news) =>
      news.kind === 'order' && news.order.clientOrderId === placed.order.clientOrderId && news.order.status !== 'working',
    async connected() {
      const { news } = bench.lab;
      const last = news.all.findLast(({ kind }) => kind === 'link');
      if (last === undefined || !isDown(last)) return;
      news.all.length = 0;
      await bench.lab.until(isUp);
    },
  };
  return bench;
}
