/** The simulator's securities: what each market of the exchange is called in the words of Interactive Brokers, and which a client's contract means. */

import type { Instrument, InstrumentSpecification } from '../../../core/domain/instrument.ts';
import { calendarNamed, type TradingCalendar } from '../../../core/market/calendar.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { ContractRequest } from './order-request.ts';

export interface Security {
  readonly market: number;
  readonly instrument: Instrument;
  readonly conId: number;
  readonly symbol: string;
  readonly secType: 'STK' | 'CASH' | 'CRYPTO' | 'CFD' | 'IND';
  readonly exchange: string;
  readonly primaryExchange: string;
  readonly currency: string;
  readonly localSymbol: string;
  readonly tradingClass: string;
  readonly calendar: TradingCalendar;
}

/** Contract ids begin here, in the order of the exchange's markets. */
const FIRST_CONTRACT = 265_001;

type Kind = InstrumentSpecification['kind'];

const KINDS: Readonly<Record<Kind, Pick<Security, 'secType' | 'exchange' | 'primaryExchange'> & { readonly calendar: string }>> = {
  equity: { secType: 'STK', exchange: 'SMART', primaryExchange: 'NASDAQ', calendar: 'XNYS' },
  forex: { secType: 'CASH', exchange: 'IDEALPRO', primaryExchange: '', calendar: 'FX' },
  spot: { secType: 'CRYPTO', exchange: 'PAXOS', primaryExchange: '', calendar: '24/7' },
  perpetual: { secType: 'CRYPTO', exchange: 'PAXOS', primaryExchange: '', calendar: '24/7' },
  cfd: { secType: 'CFD', exchange: 'SMART', primaryExchange: '', calendar: 'METALS' },
  index: { secType: 'IND', exchange: 'CBOE', primaryExchange: '', calendar: 'XNYS' },
};

export function securitiesOf({ markets }: Exchange): Security[] {
  return markets.map(({ index, instrument }) => {
    const { id, kind, base, quote } = instrument.specification;
    const { calendar, ...words } = KINDS[kind];
    const symbol = words.secType === 'STK' || words.secType === 'IND' ? id : base;
    const localSymbol = words.secType === 'CASH' || words.secType === 'CRYPTO' ? `${base}.${quote}` : symbol;
    return {
      ...words,
      market: index,
      instrument,
      conId: FIRST_CONTRACT + index,
      symbol,
      currency: quote,
      localSymbol,
      tradingClass: localSymbol,
      calendar: calendarNamed(calendar),
    };
  });
}

/** Those a contract can mean: by id, or by symbol and type with whatever else the client says. */
export function matching(securities: readonly Security[], asked: ContractRequest): Security[] {
  if (asked.conId !== 0) return securities.filter(({ conId }) => conId === asked.conId);
  return securities.filter(
    ({ symbol, secType, currency, localSymbol, exchange, primaryExchange }) =>
      (asked.symbol === '' ? asked.localSymbol === localSymbol : asked.symbol === symbol) &&
      asked.secType === secType &&
      (asked.currency === '' || asked.currency === currency) &&
      (asked.localSymbol === '' || asked.localSymbol === localSymbol) &&
      (asked.exchange === '' || asked.exchange === exchange || asked.exchange === primaryExchange),
  );
}
