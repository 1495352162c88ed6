/** The closed trades of a run as CSV (RFC 4180): ISO times, plain decimal numbers in full precision. */

import type { BacktestRun, TradeRow } from './result.ts';

const COLUMNS: readonly (readonly [name: string, text: (trade: TradeRow, number: number) => string])[] = [
  ['number', (_, number) => String(number)],
  ['strategy', (trade) => textField(trade.strategyId)],
  ['instrument', (trade) => textField(trade.instrumentId)],
  ['side', (trade) => (trade.side > 0 ? 'long' : 'short')],
  ['openedAt', (trade) => new Date(trade.openedAt).toISOString()],
  ['closedAt', (trade) => new Date(trade.closedAt).toISOString()],
  ['quantity', (trade) => decimalText(trade.quantity)],
  ['entryPrice', (trade) => decimalText(trade.entryPrice)],
  ['exitPrice', (trade) => decimalText(trade.exitPrice)],
  ['gross', (trade) => decimalText(trade.gross)],
  ['fees', (trade) => decimalText(trade.fees)],
  ['funding', (trade) => decimalText(trade.funding)],
  ['net', (trade) => decimalText(trade.net)],
  ['returnRatio', (trade) => decimalText(trade.returnRatio)],
  ['candlesHeld', (trade) => decimalText(trade.candlesHeld)],
  ['entryReason', (trade) => textField(trade.entryReason)],
  ['exitReason', (trade) => textField(trade.exitReason)],
  ['adverseRatio', (trade) => decimalText(trade.adverseRatio)],
  ['favourableRatio', (trade) => decimalText(trade.favourableRatio)],
];

/** Header and one line per trade, in the order of closing, each ended by CRLF. */
export function tradesCsv(run: Pick<BacktestRun, 'trades'>): string {
  const lines = [COLUMNS.map(([name]) => name).join(',')];
  run.trades.forEach((trade, i) => {
    lines.push(COLUMNS.map(([, text]) => text(trade, i + 1)).join(','));
  });
  return `${lines.join('\r\n')}\r\n`;
}

/** Decimal text without exponent and without the last digits that binary arithmetic adds: 15 significant digits. Empty for what is not a number. */
export function decimalText(value: number): string {
  if (!Number.isFinite(value)) return '';
  const [mantissa = '', exponent = '0'] = value.toExponential(14).split('e');
  const digits = mantissa.replace(/^-|\./g, '').replace(/0+$/, '');
  if (digits === '') return '0';
  const point = Number(exponent) + 1;
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const fraction = point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits;
  return (value < 0 ? '-' : '') + whole + (fraction ? `.${fraction}` : '');
}

/** Quoted where RFC 4180 asks for it; text that a spreadsheet would run as a formula is set apart with an apostrophe. */
export function textField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
