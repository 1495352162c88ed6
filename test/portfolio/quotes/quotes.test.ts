// Prices out of six providers that stand on loopback: who is asked, what is believed, and what is told when something fails.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listQuotes } from '../../../src/adapters/postgres/portfolio/quotes.ts';
import type { Quote } from '../../../src/core/portfolio/quotes/quote.ts';
import { ACTOR, FUND, openQuotesLab, type QuotesLab } from './quotes-lab.ts';
import type { Fault } from './stand-ins.ts';

let lab: QuotesLab;
const nothing = { params: undefined, query: undefined, body: undefined };
const MINUTE = 60_000;

beforeAll(async () => {
  lab = await openQuotesLab();
});
afterAll(() => lab?.close());
beforeEach(async () => {
  await lab.database.query('delete from portfolio.last_quote');
  await lab.database.query('delete from portfolio.quarantined_quote');
  await lab.database.query('delete from portfolio.provider_state');
  for (const service of Object.keys(lab.stand.faults)) lab.stand.faults[service as keyof typeof lab.stand.faults] = 'none';
  lab.stand.crumb = 'aB3.cD/eF9x';
  lab.stand.prices.yahoo = {};
  lab.list();
  await lab.reopen();
  lab.stand.asked.length = 0;
  lab.said.length = 0;
});

const quotes = async () => {
  const all = await listQuotes<Quote>(lab.database.query);
  return Object.fromEntries(
    [...all].map(([id, { price, currency, provider, isFallback }]) => [
      id,
      `${price} ${currency} ${provider}${isFallback ? ' fallback' : ''}`,
    ]),
  );
};
const quality = () => lab.desk.quality(nothing, ACTOR);
const GOOD = {
  'coin:BTC': '80000.5 EUR coinmarketcap',
  ES0113900J37: '9.25 EUR yahoo',
  // 5012.5 pence.
  GB0007188757: '50.125 GBP yahoo',
  [FUND]: '1234.5678 EUR fund-page',
};

test('each kind is asked of its own provider, pence are pounds, and keys go in headers alone', async () => {
  expect(await lab.quotes().look()).toEqual({ asked: 4, good: 4, doubted: 0, none: 0 });
  expect(await quotes()).toEqual(GOOD);
  const { asked } = lab.stand;
  expect(asked.filter(({ path }) => /stand-in/.test(path))).toEqual([]);
  expect(asked.find(({ service }) => service === 'coinmarketcap')?.path).toBe('/v2/cryptocurrency/quotes/latest?id=1&convert=EUR');
  expect(asked.find(({ service }) => service === 'twelve-data')?.headers.authorization).toBe('apikey stand-in-share-key');
  const overview = await lab.desk.overview({ ...nothing, query: { method: 'fifo' } }, ACTOR);
  const box = overview.boxes.find(({ instrument }) => instrument.symbol === 'BTC');
  expect(box?.price).toMatchObject({ price: '80000.5', provider: 'coinmarketcap', isFallback: false, isStale: false });
  expect([box?.ageMs, box?.value]).toEqual([MINUTE, '80000.50']);
});

test('a hundred readers are one question, and within its time none', async () => {
  await Promise.all(Array.from({ length: 100 }, () => lab.quotes().refresh()));
  expect(lab.stand.asked.filter(({ path }) => path.startsWith('/v2/cryptocurrency'))).toHaveLength(1);
  lab.stand.asked.length = 0;
  lab.pass(20_000);
  await Promise.all(Array.from({ length: 100 }, () => lab.quotes().refresh()));
  expect(lab.stand.asked).toEqual([]);
  expect(() => lab.quotes().refresh()).toThrow(/a moment ago/);
  lab.pass(10 * MINUTE);
  lab.list();
  await lab.quotes().look();
  // By itself: coins after ten minutes, shares after thirty, the fund after twelve hours.
  expect(lab.stand.asked.filter(({ service }) => service !== 'coinmarketcap')).toEqual([]);
  expect(lab.stand.count('coinmarketcap')).toBe(1);
});

