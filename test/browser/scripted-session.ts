/** Test support: a LiveSource over the scripted trader, driven by a test minute by minute or by a clock, with every state the page has to show. */

import type { CommandOrigin, CommandResult, LiveChange, LiveSource } from '../../src/adapters/http/live-source.ts';
import type { SessionCommand } from '../../src/api/commands.ts';
import type { Health } from '../../src/api/health.ts';
import type { IndicatorBatch, IndicatorQuery } from '../../src/api/indicators.ts';
import type { LiveMessage, TraderState } from '../../src/api/live.ts';
import type { CandleBatch, CandleQuery, EquityQuery, EquitySeries } from '../../src/api/market.ts';
import type { Decision, DecisionQuery, Fill, Order, OrderQuery, Page, RecordQuery, SessionEvent } from '../../src/api/records.ts';
import type { Feed, SessionSnapshot, SessionStatus, StrategyRun } from '../../src/api/session.ts';
import type { ModeName } from '../../src/api/values.ts';
import type { SteeringRequest } from '../../src/apps/trader/steering.ts';
import { InputError } from '../../src/core/domain/result.ts';
import { type Candle, joined, sampleMinutes } from './sample-candles.ts';
import { accountOf, strategiesOf } from './scripted-account.ts';
import { scriptedIndicators } from './scripted-indicators.ts';
import { pageOf } from './scripted-pages.ts';
import { INSTRUMENT, ScriptedTrader, STARTING_EQUITY, type TraderOutput } from './scripted-trader.ts';

const INTERVALS: Readonly<Record<string, number>> = { '1m': 60_000, '5m': 300_000, '15m': 900_000, '1h': 3_600_000 };
export class ScriptedSession implements LiveSource {
  readonly trader = new ScriptedTrader();
  private readonly minutes: Candle[];
  private readonly listeners = new Set<(change: LiveChange) => void>();
  private readonly told: [number, LiveMessage][] = [];
  private readonly fillRows: Fill[] = [];
  private readonly orderRows = new Map<string, Order>();
  private readonly decisionRows: Decision[] = [];
  private readonly eventRows: SessionEvent[] = [];
  private readonly curve: EquitySeries = { time: [], equity: [], drawdownRatio: [] };
  private readonly startedAt = Date.now();
  private peak = STARTING_EQUITY;
  private mode: { name: ModeName; reason: string | null; by: string | null; since: number };
  private feedState: Feed['state'] = 'running';
  private feedDown: Feed['down'] = null;
  private speed = 60;
  private lastEventAt: number | null = null;
  private timer: NodeJS.Timeout | undefined;
  private owed = 0;
  readonly commands: { command: SessionCommand; origin: CommandOrigin }[] = [];
  database: SessionStatus['database'] = { state: 'ready', since: this.startedAt, lastError: null, projectedSequence: 0 };
  journalFailure: SessionStatus['journal']['failure'] = null;
  drawdownStop = 0.15;
  /** False: its prices are live ones. */
  isReplay = true;
  release = '0.1.0';
  private traderIs: TraderState = { state: 'running', since: this.startedAt, detail: null };
  private readonly blocks = new Map<string, NonNullable<StrategyRun['block']>>();
  private readonly weights = new Map<string, NonNullable<StrategyRun['weight']>>();
  /** Beside the strategies: what waits to be asked. */
  asked: readonly StrategyRun[] = [];

  /** `played` minutes are already over when it starts. */
  constructor(played = 0) {
    this.minutes = sampleMinutes();
    this.mode = { name: 'NORMAL', reason: null, by: null, since: (this.minutes[0] as Candle).time };
    this.tell('session', 'SESSION_STARTED', 'info', 'The session started.', { release: '0.1.0', epoch: 1 });
    for (let minute = 0; minute < played; minute++) this.step();
  }

  private get marketTime(): number {
    return (this.trader.history.at(-1)?.time ?? (this.minutes[0] as Candle).time - 60_000) + 60_000;
  }

