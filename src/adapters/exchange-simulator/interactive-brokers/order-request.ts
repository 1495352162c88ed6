/** A contract and an order as a client sends them in PLACE_ORDER at the simulator's protocol version. */

import type { TokenReader } from './token-reader.ts';

export interface ContractRequest {
  readonly conId: number;
  readonly symbol: string;
  readonly secType: string;
  readonly exchange: string;
  readonly currency: string;
  readonly localSymbol: string;
}

/** Numbers are null where the client left them out. */
export interface OrderRequest {
  readonly contract: ContractRequest;
  readonly action: string;
  readonly quantity: number | null;
  readonly orderType: string;
  readonly limitPrice: number | null;
  /** Stop price, or the distance of a trailing stop. */
  readonly auxPrice: number | null;
  readonly timeInForce: string;
  readonly ocaGroup: string;
  readonly ocaType: number;
  readonly account: string;
  readonly orderRef: string;
  readonly transmit: boolean;
  readonly parentId: number;
  readonly outsideRegularHours: boolean;
  readonly goodTillDate: string;
  readonly trailStopPrice: number | null;
  /** What the order asks for that the simulator doesn't do; it is refused rather than traded without it. */
  readonly unsupported: readonly string[];
}

/** conId, symbol, …, as market data, bars and orders carry a contract. */
export function readContract(reader: TokenReader): ContractRequest {
  const conId = reader.integer();
  const symbol = reader.text();
  const secType = reader.text();
  reader.skip(4); // expiry, strike, right, multiplier
  const exchange = reader.text();
  reader.skip(1); // primary exchange
  const currency = reader.text();
  const localSymbol = reader.text();
  reader.skip(1); // trading class
  return { conId, symbol, secType, exchange, currency, localSymbol };
}

/** The message after its order id. */
export function readOrder(reader: TokenReader): OrderRequest {
  const unsupported: string[] = [];
  const absent = (what: string, present: boolean) => {
    if (present) unsupported.push(what);
  };
  const contract = readContract(reader);
  reader.skip(2); // security id and its type
  const action = reader.text();
  const quantity = reader.number();
  const orderType = reader.text();
  const limitPrice = reader.number();
  const auxPrice = reader.number();
  const timeInForce = reader.text();
  const ocaGroup = reader.text();
  const account = reader.text();
  reader.skip(2); // open or close, origin
  const orderRef = reader.text();
  const transmit = reader.flag();
  const parentId = reader.integer();
  reader.skip(4); // block, sweep to fill, display size, trigger method
  const outsideRegularHours = reader.flag();
  reader.skip(1); // hidden
  absent('combination', contract.secType === 'BAG');
  const plain = {
    contract,
    action,
    quantity,
    orderType,
    limitPrice,
    auxPrice,
    timeInForce,
    ocaGroup,
    account,
    orderRef,
    transmit,
    parentId,
  };
  if (unsupported.length > 0) return { ...plain, ocaType: 0, outsideRegularHours, goodTillDate: '', trailStopPrice: null, unsupported };
  reader.skip(2); // shares allocation, discretionary amount
  absent('good-after time', reader.text() !== '');
  const goodTillDate = reader.text();
  reader.skip(7); // adviser's group, method, percentage; model; short-sale slot, location, exemption
  const ocaType = reader.integer();
  reader.skip(2); // rule 80A, settling firm
  absent('all-or-none', reader.flag());
  absent('minimum quantity', (reader.number() ?? 0) > 0);
  reader.skip(11); // offset, firm quote, price cap, auction, box and pegging prices, override of percentage constraints
  absent('volatility', reader.number() !== null);
  reader.skip(1); // its type
  if (reader.text() !== '')
    reader.skip(9); // delta-neutral order
  else reader.skip(1);
  reader.skip(2); // continuous update, reference price
  const trailStopPrice = reader.number();
  absent('trailing percent', reader.number() !== null);
  readRest(reader, absent);
  return { ...plain, ocaType, outsideRegularHours, goodTillDate, trailStopPrice, unsupported };
}

/** What follows the prices: scale, hedge, algorithm, what-if and conditions, none of which the simulator trades. */
function readRest(reader: TokenReader, absent: (what: string, present: boolean) => void): void {
  reader.skip(2); // scale sizes
  const scaled = reader.number() !== null;
  absent('scale', scaled);
  if (scaled) reader.skip(7);
  reader.skip(3); // scale table, active from and to
  const hedged = reader.text() !== '';
  absent('hedge', hedged);
  if (hedged) reader.skip(1);
  reader.skip(4); // smart routing, clearing account and intent, not held
  if (reader.flag()) reader.skip(3); // delta-neutral contract
  const algorithm = reader.text() !== '';
  absent('algorithm', algorithm);
  if (algorithm) reader.skip(2 * reader.integer());
  reader.skip(1); // algorithm id
  absent('what-if', reader.flag());
  reader.skip(4); // options, solicited, random size and price
  absent('conditions', reader.integer() > 0);
}