test.each<[Fault, string]>([
  ['busy', 'PROVIDER_BUSY'],
  ['quota', 'PROVIDER_QUOTA'],
  ['consent', 'PROVIDER_UNCLEAR'],
  ['error-body', 'PROVIDER_QUOTA'],
  ['cut', 'PROVIDER_UNCLEAR'],
  ['key', 'PROVIDER_KEY'],
  ['gone', 'PROVIDER_UNREACHABLE'],
  ['slow', 'PROVIDER_UNREACHABLE'],
])('the first provider of coins is %s: the next one tells, and that is said', async (fault, code) => {
  lab.stand.faults.coinmarketcap = fault;
  await lab.quotes().look();
  expect((await quotes())['coin:BTC']).toBe('80010 EUR kraken fallback');
  expect(lab.said.some((line) => line.includes(`[${code}]`))).toBe(true);
  const told = (await quality()).providers.find(({ name }) => name === 'coinmarketcap');
  expect(['failing', 'resting']).toContain(told?.state);
  expect(told?.trouble?.en).toMatch(/coinmarketcap/);
});

test('a body of an error, of a share: the next one tells', async () => {
  lab.stand.faults.yahoo = 'error-body';
  await lab.quotes().look();
  expect((await quotes()).ES0113900J37).toBe('9.25 EUR twelve-data fallback');
});

test('nobody answers: the last good price stays, is old after its time, and its age is told', async () => {
  await lab.quotes().look();
  for (const service of ['coinmarketcap', 'kraken', 'yahoo', 'twelve-data', 'funds'] as const) lab.stand.faults[service] = 'gone';
  lab.pass(40 * MINUTE);
  expect(await lab.quotes().look()).toMatchObject({ asked: 3, good: 0, none: 3 });
  expect(await quotes()).toEqual(GOOD);
  const { stale } = await quality();
  expect(stale.map(({ instrument, ageMs }) => [instrument.symbol, ageMs])).toEqual([['BTC', 41 * MINUTE]]);
  expect(stale[0]?.why?.es).toMatch(/no responde|no lo conoce|descansa/);
  const overview = await lab.desk.overview({ ...nothing, query: { method: 'fifo' } }, ACTOR);
  expect(overview.quality.stale).toBe(1);
  expect(overview.boxes.find(({ instrument }) => instrument.symbol === 'BTC')?.price?.isStale).toBe(true);
});

describe('lies', () => {
  test('a price a hundred times too high is put aside; the last good one counts; the owner decides', async () => {
    await lab.quotes().look();
    lab.pass(31 * MINUTE);
    lab.list();
    lab.stand.prices.yahoo['SAN.MC'] = { price: 925, currency: 'EUR', at: lab.now() / 1000 };
    expect(await lab.quotes().look()).toMatchObject({ doubted: 1 });
    expect((await quotes()).ES0113900J37).toBe('9.25 EUR yahoo');
    const { quarantined } = await quality();
    // 925 / 9.25 - 1.
    expect(quarantined).toMatchObject([{ price: '925', provider: 'yahoo', ratio: 99, kept: { price: '9.25' } }]);
    const [{ id } = { id: 0 }] = quarantined;
    const after = await lab.desk.judgeQuote({ ...nothing, params: { id }, body: { isAccepted: false } }, ACTOR);
    expect(after.quarantined).toEqual([]);
    expect((await quotes()).ES0113900J37).toBe('9.25 EUR yahoo');
    await expect(lab.desk.judgeQuote({ ...nothing, params: { id }, body: { isAccepted: true } }, ACTOR)).rejects.toThrow(
      /waits for a verdict/,
    );
  });
  test('the very first price, already a hundred times too high: no total is made of it', async () => {
    lab.stand.prices.yahoo['SAN.MC'] = { price: 925, currency: 'EUR', at: lab.now() / 1000 };
    await lab.quotes().look();
    expect((await quotes()).ES0113900J37).toBeUndefined();
    expect((await quality()).quarantined).toHaveLength(1);
  });
  test('two providers 3 % apart: the newer value waits, and both are named', async () => {
    await lab.quotes().look();
    lab.pass(31 * MINUTE);
    lab.list();
    lab.stand.prices.yahoo['SAN.MC'] = { price: 9.5275, currency: 'EUR', at: lab.now() / 1000 };
    await lab.quotes().look();
    expect((await quotes()).ES0113900J37).toBe('9.25 EUR yahoo');
    const [one] = (await quality()).quarantined;
    expect(one?.why.es).toContain('yahoo: 9.5275 EUR; twelve-data: 9.25 EUR');
    const { quarantined } = await lab.desk.judgeQuote({ ...nothing, params: { id: one?.id ?? 0 }, body: { isAccepted: true } }, ACTOR);
    expect([quarantined, (await quotes()).ES0113900J37]).toEqual([[], '9.5275 EUR yahoo']);
  });
  test('both say the same jump: it is believed', async () => {
    await lab.quotes().look();
    lab.pass(31 * MINUTE);
    lab.list();
    for (const [of, symbol] of [
      ['yahoo', 'SAN.MC'],
      ['twelve-data', 'SAN:BME'],
    ] as const)
      lab.stand.prices[of][symbol] = { price: 5, currency: 'EUR', at: lab.now() / 1000 };
    await lab.quotes().look();
    expect((await quotes()).ES0113900J37).toBe('5 EUR yahoo');
  });
  test('a price of tomorrow, of nothing or below is none', async () => {
    for (const wrong of [
      { price: 9, at: lab.now() / 1000 + 3600 },
      { price: 0, at: lab.now() / 1000 },
      { price: -9, at: lab.now() / 1000 },
    ]) {
      lab.stand.prices.yahoo['SAN.MC'] = { currency: 'EUR', ...wrong };
      await lab.reopen();
      await lab.quotes().look();
      expect((await quotes()).ES0113900J37).toBe('9.25 EUR twelve-data fallback');
      await lab.database.query('delete from portfolio.last_quote');
    }
  });
});

