/** Carries out on an exchange what a fault gate says of it: halts, fees, partial fills, refusals, liquidations and the owner's own trades. */

import type { Exchange } from '../exchange/exchange.ts';
import type { Market } from '../exchange/market.ts';
import type { FaultGate } from './fault-gate.ts';
import type { Fault, FaultOf } from './scenario.ts';

/** The exchange asks the gate before it takes an order. */
export function refuseByFaults(exchange: Exchange, gate: FaultGate): void {
  exchange.refuseFirst = (account, wanted) => {
    const { id: instrument } = (exchange.markets[wanted.market] as Market).instrument;
    return gate.rejection({ account: account.id, instrument }, exchange.now);
  };
}

/** Brings the exchange in line with the faults of this moment; returns the restarts that are due, which are the server's to make. */
export function applyFaults(exchange: Exchange, gate: FaultGate): FaultOf<'restart'>[] {
  for (const market of exchange.markets) holdStates(exchange, market, gate);
  const restarts: FaultOf<'restart'>[] = [];
  for (const fault of gate.happenings(exchange.now)) {
    if (fault.kind === 'restart') restarts.push(fault);
    else happen(exchange, fault);
  }
  for (const { forgetOrders } of restarts) if (forgetOrders) exchange.forgetOpenOrders();
  return restarts;
}

function holdStates(exchange: Exchange, market: Market, gate: FaultGate): void {
  const { id: instrument, specification } = market.instrument;
  const subject = { instrument };
  market.holdBook(gate.holding('stale-book', subject, exchange.now) !== null);
  market.halted = gate.holding('halt', subject, exchange.now) !== null;
  market.mostLotsPerFill = gate.holding('partial-fills', subject, exchange.now)?.mostLots ?? Number.POSITIVE_INFINITY;
  for (const account of exchange.accounts.values()) {
    const { makerFeeRatio = specification.takerFeeRatio ?? 0, takerFeeRatio = 0 } = specification;
    const changed = gate.holding('fee-change', { ...subject, account: account.id }, exchange.now);
    account.setFees(market.index, changed?.makerRatio ?? makerFeeRatio, changed?.takerRatio ?? takerFeeRatio);
  }
}

function happen(exchange: Exchange, fault: Fault): void {
  const { scope } = fault;
  const accounts = [...exchange.accounts.values()].filter(({ id }) => scope.account === undefined || scope.account === id);
  const markets = exchange.markets.filter(({ instrument }) => scope.instrument === undefined || scope.instrument === instrument.id);
  for (const account of accounts) {
    if (fault.kind === 'liquidation') for (const market of markets) exchange.liquidate(account, market);
    else if (fault.kind === 'manual-trade')
      for (const market of markets.slice(0, 1)) exchange.tradeByHand(account, market, fault.side === 'buy' ? 1 : -1, fault.lots);
  }
}
