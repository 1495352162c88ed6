// A live session on a link that takes every order and tells nothing by itself; changes of size are answered as a test wants.
import { JournalFailure } from '../../src/core/journal/durable-journal.ts';
import { createMemoryJournal, type Journal } from '../../src/core/journal/journal.ts';
import { createCandles } from '../../src/core/market/candles.ts';
import type {
  ExecutionReport,
  LinkListener,
  OrderReport,
  PlaceOrder,
  VenueAnswer,
  VenueAnswers,
  VenueLink,
} from '../../src/core/trading/broker/venue-link.ts';
import { StepRecorder } from '../../src/core/trading/engine/step-recorder.ts';
import type { Step } from '../../src/core/trading/engine/steps.ts';
import { LiveSession } from '../../src/core/trading/live/live-session.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { defineStrategy, LONG } from '../../src/core/trading/strategy/index.ts';

const T0 = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const MINIMUM = 5;

const onceWith = (confidence: number, share: number) =>
  defineStrategy({
    ...{ id: 'once', version: '1', timeframe: '1m', parameters: {} },
    ...{ title: { en: '', es: '' }, description: { en: '', es: '' } },
    warmup: () => 0,
    size: () => ({ kind: 'share', share }),
    create: () => ({ onBar: (bar) => bar.enter(LONG, { confidence, reason: 'once', stopRatio: 0.1, type: 'limit', price: 100 }) }),
  });

interface Settings {
  readonly amends?: 'agreed' | 'refused';
  readonly confidence?: number;
  readonly risk?: 'none' | 'default';
  /** Spot, where an order has to be worth 5 and coins are sold without reduce-only orders; what is worth less is refused. */
  readonly spot?: boolean;
  /** Of the equity of 10,000, per entry. */
  readonly share?: number;
  /** Where it is none of the two: a share, which a broker is paid for in money and shows as a position. */
  readonly stock?: boolean;
  /** The journal's disk: it may take nothing, or be gone. */
  readonly disk?: { state: 'well' | 'stands' | 'failed' };
  /** What the venue has of the account: coins or positions, and money. Nothing but 10,000 when absent. */
  readonly account?: () => Pick<VenueAnswers['positions'], 'positions'> & Pick<VenueAnswers['balances'], 'balances'>;
}

const UNTOUCHED = () => ({ positions: [], balances: [{ currency: 'USDT', total: '10000' }] });

