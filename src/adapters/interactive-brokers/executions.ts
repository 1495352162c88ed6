/** Executions with their commissions: those told as they happen, and those asked for, each told once its commission is known. */

import { type CommissionReport, type Contract, EventName, type Execution, type IBApi } from '@stoqey/ib';
import type { ExecutionReport, VenueFailure } from '../../core/trading/broker/venue-link.ts';
import { notConnected, unknown } from './failures.ts';
import type { Gateway, GatewayPart } from './gateway.ts';
import { executionKind, numberText } from './order-words.ts';
import { type Awaited, isFailure, Outstanding } from './outstanding.ts';
import type { RequestIds } from './request-ids.ts';
import type { Securities } from './securities.ts';
import type { VenueTime } from './venue-time.ts';
import { instantOf } from './wire-time.ts';

/** A commission comes after its execution, at times after the end of the list. */
const COMMISSION_MS = 2000;
/** How long a position may be moving before what moved it is asked for. */
const SETTLE_MS = 250;
/** More than a gateway's day. */
const MOST_KNOWN = 20_000;
const LIQUIDITY = ['taker', 'maker', 'taker', 'taker'] as const;

interface Asked {
  readonly awaited: Awaited<null>;
  readonly ids: Set<string>;
}

export class Executions implements GatewayPart {
  private readonly gateway: Gateway;
  private readonly ids: RequestIds;
  private readonly securities: Securities;
  private readonly time: VenueTime;
  private readonly tell: (report: ExecutionReport) => void;
  private readonly outstanding: Outstanding;
  private readonly found = new Map<string, { readonly contract: Contract; readonly execution: Execution }>();
  private readonly commissions = new Map<string, CommissionReport>();
  private readonly asked = new Map<number, Asked>();
  /** Told, or given as an answer: told again as news, one of this morning would look new to who has forgotten it. */
  private readonly told = new Set<string>();
  /** The gateway's time when the first connection was made: what is older is no news. */
  private newsFrom = Number.POSITIVE_INFINITY;
  /** Came unasked, and waits for its commission. */
  private readonly live = new Set<string>();
  private readonly whenComplete = new Set<() => void>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    parts: { readonly gateway: Gateway; readonly ids: RequestIds; readonly securities: Securities; readonly time: VenueTime },
    answerMs: number,
    tell: (report: ExecutionReport) => void,
  ) {
    this.gateway = parts.gateway;
    this.ids = parts.ids;
    this.securities = parts.securities;
    this.time = parts.time;
    this.tell = tell;
    this.outstanding = new Outstanding(answerMs);
  }

  attach(api: IBApi): void {
    api.on(EventName.execDetails, (request, contract, execution) => {
      const id = execution.execId;
      if (id === undefined || execution.acctNumber !== this.gateway.options.account) return;
      remember(this.found, id, { contract, execution });
      const asked = this.asked.get(request);
      if (asked === undefined) this.live.add(id);
      else asked.ids.add(id);
      this.complete(id);
    });
    api.on(EventName.commissionReport, (report) => {
      if (report.execId === undefined) return;
      remember(this.commissions, report.execId, report);
      this.complete(report.execId);
    });
    api.on(EventName.execDetailsEnd, (request) => this.asked.get(request)?.awaited.settle(null));
  }

  async refresh(): Promise<void> {
    // Whole seconds: one of the second in which the connection was made is news.
    this.newsFrom = Math.min(this.newsFrom, Math.floor(this.time.now() / 1000) * 1000);
  }

  lost(reason: string): void {
    this.outstanding.lost(reason);
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  /** A position has changed: what the broker does by itself, a liquidation for one, is told to no client and has to be asked for. */
  positionMoved(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      void this.tellMissed();
    }, SETTLE_MS);
  }

  private async tellMissed(): Promise<void> {
    const reports = await this.fetch(() => true);
    if (isFailure(reports)) return;
    for (const report of reports) if (report.at >= this.newsFrom) this.news(report);
  }

  /** Those from a time on; the gateway has the current day's at most. */
  async since(at: number, mayStillSend: () => boolean): Promise<ExecutionReport[] | VenueFailure> {
    const reports = await this.fetch(mayStillSend);
    if (isFailure(reports)) return reports;
    // The gateway's times are whole seconds: an execution of this very second is not older than `at`.
    const wanted = reports.filter((report) => report.at >= at - 999);
    for (const { executionId } of wanted) this.told.add(executionId);
    return wanted;
  }

  private async fetch(mayStillSend: () => boolean): Promise<ExecutionReport[] | VenueFailure> {
    const request = this.ids.next();
    const awaited = this.outstanding.expect<null>('executions');
    const ids = new Set<string>();
    this.asked.set(request, { awaited, ids });
    const sent = await this.gateway.send(false, mayStillSend, (api) =>
      api.reqExecutions(request, { acctCode: this.gateway.options.account }),
    );
    if (sent !== 'sent') awaited.settle(notConnected());
    const answer = await awaited.answer;
    this.asked.delete(request);
    if (isFailure(answer)) return answer;
    await this.commissionsOf(ids);
    const reports = [...ids].map((id) => this.reportOf(id));
    if (reports.includes(null))
      return unknown('BAD_ANSWER', 'expected a commission and a time with a zone for every execution, found one without; ask again');
    return reports as ExecutionReport[];
  }

  private async commissionsOf(ids: ReadonlySet<string>): Promise<void> {
    const missing = () => [...ids].some((id) => !this.commissions.has(id));
    if (!missing()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => look(true), COMMISSION_MS);
      const look = (late = false) => {
        if (!late && missing()) return;
        clearTimeout(timer);
        this.whenComplete.delete(look);
        resolve();
      };
      this.whenComplete.add(look);
    });
  }

  private complete(id: string): void {
    const report = this.reportOf(id);
    if (report === null) return;
    for (const look of this.whenComplete) look();
    if (this.live.delete(id)) this.news(report);
  }

  private news(report: ExecutionReport): void {
    if (this.told.has(report.executionId)) return;
    this.told.add(report.executionId);
    this.tell(report);
  }

  /** Null while half of it is missing, or its time can't be read. */
  private reportOf(id: string): ExecutionReport | null {
    const found = this.found.get(id);
    const commission = this.commissions.get(id);
    if (found === undefined || commission?.commission === undefined) return null;
    const { contract, execution } = found;
    const at = instantOf(execution.time ?? '');
    if (at === null) return null;
    return {
      // The last part counts corrections of one and the same execution.
      executionId: id.replace(/\.\d+$/, ''),
      clientOrderId: execution.orderRef ?? '',
      venueOrderId: execution.permId ? String(execution.permId) : '',
      instrument: this.securities.instrumentOf(contract),
      side: execution.side === 'BOT' ? 'buy' : 'sell',
      quantity: numberText(execution.shares ?? 0),
      price: numberText(execution.price ?? 0),
      fee: numberText(commission.commission),
      feeCurrency: commission.currency ?? '',
      liquidity: LIQUIDITY[execution.lastLiquidity ?? 0] ?? 'taker',
      kind: executionKind(execution.liquidation),
      at,
    };
  }
}

/** The oldest are forgotten: the gateway gives them again when it is asked, as long as it has them itself. */
function remember<T>(known: Map<string, T>, id: string, value: T): void {
  known.set(id, value);
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KNOWN) return;
    known.delete(oldest);
  }
}
