/** What one step of a session and the same step decided again have not in common, told once: what only follows from it inside the step is left out. */

import type { FillRecord, OrderRecord, Outcomes, RefusalRow } from '../../trading/engine/steps.ts';
import { slotKey } from './account-record.ts';

/** An order's fills within one step. */
export interface FilledInStep {
  readonly quantity: number;
  /** Average. */
  readonly price: number;
  readonly fee: number;
  readonly at: number;
  readonly liquidity: FillRecord['liquidity'];
  readonly reason: string;
}

export type Aspect = 'missed' | 'extra' | 'price' | 'size' | 'fee' | 'time' | 'order' | 'stop' | 'refusal' | 'funding' | 'mode' | 'equity';

/** One thing that differs. `session` and `backtest` are for a person; the figures are where both have filled. */
export interface StepDifference {
  readonly aspect: Aspect;
  readonly strategyId: string;
  readonly instrumentId: string;
  readonly orderId: string | null;
  readonly purpose: FillRecord['purpose'] | null;
  readonly side: 'buy' | 'sell' | null;
  readonly session: string;
  readonly backtest: string;
  readonly filled?: { readonly session: FilledInStep; readonly backtest: FilledInStep };
  /** Why one side did not order. */
  readonly refusal?: { readonly by: 'session' | 'backtest'; readonly code: string; readonly message: string };
}

/** A pair of fills of the same order, equal or not: what slippage is measured on. */
export interface PairedFill {
  readonly strategyId: string;
  readonly instrumentId: string;
  readonly orderId: string | null;
  readonly purpose: FillRecord['purpose'];
  readonly side: 'buy' | 'sell';
  readonly session: FilledInStep;
  readonly backtest: FilledInStep;
}

interface StepComparison {
  readonly differences: readonly StepDifference[];
  readonly pairs: readonly PairedFill[];
}

interface Filled {
  readonly first: FillRecord;
  readonly key: string;
  readonly sum: FilledInStep;
}

/** An order for a share of equity: its quantity is made at the fill, from price, fee and equity. */
type IsSizedAtFill = (orderId: string | null) => boolean;

/** Compares the outcomes of a step. Both sides had the same state before it, so orders of earlier steps have the same numbers. */
export function compareStep(session: Outcomes, backtest: Outcomes, isSizedAtFill: IsSizedAtFill): StepComparison {
  const orders = compareOrders(session, backtest);
  const fills = compareFills(session.fills ?? [], backtest.fills ?? [], orders.numberOf, numberIn, isSizedAtFill);
  const touched = new Set(fills.differences.map(slotKey));
  const anyFill = touched.size > 0;
  // Where a position came out differently, everything its strategy did next in this step follows from that; elsewhere only figures do.
  const own = orders.differences.filter((one) => !touched.has(slotKey(one)) && !(anyFill && one.aspect === 'order'));
  const known = [...fills.differences, ...own];
  if (anyFill) return { differences: known, pairs: fills.pairs };
  return { differences: [...known, ...compareRest(session, backtest, known)], pairs: fills.pairs };
}

/** What makes two fills the same: of a step, the number of the order; over a candle at an outside venue, its purpose. */
type FillKey = (fill: FillRecord) => string;

/** Fills of a whole candle, at an outside venue and on the model: of one strategy and purpose, whenever in the candle they were. */
export function compareCandle(session: readonly FillRecord[], backtest: readonly FillRecord[]): StepComparison {
  const byPurpose = ({ purpose }: FillRecord) => purpose;
  const { differences, pairs } = compareFills(session, backtest, byPurpose, byPurpose, () => false);
  return { differences: differences.filter(({ aspect }) => aspect !== 'time'), pairs };
}

/** Orders and refusals of one close, decided from the same state. */
export function compareDecisions(session: Outcomes, backtest: Outcomes): readonly StepDifference[] {
  const { differences } = compareOrders(session, backtest);
  return differences.length > 0
    ? differences
    : compareRest(
        { refused: session.refused ?? [], amended: session.amended ?? [] },
        { refused: backtest.refused ?? [], amended: backtest.amended ?? [] },
        [],
      );
}

