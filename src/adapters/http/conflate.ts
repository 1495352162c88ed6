/** Joins gathered figures into the fewest messages that lead to the same picture. */

import type { LiveMessage } from '../../api/live.ts';
import type { CandleBatch, EquitySeries } from '../../api/market.ts';

/** Candles of one stream become one batch, equity points one series, the last status and the last state of a job remain; rows, should there be any, are told as they are. */
export function conflate(messages: readonly LiveMessage[]): LiveMessage[] {
  const candles = new Map<string, CandleBatch>();
  const equity: EquitySeries = { time: [], equity: [], drawdownRatio: [] };
  const jobs = new Map<string, LiveMessage>();
  const rows: LiveMessage[] = [];
  let status: LiveMessage | undefined;
  for (const message of messages) {
    if (message.type === 'status') status = message;
    else if (message.type === 'candles') addCandles(candles, message.batch);
    else if (message.type === 'job') jobs.set(message.job.id, message);
    else if (message.type === 'equity') append(equity, message.series);
    else rows.push(message);
  }
  const result: LiveMessage[] = [...candles.values()].map((batch) => ({ type: 'candles', batch }));
  if (equity.time.length > 0) result.push({ type: 'equity', series: equity });
  result.push(...jobs.values(), ...rows);
  if (status) result.push(status);
  return result;
}

const CANDLE_COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;

/** The same candle again (it was still forming) takes the place of the one before. */
function addCandles(known: Map<string, CandleBatch>, batch: CandleBatch): void {
  const key = `${batch.instrumentId} ${batch.timeframe}`;
  const before = known.get(key);
  if (!before) {
    known.set(key, { ...batch, ...Object.fromEntries(CANDLE_COLUMNS.map((name) => [name, [...batch[name]]])) });
    return;
  }
  for (let row = 0; row < batch.time.length; row++) {
    const last = before.time.length - 1;
    const at = before.time[last] === batch.time[row] ? last : last + 1;
    for (const name of CANDLE_COLUMNS) before[name][at] = batch[name][row] as number;
  }
  before.lastIsOpen = batch.lastIsOpen;
}

function append(series: EquitySeries, more: EquitySeries): void {
  series.time.push(...more.time);
  series.equity.push(...more.equity);
  series.drawdownRatio.push(...more.drawdownRatio);
}
