// What a trader's journal says about its account, folded by this test alone: no code of the trader's own state is used.
import { journalFolder } from '../../src/adapters/journal-files/open-journal.ts';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import type { OrderRecord, Step } from '../../src/core/trading/engine/steps.ts';
import type { VenueAccount, VenueReader } from './processes.ts';

interface OrderHere {
  readonly record: OrderRecord;
  quantity: string;
  filled: bigint;
  status: string;
  code: string;
}

interface JournalAccount {
  readonly orders: Map<string, OrderHere>;
  readonly fills: readonly string[];
  readonly positions: Map<string, bigint>;
  readonly wallet: bigint;
}

const DECIMALS = 8;

/** Exact decimal text in units of 10^-8. */
export function units(text: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  const digits = fraction.replace(/0+$/, '');
  if (digits.length > DECIMALS) throw new RangeError(`${text} has more than ${DECIMALS} decimals`);
  const value = BigInt(whole + digits.padEnd(DECIMALS, '0'));
  return sign === '-' ? -value : value;
}

const fillKey = (id: string, quantity: string, price: string, fee: string) => [id, units(quantity), units(price), units(fee)].join(' ');

export function journalAccount(dataFolder: string, account: string, deposit: string): JournalAccount {
  const orders = new Map<string, OrderHere>();
  const fills: string[] = [];
  const positions = new Map<string, bigint>();
  let wallet = units(deposit);
  for (const { kind, body } of readJournal(journalFolder(dataFolder, account))) {
    if (kind !== 'step') continue;
    const step = body as Step;
    for (const record of step.orders ?? [])
      orders.set(record.orderId, { record, quantity: record.quantity as string, filled: 0n, status: 'working', code: '' });
    for (const { orderId, quantity } of step.amended ?? []) (orders.get(orderId) as OrderHere).quantity = quantity;
    for (const { orderId, quantity, price, fee, realised, side, instrumentId } of step.fills ?? []) {
      const order = orders.get(orderId ?? '');
      if (order) order.filled += units(quantity);
      fills.push(fillKey(order?.record.clientOrderId ?? '', quantity, price, fee));
      const signed = side === 'buy' ? units(quantity) : -units(quantity);
      positions.set(instrumentId, (positions.get(instrumentId) ?? 0n) + signed);
      wallet += units(realised ?? '0') - units(fee);
    }
    for (const { amount } of step.funded ?? []) wallet -= units(amount);
    for (const { orderId, status, code } of step.done ?? []) Object.assign(orders.get(orderId) as OrderHere, { status, code });
  }
  return { orders, fills: fills.sort(), positions, wallet };
}

const STATUS: Readonly<Record<string, string>> = {
  working: 'open',
  filled: 'closed',
  cancelled: 'canceled',
  rejected: 'rejected',
  expired: 'canceled',
};

/** Every difference in words; none: order for order and fill for fill the same. `symbolOf`: the venue's name of an instrument. */
export function differences(here: JournalAccount, venue: VenueAccount, symbolOf: (instrument: string) => string): string[] {
  const found: string[] = [];
  const there = new Map(venue.orders.map((order) => [order.clientOrderId, order]));
  if (there.size !== venue.orders.length) found.push(`the venue has ${venue.orders.length} orders under ${there.size} client order ids`);
  const ours = new Set<string>();
  for (const { record, quantity, filled, status, code } of here.orders.values()) {
    const { clientOrderId: id, side } = record;
    ours.add(id);
    const order = there.get(id);
    if (order === undefined) {
      // Decided and never sent, or refused: over, and nothing was filled.
      if (status === 'working' || status === 'filled' || filled !== 0n) found.push(`order ${id} (${status} ${code}): unknown to the venue`);
      continue;
    }
    if (order.side !== side) found.push(`order ${id}: ${side} here, ${order.side} at the venue`);
    if (units(order.quantity) !== units(quantity)) found.push(`order ${id}: ${quantity} here, ${order.quantity} at the venue`);
    if (units(order.filled) !== filled) found.push(`order ${id}: filled ${filled} here, ${order.filled} at the venue`);
    if (order.status !== STATUS[status]) found.push(`order ${id}: ${status} ${code} here, ${order.status} at the venue`);
  }
  for (const id of there.keys()) if (!ours.has(id)) found.push(`order ${id}: at the venue alone`);
  const fills = venue.fills.map(({ clientOrderId, quantity, price, fee }) => fillKey(clientOrderId, quantity, price, fee)).sort();
  if (fills.join('\n') !== here.fills.join('\n')) {
    const missing = fills.filter((fill) => !here.fills.includes(fill));
    const extra = here.fills.filter((fill) => !fills.includes(fill));
    found.push(
      `fills: ${here.fills.length} here, ${fills.length} at the venue; only there: ${missing.join(', ')}; only here: ${extra.join(', ')}`,
    );
  }
  for (const [instrument, net] of here.positions)
    if (units(venue.positions[symbolOf(instrument)] ?? '0') !== net)
      found.push(`position ${instrument}: ${net} here, ${venue.positions[symbolOf(instrument)]} at the venue`);
  if (units(venue.wallet) !== here.wallet) found.push(`wallet: ${here.wallet} here, ${venue.wallet} at the venue`);
  return found;
}

const symbol = (instrument: string) => instrument.replace(/-PERP$/, '');

/**
 * Both sides move while they are read: they are compared when the journal has said the same before and after the venue was asked, and a difference has
 * to go away within this time. What is really different stays.
 */
export async function agreement(dataFolder: string, account: string, reader: VenueReader, withinMs = 10_000) {
  const deadline = performance.now() + withinMs;
  const read = () => journalAccount(dataFolder, account, '100000');
  const text = ({ orders, fills }: JournalAccount) =>
    [...orders.values()].map(({ filled, status, quantity }) => `${filled}${status}${quantity}`).join() + fills.join();
  for (;;) {
    const before = read();
    const venue = await reader.read();
    const after = read();
    const found = text(before) === text(after) ? differences(after, venue, symbol) : ['the account moved while it was read'];
    if (found.length === 0) return { orders: after.orders.size, fills: after.fills.length };
    if (performance.now() > deadline) throw new Error(`the journal and the venue differ:\n${found.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
