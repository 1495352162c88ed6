/** Orders, ids and exact sums for the contract suite. */

import type { ExecutionReport, OrderName, PlaceOrder, VenueAnswer, VenueRequest } from '../../src/core/trading/broker/venue-link.ts';
import type { Lab, VenueTraits } from './lab.ts';

let placed = 0;

/** A client order id as Atalaya makes them: 32 hexadecimal characters, never the same. */
const nextId = (): string => (++placed).toString(16).padStart(32, '0');

/** A market order for 10 units, or what differs from it. */
export function orderFor({ instrument }: VenueTraits, more: Partial<PlaceOrder> = {}): Extract<VenueRequest, { kind: 'place' }> {
  const wanted: PlaceOrder = {
    clientOrderId: nextId(),
    instrument,
    side: 'buy',
    type: 'market',
    quantity: '10',
    limitPrice: null,
    stopPrice: null,
    timeInForce: 'GTC',
    expireAt: null,
    postOnly: false,
    reduceOnly: false,
  };
  return { kind: 'place', order: { ...wanted, ...more } };
}

export function nameOf({ order: { clientOrderId, instrument } }: Extract<VenueRequest, { kind: 'place' }>): OrderName {
  return { clientOrderId, instrument, venueOrderId: null };
}

export type Good<K extends VenueRequest['kind']> = Extract<VenueAnswer, { ok: true; kind: K }>;

/** The answer when it is a good one; fails with what came instead. */
export async function goodAnswer<K extends VenueRequest['kind']>(lab: Lab, what: Extract<VenueRequest, { kind: K }>): Promise<Good<K>> {
  const answer = await lab.ask(what);
  if (!answer.ok) throw new Error(`expected ${what.kind} to go well, found ${JSON.stringify(answer)}`);
  return answer as Good<K>;
}

const DECIMALS = 12;

/** Exact decimal text as a whole number of 10^-12. */
export function exact(text: string): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '' || fraction.length > DECIMALS) throw new Error(`expected exact decimal text, found "${text}"`);
  const value = BigInt(whole + fraction.padEnd(DECIMALS, '0'));
  return sign === '-' ? -value : value;
}

export function times(a: string, b: string): bigint {
  return (exact(a) * exact(b)) / 10n ** BigInt(DECIMALS);
}

export const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

/** What executions do to the money: sales less purchases less fees that are money. */
export function moneyOf(executions: readonly ExecutionReport[], quote: string): bigint {
  return total(
    executions.map(
      ({ side, quantity, price, fee, feeCurrency }) =>
        (side === 'sell' ? 1n : -1n) * times(quantity, price) - (feeCurrency === quote ? exact(fee) : 0n),
    ),
  );
}

/** What executions do to what is held: purchases less sales less fees that are taken in it. */
export function holdingOf(executions: readonly ExecutionReport[], base: string): bigint {
  return total(
    executions.map(
      ({ side, quantity, fee, feeCurrency }) =>
        (side === 'buy' ? exact(quantity) : -exact(quantity)) - (feeCurrency === base ? exact(fee) : 0n),
    ),
  );
}
