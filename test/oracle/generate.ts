// Seeded random scripts: candle paths on a coarse grid, so that prices meet exactly, and orders of every kind around them.
import { candleTable, drawFunding, drawSpecification, drawTerms, joined, type Terms, termsFor } from './generate-market.ts';
import { type Draw, drawFrom } from './random.ts';
import type { AccountInput, Action, Bracket, CandleTable, OrderInput, OrderType, Script, Side } from './script.ts';

/** The seeds of the suite's thousand scripts. */
export const SCRIPT_SEEDS = Array.from({ length: 1000 }, (_, index) => index + 1);

const HOUR_MS = 3_600_000;

/** The script of a seed; the same seed gives the same script for ever. */
export function generateScript(seed: number): Script {
  const draw = drawFrom(seed);
  const terms = drawTerms(draw);
  const timeframeMs = draw.pick([HOUR_MS, HOUR_MS, 4 * HOUR_MS]);
  const originMs = Math.floor((Date.UTC(2024, 0, 1) + draw.whole(0, 23) * HOUR_MS) / timeframeMs) * timeframeMs;
  const count = draw.pick([1, 1, 1, 2, 2, 3]);
  const instruments = Array.from({ length: count }, () => {
    const specification = drawSpecification(draw, terms);
    const ownTimeframeMs = draw.chance(0.35) ? timeframeMs / 2 : timeframeMs;
    const larger = draw.chance(0.25) ? draw.whole(2, 4) : 1;
    const candles = candleTable(draw, termsFor(terms, specification), originMs, ownTimeframeMs, larger);
    const fundingRates = specification.perpetual ? drawFunding(draw, candles) : null;
    return { specification, candles, fundingRates, ...(larger === 1 ? {} : { decisions: joined(candles, larger) }) };
  });
  const actions = instruments.flatMap(({ specification, candles, decisions }, instrument) =>
    drawActions(draw, termsFor(terms, specification), decisions ?? candles, instrument, seed),
  );
  return { account: drawAccount(draw, terms, timeframeMs), instruments, actions };
}

function drawAccount(draw: Draw, terms: Terms, timeframeMs: number): AccountInput {
  const slippage = draw.pick<AccountInput['slippage']>([
    { model: 'none' },
    { model: 'none' },
    { model: 'fixed', ratio: draw.pick(['0.0005', '0.00213']) },
    { model: 'spread', ratio: draw.pick(['0.001', '0.0033']) },
    { model: 'volume-share', ratio: draw.pick(['0.1', '0.02']) },
  ]);
  return {
    quantum: terms.quantum,
    deposit: terms.deposit,
    leverage: String(terms.leverage),
    makerFee: draw.pick(['0', '0.0002', '0.00055']),
    takerFee: draw.pick(['0', '0.00055', '0.001']),
    slippage,
    latencyMs: draw.pick([0, 0, 0, 0, 0, 0, 1, 1000, timeframeMs, timeframeMs + 1]),
    touch: draw.chance(0.2),
  };
}

type Row = { type: OrderType; tif?: 'IOC' | 'FOK'; postOnly?: true };

const ROWS: Row[] = [
  { type: 'market' },
  { type: 'limit' },
  { type: 'limit', postOnly: true },
  { type: 'limit', tif: 'IOC' },
  { type: 'limit', tif: 'FOK' },
  { type: 'stop' },
  { type: 'stop-limit' },
  { type: 'take-profit' },
  { type: 'trailing-stop' },
];
const stays = ({ type, tif }: Pick<OrderInput, 'type' | 'tif'>): boolean => type !== 'market' && tif !== 'IOC' && tif !== 'FOK';

function drawActions(draw: Draw, terms: Terms, candles: CandleTable, instrument: number, seed: number): Action[] {
  const actions: Action[] = [];
  const made: OrderInput[] = [];
  const name = (): string => `${instrument}.${made.length + 1}`;
  for (let at = 0; at < candles.startMs.length - 1; at += 1) {
    for (let left = draw.pick([0, 0, 0, 1, 1, 1, 2, 2, 3]); left > 0; left -= 1) {
      const earlier = made.length > 0 && draw.chance(0.28) ? made[Math.max(0, made.length - draw.whole(1, 4))] : undefined;
      if (earlier) {
        actions.push(drawChange(draw, terms, candles, at, instrument, earlier));
        continue;
      }
      const row = ROWS[(seed + made.length + draw.whole(0, 1)) % ROWS.length]!;
      const order = drawOrder(draw, terms, candles, at, name(), row, draw.pick(['buy', 'sell']));
      made.push(order);
      actions.push({ at, instrument, do: 'submit', order });
      if (!stays(row) || order.equityShare !== undefined || !draw.chance(0.25)) continue;
      const partner = drawOrder(draw, terms, candles, at, name(), draw.pick(ROWS.filter(stays)), order.side);
      delete partner.equityShare;
      partner.lots = draw.chance(0.8) ? order.lots! : terms.lots;
      partner.reduceOnly = order.reduceOnly ?? false;
      if (partner.reduceOnly) delete partner.bracket;
      partner.oco = order.name;
      made.push(partner);
      actions.push({ at, instrument, do: 'submit', order: partner });
    }
  }
  return actions;
}

