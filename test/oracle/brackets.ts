// The protective orders an entry carries: made, resized and moved at each of its fills (section 8).
import { decimal, magnitude, type Ratio } from './exact.ts';
import { ask, away, type Change, count, decide, isOpen, link, type Moment, type Order, trail, type World } from './orders.ts';
import type { OrderInput, Side } from './script.ts';

/** What a protective order is to be; `moves` when its price follows the average entry price. */
interface Wish {
  readonly input: Pick<OrderInput, 'name' | 'type' | 'trigger' | 'limit' | 'trailRatio'>;
  readonly moves: boolean;
}

/** Section 8, bracket: after an entry fill at a price, its protective orders are made, or resized to the position and moved. */
export function protect(world: World, moment: Moment, entry: Order, price: bigint): void {
  if (!entry.input.bracket) return;
  count(world, entry, 'bracket');
  const stop = stopWish(world, entry);
  const target = targetWish(world, entry);
  if (stop) entry.stopChild = place(world, moment, entry, entry.stopChild, stop, price);
  if (target) entry.targetChild = place(world, moment, entry, entry.targetChild, target, price);
  const { stopChild, targetChild } = entry;
  if (stopChild && targetChild && isOpen(stopChild) && isOpen(targetChild)) link(stopChild, targetChild);
}

/** Section 8, bracket: a closing fill of `lots` has left a part of the position, and no protective order is to close more than that. */
export function fitToRest(world: World, moment: Moment, by: Order, lots: bigint): void {
  const left = sizeOf(world, by);
  for (const child of world.orders.flatMap(({ stopChild, targetChild }) => [stopChild, targetChild])) {
    if (!child || child === by || child.instrument !== by.instrument || !isOpen(child)) continue;
    if (child === by.partner) child.asked -= lots;
    else if (child.asked - child.filled > left) resize(world, moment, child, { lots: Number(child.filled + left) });
  }
}

const exitOf = ({ input }: Order): Side => (input.side === 'buy' ? 'sell' : 'buy');

const sizeOf = (world: World, { instrument }: Order): bigint => magnitude(world.account.markets[instrument]!.position.lots);

/** cost ÷ lots of the position, in ticks. */
function average(world: World, entry: Order): Ratio {
  const { position, unit } = world.account.markets[entry.instrument]!;
  return { n: position.cost * unit.d, d: sizeOf(world, entry) * unit.n };
}

function stopWish(world: World, entry: Order): Wish | null {
  const { stopTicks, stopRatio, trailRatio } = entry.input.bracket!;
  if (trailRatio !== undefined) return { input: { name: 'trail', type: 'trailing-stop', trailRatio }, moves: false };
  if (stopTicks !== undefined) return { input: { name: 'stop', type: 'stop', trigger: stopTicks }, moves: false };
  if (stopRatio === undefined) return null;
  const trigger = Number(away(exitOf(entry), average(world, entry), decimal(stopRatio)));
  return { input: { name: 'stop', type: 'stop', trigger }, moves: true };
}

function targetWish(world: World, entry: Order): Wish | null {
  const { targetTicks, targetRatio } = entry.input.bracket!;
  if (targetTicks !== undefined) return { input: { name: 'target', type: 'limit', limit: targetTicks }, moves: false };
  if (targetRatio === undefined) return null;
  const limit = Number(away(entry.input.side, average(world, entry), decimal(targetRatio)));
  return { input: { name: 'target', type: 'limit', limit }, moves: true };
}

function place(world: World, moment: Moment, entry: Order, existing: Order | null, wish: Wish, price: bigint): Order {
  if (!existing || !isOpen(existing)) return bear(world, moment, entry, wish, price);
  const change: Change = { lots: Number(existing.filled + sizeOf(world, entry)) };
  if (wish.moves && wish.input.trigger !== undefined) change.trigger = wish.input.trigger;
  if (wish.moves && wish.input.limit !== undefined) change.limit = wish.input.limit;
  resize(world, moment, existing, change);
  return existing;
}

/** It travels like an amendment. */
function resize(world: World, moment: Moment, order: Order, change: Change): void {
  ask(world, order, change, moment.timeMs + world.account.input.latencyMs, false);
}

/** Without latency a born order is active at once; inside a candle it is one that rests already. */
function bear(world: World, moment: Moment, entry: Order, { input }: Wish, price: bigint): Order {
  const base = `${entry.input.name}/${input.name}`;
  const made = world.orders.filter(({ input: { name } }) => name === base || name.startsWith(`${base}#`)).length;
  const name = made === 0 ? base : `${base}#${made + 1}`;
  const ticket: OrderInput = { ...input, name, side: exitOf(entry), lots: Number(sizeOf(world, entry)), reduceOnly: true };
  const born = decide(world, ticket, entry.instrument, moment.timeMs);
  if (world.account.input.latencyMs > 0) return born;
  born.active = true;
  if (moment.phase === 'path') {
    born.resting = true;
    born.bornInside = moment.candle;
    if (born.input.type === 'trailing-stop') trail(born, price);
  }
  return born;
}
