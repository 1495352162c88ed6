/** Answers about prices and instruments, and what the owner says of them. */

import type { PortfolioDesk } from '../../../adapters/http/portfolio-desk.ts';
import type { Database } from '../../../adapters/postgres/database.ts';
import { type KeptInstrument, saveInstrument } from '../../../adapters/postgres/portfolio/instruments.ts';
import { BY_HAND, savePrices } from '../../../adapters/postgres/portfolio/prices.ts';
import { judgeQuote } from '../../../adapters/postgres/portfolio/quotes.ts';
import type { InstrumentInput, KnownInstrument } from '../../../api/portfolio/quotes.ts';
import { InputError } from '../../../core/domain/result.ts';
import { wholePrice } from '../../../core/portfolio/quotes/price-text.ts';
import type { Quote } from '../../../core/portfolio/quotes/quote.ts';
import type { AuditedAct } from '../audited-act.ts';
import { assetIndex, heldIn } from '../figures/figure-book.ts';
import { priceUsed, toldInstrument } from '../figures/told.ts';
import type { BookKeeper, OpenBook } from '../open-book.ts';
import type { QuoteKeeper } from './keep-quotes.ts';
import { qualityAnswer } from './quality.ts';
import { targetOf } from './targets.ts';

type QuoteDesk = Pick<
  PortfolioDesk,
  'quality' | 'refreshQuotes' | 'judgeQuote' | 'instruments' | 'saveInstrument' | 'findInstrument' | 'setPrice'
>;

export interface QuoteDeskOptions {
  readonly database: Database;
  readonly book: BookKeeper;
  readonly act: AuditedAct;
  /** Null while nobody is asked. */
  readonly quotes: () => QuoteKeeper | null;
  readonly now: () => number;
}

export function openQuoteDesk({ database, book, act, quotes, now }: QuoteDeskOptions): QuoteDesk {
  const asking = (): QuoteKeeper => {
    const keeper = quotes();
    if (keeper !== null) return keeper;
    throw new InputError('QUOTES_OFF', 'nobody is asked for prices here (ATALAYA_QUOTES=off); prices by hand count all the same', 1);
  };
  const one = async (id: string) => {
    const opened = await book.opened();
    return knownInstrument(opened, assetIndex(opened.book, id), heldIn(opened.book));
  };
  return {
    quality: async () => qualityAnswer(database, await book.opened(), quotes(), now()),
    refreshQuotes: async () => asking().refresh(),
    async judgeQuote({ params, body }, actor) {
      await act(
        'judge-quote',
        String(params.id),
        actor,
        async (query, at) => {
          const judged = await judgeQuote<Quote>(query, params.id, body.isAccepted, { by: actor.by, at });
          if (judged === null)
            throw new InputError('QUOTE_UNKNOWN', `expected the number of a quote that waits for a verdict, found ${params.id}`, 2);
        },
        body,
      );
      return qualityAnswer(database, await book.opened(), quotes(), now());
    },
    async instruments() {
      const opened = await book.opened();
      const held = heldIn(opened.book);
      return { rows: opened.book.instruments.all.map((_, index) => knownInstrument(opened, index, held)) };
    },
    async saveInstrument({ params, body }, actor) {
      const { book: figures, instruments } = await book.opened();
      const found = figures.instrument(assetIndex(figures, params.id));
      const kept = instruments.find(({ id }) => id === params.id);
      // What it is in the book stays what it is: its names tie it to the operations.
      const names = { isin: found.isin, symbol: found.symbol, name: found.name, kind: found.kind };
      await act(
        ...(['instrument', params.id, actor] as const),
        (query, at) => saveInstrument(query, params.id, { ...names, ...changeOf(body, kept) }, { by: actor.by, at }),
        body,
      );
      return one(params.id);
    },
    async findInstrument({ params }) {
      await asking().find(params.id);
      return one(params.id);
    },
    async setPrice({ params, body }, actor) {
      const { book: figures } = await book.opened();
      assetIndex(figures, params.id);
      const whole = wholePrice(body.price, body.currency);
      if (whole === null)
        throw new InputError('PRICE_INVALID', `expected a price above 0 in a currency, found ${body.price} ${body.currency}`, 2);
      if (Date.parse(body.day) > now()) throw new InputError('PRICE_AHEAD', `expected a day until today, found ${body.day}`, 2);
      await act(
        ...(['price', params.id, actor] as const),
        (query, at) =>
          savePrices(query, [{ instrumentId: params.id, day: body.day, ...whole, provider: BY_HAND, adjustedOn: null, receivedAt: at }]),
        body,
      );
      return one(params.id);
    },
  };
}

function changeOf({ symbols, providers, disagreement, ...said }: InstrumentInput, kept: KeptInstrument | undefined) {
  const names = Object.entries({ ...kept?.symbols, ...symbols }).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  const overrides = { ...kept?.overrides, ...(providers && { providers }), ...(disagreement !== undefined && { disagreement }) };
  return {
    ...said,
    ...(symbols && { symbols: Object.fromEntries(names) }),
    ...((providers || disagreement !== undefined) && { overrides }),
  };
}

function knownInstrument({ book, instruments }: OpenBook, index: number, held: ReadonlySet<number>): KnownInstrument {
  const instrument = book.instrument(index);
  const kept = instruments.find(({ id }) => id === instrument.id);
  const { rules, symbols } = targetOf(instrument, kept);
  return {
    instrument: toldInstrument(instrument),
    isHeld: held.has(index),
    symbols: [...symbols].map(([provider, symbol]) => ({ provider, symbol, isSaid: kept?.symbols[provider] !== undefined })),
    providers: [...rules.providers],
    disagreement: rules.disagreement,
    candidates: (kept?.candidates ?? []) as KnownInstrument['candidates'],
    price: priceUsed(book, index, book.today),
  };
}