function compareFills(
  ours: readonly FillRecord[],
  theirs: readonly FillRecord[],
  ourKey: FillKey,
  theirKey: FillKey,
  isSizedAtFill: IsSizedAtFill,
): StepComparison & { readonly differences: StepDifference[] } {
  const [session, backtest] = [sumsOf(ours, ourKey), sumsOf(theirs, theirKey)];
  const differences: StepDifference[] = [];
  const pairs: PairedFill[] = [];
  for (const [key, { first, sum }] of session) {
    const other = backtest.get(key);
    if (other === undefined) differences.push({ ...about(first), aspect: 'extra', session: fillText(first, sum), backtest: 'nothing' });
    else {
      pairs.push({ ...about(first), session: sum, backtest: other.sum });
      differences.push(
        ...compareFilled(first, sum, other.sum, isSizedAtFill(first.orderId) && (differences.length > 0 || sameCost(sum, other.sum))),
      );
    }
  }
  for (const [key, { first, sum }] of backtest)
    if (!session.has(key)) differences.push({ ...about(first), aspect: 'missed', session: 'nothing', backtest: fillText(first, sum) });
  return { differences, pairs };
}

function compareFilled(first: FillRecord, session: FilledInStep, backtest: FilledInStep, sizeFollows: boolean): StepDifference[] {
  const found: StepDifference[] = [];
  const tell = (aspect: Aspect, ours: string, theirs: string) =>
    found.push({ ...about(first), aspect, session: ours, backtest: theirs, filled: { session, backtest } });
  if (!same(session.price, backtest.price)) tell('price', figure(session.price), figure(backtest.price));
  if (!same(session.quantity, backtest.quantity) && !sizeFollows) tell('size', figure(session.quantity), figure(backtest.quantity));
  // A fee is a share of the value: only the share is compared.
  if (!near(feeShare(session), feeShare(backtest))) tell('fee', percent(feeShare(session)), percent(feeShare(backtest)));
  if (session.at !== backtest.at) tell('time', iso(session.at), iso(backtest.at));
  return found;
}

/** Its fee as a share of its value. */
const feeShare = ({ fee, price, quantity }: FilledInStep) => fee / (price * quantity);

/** The same share of equity bought at another price or fee: the quantity follows from those, to a lot. */
function sameCost(a: FilledInStep, b: FilledInStep): boolean {
  const cost = (filled: FilledInStep) => filled.quantity * filled.price * (1 + feeShare(filled));
  return Math.abs(cost(a) - cost(b)) <= 1e-4 * cost(b);
}

/** Fee shares that differ only by the rounding of each part's fee: a thousandth of a basis point is nobody's tariff. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-7;
}

/** Fills by order. */
function sumsOf(fills: readonly FillRecord[], keyOf: FillKey): Map<string, Filled> {
  const sums = new Map<string, Filled>();
  for (const fill of fills) {
    const key = [slotKey(fill), keyOf(fill), fill.kind].join('\u0000');
    const known = sums.get(key);
    const [quantity, price, fee] = [Number(fill.quantity), Number(fill.price), Number(fill.fee)];
    if (known === undefined) {
      const { at, liquidity, reason } = fill;
      sums.set(key, { first: fill, key, sum: { quantity, price, fee, at, liquidity, reason } });
      continue;
    }
    const { sum } = known;
    const total = sum.quantity + quantity;
    const average = (sum.price * sum.quantity + price * quantity) / total;
    sums.set(key, { ...known, sum: { ...sum, quantity: total, price: average, fee: sum.fee + fee } });
  }
  return sums;
}

const numberIn = ({ orderId, purpose }: FillRecord) => orderId ?? purpose;

function compareOrders(session: Outcomes, backtest: Outcomes) {
  const numbers = new Map<string, string>();
  const differences: StepDifference[] = [];
  const left = [...(backtest.orders ?? [])];
  for (const order of session.orders ?? []) {
    const index = left.findIndex((one) => slotKey(one) === slotKey(order) && one.purpose === order.purpose && one.side === order.side);
    const [other] = index < 0 ? [] : left.splice(index, 1);
    if (other === undefined) {
      // Numbers of orders that the other side has not must not be taken for its own.
      numbers.set(order.orderId, `session ${order.orderId}`);
      differences.push(only('extra', order, refusalOf(backtest, order, 'backtest')));
      continue;
    }
    numbers.set(order.orderId, other.orderId);
    const [ours, theirs] = [figuresOf(order), figuresOf(other)];
    if (ours !== theirs) differences.push({ ...about(order), aspect: 'order', session: ours, backtest: theirs });
  }
  for (const order of left) differences.push(only('missed', order, refusalOf(session, order, 'session')));
  return { numberOf: (fill: FillRecord) => numbers.get(fill.orderId ?? '') ?? numberIn(fill), differences };
}

