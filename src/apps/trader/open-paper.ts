/** Opens trading on paper at an exchange: its public prices, and an account of this machine that is filled on them. No key, and no order leaves. */

import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { openCcxtFeed } from '../../adapters/ccxt-venues/ccxt-feed.ts';
import { PaperVenue, type SavedPaper } from '../../adapters/exchange-simulator/paper-venue.ts';
import { journalFolder } from '../../adapters/journal-files/open-journal.ts';
import { makeFolder } from '../../adapters/support/make-folder.ts';
import { readPrivateJson, writePrivateFile } from '../../adapters/support/private-file.ts';
import type { InstrumentSpecification } from '../../core/domain/instrument.ts';
import { InputError } from '../../core/domain/result.ts';
import type { FeedListener } from '../../core/market/market-feed.ts';
import { type CcxtConfig, paperTerms } from '../config.ts';
import { paperFile } from './paper-file.ts';
import { QUANTUM_DECIMALS } from './paper-session.ts';
import { sparingly } from './sparingly.ts';
import type { PlainVenue } from './venue-openers.ts';

/** Levels of the order book, where the venue's feed keeps one. */
const DEPTH = 50;
/** Venues tell an account's margin tiers to its owner alone: the first one of most perpetuals, as a position of paper size meets it. */
const MAINTENANCE_TIERS = [{ upTo: null, maintenanceRatio: 0.005 }];

const savedPaper = z.object({
  version: z.literal(1),
  venue: z.string(),
  currency: z.string(),
  instruments: z.array(z.object({ id: z.string(), tickSize: z.number(), lotSize: z.number() })),
  exchange: z.object({
    ...{ now: z.number(), orderNumber: z.number(), number: z.number() },
    account: z.looseObject({ orders: z.array(z.unknown()), executions: z.array(z.unknown()), payments: z.array(z.unknown()) }),
  }),
});

export interface PaperParts {
  readonly pathMs: number;
  readonly dataFolder: string;
  /** The account of before is put aside. */
  readonly beginsAnew: boolean;
  readonly now: () => number;
  readonly say: (line: string) => void;
}

/** InputError where the prices can't be had, or the account on disk is missing, damaged or another one. */
export async function openPaper(config: CcxtConfig, { pathMs, dataFolder, beginsAnew, now, say }: PaperParts): Promise<PlainVenue> {
  const terms = paperTerms(config);
  const file = paperFile(dataFolder, config.account);
  if (beginsAnew && existsSync(file)) renameSync(file, `${file}.${now()}`);
  const saved = readPrivateJson(file, 'PAPER_ACCOUNT', (json) => savedPaper.parse(json) as unknown as SavedPaper);
  if (saved === null && existsSync(journalFolder(dataFolder, config.account)))
    throw new InputError(
      'PAPER_ACCOUNT_MISSING',
      `expected the paper account that the journal of "${config.account}" has traded on at ${file}, found none: restore it from a backup; a session that was no paper one is another "account"`,
      3,
    );
  const feed = await openCcxtFeed({
    venue: config.venue.name,
    instruments: config.instruments.map((one) => ({ ...one, category: config.venue.category })),
    subscriptions: config.instruments.map(({ id }) => ({
      instrument: id,
      timeframesMs: [pathMs],
      quotes: true,
      depth: DEPTH,
      trades: true,
    })),
    ...(config.venue.url !== undefined && { baseUrl: config.venue.url }),
    now,
    onNotice: sparingly(say, now),
  });
  let venue: PaperVenue | null = null;
  let listener: FeedListener = () => {};
  try {
    await feed.start((news, receivedAt) => {
      venue?.hear(news);
      listener(news, receivedAt);
    });
    const instruments = (await feed.rules())
      .map(
        ({ specification, minimumQuantity }): InstrumentSpecification => ({
          ...specification,
          ...(minimumQuantity !== null && { minimumQuantity: Number(minimumQuantity) }),
          ...(terms.feeRatio !== undefined && { makerFeeRatio: terms.feeRatio, takerFeeRatio: terms.feeRatio }),
        }),
      )
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    requireSameAccount(saved, config, instruments, file);
    makeFolder(join(dataFolder, 'state', 'paper'));
    const opened = new PaperVenue({
      ...{
        venue: config.venue.name,
        currency: config.currency,
        quantumDecimals: QUANTUM_DECIMALS,
        cash: terms.cash,
        latencyMs: terms.latencyMs,
      },
      instruments: instruments.map((specification) =>
        specification.kind === 'perpetual'
          ? { ...specification, leverage: config.leverage, maintenanceTiers: MAINTENANCE_TIERS }
          : specification,
      ),
      ...{ now, saved, book: (instrument: string) => feed.book(instrument) },
      save: (state) => writePrivateFile(file, JSON.stringify(state)),
      onTrouble: (error) => say(`PAPER_ACCOUNT_UNWRITTEN: ${file}: ${(error as Error).message}`),
    });
    venue = opened;
    return {
      link: {
        capabilities: opened.capabilities,
        get serverTimeOffsetMs() {
          return feed.serverTimeOffsetMs;
        },
        listen: (to) => opened.listen(to),
        ask: (request, what, mayStillSend) => opened.ask(request, what, mayStillSend),
        instruments: async () => instruments,
        close: () => opened.close(),
      },
      openFeed: async () => ({
        start: async (to) => {
          listener = to;
        },
        history: (instrument, timeframeMs, since) => feed.history(instrument, timeframeMs, since),
        book: (instrument) => feed.book(instrument),
        ...(feed.look && { look: feed.look }),
        close: () => feed.close(),
      }),
      isOpen: () => true,
      newestCandle: () => feed.newestCandle(),
    };
  } catch (error) {
    await feed.close();
    throw error;
  }
}

/** What is counted in lots and ticks means something else with others. */
function requireSameAccount(
  saved: SavedPaper | null,
  { venue, currency }: CcxtConfig,
  instruments: readonly InstrumentSpecification[],
  file: string,
): void {
  if (saved === null) return;
  const words = (of: Pick<SavedPaper, 'venue' | 'currency' | 'instruments'>) =>
    `${of.venue} in ${of.currency}: ${of.instruments.map(({ id, tickSize, lotSize }) => `${id} in ticks of ${tickSize} and lots of ${lotSize}`).join(', ')}`;
  const [before, now] = [words(saved), words({ venue: venue.name, currency, instruments })];
  if (before === now) return;
  throw new InputError(
    'PAPER_ACCOUNT_OTHER',
    `${file}: the paper account was begun on ${before}; now it would be ${now}. Go back to what was, or begin another "account"`,
    3,
  );
}
