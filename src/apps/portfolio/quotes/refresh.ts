/** One look at the prices: asks for what is due, has a second source say what must be confirmed, and keeps what is good; what is not is put aside and the last good one stays. */

import type { Database } from '../../../adapters/postgres/database.ts';
import { type DailyPrice, listRates, savePrices } from '../../../adapters/postgres/portfolio/prices.ts';
import { listQuotes, putInDoubt, saveQuote } from '../../../adapters/postgres/portfolio/quotes.ts';
import { judge, needsSecondSource, type Verdict } from '../../../core/portfolio/quotes/judge.ts';
import type { Quote } from '../../../core/portfolio/quotes/quote.ts';
import { askChain, type ChainOptions, type Found } from './ask-chain.ts';
import type { QuoteTarget } from './targets.ts';

export interface RefreshOptions extends ChainOptions {
  readonly database: Database;
}

export interface Refreshed {
  readonly asked: number;
  readonly good: number;
  readonly doubted: number;
  /** Nobody could tell. */
  readonly none: number;
}

type Judged = { readonly target: QuoteTarget; readonly found: Found; readonly verdict: Verdict; readonly isChecked: boolean };

/** `targets` are asked for whether they are due or not. */
export async function refreshQuotes(targets: readonly QuoteTarget[], options: RefreshOptions): Promise<Refreshed> {
  const { database, now } = options;
  const kept = await listQuotes<Quote>(database.query);
  const found = await askChain(targets, options);
  const converted = await ratesOf(database);
  const told = targets.flatMap((target) => {
    const one = found.get(target.id);
    return one === undefined ? [] : [{ target, found: one, last: kept.get(target.id) ?? null }];
  });
  const inIts = (currency: string, other: { price: string; currency: string } | null | undefined) =>
    other == null ? null : converted(Number(other.price), other.currency, currency);
  const unsure = told.filter(({ target, found: { told }, last }) =>
    needsSecondSource(
      { price: Number(told.price), kept: inIts(told.currency, last) },
      last?.checkedAt ?? null,
      target.rules.disagreement,
      now(),
    ),
  );
  const seconds = await askChain(
    unsure.map(({ target }) => target),
    options,
    (target) => found.get(target.id)?.provider ?? null,
  );
  const judged = told.map(({ target, found, last }): Judged => {
    const { price, currency } = found.told;
    const second = seconds.get(target.id);
    const other = inIts(currency, second?.told);
    const named = { title: target.title, provider: found.provider, currency, second: second?.provider ?? null };
    const verdict = judge({ price: Number(price), kept: inIts(currency, last), other }, target.rules.disagreement, named);
    return { target, found, verdict, isChecked: other !== null };
  });
  for (const one of judged) await keep(one, kept.get(one.target.id) ?? null, options);
  const good = judged.filter(({ verdict }) => verdict.isGood).length;
  return { asked: targets.length, good, doubted: judged.length - good, none: targets.length - judged.length };
}

async function keep({ target, found, verdict, isChecked }: Judged, last: Quote | null, { database, now }: RefreshOptions): Promise<void> {
  const { price, currency, at } = found.told;
  const checkedAt = isChecked ? now() : (last?.checkedAt ?? null);
  const quote: Quote = { price, currency, provider: found.provider, at, receivedAt: now(), isFallback: found.isFallback, checkedAt };
  await database.transaction(async (query) => {
    if (!verdict.isGood) {
      await putInDoubt(query, { instrumentId: target.id, quote, kept: last, ratio: verdict.ratio, why: verdict.why, at: now() });
      return;
    }
    // One that is older than what is known says nothing new.
    if (last !== null && last.at > at) return;
    await saveQuote(query, target.id, quote);
    if (last !== null && dayOf(last.at) < dayOf(at)) await savePrices(query, [closeOf(target.id, last)]);
  });
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The last quote of a day that is over stands for its close. */
const closeOf = (instrumentId: string, { at, price, currency, provider, receivedAt }: Quote): DailyPrice => ({
  ...{ instrumentId, day: dayOf(at), price, currency, provider, adjustedOn: null, receivedAt },
});

type Convert = (amount: number, from: string, to: string) => number | null;

/** By the last rates that are known; for comparing only. Null where one is absent. */
async function ratesOf(database: Database): Promise<Convert> {
  const perEuro = new Map<string, number>([['EUR', 1]]);
  // Days rise: the last one stays.
  for (const { currency, perEuro: rate } of await listRates(database.query)) perEuro.set(currency, Number(rate));
  return (amount, from, to) => {
    if (from === to) return amount;
    const [a, b] = [perEuro.get(from), perEuro.get(to)];
    return a === undefined || b === undefined ? null : (amount / a) * b;
  };
}
