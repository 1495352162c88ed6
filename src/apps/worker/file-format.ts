/** The formats a candle file may be said to have. */

import { CANDLE_FORMATS, type CandleFormat } from '../../adapters/market-lake/read-candle-file.ts';
import { InputError } from '../../core/domain/result.ts';

/** InputError FORMAT_UNKNOWN lists them. */
export function candleFormat(name: string): CandleFormat {
  const format = CANDLE_FORMATS.find((known) => known === name);
  if (format === undefined)
    throw new InputError('FORMAT_UNKNOWN', `expected a format among ${CANDLE_FORMATS.join(', ')}, found ${name}`, 2);
  return format;
}
