/** The differences of a parity report as CSV (RFC 4180). */

import { decimalText, textField } from '../trades-csv.ts';
import type { Difference } from './differences.ts';
import type { ParityReport } from './parity.ts';

const COLUMNS: readonly (readonly [name: string, text: (difference: Difference) => string])[] = [
  ['number', ({ number }) => String(number)],
  ['at', ({ at }) => new Date(at).toISOString()],
  ['strategy', ({ strategyId }) => textField(strategyId ?? '')],
  ['instrument', ({ instrumentId }) => textField(instrumentId ?? '')],
  ['what', ({ aspect }) => aspect],
  ['session', ({ session }) => textField(session)],
  ['backtest', ({ backtest }) => textField(backtest)],
  ['cause', ({ cause }) => cause],
  ['evidence', ({ evidence }) => textField(evidence)],
  ['follows', ({ follows }) => (follows === null ? '' : String(follows))],
  ['slippageBps', ({ slippageBps }) => (slippageBps === null ? '' : decimalText(slippageBps))],
  ['journalEntry', ({ sequence }) => (sequence === null ? '' : String(sequence))],
];

/** Header and one line per difference, each ended by CRLF. */
export function parityCsv({ differences }: Pick<ParityReport, 'differences'>): string {
  const lines = [COLUMNS.map(([name]) => name).join(','), ...differences.map((one) => COLUMNS.map(([, text]) => text(one)).join(','))];
  return `${lines.join('\r\n')}\r\n`;
}
