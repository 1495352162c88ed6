/** The instruments that are traded here, as contracts of Interactive Brokers, and their steps as the gateway states them. */

import { type Contract, type ContractDetails, EventName, type IBApi, type SecType } from '@stoqey/ib';
import type { InstrumentSpecification } from '../../core/domain/instrument.ts';
import { InputError } from '../../core/domain/result.ts';
import type { VenueFailure } from '../../core/trading/broker/venue-link.ts';
import { isNote, refusedBy } from './failures.ts';
import type { Gateway, GatewayPart } from './gateway.ts';
import { type Awaited, isFailure, Outstanding } from './outstanding.ts';
import type { RequestIds } from './request-ids.ts';

/** What the owner says of an instrument. */
export interface Security {
  /** The instrument's id in this product. */
  readonly instrument: string;
  readonly symbol: string;
  readonly secType: 'STK' | 'CASH' | 'CRYPTO' | 'CFD' | 'IND';
  readonly exchange: string;
  readonly currency: string;
  readonly primaryExchange?: string;
  /** What a trade costs, as a ratio of its value; the gateway doesn't say. */
  readonly feeRatio?: number;
}

const KINDS: Readonly<Record<Security['secType'], InstrumentSpecification['kind']>> = {
  STK: 'equity',
  CASH: 'forex',
  CRYPTO: 'spot',
  CFD: 'cfd',
  IND: 'index',
};

interface Known {
  readonly security: Security;
  readonly contract: Contract;
  readonly specification: InstrumentSpecification;
}

export class Securities implements GatewayPart {
  private readonly gateway: Gateway;
  private readonly ids: RequestIds;
  private readonly wanted: readonly Security[];
  private readonly outstanding: Outstanding;
  private readonly asked = new Map<number, { readonly found: ContractDetails[]; readonly awaited: Awaited<ContractDetails[]> }>();
  private readonly byInstrument = new Map<string, Known>();
  private readonly byContract = new Map<number, Known>();
  /** Why one of them is not known, where the gateway has said so. */
  private problem: InputError | null = null;

  constructor(gateway: Gateway, ids: RequestIds, wanted: readonly Security[], answerMs: number) {
    this.gateway = gateway;
    this.ids = ids;
    this.wanted = wanted;
    this.outstanding = new Outstanding(answerMs);
  }

  attach(api: IBApi): void {
    api.on(EventName.contractDetails, (id, details) => this.asked.get(id)?.found.push(details));
    api.on(EventName.contractDetailsEnd, (id) => {
      const asked = this.asked.get(id);
      asked?.awaited.settle(asked.found);
    });
    api.on(EventName.error, ({ message }, code, id) => {
      if (!isNote(code)) this.asked.get(id)?.awaited.settle(refusedBy(code, message));
    });
  }

  /** Contract ids don't change: what is known is not asked again. */
  async refresh(): Promise<void> {
    await Promise.all(this.wanted.filter(({ instrument }) => !this.byInstrument.has(instrument)).map((security) => this.find(security)));
  }

  lost(reason: string): void {
    this.outstanding.lost(reason);
  }

  private async find(security: Security): Promise<void> {
    const found = await this.ask(security);
    const [details, ...others] = isFailure(found) ? [] : found;
    const conId = details?.contract.conId;
    if (details === undefined || conId === undefined || others.length > 0) {
      const { instrument, symbol, secType, exchange, currency } = security;
      this.problem = new InputError(
        'IB_SECURITY',
        `expected one security for ${instrument} (${secType} ${symbol} ${currency} at ${exchange}), found ${isFailure(found) ? found.message : found.length}`,
        2,
      );
      return;
    }
    const contract: Contract = {
      conId,
      symbol: security.symbol,
      secType: security.secType as SecType,
      exchange: security.exchange,
      currency: security.currency,
    };
    const known = { security, contract, specification: specificationOf(security, details) };
    this.byInstrument.set(security.instrument, known);
    this.byContract.set(conId, known);
  }

  private async ask({ symbol, secType, exchange, currency, primaryExchange }: Security): Promise<ContractDetails[] | VenueFailure> {
    const id = this.ids.next();
    const awaited = this.outstanding.expect<ContractDetails[]>('contract details');
    this.asked.set(id, { found: [], awaited });
    const contract: Contract = {
      symbol,
      secType: secType as SecType,
      exchange,
      currency,
      ...(primaryExchange === undefined ? {} : { primaryExch: primaryExchange }),
    };
    void this.gateway.send(
      false,
      () => true,
      (api) => api.reqContractDetails(id, contract),
    );
    const answer = await awaited.answer;
    this.asked.delete(id);
    return answer;
  }

  /** Steps and kinds of all instruments. InputError IB_SECURITY where one is not known, or means several. */
  specifications(): InstrumentSpecification[] {
    const missing = this.wanted.find(({ instrument }) => !this.byInstrument.has(instrument));
    if (missing === undefined) return this.wanted.map(({ instrument }) => (this.byInstrument.get(instrument) as Known).specification);
    throw (
      this.problem ??
      new InputError('IB_SECURITY', `expected the contract of ${missing.instrument}, found that it was not asked for yet`, 3)
    );
  }

  contractOf(instrument: string): Contract | undefined {
    return this.byInstrument.get(instrument)?.contract;
  }

  get traded(): readonly { readonly instrument: string; readonly contract: Contract }[] {
    return [...this.byInstrument].map(([instrument, { contract }]) => ({ instrument, contract }));
  }

  /** The id of a contract's instrument; one that is not traded here gets a name of its own. */
  instrumentOf({ conId, symbol, secType, currency, localSymbol }: Contract): string {
    return this.byContract.get(conId ?? 0)?.security.instrument ?? `${secType}:${localSymbol ?? symbol}.${currency}`;
  }
}

function specificationOf({ instrument, secType, symbol, currency, feeRatio }: Security, details: ContractDetails): InstrumentSpecification {
  const lotSize = details.sizeIncrement ?? details.minSize;
  if (!details.minTick || !lotSize)
    throw new InputError(
      'IB_SECURITY',
      `expected a price step and a size step for ${instrument}, found ${details.minTick} and ${lotSize}`,
      3,
    );
  return {
    id: instrument,
    venue: 'interactive-brokers',
    kind: KINDS[secType],
    base: symbol,
    quote: currency,
    tickSize: details.minTick,
    lotSize,
    contractMultiplier: details.contract.multiplier || 1,
    ...(feeRatio === undefined ? {} : { makerFeeRatio: feeRatio, takerFeeRatio: feeRatio }),
  };
}