function only(aspect: 'missed' | 'extra', order: OrderRecord, refusal: StepDifference['refusal']): StepDifference {
  const [ours, theirs] = aspect === 'extra' ? [figuresOf(order), 'no order'] : ['no order', figuresOf(order)];
  return { ...about(order), aspect, session: ours, backtest: theirs, ...(refusal ? { refusal } : {}) };
}

/** Why a side has not ordered what the other has: its refusal of the same wish. */
function refusalOf({ refused = [] }: Outcomes, order: OrderRecord, by: 'session' | 'backtest'): StepDifference['refusal'] {
  if (order.purpose !== 'entry') return undefined;
  const found = refused.find((one) => slotKey(one) === slotKey(order) && (one.side === 'long') === (order.side === 'buy'));
  return found && { by, code: found.code, message: found.message };
}

/** Stops, refusals, payments and modes, and money that came or went by itself: looked at only where everything filled alike. */
function compareRest(
  session: Outcomes & { equity?: string },
  backtest: typeof session,
  known: readonly StepDifference[],
): StepDifference[] {
  const found: StepDifference[] = [];
  const nowhere = { strategyId: '', instrumentId: '', orderId: null, purpose: null, side: null };
  const compare = (aspect: Aspect, ours: string, theirs: string, where: Partial<StepDifference> = {}) => {
    if (ours !== theirs) found.push({ ...nowhere, ...where, aspect, session: ours || 'nothing', backtest: theirs || 'nothing' });
  };
  if (known.length > 0) return found;
  compare('stop', textOf(session.amended, amendText), textOf(backtest.amended, amendText));
  compare('refusal', textOf(session.refused, refusalText), textOf(backtest.refused, refusalText), refusedWhere(session, backtest));
  compare(
    'funding',
    textOf(session.funded, fundingText),
    textOf(backtest.funded, fundingText),
    session.funded?.[0] ?? backtest.funded?.[0],
  );
  compare('mode', textOf(session.modes, modeText), textOf(backtest.modes, modeText));
  compare('order', textOf(session.done, doneText), textOf(backtest.done, doneText));
  if (found.length === 0) compare('equity', session.equity ?? '', backtest.equity ?? '');
  return found;
}

function textOf<T>(rows: readonly T[] | undefined, text: (row: T) => string): string {
  return (rows ?? []).map(text).join(', ');
}

const amendText = ({ orderId, stopPrice, limitPrice, quantity }: NonNullable<Outcomes['amended']>[number]) =>
  `order ${orderId} to ${stopPrice ?? limitPrice ?? quantity}`;
const refusalText = ({ side, code, strategyId }: RefusalRow) => `${strategyId} ${side} ${code}`;
const fundingText = ({ amount }: NonNullable<Outcomes['funded']>[number]) => amount;
const modeText = ({ to }: NonNullable<Outcomes['modes']>[number]) => to;
const doneText = ({ orderId, status, code }: NonNullable<Outcomes['done']>[number]) => `order ${orderId} ${status} ${code}`.trimEnd();

function refusedWhere(session: Outcomes, backtest: Outcomes): Partial<StepDifference> {
  const [ours, theirs] = [session.refused?.[0], backtest.refused?.[0]];
  const one = ours ?? theirs;
  if (one === undefined) return {};
  const { strategyId, instrumentId, code, message } = one;
  return { strategyId, instrumentId, refusal: { by: ours ? 'session' : 'backtest', code, message } };
}

function about({
  strategyId,
  instrumentId,
  orderId,
  purpose,
  side,
}: Pick<FillRecord, 'strategyId' | 'instrumentId' | 'orderId' | 'purpose' | 'side'>) {
  return { strategyId, instrumentId, orderId, purpose, side };
}

function figuresOf({ side, type, quantity, equityShare, limitPrice, stopPrice, reason }: OrderRecord): string {
  const size = quantity ?? `${equityShare} of equity`;
  return [side, size, type, limitPrice, stopPrice, reason && `(${reason})`].filter((part) => part).join(' ');
}

function fillText(fill: FillRecord, { quantity, price }: FilledInStep): string {
  return `${fill.side} ${figure(quantity)} at ${figure(price)}${fill.reason ? ` (${fill.reason})` : ''}`;
}

/** Sums and averages of doubles: their last digits are noise. */
const same = (a: number, b: number) => Math.abs(a - b) <= 1e-12 * Math.abs(b);
export const figure = (value: number) => String(Number(value.toPrecision(12)));
const iso = (at: number) => new Date(at).toISOString();
/** 0.001 as 0.1 %. */
const percent = (ratio: number) => `${Number((ratio * 100).toFixed(6))} %`;
