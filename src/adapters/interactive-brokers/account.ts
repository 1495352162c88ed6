/** What the account has: positions, which the gateway goes on telling, and money by currency. */

import { EventName, type IBApi } from '@stoqey/ib';
import { isPlainDecimal } from '../../core/domain/decimal.ts';
import type { BalanceReport, PositionReport, VenueFailure } from '../../core/trading/broker/venue-link.ts';
import { isNote, notConnected, refusedBy, unknown } from './failures.ts';
import type { Gateway, GatewayPart } from './gateway.ts';
import { numberText } from './order-words.ts';
import { type Awaited, isFailure, Outstanding } from './outstanding.ts';
import type { RequestIds } from './request-ids.ts';
import type { Securities } from './securities.ts';
import { Turns } from './turns.ts';

/** Stands for all currencies together. */
const ALL_CURRENCIES = 'BASE';

/** Values by currency and tag. */
type Values = Map<string, Map<string, string>>;

interface Asked {
  readonly awaited: Awaited<Values>;
  readonly values: Values;
}

export class Account implements GatewayPart {
  private readonly gateway: Gateway;
  private readonly ids: RequestIds;
  private readonly outstanding: Outstanding;
  private readonly asked = new Map<number, Asked>();
  private readonly positionTurns: Turns<PositionReport>;
  private readonly held = new Map<string, string>();
  private readonly securities: Securities;
  private readonly tell: (report: PositionReport) => void;

  /** `tell` is called for a position that has changed since it was last told. */
  constructor(gateway: Gateway, ids: RequestIds, securities: Securities, answerMs: number, tell: (report: PositionReport) => void) {
    this.gateway = gateway;
    this.ids = ids;
    this.securities = securities;
    this.tell = tell;
    this.outstanding = new Outstanding(answerMs);
    this.positionTurns = new Turns(gateway, 'positions', answerMs, (api) => api.reqPositions());
  }

  attach(api: IBApi): void {
    this.positionTurns.connected();
    api.on(EventName.position, (account, contract, quantity, averageCost) => {
      if (account !== this.gateway.options.account) return;
      // The average cost is of a contract, its multiplier and the commissions included.
      const average = averageCost === undefined || quantity === 0 ? null : numberText(averageCost / (contract.multiplier || 1));
      const report = { instrument: this.securities.instrumentOf(contract), quantity: numberText(quantity), averagePrice: average };
      this.positionTurns.row(report);
      const before = this.held.get(report.instrument) ?? '0';
      this.held.set(report.instrument, report.quantity);
      if (before !== report.quantity) this.tell(report);
    });
    api.on(EventName.positionEnd, () => this.positionTurns.end());
    api.on(EventName.accountSummary, (request, account, tag, value, currency) => {
      const values = this.asked.get(request)?.values;
      if (account !== this.gateway.options.account || currency === ALL_CURRENCIES || values === undefined) return;
      values.set(currency, (values.get(currency) ?? new Map()).set(tag, value));
    });
    api.on(EventName.accountSummaryEnd, (request) => {
      const asked = this.asked.get(request);
      asked?.awaited.settle(asked.values);
    });
    api.on(EventName.error, ({ message }, code, id) => {
      if (!isNote(code)) this.asked.get(id)?.awaited.settle(refusedBy(code, message));
    });
  }

  /** Asks for the positions, and to be told of their changes. */
  async refresh(): Promise<void> {
    await this.positions(() => true);
  }

  lost(reason: string): void {
    this.outstanding.lost(reason);
    this.positionTurns.lost(reason);
  }

  /** The newest row of each instrument: a change may come between the rows of the list. */
  async positions(mayStillSend: () => boolean): Promise<PositionReport[] | VenueFailure> {
    const rows = await this.positionTurns.ask(mayStillSend);
    return isFailure(rows) ? rows : [...new Map(rows.map((row) => [row.instrument, row])).values()];
  }

  /** Cash in each currency. (Net value less unrealised results would have the commissions of what is open twice: they are in its average cost.) */
  async balances(mayStillSend: () => boolean): Promise<BalanceReport[] | VenueFailure> {
    const request = this.ids.next();
    const awaited = this.outstanding.expect<Values>('the account summary');
    this.asked.set(request, { awaited, values: new Map() });
    const sent = await this.gateway.send(false, mayStillSend, (api) => api.reqAccountSummary(request, 'All', '$LEDGER:ALL'));
    if (sent !== 'sent') awaited.settle(notConnected());
    const values = await awaited.answer;
    this.asked.delete(request);
    if (isFailure(values)) return values;
    // It would go on every three minutes, and only two may be open.
    void this.gateway.send(
      false,
      () => true,
      (api) => api.cancelAccountSummary(request),
    );
    const balances: BalanceReport[] = [];
    for (const [currency, tags] of values) {
      const cash = tags.get('CashBalance') ?? '';
      if (!isPlainDecimal(cash)) return unknown('BAD_ANSWER', `expected the cash in ${currency}, found ${[...tags].join('; ')}`);
      balances.push({ currency, total: cash });
    }
    return balances;
  }
}
