// One-line mistakes in the engine's rules, each of which the thousand scripts must notice.

export interface Mutant {
  /** Below src/. */
  file: string;
  /** Text that occurs exactly once in the file, and what stands there instead. */
  find: string;
  replace: string;
  /** The rule of docs/reference/fill-rules.md that is broken. */
  rule: string;
}

const BOOK = 'core/trading/ledger/position-book.ts';
const DECIMAL = 'core/domain/decimal.ts';
const LIQUIDATION = 'core/trading/venue-model/liquidation.ts';
const FUNDING = 'core/trading/venue-model/funding.ts';
const SLIPPAGE = 'core/trading/venue-model/slippage.ts';
const MATCHING = 'core/trading/venue-model/matching.ts';
const VENUE = 'core/trading/venue-model/venue-model.ts';
const PROTECTION = 'core/trading/engine/protection.ts';
const PROTECT_REST = 'core/trading/engine/protect-rest.ts';
const DESK = 'core/trading/venue-model/desk.ts';
const FUNDS = 'core/trading/venue-model/funds.ts';
const VENUE_ORDER = 'core/trading/venue-model/venue-order.ts';
const ENGINE = 'core/trading/engine/engine.ts';
const ENGINE_SNAPSHOT = 'core/trading/engine/engine-snapshot.ts';
const HELD = 'core/trading/engine/held-paths.ts';
const ENGINE_ORDER = 'core/trading/engine/engine-order.ts';
const OWNER = 'core/trading/engine/owner.ts';
const SLOT = 'core/trading/engine/slot.ts';
const TIMELINE = 'core/trading/engine/timeline.ts';
const CLOSE_TIMES = 'core/trading/engine/close-times.ts';
const LIVE_DRIVER = 'core/trading/engine/live-driver.ts';
const JOURNALED = 'core/trading/engine/journaled-session.ts';
const LEDGER = 'core/trading/ledger/ledger.ts';
const LIMITS = 'core/trading/risk/limits.ts';

