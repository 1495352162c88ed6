/** How an instrument's prices and quantities are written. */

import type { Instrument } from '../../src/api/session.ts';
import { useSnapshot } from './session.ts';

/** The instrument of an id; one that is not in the session speaks for itself. */
export function useInstrument(): (instrumentId: string) => Instrument {
  const { instruments } = useSnapshot();
  return (instrumentId) =>
    instruments.find((each) => each.instrumentId === instrumentId) ?? {
      instrumentId,
      label: instrumentId,
      venue: '?',
      base: instrumentId,
      quote: '',
      priceDecimals: 2,
      quantityDecimals: 8,
      timeframes: ['1m'],
    };
}
