/** How much an order is for: a volume in the base currency or, for a buy at market with the flag viqc, what is to be spent of the quote currency. */

import { parseScaled } from '../../../core/domain/decimal.ts';
import { parseLots } from '../../../core/domain/instrument.ts';
import { floorShare } from '../../../core/trading/ledger/position-book.ts';
import { isBeyondCount } from '../exchange/countable.ts';
import { INSUFFICIENT_FUNDS, invalidArgument, KrakenError } from './errors.ts';
import { cashText, type Pair } from './pairs.ts';

export interface OrderVolume {
  readonly lots: number;
  /** What is to be spent, the fee not included; empty for a volume in the base currency. */
  readonly cash: string;
}

export function readVolume(text: string, pair: Pair): OrderVolume {
  const { instrument } = pair;
  const lots = parseLots(instrument, text);
  if (isBeyondCount(text, instrument.lotDecimals)) throw new KrakenError(INSUFFICIENT_FUNDS);
  if (lots === null || lots <= 0) throw invalidArgument('volume');
  if (lots < pair.orderMinimumLots) throw new KrakenError('EOrder:Order minimum not met');
  return { lots, cash: '' };
}

/** What the money buys at the price of the moment. Too little of it is a wrong volume: so the venue was seen to answer. */
export function readCash(text: string, pair: Pair): OrderVolume {
  const { instrument, market, quantumDecimals } = pair;
  const quanta = parseScaled(text, quantumDecimals);
  if (isBeyondCount(text, quantumDecimals)) throw new KrakenError(INSUFFICIENT_FUNDS);
  if (quanta === null || quanta <= 0) throw invalidArgument('volume');
  const lots = floorShare(quanta, instrument.valueDivisor, market.askTicks * instrument.valueMultiplier);
  if (lots < pair.orderMinimumLots) throw invalidArgument('volume');
  return { lots, cash: cashText(pair, quanta) };
}
