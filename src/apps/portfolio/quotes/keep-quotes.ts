/** Keeps the prices of what is held: asks each kind as often as it should be, brings daily closes once a day, and finds out what an ISIN is called elsewhere. */

import type { Database } from '../../../adapters/postgres/database.ts';
import { listInstruments, saveInstrument } from '../../../adapters/postgres/portfolio/instruments.ts';
import { listQuotes, readProviderStates, saveProviderState } from '../../../adapters/postgres/portfolio/quotes.ts';
import { addTimings, forgetOldTimings, type RequestTiming } from '../../../adapters/postgres/portfolio/timings.ts';
import { InputError } from '../../../core/domain/result.ts';
import type { Instrument } from '../../../core/portfolio/instruments.ts';
import { ProviderTrouble, type QuoteProvider } from '../../../core/portfolio/quotes/provider.ts';
import type { Quote } from '../../../core/portfolio/quotes/quote.ts';
import type { ProviderName } from '../../../core/portfolio/quotes/quote-rules.ts';
import { heldIn } from '../figures/figure-book.ts';
import type { BookKeeper, OpenBook } from '../open-book.ts';
import { bringCloses } from './closes.ts';
import type { LineState } from './provider-line.ts';
import { type OpenProvider, openProviders } from './providers.ts';
import type { QuotePlaces } from './quote-places.ts';
import { type Refreshed, refreshQuotes } from './refresh.ts';
import { type QuoteTarget, targetOf } from './targets.ts';

export interface KeepQuotesOptions {
  readonly database: Database;
  readonly book: BookKeeper;
  readonly places: QuotePlaces;
  readonly dataFolder: string;
  readonly now: () => number;
  readonly say: (line: string) => void;
  /** Prices may have changed. */
  readonly changed?: () => Promise<void>;
  readonly withinMs?: number;
  readonly random?: () => number;
}

export interface Trouble {
  readonly provider: ProviderName;
  readonly code: string;
  readonly message: string;
}

