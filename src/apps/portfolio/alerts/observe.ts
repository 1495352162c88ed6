/** What an alert looks at, out of the same figures and quotes that the owner sees; or why nothing can be said. */

import type { AlertInput } from '../../../api/portfolio/alerts.ts';
import type { Words } from '../../../core/domain/parameters.ts';
import { HYSTERESIS, type Observation, type Refused } from '../../../core/portfolio/alerts/alert.ts';
import { weigh } from '../../../core/portfolio/figures/allocation.ts';
import { divide, multiply, ONE, parseFixed, toNumber } from '../../../core/portfolio/fixed.ts';
import { lastSeen } from '../../../core/portfolio/ledger/market.ts';
import { dayNumber } from '../../../core/portfolio/ledger/operation.ts';
import { slicesOf } from '../figures/allocation.ts';
import { type FigureBook, heldIn } from '../figures/figure-book.ts';
import { indicatorsOf } from '../figures/price-lines.ts';
import { priceUsed } from '../figures/told.ts';
import { REFUSALS } from './alert-words.ts';

type Condition = AlertInput['condition'];

export interface Observed extends Observation {
  /** Where the value comes from. */
  readonly source: Words;
}

/** Prices of an instrument as they were seen, oldest first: for moves within hours, which no daily close tells. */
export type Samples = readonly (readonly [at: number, price: number])[];

export interface Looking {
  readonly book: FigureBook;
  readonly samples: (instrument: string) => Samples;
  readonly now: number;
}

/** The default hysteresis where the owner has said none: of the level, or in points. */
const bandOf = ({ hysteresis }: AlertInput, level: number, points = false): number =>
  hysteresis ?? (points ? HYSTERESIS.strengthPoints : Math.abs(level) * HYSTERESIS.ofLevel);

interface GoodPrice {
  readonly index: number;
  /** In the instrument's currency. */
  readonly price: number;
  readonly source: Words;
}

const isRefused = (one: object): one is Refused => 'refused' in one;

