// Alerts over real quotes of stand-ins, a real database, a real WebSocket and a real trader's Telegram: one crossing is one message.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createServer, type WebServer } from '../../../src/adapters/http/create-server.ts';
import { saveRates } from '../../../src/adapters/postgres/portfolio/prices.ts';
import { type AlertFrame, type AlertInput, alertFrame } from '../../../src/api/portfolio/alerts.ts';
import { deliverOnce } from '../../../src/apps/portfolio/alerts/deliver-alerts.ts';
import { watchAlerts } from '../../../src/apps/portfolio/alerts/watch-alerts.ts';
import { InputError } from '../../../src/core/domain/result.ts';
import { ScriptedSession } from '../../browser/scripted-session.ts';
import { TraderLab, until } from '../../live/test-trader.ts';
import { BotApiServer, TOKEN } from '../../telegram/bot-api-server.ts';
import { startChannels } from '../../telegram/start-channels.ts';
import { ACTOR, openQuotesLab, type QuotesLab } from '../quotes/quotes-lab.ts';

let lab: QuotesLab;
const nothing = { params: undefined, query: undefined, body: undefined };
const MINUTE = 60_000;
const listeners = new Set<() => void>();
const watch = () =>
  watchAlerts({
    ...{ database: lab.database, book: lab.book, now: lab.now },
    sent() {
      for (const hear of listeners) hear();
    },
  });
const closers: (() => unknown)[] = [];

beforeAll(async () => {
  lab = await openQuotesLab();
  await lab.reopen();
});
afterAll(() => lab?.close());
beforeEach(async () => {
  for (const table of ['alert_event', 'alert', 'last_quote', 'quarantined_quote', 'target_version'])
    await lab.database.query(`delete from portfolio.${table}`);
  lab.pass(60 * MINUTE);
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  for (const name of Object.keys(process.env)) if (name.startsWith('ATALAYA_TELEGRAM_')) delete process.env[name];
});

const input = (condition: AlertInput['condition'], more: Partial<AlertInput> = {}): AlertInput => ({
  ...{ condition, repeat: 'always', cooldownMinutes: 0, hysteresis: null, channels: ['panel'], note: '', isOn: true },
  ...more,
});
const above = (level: string, more: Partial<AlertInput> = {}) => input({ kind: 'price-above', instrument: 'coin:BTC', level }, more);
const add = async (body: AlertInput) => (await lab.desk.addAlert({ ...nothing, body }, ACTOR)).id;
const events = async (after = 0) => (await lab.desk.alertEvents({ ...nothing, query: { after, limit: 100 } }, ACTOR)).rows;
const standing = async () => (await lab.desk.alerts(nothing, ACTOR)).rows[0];

/** A coin's price as both of its providers tell it, eleven minutes later. */
async function price(euros: number, ago = 0): Promise<void> {
  lab.pass(11 * MINUTE);
  const at = (lab.now() - ago) / 1000;
  lab.stand.prices.coinmarketcap['1 EUR'] = { price: euros, currency: 'EUR', at };
  lab.stand.prices.kraken.XBTEUR = { price: String(euros), currency: 'EUR', at };
  await lab.quotes().look();
  await watch().look();
}

describe('a level', () => {
  test('back and forth within half a percent is one alert, with the price, its provider and its time', async () => {
    await add(above('80000'));
    // 80000 less 0.5 % is 79600.
    for (const euros of [79_000, 80_010, 79_700, 80_300, 79_650, 80_100]) await price(euros);
    const sent = await events();
    expect(sent.map(({ value }) => value)).toEqual([80_010]);
    expect(sent[0]?.text.es).toMatch(/^BTC por encima de 80000: ahora 80010 \(coinmarketcap, 2026-11-23 \d\d:\d\d UTC\)\.$/);
    await price(79_500);
    await price(80_000);
    expect((await events()).map(({ sequence, value }) => [sequence, value])).toEqual([
      [1, 80_010],
      [2, 80_000],
    ]);
  });
  test('an old price over the level sends nothing, and says why; the first good one sends one', async () => {
    await add(above('80000'));
    await price(79_000);
    lab.pass(30 * MINUTE);
    await price(81_000, 20 * MINUTE);
    expect([await events(), (await standing())?.refused?.en]).toEqual([[], 'its price is old']);
    await price(81_000);
    expect(await events()).toHaveLength(1);
  });
  test('a price in doubt sends nothing', async () => {
    await add(above('80000'));
    await price(79_000);
    lab.pass(11 * MINUTE);
    lab.stand.prices.coinmarketcap['1 EUR'] = { price: 7_900_000, currency: 'EUR', at: lab.now() / 1000 };
    await lab.quotes().look();
    await watch().look();
    expect([await events(), (await standing())?.refused?.es]).toEqual([[], 'hay un precio más nuevo en duda que espera tu decisión']);
  });
  test('two that look at the same time send one', async () => {
    await add(above('80000'));
    await price(79_000);
    lab.pass(11 * MINUTE);
    for (const [of, symbol] of [
      ['coinmarketcap', '1 EUR'],
      ['kraken', 'XBTEUR'],
    ] as const)
      lab.stand.prices[of][symbol] = { price: 80_500, currency: 'EUR', at: lab.now() / 1000 };
    await lab.quotes().look();
    const one = watch();
    await Promise.all([one.look(), one.look(), one.look()]);
    expect(await events()).toHaveLength(1);
  });
  test('wrong ones are refused at their field; changed it begins anew; removed it is gone, what it sent is not', async () => {
    await expect(add(input({ kind: 'price-above', instrument: 'nothing', level: '1' }))).rejects.toThrow(/instrument of the book/);
    await expect(add(above('-1'))).rejects.toThrow(/above 0/);
    const id = await add(above('80000', { repeat: 'once' }));
    await price(79_000);
    await price(81_000);
    expect((await standing())?.state).toBe('done');
    await lab.desk.changeAlert({ ...nothing, params: { id }, body: above('82000') }, ACTOR);
    expect((await standing())?.state).toBe('new');
    await lab.desk.removeAlert({ ...nothing, params: { id } }, ACTOR);
    expect([(await lab.desk.alerts(nothing, ACTOR)).rows, (await events()).length]).toEqual([[], 1]);
    await expect(lab.desk.removeAlert({ ...nothing, params: { id } }, ACTOR)).rejects.toThrow(InputError);
  });
});