export interface QuoteKeeper {
  /** What is due; joins a look that is under way. */
  look(): Promise<Refreshed>;
  /** Does in the background what is due: names, prices, closes. */
  soon(): void;
  /** All that is held and not known from a moment ago. InputError REFRESH_TOO_SOON. */
  refresh(): Promise<Refreshed>;
  /** Asks who may know an instrument; what they say is kept as its candidates. */
  find(id: string): Promise<void>;
  closes(): Promise<number>;
  providers(): readonly OpenProvider[];
  /** Why an instrument has no newer price. */
  trouble(id: string): Trouble | null;
  refreshedAt(): number | null;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;
const REFRESHED_AT_MOST_EVERY_MS = 15_000;
/** New names are looked up a few at a time. */
const FOUND_AT_ONCE = 5;

export async function openQuotes(options: KeepQuotesOptions): Promise<QuoteKeeper> {
  const { database, book, now, say } = options;
  const timings: RequestTiming[] = [];
  const troubles = new Map<string, Trouble>();
  const said = new Map<ProviderName, string>();
  const triedAt = new Map<string, number>();
  const soughtAt = new Map<string, number>();
  let [refreshedAt, closesAt, askedAt]: [number | null, number, number] = [null, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let running: Promise<Refreshed> | null = null;
  const all = openProviders({
    ...options,
    kept: await readProviderStates<LineState>(database.query),
    time: (timing) => timings.push(timing),
    keep(name, state) {
      saveProviderState(database.query, name, state, now()).catch((error: Error) => say(`quotes: ${error.message}`));
    },
  });
  const providers = new Map(
    [...all].flatMap(([name, { provider }]): [ProviderName, QuoteProvider][] => (provider ? [[name, provider]] : [])),
  );

  function heard(provider: ProviderName, { code, message }: ProviderTrouble, targets: readonly QuoteTarget[]): void {
    for (const { id } of targets) troubles.set(id, { provider, code, message });
    if (code === 'PROVIDER_UNKNOWN' || said.get(provider) === code) return;
    said.set(provider, code);
    say(`quotes: ${message} [${code}]`);
  }
  const chain = { database, providers, now, heard };

  async function targets(): Promise<QuoteTarget[]> {
    const opened = await book.opened();
    const kept = new Map(opened.instruments.map((one) => [one.id, one]));
    return wanted(opened).map((one) => targetOf(one, kept.get(one.id)));
  }
  /** One look at a time; who comes meanwhile gets its outcome. */
  function inTurn(isDue: (target: QuoteTarget, quote: Quote | undefined) => boolean): Promise<Refreshed> {
    running ??= work(isDue).finally(() => {
      running = null;
    });
    return running;
  }
  async function work(isDue: (target: QuoteTarget, quote: Quote | undefined) => boolean): Promise<Refreshed> {
    const known = await listQuotes<Quote>(database.query);
    const due = (await targets()).filter((target) => target.symbols.size > 0 && isDue(target, known.get(target.id)));
    for (const { id } of due) {
      triedAt.set(id, now());
      troubles.delete(id);
    }
    const done = due.length === 0 ? NOTHING : await refreshQuotes(due, chain);
    if (done.good > 0) refreshedAt = now();
    await flush();
    if (due.length > 0) {
      book.lookAgain();
      await options.changed?.();
    }
    return done;
  }
  async function flush(): Promise<void> {
    const some = timings.splice(0);
    if (some.length === 0) return;
    await addTimings(database.query, some);
    await forgetOldTimings(database.query, now());
  }
  async function closes(): Promise<number> {
    closesAt = now();
    const { book: figures } = await book.opened();
    const first = new Map<string, string>();
    for (const { asset, day } of figures.operations) {
      const id = asset === -1 ? null : figures.instrument(asset).id;
      if (id !== null && !first.has(id)) first.set(id, new Date(day * DAY_MS).toISOString().slice(0, 10));
    }
    const count = await bringCloses(await targets(), first, chain);
    await flush();
    if (count > 0) book.lookAgain();
    return count;
  }
  async function seek(instrument: Instrument): Promise<void> {
    soughtAt.set(instrument.id, now());
    const finder = providers.get(instrument.kind === 'crypto' ? 'coinmarketcap' : 'yahoo');
    if (finder?.find === undefined) return;
    try {
      await takeNames(database, instrument, await finder.find(instrument), now());
      book.lookAgain();
    } catch (error) {
      if (!(error instanceof ProviderTrouble)) throw error;
      heard(finder.name, error, []);
    }
  }
  /** Those that are held and that nobody knows under a name yet. */
  async function seekSome(): Promise<void> {
    const opened = await book.opened();
    const kept = new Map(opened.instruments.map((one) => [one.id, one]));
    const open = wanted(opened).filter((one) => {
      const known = kept.get(one.id);
      const isNamed = known?.symbols.coinmarketcap ?? known?.symbols.yahoo ?? known?.candidates[0];
      return isNamed === undefined && now() - (soughtAt.get(one.id) ?? 0) > DAY_MS;
    });
    for (const one of open.slice(0, FOUND_AT_ONCE)) await seek(one);
  }
  const look = () => inTurn(({ id, rules }, quote) => now() - Math.max(triedAt.get(id) ?? 0, quote?.receivedAt ?? 0) >= rules.everyMs);

  let beat: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  function soon(): void {
    beat = beat
      .then(async () => {
        if (isStopped) return;
        await seekSome();
        await look();
        if (now() - closesAt > DAY_MS) await closes();
      })
      .catch((error: Error) => say(`quotes: ${error.message}`));
  }
  const timer = setInterval(soon, LOOK_EVERY_MS);
  timer.unref();
  return {
    ...{ look, soon, closes },
    refresh() {
      if (running !== null) return running;
      const wait = askedAt + REFRESHED_AT_MOST_EVERY_MS - now();
      if (wait > 0) {
        const seconds = Math.ceil(wait / 1000);
        throw new InputError('REFRESH_TOO_SOON', `prices were asked for a moment ago; try again in ${seconds} s`, 1, {
          said: {
            en: `Prices were asked for a moment ago. Try again in ${seconds} s.`,
            es: `Los precios se acaban de pedir. Vuelve a intentarlo en ${seconds} s.`,
          },
        });
      }
      askedAt = now();
      return inTurn(({ rules }, quote) => now() - (quote?.receivedAt ?? 0) >= rules.serveMs);
    },
    async find(id) {
      const { book: figures } = await book.opened();
      const found = figures.instruments.all.find((one) => one.id === id);
      if (found === undefined) throw new InputError('INSTRUMENT_UNKNOWN', `expected an instrument of the book, found ${id}`, 2);
      await seek(found);
    },
    providers: () => [...all.values()],
    trouble: (id) => troubles.get(id) ?? null,
    refreshedAt: () => refreshedAt,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await beat;
      await running?.catch(() => {});
    },
  };
}

const NOTHING: Refreshed = { asked: 0, good: 0, doubted: 0, none: 0 };

/** What is held, and what it is compared with. */
function wanted({ book }: OpenBook): Instrument[] {
  const held = heldIn(book);
  return book.instruments.all.filter(({ id }, index) => held.has(index) || id === book.state.settings.benchmark);
}

/** An ISIN is one asset wherever it is listed: its first symbol is taken. Of letters alone the owner says which one is meant. */
async function takeNames(
  { query }: Database,
  instrument: Instrument,
  found: Awaited<ReturnType<NonNullable<QuoteProvider['find']>>>,
  at: number,
): Promise<void> {
  const { id, isin, symbol, name, kind } = instrument;
  const known = (await listInstruments(query)).find((one) => one.id === id);
  const [first] = found;
  const isCertain = isin !== null && first !== undefined;
  await saveInstrument(
    query,
    id,
    {
      ...{ isin, symbol, name, kind, candidates: found.slice(0, 10) },
      ...(isCertain && { symbols: { ...known?.symbols, [first.provider]: first.symbol } }),
    },
    { by: first?.provider ?? 'atalaya', at },
  );
}
