/** The session as it is, its rows, and the owner's commands. */

import { commandDone, sessionCommand } from '../commands.ts';
import { controlMode, controlPositions, correctionAct, reconciliation } from '../control.ts';
import { indicatorBatch, indicatorQuery } from '../indicators.ts';
import { traderState } from '../live.ts';
import { candleBatch, candleQuery, equityQuery, equitySeries } from '../market.ts';
import { decisionPage, decisionQuery, eventPage, fillPage, orderPage, orderQuery, recordQuery } from '../records.ts';
import { sessionSnapshot } from '../session.ts';
import type { Part } from './operation.ts';

const read = { method: 'GET', right: 'trading.read' } as const;

/** Rights of a command by its kind: stopping asks little, starting again asks for a second factor. */
export const COMMAND_RIGHTS = {
  pause: 'trading.stop',
  kill: 'trading.stop',
  resume: 'trading.start',
  reset: 'trading.reset',
  // A replay is nobody's money.
  'feed-pause': 'system.execute',
  'feed-resume': 'system.execute',
  'feed-speed': 'system.execute',
  'strategy-disable': 'strategies.enable',
  'strategy-enable': 'strategies.enable',
  'strategy-weights': 'strategies.enable',
} as const;

export const trading = {
  snapshot: {
    ...read,
    path: '/api/v1/snapshot',
    summary: 'The whole session now, or, while the trader is away, as it was last known.',
    answer: sessionSnapshot.extend({ trader: traderState }),
  },
  candles: { ...read, path: '/api/v1/candles', summary: 'Candles of an instrument.', query: candleQuery, answer: candleBatch },
  indicators: {
    ...read,
    path: '/api/v1/indicators',
    summary: 'The indicators that a running strategy declares, with their values at its candles, as the engine has them.',
    query: indicatorQuery,
    answer: indicatorBatch,
  },
  equity: { ...read, path: '/api/v1/equity', summary: 'Equity and drawdown over time.', query: equityQuery, answer: equitySeries },
  fills: { ...read, path: '/api/v1/fills', summary: 'Fills, newest first.', query: recordQuery, answer: fillPage },
  orders: { ...read, path: '/api/v1/orders', summary: 'Orders, newest first.', query: orderQuery, answer: orderPage },
  decisions: { ...read, path: '/api/v1/decisions', summary: 'Decisions, newest first.', query: decisionQuery, answer: decisionPage },
  events: { ...read, path: '/api/v1/events', summary: 'What else happened, newest first.', query: recordQuery, answer: eventPage },
  command: {
    method: 'POST',
    path: '/api/v1/commands',
    summary:
      'Pauses, resumes, kills or resets the session, steers a replay, disables, enables or weighs strategies. Each kind asks for its own right.',
    right: 'trading.stop',
    isUrgent: true,
    body: sessionCommand,
    answer: commandDone,
  },
} as const satisfies Part;

/** Only where the process that trades can be asked beyond what it shows. */
export const control = {
  positions: { ...read, path: '/api/v1/positions', summary: 'Open positions.', answer: controlPositions },
  mode: { ...read, path: '/api/v1/mode', summary: 'The mode, and everything that demands one.', answer: controlMode },
  reconcile: {
    method: 'POST',
    path: '/api/v1/reconcile',
    summary: 'Compares everything with the venue.',
    right: 'trading.order',
    answer: reconciliation,
  },
  correct: {
    method: 'POST',
    path: '/api/v1/reconcile/corrections',
    summary:
      'Accepts a correction of a difference with the venue, if it still is as it was seen. Asks for the trading PIN wherever the command line does.',
    right: 'trading.order',
    body: correctionAct,
    answer: commandDone,
  },
} as const satisfies Part;