describe('other conditions', () => {
  test('a move of 5 % within an hour, by prices that were seen', async () => {
    await add(input({ kind: 'move', instrument: 'coin:BTC', ratio: 0.05, hours: 1 }));
    for (const euros of [80_000, 80_000, 80_500, 81_000, 81_500, 82_000, 83_900]) await price(euros);
    expect(await events()).toEqual([]);
    // An hour before it was 80000 or 80500: 84600 is 5.1 % above the latter.
    await price(84_600);
    expect((await events()).map(({ title }) => title.en)).toEqual(['BTC moves 5.0 % within 1 h']);
  });
  test('weights outside their band, and not while something can not be valued well', async () => {
    const rows = [{ by: 'instrument' as const, band: 0.01, weights: { 'coin:BTC': 0.98 } }];
    await lab.desk.setTargets({ ...nothing, body: { rows } }, ACTOR);
    await add(input({ kind: 'drift', by: 'instrument', key: null }));
    await lab.reopen();
    lab.list();
    await price(80_000);
    // A share in pounds without a rate of the pound.
    expect((await standing())?.refused?.en).toMatch(/no weight is sure/);
    const rate = { currency: 'GBP', day: '2026-11-20', perEuro: '0.88', provider: 'ecb', receivedAt: lab.now() };
    await lab.database.transaction((query) => saveRates(query, [rate]));
    await price(80_000);
    // Of 80000 + 9.25 + 50.125 / 0.88 + 1234.5678 = 81300.78 the coin is 98.4 %: 0.4 % off.
    expect([await events(), (await standing())?.lastValue?.toFixed(4)]).toEqual([[], '0.0040']);
    // Of 11300.78, 88.49 %: 9.51 % off.
    await price(10_000);
    const [sent] = await events();
    expect([sent?.text.en, sent?.value?.toFixed(4)]).toEqual([
      'allocation by instrument outside its band: now 9.5 % (weights of today).',
      '0.0951',
    ]);
  });
  test('a day that was announced, so many days before, once', async () => {
    const inDays = (days: number) => new Date(lab.now() + days * 24 * 60 * MINUTE).toISOString().slice(0, 10);
    const day = inDays(3);
    await add(input({ kind: 'date', instrument: 'ES0113900J37', day, what: 'dividend', daysBefore: 2 }));
    await watch().look();
    lab.pass(25 * 60 * MINUTE);
    await watch().look();
    lab.pass(25 * 60 * MINUTE);
    await watch().look();
    expect((await events()).map(({ title }) => title.es)).toEqual([`SAN: dividend el ${day}`]);
    await add(input({ kind: 'date', instrument: 'ES0113900J37', day: inDays(1), what: 'results', daysBefore: 7 }));
    await watch().look();
    expect(await events()).toHaveLength(2);
  });
  test('a price that grows old', async () => {
    await price(80_000);
    await add(input({ kind: 'stale-quote', instrument: 'coin:BTC' }));
    await watch().look();
    lab.pass(10 * MINUTE);
    await watch().look();
    expect(await events()).toEqual([]);
    lab.pass(10 * MINUTE);
    await watch().look();
    await watch().look();
    expect(await events()).toHaveLength(1);
  });
});