/** A price some steps away from the close, in the direction of the sign; now and then one tick off the grid. */
function near(draw: Draw, terms: Terms, candles: CandleTable, at: number, sign: number, steps: [number, number]): number {
  return candles.close[at]! + sign * draw.whole(...steps) * terms.step + (draw.chance(0.3) ? draw.pick([-1, 1]) : 0);
}

function drawOrder(draw: Draw, terms: Terms, candles: CandleTable, at: number, name: string, row: Row, side: Side): OrderInput {
  const sign = side === 'buy' ? 1 : -1;
  const order: OrderInput = { name, side, ...row };
  if (row.type === 'limit') order.limit = near(draw, terms, candles, at, -sign, stays(row) ? [-1, 3] : [-3, 1]);
  if (row.type === 'stop' || row.type === 'stop-limit') order.trigger = near(draw, terms, candles, at, sign, [-1, 3]);
  if (row.type === 'stop-limit') order.limit = order.trigger! + sign * draw.pick([-terms.step, 0, 0, 1, terms.step, 2 * terms.step]);
  if (row.type === 'take-profit') order.trigger = near(draw, terms, candles, at, -sign, [-1, 3]);
  if (row.type === 'trailing-stop') {
    if (draw.chance(0.5)) order.trailTicks = terms.step * draw.whole(1, 3) + draw.pick([0, 1]);
    else order.trailRatio = draw.pick(['0.005', '0.0133']);
  }
  order.lots = drawLots(draw, terms);
  if (draw.chance(0.25)) order.reduceOnly = true;
  else if (draw.chance(0.12)) {
    delete order.lots;
    order.equityShare = draw.pick(['0.1', '0.333', '1', '1.5']);
  }
  if (stays(row) && draw.chance(0.15)) {
    order.tif = 'GTD';
    order.expireAtMs = candles.startMs[at]! + candles.timeframeMs * draw.whole(1, 6) + draw.pick([-1, 0, 1]);
  }
  if (!order.reduceOnly && draw.chance(0.35)) order.bracket = drawBracket(draw, terms, candles, at, sign);
  return order;
}

function drawLots(draw: Draw, terms: Terms): number {
  if (draw.chance(0.015)) return draw.pick([0, -1]);
  if (draw.chance(0.05)) return 1;
  if (draw.chance(0.06)) return terms.lots * terms.hugeFactor;
  return terms.lots * draw.whole(1, 4) + draw.whole(0, 3);
}

function drawBracket(draw: Draw, terms: Terms, candles: CandleTable, at: number, sign: number): Bracket {
  const bracket: Bracket = {};
  const protection = draw.pick(['stop price', 'stop ratio', 'stop ratio', 'trail', 'none', 'none']);
  if (protection === 'stop price') bracket.stopTicks = near(draw, terms, candles, at, -sign, [1, 4]);
  if (protection === 'stop ratio') bracket.stopRatio = draw.pick(['0.005', '0.01', '0.0217']);
  if (protection === 'trail') bracket.trailRatio = draw.pick(['0.005', '0.0122']);
  if (protection === 'none' || draw.chance(0.6)) {
    if (draw.chance(0.4)) bracket.targetTicks = near(draw, terms, candles, at, sign, [1, 4]);
    else bracket.targetRatio = draw.pick(['0.0005', '0.0005', '0.005', '0.01', '0.0217']);
  }
  return bracket;
}

/** A cancel or an amendment of an earlier order, or of one of its bracket's orders. */
function drawChange(draw: Draw, terms: Terms, candles: CandleTable, at: number, instrument: number, earlier: OrderInput): Action {
  const { bracket } = earlier;
  const stop = bracket?.stopTicks !== undefined || bracket?.stopRatio !== undefined;
  if (stop && draw.chance(0.4)) {
    const trigger = near(draw, terms, candles, at, earlier.side === 'buy' ? -1 : 1, [0, 3]);
    return { at, instrument, do: 'amend', order: `${earlier.name}/stop`, trigger };
  }
  if (bracket && draw.chance(0.2)) {
    const child = stop ? 'stop' : bracket.trailRatio === undefined ? 'target' : 'trail';
    return { at, instrument, do: 'cancel', order: `${earlier.name}/${child}` };
  }
  if (!stays(earlier) || draw.chance(0.35)) return { at, instrument, do: 'cancel', order: earlier.name };
  const sign = earlier.side === 'buy' ? 1 : -1;
  const change: Extract<Action, { do: 'amend' }> = { at, instrument, do: 'amend', order: earlier.name };
  const byLots = earlier.lots !== undefined && (earlier.type === 'trailing-stop' || draw.chance(0.4));
  if (byLots) return { ...change, lots: draw.chance(0.15) ? 1 : terms.lots * draw.whole(1, 4) };
  if (earlier.type === 'trailing-stop') return { at, instrument, do: 'cancel', order: earlier.name };
  if (earlier.limit !== undefined) change.limit = near(draw, terms, candles, at, -sign, [-1, 2]);
  if (earlier.trigger !== undefined)
    change.trigger = near(draw, terms, candles, at, earlier.type === 'take-profit' ? -sign : sign, [-1, 2]);
  return change;
}