  /** Plays the next minute; false when the day is over. */
  step(): boolean {
    const minute = this.minutes[this.trader.history.length];
    if (!minute) {
      this.finish();
      return false;
    }
    this.report(this.trader.play(minute));
    this.lastEventAt = Date.now();
    const { equity } = this.trader;
    this.peak = Math.max(this.peak, equity);
    const point = { time: [this.marketTime], equity: [equity], drawdownRatio: [1 - equity / this.peak] };
    this.curve.time.push(...point.time);
    this.curve.equity.push(...point.equity);
    this.curve.drawdownRatio.push(...point.drawdownRatio);
    this.send({ type: 'equity', series: point });
    for (const timeframe of Object.keys(INTERVALS)) {
      this.send({ type: 'candles', batch: this.candles({ instrumentId: INSTRUMENT, timeframe, limit: 1 }) });
    }
    return true;
  }

  private finish(): void {
    this.stopClock();
    if (this.feedState === 'finished') return;
    this.feedState = 'finished';
    this.tell('feed', 'FEED_FINISHED', 'info', 'The replay is over.', {});
    this.sendStatus();
  }

  /** Plays with the clock at the present speed. */
  run(): void {
    this.feedState = 'running';
    this.stopClock();
    this.timer = setInterval(() => {
      this.owed += (this.speed * 0.1) / 60;
      for (; this.owed >= 1 && this.feedState === 'running'; this.owed--) this.step();
      this.sendStatus();
    }, 100).unref();
  }

  stopClock(): void {
    clearInterval(this.timer);
  }

  /** The line to the prices breaks. */
  loseFeed(reason: string): void {
    this.stopClock();
    this.feedState = 'down';
    this.feedDown = { since: Date.now(), reason };
    this.sendStatus();
  }

  /** For a picture of a feed that has gone silent. */
  goStale(ageMs: number): void {
    this.stopClock();
    this.feedState = 'stale';
    this.lastEventAt = Date.now() - ageMs;
    this.tell('feed', 'FEED_STALE', 'warning', 'No candle arrived in time.', { ageMs });
    this.sendStatus();
  }

  setMode(name: ModeName, reason: string | null, by: string | null): void {
    const from = this.mode.name;
    this.mode = { name, reason, by, since: this.marketTime };
    this.trader.entriesAllowed = name === 'NORMAL' || name === 'DEFENSIVE';
    const severity = name === 'EMERGENCY' ? 'critical' : name === 'NORMAL' ? 'info' : 'warning';
    this.tell('mode', 'MODE_CHANGED', severity, `${from} to ${name}`, { from, to: name, reason, by });
    this.sendStatus();
  }

  private report(outputs: readonly TraderOutput[]): void {
    for (const output of outputs) {
      if (output.kind === 'fill') {
        this.fillRows.unshift(output.row);
        this.send({ type: 'fill', fill: output.row });
      } else if (output.kind === 'order') {
        this.orderRows.set(output.row.orderId, output.row);
        this.send({ type: 'order', order: output.row });
      } else {
        this.decisionRows.unshift(output.row);
        this.send({ type: 'decision', decision: output.row });
      }
    }
    if (this.database.state === 'ready') this.database = { ...this.database, projectedSequence: this.trader.sequence };
  }

  private tell(
    kind: SessionEvent['kind'],
    code: string,
    severity: SessionEvent['severity'],
    message: string,
    data: SessionEvent['data'],
  ): void {
    const journalSequence = ++this.trader.sequence;
    const event: SessionEvent = {
      eventId: `e${journalSequence}`,
      at: this.marketTime,
      kind,
      severity,
      code,
      message,
      data,
      journalSequence,
    };
    this.eventRows.unshift(event);
    this.send({ type: 'event', event });
  }

  /** A row stands in the journal; figures stand nowhere. */
  send(message: LiveMessage): void {
    const isRow = message.type === 'fill' || message.type === 'order' || message.type === 'decision' || message.type === 'event';
    if (isRow) this.told.push([this.trader.sequence, message]);
    for (const listener of this.listeners) listener({ sequence: isRow ? this.trader.sequence : null, messages: [message] });
  }

  sendStatus(): void {
    this.send({ type: 'status', status: this.status() });
  }

  traderState(): TraderState {
    return this.traderIs;
  }

  /** As when the process that trades ends or comes back. */
  traderBecomes(state: TraderState['state'], detail: string | null): void {
    this.traderIs = { state, since: Date.now(), detail };
    this.send({ type: 'trader', trader: this.traderIs });
  }