describe('the stream', () => {
  const source = {
    events: (after: number, limit: number) => lab.desk.alertEvents({ ...nothing, query: { after, limit } }, ACTOR),
    onAlert(hear: () => void) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
  async function serve(): Promise<{ server: WebServer; cookie: string }> {
    const server = await createServer({ source: new ScriptedSession(10), port: 0, panelFolder: '/nowhere', alerts: source });
    closers.push(() => server.close());
    const entered = await fetch(server.loginLink(), { redirect: 'manual' });
    return { server, cookie: entered.headers.get('set-cookie')?.split(';')[0] ?? '' };
  }
  function listen({ server, cookie }: Awaited<ReturnType<typeof serve>>, query = '', headers: Record<string, string> = {}) {
    const socket = new WebSocket(`ws://localhost:${server.port}/ws/alerts${query}`, {
      headers: { cookie, origin: server.url, ...headers },
    });
    closers.push(() => socket.terminate());
    const frames: AlertFrame[] = [];
    socket.on('message', (data: Buffer) => frames.push(alertFrame.parse(JSON.parse(data.toString()))));
    const refused = new Promise<number | null>((resolve) => {
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
      socket.on('open', () => resolve(null));
    });
    socket.on('error', () => {});
    return { socket, frames, refused, told: () => frames.flatMap((frame) => (frame.type === 'alert' ? [frame.event.sequence] : [])) };
  }
  const fire = async () => {
    await price(79_000);
    await price(80_500);
  };

  test('who was cut off hears what was missed once, and then goes on', async () => {
    const served = await serve();
    await add(above('80000'));
    const first = listen(served);
    await until(() => first.frames.length === 1);
    await fire();
    await until(() => first.told().length === 1);
    first.socket.terminate();
    // Cut off for more than half a minute, with two alerts in between.
    lab.pass(30_000);
    await fire();
    await fire();
    const again = listen(served, '?after=1');
    await until(() => again.told().length === 2);
    await fire();
    await until(() => again.told().length === 3);
    await new Promise((settled) => setTimeout(settled, 200));
    expect([first.told(), again.told()]).toEqual([[1], [2, 3, 4]]);
    expect(again.frames[0]).toEqual({ type: 'begin', after: 1, last: 3 });
  });
  test('a number from another history begins at the newest; without a session, from another page, or with nonsense it is closed', async () => {
    const served = await serve();
    await add(above('80000'));
    await fire();
    const far = listen(served, '?after=999');
    await until(() => far.frames.length === 1);
    expect(far.frames[0]).toEqual({ type: 'begin', after: 1, last: 1 });
    expect(await listen({ ...served, cookie: '' }).refused).toBe(401);
    expect(await listen(served, '', { origin: 'https://elsewhere.example' }).refused).toBe(403);
    // One after the other: lines that are opened at once come in any order.
    for (let i = 0; i < 49; i++) await listen(served).refused;
    const { socket: one } = listen(served);
    expect(await new Promise((closed) => one.on('close', closed))).toBe(1008);
    for (const close of closers.splice(1)) await close();
    const { socket } = listen(served, '?after=x');
    expect(await new Promise((closed) => socket.on('close', closed))).toBe(1008);
  });
});

test('Telegram: told once however often it is asked, with the receipt kept; a channel that is not set up is said to be off', async () => {
  const api = new BotApiServer();
  await api.listen();
  closers.push(() => api.close());
  Object.assign(process.env, { ATALAYA_TELEGRAM_TOKEN: TOKEN, ATALAYA_TELEGRAM_CHAT_ID: '4242', ATALAYA_TELEGRAM_API: api.url });
  const traders = new TraderLab();
  closers.push(() => traders.end());
  const { trader } = await traders.open({ account: 'chat' });
  const channels = await startChannels(trader, traders.folder);
  closers.push(() => channels.stop());
  await add(above('80000', { channels: ['panel', 'telegram', 'email'], note: 'Vender la mitad.' }));
  await price(79_000);
  await price(80_500);
  const states = async () => (await events())[0]?.receipts.map(({ channel, state, trouble }) => [channel, state, trouble]);
  const away = {
    database: lab.database,
    language: () => 'es' as const,
    tell: () => Promise.reject(new InputError('TRADER_NOT_RUNNING', 'away', 3)),
  };
  await expect(deliverOnce(away)).rejects.toThrow('away');
  expect(await states()).toEqual([
    ['panel', 'sent', null],
    ['telegram', 'waiting', null],
    ['email', 'waiting', null],
  ]);
  const there = { ...away, tell: async (notice: Parameters<typeof channels.tell>[0]) => channels.tell(notice) };
  const before = api.sent.length;
  for (let i = 0; i < 3; i++) await deliverOnce(there);
  const said = await api.says('BTC por encima de 80000', before);
  expect(said.text).toContain('Vender la mitad.');
  for (let i = 0; i < 100 && !(await deliverOnce(there)); i++) await new Promise((later) => setTimeout(later, 20));
  expect(await states()).toEqual([
    ['panel', 'sent', null],
    ['telegram', 'sent', null],
    ['email', 'failed', 'CHANNEL_OFF'],
  ]);
  expect(api.sent.filter(({ text }) => text.includes('BTC por encima'))).toHaveLength(1);
});