/** By the section of the page. */
export const MUTANTS: Mutant[] = [
  {
    rule: '1. values and fees are rounded half away from zero',
    file: DECIMAL,
    find: 'remainder * 2 >= divisor',
    replace: 'remainder * 2 > divisor',
  },
  {
    rule: '1. beyond 2^53 the product is still exact',
    file: DECIMAL,
    find: '(magnitude * 2n + by) / (by * 2n)',
    replace: 'magnitude / by',
  },
  {
    rule: '1. initial and maintenance margin are rounded up',
    file: BOOK,
    find: 'quotient * denominator === product ? quotient : quotient + 1',
    replace: 'quotient',
  },
  {
    rule: "1. the maker's fee is not the taker's",
    file: BOOK,
    find: 'maker ? instrument.makerFee : instrument.takerFee',
    replace: 'instrument.takerFee',
  },
  {
    rule: '1. the maintenance tier is the first whose ceiling holds the cost',
    file: LIQUIDATION,
    find: 'if (cost <= tier.upTo) return',
    replace: 'return',
  },
  {
    rule: '2. closing takes its share of cost, rounded',
    file: BOOK,
    find: 'mulRound(position.cost, lots, 1, held)',
    replace: 'Math.floor((position.cost * lots) / held)',
  },
  {
    rule: '2. closing takes its share of margin, rounded',
    file: BOOK,
    find: 'mulRound(position.margin, lots, 1, held)',
    replace: 'Math.floor((position.margin * lots) / held)',
  },
  {
    rule: '2. a short gains when the price falls',
    file: BOOK,
    find: 'const realised = long ? value - cost : cost - value',
    replace: 'const realised = value - cost',
  },
  { rule: '2. margin in use is not free', file: BOOK, find: 'return this.wallet - this.marginUsed', replace: 'return this.wallet' },
  {
    rule: '2. an opening needs its fee too',
    file: FUNDS,
    find: 'initialMargin(instrument, value) + feeOf(instrument, value, maker)',
    replace: 'initialMargin(instrument, value)',
  },
  {
    rule: '3. an order takes effect at the first open at or after its arrival',
    file: VENUE,
    find: 'begin(ticket, at + this.latencyMs)',
    replace: 'begin(ticket, at)',
  },
  {
    rule: '3. a tenth of the volume, rounded down',
    file: DESK,
    find: 'Math.floor(this.volumeLots / 10)',
    replace: 'Math.ceil(desk.volumeLots / 10)',
  },
  {
    rule: '3. a candle without volume fills nothing at its open',
    file: MATCHING,
    find: 'order.asleep = false;\n  if (desk.volumeLots === 0) return;',
    replace: 'order.asleep = false;',
  },
  { rule: '4. the short receives what the long pays', file: VENUE, find: 'always || lots > 0 ? amount : -amount', replace: 'amount' },
  {
    rule: '4. without history either side pays',
    file: FUNDING,
    find: 'by: DEFAULT_RATE, always: true',
    replace: 'by: DEFAULT_RATE, always: false',
  },
  { rule: '4. GTD orders expire at their time', file: VENUE, find: 'order.expireAt <= at', replace: 'order.expireAt < at' },
  {
    rule: '4. a post-only order that would take is rejected',
    file: MATCHING,
    find: "if (order.postOnly) return venue.finish(order, 'rejected', 'POST_ONLY_WOULD_TAKE');",
    replace: '',
  },
  {
    rule: '4. a stop is reached at its trigger',
    file: MATCHING,
    find: 'ticks >= order.level : ticks <= order.level',
    replace: 'ticks > order.level : ticks < order.level',
  },
  {
    rule: '4. IOC cancels what is not filled at once',
    file: MATCHING,
    find: "if (atOnce && order.stage !== DONE) venue.finish(order, 'cancelled', order.timeInForce);",
    replace: '',
  },
  {
    rule: '4. a resting limit is a maker',
    file: MATCHING,
    find: "desk, order, order.limit, 'maker'",
    replace: "desk, order, order.limit, 'taker'",
  },
  {
    rule: '5. slippage rounds up for buys',
    file: SLIPPAGE,
    find: 'side > 0 && floor * denominator !== product ? floor + 1 : floor',
    replace: 'floor',
  },
  {
    rule: '5. quotes with an ask side already hold the spread',
    file: SLIPPAGE,
    find: " || (model.kind === 'spread' && hasAsk)",
    replace: '',
  },
  {
    rule: '5. the share of volume is squared',
    file: SLIPPAGE,
    find: 'BigInt(impact.numerator) * share * share, BigInt(impact.denominator) * volume * volume',
    replace: 'BigInt(impact.numerator) * share, BigInt(impact.denominator) * volume',
  },
  {
    rule: '6. the nearest to the open comes first',
    file: MATCHING,
    find: 'Math.abs(price(order) - openOf(desk, order))',
    replace: 'Math.abs(price(order))',
  },
  { rule: '6. a limit must be gone through', file: MATCHING, find: 'venue.touch ? 0 : 1', replace: '0' },
  {
    rule: '6. a stop-limit that rests waits for the next open',
    file: MATCHING,
    find: "order.type = 'limit';\n      order.asleep = true;",
    replace: "order.type = 'limit';",
  },
  {
    rule: '6. a trailing stop born inside the candle keeps its extreme',
    file: MATCHING,
    find: "order.type !== 'trailing-stop' || !order.seenOpen || order.stage",
    replace: "order.type !== 'trailing-stop' || order.stage",
  },
  {
    rule: '7. the maintenance margin brings the liquidation forward',
    file: LIQUIDATION,
    find: 'value <= position.cost - position.margin + maintenance',
    replace: 'value <= position.cost - position.margin',
  },
  {
    rule: '7. a bankruptcy price loses no more than the margin',
    file: LIQUIDATION,
    find: 'while (valueOf(instrument, ticks, lots) < target) ticks++;',
    replace: '',
  },
  { rule: '8. OCO: the other order shrinks', file: VENUE, find: 'partner.lots -= lots;', replace: '' },
  {
    rule: "8. a long's protective stop is rounded down",
    file: PROTECTION,
    find: 'away, protection.stopRatio, !long',
    replace: 'away, protection.stopRatio, long',
  },
  { rule: '8. a resize counts what the order has filled', file: PROTECTION, find: 'lots: working.filled + lots', replace: 'lots' },
  {
    rule: '9. below the minimum notional an order is refused',
    file: MATCHING,
    find: "venue.finish(order, 'rejected', 'BELOW_MINIMUM');\n    return true;",
    replace: 'return false;',
  },
  { rule: '9. what may not be sold short is not', file: VENUE, find: 'order.side < 0 && !instrument.shorting', replace: 'false' },
  {
    rule: '10. a share of equity is taken times the leverage',
    file: FUNDS,
    find: 'share.numerator * leverage.numerator, share.denominator * leverage.denominator',
    replace: 'share.numerator, share.denominator',
  },
  {
    rule: "snapshot: a trailing stop's extreme survives",
    file: VENUE_ORDER,
    find: 'order.extreme = from.extreme ?? Number.NaN;',
    replace: '',
  },
  { rule: 'snapshot: what is on its way survives', file: DESK, find: 'waiting: [...waiting],', replace: 'waiting: [],' },
  { rule: "engine: its book pays the fill's fee", file: ENGINE, find: 'book.wallet -= fee;', replace: '' },
  { rule: 'engine: its book pays funding', file: ENGINE, find: 'this.book.wallet -= quanta;', replace: '' },
  {
    rule: 'engine: positions held are in the equity',
    file: HELD,
    find: 'if (holds && at === paths.length) paths[paths.length] = path;',
    replace: 'if (holds && at < 0) paths[paths.length] = path;',
  },
  {
    rule: 'engine: an order goes out as it was asked for',
    file: OWNER,
    find: 'ticket.timeInForce = order.timeInForce;',
    replace: '',
  },
  {
    rule: 'engine: protective orders are linked',
    file: PROTECTION,
    find: 'ticket.oco = by.stop?.id ?? 0;',
    replace: '',
  },
  { rule: 'engine: a fill counts towards its order', file: ENGINE, find: 'if (order !== null) order.filled += lots;', replace: '' },
  { rule: '8. what is left of a position has protective orders no larger', file: PROTECT_REST, find: '> held', replace: '> 2 * held' },
  { rule: 'owner: the bracket knows its stop', file: OWNER, find: 'bracket.stop = by.stop?.id ?? 0;', replace: '' },
  { rule: 'owner: a trail is a trailing-stop order', file: OWNER, find: '{ trailOrderRatio: trailRatio }', replace: '{ trailRatio }' },
  {
    rule: 'slot: closing takes its share of cost, rounded',
    file: SLOT,
    find: 'mulRound(position.cost, lots, 1, heldLots)',
    replace: 'Math.floor((position.cost * lots) / heldLots)',
  },
  {
    rule: 'slot: a short is closed by buying',
    file: SLOT,
    find: 'position.lots += long ? -lots : lots;',
    replace: 'position.lots -= lots;',
  },
  {
    rule: 'ledger: cash pays the fee of a closing',
    file: LEDGER,
    find: 'post(CASH, 0, side * value - fee);',
    replace: 'post(CASH, 0, side * value);',
  },
  {
    rule: "ledger: a short's result has its sign",
    file: LEDGER,
    find: 'const cost = value - side * realised;',
    replace: 'const cost = value - realised;',
  },
  { rule: 'ledger: funding leaves cash', file: LEDGER, find: 'post(CASH, 0, -value);', replace: '' },
  {
    rule: 'ledger: units come from the venue',
    file: LEDGER,
    find: 'post(VENUE, 1 + instrument, -lots);',
    replace: 'post(VENUE, 1 + instrument, lots);',
  },
  {
    rule: '3. a candle ends where the next one starts',
    file: CLOSE_TIMES,
    find: 'return next < end ? next : end;',
    replace: 'return end;',
  },
  {
    rule: '3. at one time the venue goes by instrument number',
    file: TIMELINE,
    find: '(streams[a] as EngineStream).instrument - (streams[b] as EngineStream).instrument',
    replace: 'a - b',
  },
  {
    rule: 'risk: the profile none refuses nothing',
    file: LIMITS,
    find: 'if (ratio === Number.NEGATIVE_INFINITY) return true;',
    replace: '',
  },
  { rule: "snapshot: an order's filled part survives", file: ENGINE_ORDER, find: 'order.filled = from.filled;', replace: '' },
  { rule: 'snapshot: a bracket survives', file: ENGINE_ORDER, find: 'from.bracket ? { ...from.bracket } : null', replace: 'null' },
  { rule: "snapshot: the ledger's balances survive", file: ENGINE_SNAPSHOT, find: 'engine.ledger.restore(snapshot.ledger);', replace: '' },
  { rule: 'snapshot: numbers go on', file: ENGINE_SNAPSHOT, find: 'engine.nextOrderId = snapshot.nextOrderId;', replace: '' },
  {
    rule: 'snapshot: what is held is known',
    file: ENGINE_SNAPSHOT,
    find: 'for (const path of engine.paths) engine.held.follow(path);',
    replace: '',
  },
  {
    rule: 'live: funding begins with the first candle',
    file: LIVE_DRIVER,
    find: 'if (columns.length === 0) this.venue.begin(instrument, at);',
    replace: '',
  },
  {
    rule: 'live: a larger candle that is over closes before the next open',
    file: JOURNALED,
    find: 'this.closeOverdue(at + 1);',
    replace: '',
  },
];

/** The file with the mistake in it; throws when the text to replace is not there exactly once. */
export function mutate(source: string, { file, find, replace }: Mutant): string {
  const times = source.split(find).length - 1;
  if (times !== 1)
    throw new Error(`expected "${find}" once in src/${file}, found it ${times} times: bring test/oracle/mutants.ts up to date`);
  return source.replace(find, () => replace);
}