export function sessionLab(settings: Settings = {}) {
  const { amends = 'agreed', confidence = 0.9, risk = 'none', spot = false, share = 0.0001, stock = false, account = UNTOUCHED } = settings;
  const { disk = { state: 'well' } } = settings;
  let now = T0;
  let price = 100;
  let listener: LinkListener | null = null;
  const placed: PlaceOrder[] = [];
  /** New sizes that were asked for. */
  const resized: (string | undefined)[] = [];
  /** No longer at the venue, or refused. */
  const over = new Set<PlaceOrder>();
  const later: (() => void)[] = [];
  const agreed = (kind: 'place' | 'amend' | 'cancel'): VenueAnswer => ({ ok: true, kind, venueOrderId: `v${placed.length}` });
  const idOf = (order: PlaceOrder) => `v${placed.indexOf(order) + 1}`;
  /** An order as the venue has it: it works, with the size it was placed with. */
  const working = (order: PlaceOrder): OrderReport => ({
    ...{ clientOrderId: order.clientOrderId, venueOrderId: idOf(order), instrument: 'X', side: order.side, status: 'working' },
    ...{ quantity: order.quantity, filled: '0', limitPrice: order.limitPrice, stopPrice: order.stopPrice },
    ...{ reduceOnly: order.reduceOnly, code: '', at: now },
  });
  const lists = (): Readonly<Record<string, object>> => ({
    executions: { executions: [] },
    find: { order: null, executions: [] },
    'open-orders': { orders: placed.filter((order) => !over.has(order)).map(working) },
    positions: { positions: account().positions },
    balances: { balances: account().balances },
  });
  const link: VenueLink = {
    capabilities: {
      ...{ venue: 'test', clientIdUniqueness: 'ever', orderTypes: ['market', 'limit', 'stop'], timesInForce: ['GTC'], postOnly: true },
      ...{ reduceOnly: !spot, amend: true, stopWithTarget: true, requestLifeMs: null, shorting: true, funding: false },
      ...(stock && { paidInMoney: ['equity'] }),
    },
    listen: (to) => {
      listener = to;
    },
    ask: (request, what) => {
      if (what.kind === 'place') placed.push(what.order);
      if (what.kind === 'amend') resized.push(what.quantity);
      const refused: VenueAnswer = { ok: false, outcome: 'refused', code: 'REFUSED', venueCode: '1', message: 'no' };
      const isSmall = spot && what.kind === 'place' && Number(what.order.quantity) * price < MINIMUM;
      if (isSmall) over.add(what.order);
      const answer = isSmall
        ? ({ ...refused, code: 'BELOW_MINIMUM' } as const)
        : what.kind === 'place' || what.kind === 'cancel' || (what.kind === 'amend' && amends === 'agreed')
          ? agreed(what.kind)
          : what.kind === 'amend'
            ? refused
            : ({ ok: true, kind: what.kind, ...lists()[what.kind] } as VenueAnswer);
      later.push(() => listener?.answered(request, answer, now));
    },
  };
  const entries = createMemoryJournal();
  /** Notices of steps that the journal has not taken. */
  const untold: string[] = [];
  let durable = 0;
  const journal: Journal = {
    epoch: entries.epoch,
    get last() {
      return entries.last;
    },
    get durable() {
      if (disk.state === 'well') durable = entries.last;
      return durable;
    },
    append: (kind, at, body) => {
      if (disk.state === 'failed') throw new JournalFailure('JOURNAL_WRITE_FAILED', 'no space left on device');
      return entries.append(kind, at, body);
    },
  };
  const instrument = {
    ...{
      id: 'X',
      venue: 'test',
      kind: spot ? ('spot' as const) : stock ? ('equity' as const) : ('perpetual' as const),
      base: 'X',
      quote: 'USDT',
      tickSize: 0.1,
      lotSize: 0.001,
    },
    ...(spot && { minimumNotional: MINIMUM }),
  };
  const session = new LiveSession({
    session: {
      markets: [{ instrument, series: [{ timeframeMs: MINUTE, candles: createCandles(0) }] }],
      ...{
        strategies: [{ definition: onceWith(confidence, share), instrumentId: 'X' }],
        cash: 10_000,
        quantumDecimals: 8,
        slippage: { kind: 'none' },
      },
      ...{ risk: builtInProfile(risk), accountCurrency: 'USDT', owner: true, approvals: true },
    },
    recorder: new StepRecorder({ environment: 'dev', accountId: 'test', quantumDecimals: 8 }),
    ...{ journal, link, budget: { burst: 100, perSecond: 100, reservedShare: 0.3 }, maySend: () => true },
    ...{ externalTrades: 'refuse', beganAt: 0 },
    onUnrecorded: ({ notices: lost = [] }) => untold.push(...lost.map(({ code }) => code)),
  });
  /** Lets time pass, with everything answered that was asked. */
  const pass = (ms: number) => {
    for (const until = now + ms; now < until; now += 50) {
      session.tick(now);
      session.durable(now);
      for (const answer of later.splice(0)) answer();
    }
  };
  session.start(now);
  pass(500);
  /** A candle of one price closes. */
  const candle = (at = 100) => {
    price = at;
    now = Math.ceil((now + 1) / MINUTE) * MINUTE;
    session.closed(now, [[0, [now - MINUTE, price, price, price, price, 1_000]]], now);
    pass(500);
  };
  candle();
  const about = (order: PlaceOrder) => ({ clientOrderId: order.clientOrderId, venueOrderId: idOf(order), instrument: 'X' });
  const fill = (executionId: string, quantity: string, order = placed[0] as PlaceOrder, more: Partial<ExecutionReport> = {}) => {
    const execution: ExecutionReport = {
      ...{
        executionId,
        ...about(order),
        side: order.side,
        quantity,
        price: '100',
        fee: '0',
        feeCurrency: 'USDT',
        liquidity: 'maker',
      },
      ...{ kind: 'trade', at: now },
      ...more,
    };
    session.told({ kind: 'execution', execution }, now);
  };
  const works = (order: PlaceOrder) => session.told({ kind: 'order', order: working(order) }, now);
  const ended = (order: PlaceOrder, status: 'filled' | 'cancelled', filled = order.quantity) => {
    over.add(order);
    session.told({ kind: 'order', order: { ...working(order), status, filled } }, now);
  };
  const steps = () => entries.entries.map(({ body }) => body as Step);
  const notices = () => steps().flatMap((step) => step.notices ?? []);
  return { session, placed, resized, pass, candle, fill, works, ended, steps, notices, untold: () => untold, now: () => now };
}