describe('keys and allowances', () => {
  test('without a key the provider is named with its variable, and others are asked', async () => {
    await lab.reopen({ ...lab.stand.places, keys: { coinmarketcap: '', 'twelve-data': '' } });
    await lab.quotes().look();
    expect((await quotes())['coin:BTC']).toBe('80010 EUR kraken fallback');
    expect(lab.stand.count('coinmarketcap')).toBe(0);
    const told = (await quality()).providers.find(({ name }) => name === 'coinmarketcap');
    expect(told).toMatchObject({ state: 'no-key', variable: 'COINMARKETCAP_API_KEY' });
    expect(told?.trouble?.en).toContain('COINMARKETCAP_API_KEY');
  });
  test('a refused key is not tried again within the hour', async () => {
    lab.stand.faults.coinmarketcap = 'key';
    await lab.quotes().look();
    lab.pass(11 * MINUTE);
    lab.list();
    await lab.quotes().look();
    expect(lab.stand.count('coinmarketcap')).toBe(1);
    lab.stand.faults.coinmarketcap = 'none';
    lab.pass(60 * MINUTE);
    lab.list();
    await lab.quotes().look();
    expect((await quotes())['coin:BTC']).toBe('80000.5 EUR coinmarketcap');
  });
  test('Retry-After is kept over a restart: two minutes nobody asks', async () => {
    lab.stand.faults.coinmarketcap = 'quota';
    await lab.quotes().look();
    expect(lab.stand.count('coinmarketcap')).toBe(1);
    lab.stand.faults.coinmarketcap = 'none';
    await lab.reopen();
    lab.pass(MINUTE);
    await lab.quotes().refresh();
    expect(lab.stand.count('coinmarketcap')).toBe(1);
  });
  test('the allowance of a minute ends one before its limit, and says when it is renewed', async () => {
    await lab.database.query(`insert into portfolio.provider_state values ('twelve-data', $1, now())`, [
      JSON.stringify({
        use: { minute: { from: lab.now() - (lab.now() % MINUTE), count: 7 }, day: { from: 0, count: 0 } },
        restsUntil: 0,
        lastGoodAt: null,
        trouble: null,
      }),
    ]);
    await lab.reopen();
    lab.stand.faults.yahoo = 'gone';
    await lab.quotes().look();
    expect(lab.stand.count('twelve-data')).toBe(0);
    const told = (await quality()).providers.find(({ name }) => name === 'twelve-data');
    expect(told).toMatchObject({ state: 'resting', isLow: true, restsUntil: lab.now() - (lab.now() % MINUTE) + MINUTE });
    expect(told?.budget[0]).toMatchObject({ window: 'minute', used: 7, limit: 8 });
  });
});

