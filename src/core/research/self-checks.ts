/** The checks every backtest makes on itself before it is believed. */

export { lookAheadCheck } from './look-ahead.ts';
export { warmUpCheck } from './warm-up.ts';