  place(): { stream: string; sequence: number } {
    return { stream: `scripted:${this.startedAt}`, sequence: this.trader.sequence };
  }

  changesAfter(sequence: number, upTo: number): LiveMessage[] {
    return this.told.filter(([at]) => at > sequence && at <= upTo).map(([, message]) => message);
  }

  subscribe(listener: (change: LiveChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  snapshot(): SessionSnapshot {
    return {
      environment: 'dev',
      world: 'paper',
      release: this.release,
      zone: 'UTC',
      startedAt: this.startedAt,
      instruments: [
        {
          instrumentId: INSTRUMENT,
          label: 'BTC/USDT',
          venue: 'bybit',
          base: 'BTC',
          quote: 'USDT',
          priceDecimals: 2,
          quantityDecimals: 6,
          timeframes: Object.keys(INTERVALS),
        },
      ],
      status: this.status(),
      fills: this.fillRows.slice(0, 100),
      decisions: this.decisionRows.slice(0, 100),
      events: this.eventRows.slice(0, 100),
    };
  }

  private status(): SessionStatus {
    const counts = { working: 0, filled: 0, cancelled: 0, rejected: 0, expired: 0 };
    for (const order of this.orderRows.values()) counts[order.status]++;
    const blockers =
      this.mode.name === 'EMERGENCY' && this.trader.holdings.length > 0
        ? [{ code: 'RESET_DRAWDOWN', message: 'positions are still being closed' }]
        : [];
    return {
      at: Date.now(),
      mode: { ...this.mode, closesOnly: false, blockers },
      feed: this.feed(),
      account: accountOf(this.trader, this.peak, this.drawdownStop, this.fillRows.filter((fill) => fill.kind === 'open').length),
      positions: this.trader.positions(this.marketTime),
      workingOrders: [...this.orderRows.values()].filter((order) => order.status === 'working'),
      strategies: [...strategiesOf(this.trader.history.length, this.fillRows, this.decisionRows), ...this.asked].map((run): StrategyRun => {
        const block = this.blocks.get(run.strategyId) ?? run.block;
        return { ...run, block, weight: this.weights.get(run.strategyId) ?? run.weight, state: block === null ? run.state : 'blocked' };
      }),
      journal: {
        state: this.journalFailure ? 'failed' : 'open',
        epoch: 1,
        lastSequence: this.trader.sequence,
        durableSequence: this.trader.sequence,
        failure: this.journalFailure,
      },
      database: this.database,
      totals: { decisions: this.decisionTotals(), orders: counts, fills: this.fillRows.length },
    };
  }

  private decisionTotals(): SessionStatus['totals']['decisions'] {
    const counts = new Map<string, SessionStatus['totals']['decisions'][number]>();
    for (const { strategyId, outcome, refusal } of this.decisionRows) {
      const code = refusal?.code ?? null;
      const key = `${strategyId} ${code}`;
      counts.set(key, { strategyId, outcome, code, count: (counts.get(key)?.count ?? 0) + 1 });
    }
    return [...counts.values()];
  }

  private feed(): Feed {
    const at = this.trader.history.length > 0 ? this.marketTime : null;
    const ageMs = this.lastEventAt === null ? null : Date.now() - this.lastEventAt;
    return {
      source: 'Bybit spot BTCUSDT 1m',
      replayed: this.isReplay,
      replayDate: this.isReplay ? '2022-12-13' : null,
      state: this.feedState,
      down: this.feedDown,
      at,
      endsAt: this.isReplay ? (this.minutes.at(-1) as Candle).time + 60_000 : null,
      speed: this.isReplay ? this.speed : null,
      ageMs,
      staleAfterMs: 60_000,
    };
  }

  candles({ instrumentId, timeframe, from, to, limit }: CandleQuery): CandleBatch {
    const intervalMs = INTERVALS[timeframe];
    if (instrumentId !== INSTRUMENT) throw new InputError('INSTRUMENT_UNKNOWN', `expected ${INSTRUMENT}, found ${instrumentId}`);
    if (intervalMs === undefined)
      throw new InputError('TIMEFRAME_UNKNOWN', `expected one of ${Object.keys(INTERVALS).join(', ')}, found ${timeframe}`);
    // One candle needs no more than its own minutes.
    const minutes = limit === 1 ? this.trader.history.slice(-60) : this.trader.history;
    const all = joined(minutes, intervalMs).filter(
      (candle) => candle.time >= (from ?? 0) && candle.time <= (to ?? Number.MAX_SAFE_INTEGER),
    );
    const rows = all.slice(-limit);
    const column = (name: keyof Candle) => rows.map((candle) => candle[name]);
    const last = rows.at(-1);
    return {
      instrumentId,
      timeframe,
      intervalMs,
      time: column('time'),
      open: column('open'),
      high: column('high'),
      low: column('low'),
      close: column('close'),
      volume: column('volume'),
      lastIsOpen: last !== undefined && last.time + intervalMs > this.marketTime,
    };
  }

  indicators(query: IndicatorQuery): Promise<IndicatorBatch> {
    return scriptedIndicators((asked) => this.candles(asked), query);
  }

  equity({ from }: EquityQuery): EquitySeries {
    const first = from === undefined ? 0 : this.curve.time.findIndex((time) => time >= from);
    const { time, equity, drawdownRatio } = this.curve;
    return { time: time.slice(first), equity: equity.slice(first), drawdownRatio: drawdownRatio.slice(first) };
  }

  fills(query: RecordQuery): Page<Fill> {
    return pageOf(this.fillRows, query);
  }

  orders(query: OrderQuery): Page<Order> {
    const rows = [...this.orderRows.values()].reverse();
    return pageOf(query.status ? rows.filter((row) => row.status === query.status) : rows, query);
  }

  decisions(query: DecisionQuery): Page<Decision> {
    return pageOf(query.outcome ? this.decisionRows.filter((row) => row.outcome === query.outcome) : this.decisionRows, query);
  }

  events({ instrumentId, strategyId, ...query }: RecordQuery): Page<SessionEvent> {
    return pageOf(this.eventRows as (SessionEvent & { journalSequence: number })[], query);
  }

  async command(command: SessionCommand, origin: CommandOrigin): Promise<CommandResult> {
    this.commands.push({ command, origin });
    const refusal = this.carryOut(command);
    if (refusal) return { ok: false, refusal: { code: 'MODE_TRANSITION', message: refusal, measured: null, limit: null } };
    this.sendStatus();
    return { ok: true, done: { commandId: command.commandId, journalSequence: this.trader.sequence } };
  }

  /** A sentence when it is refused. */
  private carryOut(command: SessionCommand): string | null {
    if (command.kind === 'pause') this.setMode('PAUSE', command.reason ?? 'owner', 'panel');
    else if (command.kind === 'resume') {
      if (this.mode.name !== 'PAUSE') return 'this change of mode is not allowed';
      this.setMode(command.to, 'owner', 'panel');
    } else if (command.kind === 'kill') {
      this.setMode('EMERGENCY', 'kill', 'panel');
      this.report(this.trader.closeAll('kill', this.marketTime));
    } else if (command.kind === 'reset') this.setMode('PAUSE', 'reset', 'panel');
    else if (command.kind === 'feed-pause') {
      this.stopClock();
      this.feedState = 'paused';
    } else if (command.kind === 'feed-resume') this.run();
    else if (command.kind === 'feed-speed') this.speed = command.speed;
    else return this.steer(command);
    return null;
  }

  private steer(command: SteeringRequest): string | null {
    const at = this.marketTime;
    const said = { by: 'panel', reason: command.reason ?? 'operator', at };
    if (command.kind === 'strategy-disable')
      this.blocks.set(command.strategyId, { ...said, until: command.forMs === undefined ? null : at + command.forMs });
    else if (command.kind === 'strategy-enable') this.blocks.delete(command.strategyId);
    else for (const { strategyId, weight } of command.weights) this.weights.set(strategyId, { ...said, ratio: weight });
    return null;
  }

  health(): Health {
    const database = this.database.state === 'ready' ? 'ok' : 'degraded';
    const journal = this.journalFailure ? 'failed' : 'ok';
    return {
      status: journal === 'failed' ? 'failed' : database,
      release: this.release,
      mode: this.mode.name,
      parts: [
        { name: 'journal', state: journal, detail: this.journalFailure?.message ?? 'writing' },
        { name: 'database', state: database, detail: this.database.lastError ?? 'following the journal' },
      ],
    };
  }
}
