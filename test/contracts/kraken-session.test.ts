/** The whole chain on spot: a live session trades hours of the recorded market through the Kraken link and feed, over sockets, and ends reconciled. */

import { expect, onTestFinished, test } from 'vitest';
import { openCcxtFeed } from '../../src/adapters/ccxt-venues/ccxt-feed.ts';
import { openCcxtLink } from '../../src/adapters/ccxt-venues/ccxt-link.ts';
import { beginTogether } from '../../src/adapters/exchange-simulator/driver.ts';
import type { Market } from '../../src/adapters/exchange-simulator/exchange/market.ts';
import type { Execution } from '../../src/adapters/exchange-simulator/exchange/orders.ts';
import { startKrakenServer } from '../../src/adapters/exchange-simulator/kraken/kraken-server.ts';
import { openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { loadExchangeData, QUANTUM_DECIMALS } from '../../src/apps/exchange-data.ts';
import { strategyInputs } from '../../src/apps/trader/paper-session.ts';
import type { InstrumentSpecification } from '../../src/core/domain/instrument.ts';
import { createCandles } from '../../src/core/market/candles.ts';
import { StepRecorder } from '../../src/core/trading/engine/step-recorder.ts';
import { LiveSession } from '../../src/core/trading/live/live-session.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { temporaryFolder } from '../cli/run-cli.ts';
import { MINUTE } from './contract-market.ts';

const KEY = Buffer.from('session').toString('base64');
const HISTORY = 120;
const HOURS = process.env.ATALAYA_FULL === '1' ? 12 : 3;
const CASH = 100_000;

test('a spot strategy trades on Kraken for hours; coins and money are what the ledger says, until somebody buys by hand', async () => {
  const [source] = beginTogether(await loadExchangeData(['BTCUSD-coinbase-1m-2017-12'], []), HISTORY);
  if (!source) throw new Error('the sample has no candles');
  const server = await startKrakenServer({
    ...{ sources: [source], quantumDecimals: QUANTUM_DECIMALS, deposit: CASH * 10 ** QUANTUM_DECIMALS, port: 0, speed: 0, seed: 1 },
    tier: 'none',
    wallNow: ({ now }) => now,
  });
  onTestFinished(() => server.close());
  const { exchange, address } = server;
  const now = () => exchange.now;
  const venue = {
    venue: 'kraken',
    instruments: [{ id: 'BTCUSD', symbol: 'XBTUSD' }],
    baseUrl: { rest: `http://${address}`, publicStreams: `ws://${address}`, privateStreams: `ws://${address}/auth` },
    now,
  };
  const link = await openCcxtLink({ ...venue, key: () => KEY, secret: () => KEY });
  onTestFinished(() => link.close());
  let outstanding = 0;
  const counted: ConstructorParameters<typeof LiveSession>[0]['link'] = {
    capabilities: link.capabilities,
    listen: (listener) =>
      link.listen({
        told: (news, at) => listener.told(news, at),
        answered: (request, answer, at) => {
          outstanding--;
          listener.answered(request, answer, at);
        },
      }),
    ask: (request, what, mayStillSend) => {
      outstanding++;
      link.ask(request, what, mayStillSend);
    },
  };
  await link.start();
  const specifications = (await link.instruments()).map(({ specification }) => specification) as [InstrumentSpecification];
  const journal = await openJournal(temporaryFolder(), { account: 'spot', create: true });
  onTestFinished(() => journal.close());
  const recorder = new StepRecorder({ environment: 'dev', accountId: 'spot', quantumDecimals: QUANTUM_DECIMALS });
  const parameters = { fast: 5, slow: 20, direction: 'long-only' };
  const session = new LiveSession({
    session: {
      markets: specifications.map((instrument) => ({ instrument, series: [{ timeframeMs: MINUTE, candles: createCandles(0) }] })),
      strategies: await strategyInputs([{ id: 'sma-cross', instrument: 'BTCUSD', timeframe: '1m', parameters, size: 0.5 }]),
      cash: CASH,
      quantumDecimals: QUANTUM_DECIMALS,
      slippage: { kind: 'none' },
      risk: builtInProfile('none'),
      accountCurrency: 'USD',
      seed: 1,
    },
    recorder,
    journal,
    link: counted,
    budget: { burst: 10, perSecond: 8, reservedShare: 0.3 },
    maySend: () => true,
    externalTrades: 'refuse',
    beganAt: exchange.now,
  });
  session.recover(journal.readEntries(1), { test: 'kraken spot' });
  journal.onDurable(() => session.durable(now()));
  for (let i = 0; i < HISTORY; i++) {
    const { time, open, high, low, close, volume } = source.candles;
    const row = [time, open, high, low, close, volume].map((column) => column[i] as number);
    session.closed((row[0] as number) + MINUTE, [[0, row]], now());
  }
  const feed = await openCcxtFeed({ ...venue, subscriptions: [{ instrument: 'BTCUSD', timeframesMs: [MINUTE] }] });
  onTestFinished(() => feed.close());
  let candles = 0;
  await feed.start((news) => {
    if (news.kind !== 'candle' || !news.closed || news.time < (source.candles.time[HISTORY] as number)) return;
    candles++;
    session.closed(news.time + MINUTE, [[0, [news.time, news.open, news.high, news.low, news.close, news.volume]]], now());
  });
  session.start(now());
  /** Lets everything that is on its way arrive, at the venue, here and on the disk: the replay's time stands meanwhile. */
  const quiet = async () => {
    for (let turns = 0; turns < 3 || outstanding > 0 || journal.durable < journal.last; turns++) {
      await new Promise((done) => setTimeout(done, 1));
      if (session.nextAt <= now()) session.tick(now());
    }
  };
  const account = exchange.account(KEY);
  let cleanWhileHolding = 0;
  const until = exchange.now + HOURS * 60 * MINUTE;
  while (exchange.now < until) {
    exchange.advance(Math.min(exchange.nextAt, Math.max(exchange.now + 1, session.nextAt)));
    const { cleanAt } = session.reconciliation;
    await quiet();
    expect(session.lastComparison?.differences ?? []).toEqual([]);
    if (session.reconciliation.cleanAt > cleanAt && account.lotsOf(0) > 0) cleanWhileHolding++;
  }
  /** Compares with the venue until a comparison has ended. */
  const compare = async () => {
    const before = session.lastComparison;
    session.reconciliation.soon(now());
    for (let i = 0; i < 20 && session.lastComparison === before; i++) {
      exchange.advance(exchange.now + 1_000);
      session.tick(now());
      await quiet();
    }
    return session.lastComparison?.differences;
  };
  expect(await compare()).toEqual([]);
  expect(session.engine.risk.mode).toBe('NORMAL');
  expect(candles).toBeGreaterThanOrEqual(HOURS * 60 - 1);
  expect(account.executions.length).toBeGreaterThanOrEqual(4);
  expect(cleanWhileHolding).toBeGreaterThan(0);
  expect(session.broker.executions.net[0]).toBe(account.lotsOf(0));
  expect(session.engine.book.wallet).toBe(account.venue.book.wallet);

  // What the owner buys by hand is not ours to book: money has gone for coins that the ledger knows nothing of.
  const [market] = exchange.markets as [Market];
  exchange.tradeByHand(account, market, 1, 0.25e8);
  const { ticks, fee } = account.executions.at(-1) as Execution;
  const differences = await compare();
  expect(differences).toMatchObject([
    { kind: 'position', subject: 'BTCUSD' },
    { kind: 'balance', subject: 'USD' },
  ]);
  const [coins, { here = '', venue: there = '' } = {}] = differences ?? [];
  expect(Number(coins?.venue) - Number(coins?.here)).toBeCloseTo(0.25, 8);
  expect(Number(here) - Number(there)).toBeCloseTo((0.25 * ticks) / 100 + fee / 10 ** QUANTUM_DECIMALS, 6);
  expect(session.engine.risk.mode).toBe('PAUSE');
});