/** A quote that is neither old nor in doubt, or the owner's own price of today. */
function goodPrice({ book }: Looking, id: string): GoodPrice | Refused {
  const index = book.instruments.all.findIndex((one) => one.id === id);
  if (index === -1) return { refused: REFUSALS.gone };
  const used = priceUsed(book, index, book.today);
  const seen = lastSeen(book.columns.prices[index], book.today);
  if (used === null || seen === null) return { refused: REFUSALS.noPrice };
  if (book.state.quality.quarantined.has(id)) return { refused: REFUSALS.quarantined };
  if (used.isStale) return { refused: REFUSALS.stale };
  const isOwn = used.provider === 'manual' && seen.day === book.today;
  if (used.at === null && !isOwn) return { refused: REFUSALS.noQuote };
  const time = used.at === null ? (used.day ?? '') : `${new Date(used.at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const source = `${used.provider}, ${time}`;
  return { index, price: seen.value, source: { en: source, es: source } };
}

type Look<Kind extends Condition['kind']> = (
  condition: Extract<Condition, { kind: Kind }>,
  input: AlertInput,
  looking: Looking,
) => Observed | Refused;

const priced =
  (side: 'above' | 'below'): Look<'price-above'> =>
  ({ instrument, level: text }, input, looking) => {
    const good = goodPrice(looking, instrument);
    if (isRefused(good)) return good;
    const level = Number(text);
    return { value: good.price, level, side, hysteresis: bandOf(input, level), source: good.source };
  };
const strength =
  (side: 'above' | 'below'): Look<'rsi-above'> =>
  ({ instrument, level }, input, looking) => {
    const good = goodPrice(looking, instrument);
    if (isRefused(good)) return good;
    const { rsi14Weekly } = indicatorsOf(looking.book, good.index, looking.book.today);
    if (rsi14Weekly === null) return { refused: REFUSALS.noRsi };
    return { value: rsi14Weekly * 100, level, side, hysteresis: bandOf(input, level, true), source: good.source };
  };

const HOUR_MS = 3_600_000;

/** The price so many hours ago: as it was seen then, or the close of a day that was over by then. */
function priceBefore({ book, samples, now }: Looking, id: string, index: number, hours: number): number | null {
  const then = now - hours * HOUR_MS;
  const seen = samples(id).findLast(([at]) => at <= then);
  if (seen !== undefined) return seen[1];
  if (hours < 24) return null;
  return lastSeen(book.columns.prices[index], book.today - Math.ceil(hours / 24))?.value ?? null;
}

const LOOKS: { readonly [Kind in Condition['kind']]: Look<Kind> } = {
  'price-above': priced('above'),
  'price-below': priced('below') as unknown as Look<'price-below'>,
  'rsi-above': strength('above'),
  'rsi-below': strength('below') as unknown as Look<'rsi-below'>,
  move({ instrument, ratio, hours }, input, looking) {
    const good = goodPrice(looking, instrument);
    if (isRefused(good)) return good;
    const before = priceBefore(looking, instrument, good.index, hours);
    if (before === null) return { refused: REFUSALS.short };
    const value = Math.abs(good.price / before - 1);
    return { value, level: ratio, side: 'above', hysteresis: bandOf(input, ratio), source: good.source };
  },
  'target-reached'({ instrument }, input, looking) {
    const good = goodPrice(looking, instrument);
    if (isRefused(good)) return good;
    const level = lowestTarget(looking.book, good.index);
    if (level === null) return { refused: REFUSALS.noTarget };
    return { value: good.price, level, side: 'above', hysteresis: bandOf(input, level), source: good.source };
  },
  drift({ by, key }, input, looking) {
    const { book } = looking;
    const { base } = book.state.settings;
    const wanted = book.state.targets.get(by) ?? null;
    if (wanted === null) return { refused: REFUSALS.noTargets };
    const { slices, missing } = slicesOf(book, { method: book.state.settings.method }, by, base, book.today);
    if (missing.size > 0 || book.state.quality.quarantined.size > 0 || hasStale(book)) return { refused: REFUSALS.unvalued };
    const drifts = weigh(slices, wanted).filter((one) => one.drift !== null && (key === null || one.key === key));
    if (drifts.length === 0) return { refused: REFUSALS.noTargets };
    const value = Math.max(...drifts.map(({ drift }) => Math.abs(drift as number)));
    const source = { en: 'weights of today', es: 'pesos de hoy' };
    return { value, level: wanted.band, side: 'above', hysteresis: bandOf(input, wanted.band), source };
  },
  'stale-quote'({ instrument }, _, { book }) {
    const index = book.instruments.all.findIndex((one) => one.id === instrument);
    if (index === -1) return { refused: REFUSALS.gone };
    const used = priceUsed(book, index, book.today);
    if (used === null) return { refused: REFUSALS.noPrice };
    return fact(used.isStale);
  },
  date: ({ day, daysBefore }, _, { book }) => fact(book.today >= dayNumber(day) - daysBefore),
};

/** Something that is so or not. */
const fact = (is: boolean): Observed => ({
  ...{ value: is ? 1 : 0, level: 1, side: 'above', hysteresis: 0.5 },
  source: { en: 'today', es: 'hoy' },
});

export function observe(input: AlertInput, looking: Looking): Observed | Refused {
  const { condition } = input;
  return (LOOKS[condition.kind] as Look<Condition['kind']>)(condition as never, input, looking);
}

const hasStale = (book: FigureBook): boolean => [...heldIn(book)].some((index) => priceUsed(book, index, book.today)?.isStale !== false);

/** The nearest price at which something that is still held has reached what the owner wanted of it; in the instrument's currency. */
function lowestTarget(book: FigureBook, index: number): number | null {
  const { method, base } = book.state.settings;
  const ledger = book.ledger(method, base);
  const open = new Set(book.accounts.flatMap((_, account) => ledger.lots(account, index).map(({ operation }) => operation)));
  const currency = book.instrument(index).currency;
  const targets = [...open].flatMap((id) => {
    const entry = book.booked(id)?.entry;
    const { target, price, cash, quantity } = entry ?? {};
    const paid = price ?? cash;
    if (target === undefined || paid === undefined || paid.currency !== currency) return [];
    const one = price ? parseFixed(price.amount) : divide(parseFixed(paid.amount) ?? 0n, parseFixed(quantity ?? '') ?? ONE);
    return one === null ? [] : [toNumber(multiply(one, ONE + (parseFixed(target) ?? 0n)))];
  });
  return targets.length === 0 ? null : Math.min(...targets);
}