describe('Yahoo, many at once', () => {
  const five = ['A', 'B', 'C', 'D', 'E'].map((symbol) => ({ symbol, currency: 'EUR' }));
  const yahoo = () =>
    lab
      .quotes()
      .providers()
      .find(({ name }) => name === 'yahoo')?.provider;
  beforeEach(() => {
    for (const { symbol } of five) lab.stand.prices.yahoo[symbol] = { price: 10, currency: 'EUR', at: lab.now() / 1000 };
  });
  test('one question with cookie and crumb', async () => {
    expect(await yahoo()?.quotes(five)).toHaveLength(5);
    expect(lab.stand.asked.map(({ path }) => path.split('?')[0])).toEqual(['/cookie', '/v1/test/getcrumb', '/v7/finance/quote']);
  });
  test.each(['Too Many Requests', CONSENT_PAGE(), ''])('%j is no crumb', async (crumb) => {
    lab.stand.crumb = crumb;
    const told = await yahoo()
      ?.quotes(five)
      .catch((error: { code: string }) => error.code);
    expect(lab.stand.asked.some(({ path }) => path.startsWith('/v7/'))).toBe(false);
    // Where it says that too much was asked it is left alone; else each is asked for by itself, without one.
    if (crumb.startsWith('Too')) expect(told).toBe('PROVIDER_QUOTA');
    else expect(told).toHaveLength(5);
  });
});

function CONSENT_PAGE() {
  return '<html>consent</html>';
}

test('a page of a fund that looks different: told, no price, the former value stays', async () => {
  await lab.quotes().look();
  lab.stand.fundPage = () =>
    '<html><body><h1>Nueva web</h1><div class="vl"><b>9,99</b> <i>EUR</i><small>Fecha: 23/11/2026</small></div></body></html>';
  lab.pass(13 * 60 * MINUTE);
  await lab.quotes().look();
  expect((await quotes())[FUND]).toBe(GOOD[FUND]);
  expect(lab.said.join('\n')).toMatch(/Prueba: expected the ISIN on the page.*PROVIDER_LAYOUT/);
});

describe('what instruments are', () => {
  const instrument = async (id: string) => (await lab.desk.instruments(nothing, ACTOR)).rows.find((row) => row.instrument.id === id);

  test('an ISIN is looked up once, and its first symbol is taken; letters of a coin wait for the owner', async () => {
    const isin = 'IE00BK5BQT80';
    const buy = (asset: object, currency: string) => ({
      ...nothing,
      body: {
        entry: { kind: 'buy' as const, at: '2026-11-03', account: 'Broker', quantity: '1', asset, cash: { amount: '100', currency } },
      },
    });
    await lab.desk.book(buy({ isin, name: 'All-World' }, 'EUR'), ACTOR);
    await lab.desk.book(buy({ symbol: 'ETH', kind: 'crypto' }, 'EUR'), ACTOR);
    lab.stand.found[isin] = ['VWCE.DE', 'VWRA.L'];
    lab.stand.prices.yahoo['VWCE.DE'] = { price: 140.25, currency: 'EUR', at: lab.now() / 1000 };
    lab.pass(3_000);
    await lab.quotes().find(isin);
    await lab.quotes().find('coin:ETH');
    expect((await instrument(isin))?.symbols).toContainEqual({ provider: 'yahoo', symbol: 'VWCE.DE', isSaid: true });
    const eth = await instrument('coin:ETH');
    // By rank; what is gone is left out.
    expect(eth?.candidates.map(({ symbol, name }) => [symbol, name])).toEqual([
      ['1', 'Bitcoin (ETH, #1)'],
      ['20000', 'ETH of another (ETH, #4000)'],
    ]);
    expect([eth?.instrument.isResolved, eth?.symbols.map(({ provider }) => provider)]).toEqual([false, ['price-file']]);
    await lab.quotes().look();
    expect([(await quotes())[isin], (await quotes())['coin:ETH']]).toEqual(['140.25 EUR yahoo', undefined]);
    const body = { isResolved: true, symbols: { coinmarketcap: '20000' } };
    const chosen = await lab.desk.saveInstrument({ ...nothing, params: { id: 'coin:ETH' }, body }, ACTOR);
    expect([chosen.instrument.isResolved, chosen.symbols.map(({ provider, symbol }) => `${provider} ${symbol}`)]).toEqual([
      true,
      ['coinmarketcap 20000', 'kraken ETH/EUR', 'market-lake ETH/EUR', 'price-file ETH'],
    ]);
    expect((await quality()).unresolved.map(({ instrument }) => instrument.symbol)).not.toContain('ETH');
  });

  test('another order of providers, and another limit of doubt, for one alone', async () => {
    const params = { id: 'ES0113900J37' };
    const body = { providers: ['twelve-data' as const, 'yahoo' as const], disagreement: 0.05 };
    expect(await lab.desk.saveInstrument({ ...nothing, params, body }, ACTOR)).toMatchObject(body);
    lab.stand.prices.yahoo['SAN.MC'] = { price: 9.5275, currency: 'EUR', at: lab.now() / 1000 };
    lab.pass(3_000);
    await lab.quotes().look();
    expect((await quotes()).ES0113900J37).toBe('9.25 EUR twelve-data');
    await lab.desk.saveInstrument({ ...nothing, params, body: { providers: ['yahoo', 'twelve-data'], disagreement: 0.02 } }, ACTOR);
  });

  test('a price by hand counts before a provider’s of that day; one of tomorrow, of nothing or of no currency is refused', async () => {
    const params = { id: FUND };
    const set = (body: { day: string; price: string; currency: string }) => lab.desk.setPrice({ ...nothing, params, body }, ACTOR);
    await expect(set({ day: '2027-01-01', price: '1', currency: 'EUR' })).rejects.toThrow(/until today/);
    await expect(set({ day: '2026-11-20', price: '0', currency: 'EUR' })).rejects.toThrow(/above 0/);
    await expect(set({ day: '2026-11-20', price: '1', currency: 'eu' })).rejects.toThrow(/above 0 in a currency/);
    const today = new Date(lab.now()).toISOString().slice(0, 10);
    const told = await set({ day: today, price: '1300.5', currency: 'EUR' });
    expect(told.price).toMatchObject({ price: '1300.5', provider: 'manual', day: today });
    await lab.database.query(`delete from portfolio.daily_price where provider = 'manual'`);
  });
});

test('daily closes: as they were, without today’s, pence as pounds, and those after a split counted forth', async () => {
  lab.stand.closes['RIO.L'] = {
    currency: 'GBp',
    days: [
      ['2026-11-19', 5_000],
      ['2026-11-20', null],
      ['2026-11-21', 5_010.5],
    ],
  };
  expect(await lab.quotes().closes()).toBeGreaterThanOrEqual(2);
  const rows = await lab.database.query(
    `select day, price::text, currency, provider from portfolio.daily_price where instrument_id = 'GB0007188757' and provider = 'yahoo' order by day`,
  );
  expect(rows).toEqual([
    { day: '2026-11-19', price: '50', currency: 'GBP', provider: 'yahoo' },
    { day: '2026-11-21', price: '50.105', currency: 'GBP', provider: 'yahoo' },
  ]);
});

test('a table of one’s own is the last resort, and says what is wrong with it', async () => {
  const file = join(lab.folder, 'portfolio/prices.csv');
  writeFileSync(file, 'símbolo,fecha,precio,moneda\n');
  lab.stand.faults.funds = 'busy';
  await lab.quotes().look();
  expect(lab.said.join('\n')).toMatch(/prices: expected a column symbol/);
  writeFileSync(file, `symbol;fecha;precio;moneda\n${FUND};2026-11-18;1200.5;EUR\n${FUND};2026-11-19;1201.5;EUR\n`);
  await lab.reopen();
  await lab.quotes().look();
  expect((await quotes())[FUND]).toBe('1201.5 EUR price-file fallback');
  rmSync(file);
});
