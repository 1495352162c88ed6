/** A statement of positions that somebody typed or exported (Trader Workstation, a broker's page), read and compared with the positions here. */

import { InputError } from '../domain/result.ts';

const DECIMALS = 12;
const SYMBOL_NAMES = ['symbol', 'instrument', 'financial instrument', 'ticker', 'contract', 'name'];
const QUANTITY_NAMES = ['quantity', 'position', 'qty', 'pos', 'size'];

export interface StatedPosition {
  readonly symbol: string;
  /** Signed, in units of 10^-12. */
  readonly units: bigint;
}

export interface StatementDifference {
  readonly instrument: string;
  /** Exact decimal text, signed. */
  readonly ours: string;
  readonly stated: string;
  /** Of what is stated; 1 where one side has none. */
  readonly ratio: number;
}

/**
 * Reads lines of symbol and quantity: with a header row whose columns are found by name, the section "Open Positions" of an activity statement, or two
 * columns without a header. Commas, semicolons or tabs; quantities such as 1,234.5 (quoted), -5 or (5). InputError STATEMENT_INVALID names the line.
 */
export function readStatement(text: string): StatedPosition[] {
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ line: index + 1, cells: cellsOf(line) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const sections = rows.filter(({ cells }) => cells[0]?.toLowerCase() === 'open positions');
  const used = sections.length > 0 ? sections.filter(({ cells }) => isWanted(cells)) : rows;
  const header = used[0]?.cells.map((cell) => cell.toLowerCase()) ?? [];
  const symbolAt = header.findIndex((cell) => SYMBOL_NAMES.includes(cell));
  const quantityAt = header.findIndex((cell) => QUANTITY_NAMES.includes(cell));
  const hasHeader = symbolAt >= 0 && quantityAt >= 0;
  const [from, to] = hasHeader ? [symbolAt, quantityAt] : [0, 1];
  const positions = used.slice(hasHeader ? 1 : 0).map(({ line, cells }): StatedPosition => {
    const [symbol = '', quantity = ''] = [cells[from], cells[to]];
    // Without a header a third cell may be the rest of 1,500 that nobody has quoted.
    const units = hasHeader || cells.length === 2 ? unitsOf(quantity) : null;
    if (symbol !== '' && units !== null) return { symbol, units };
    const words = `line ${line}: expected a symbol and a quantity such as AAPL,100, found ${JSON.stringify(cells.join(','))}`;
    throw new InputError('STATEMENT_INVALID', words, 2);
  });
  if (positions.length > 0 || rows.length > 0) return positions;
  throw new InputError('STATEMENT_INVALID', 'expected lines of symbol and quantity, found nothing', 2);
}

/** Of an activity statement: its header row and the sums of each position, not its lots and totals. */
function isWanted([, row = '', kind = '']: readonly string[]): boolean {
  return row === 'Header' || (row === 'Data' && kind === 'Summary');
}

/** Cells of one line; quoted ones may hold the separator. */
function cellsOf(line: string): string[] {
  const separator = line.includes('\t') ? '\t' : line.includes(';') ? ';' : ',';
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  return [...cells, cell.trim()];
}

/** Decimal text, also with thousands separated by commas, or negative in brackets; null when it is none. */
function unitsOf(text: string): bigint | null {
  const bracketed = /^\((.*)\)$/.exec(text);
  const plain = (bracketed?.[1] ?? text).trim();
  if (!/^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d{0,12})?$/.test(plain)) return null;
  const [whole = '', fraction = ''] = plain.replaceAll(',', '').replace(/^[+-]/, '').split('.');
  const size = BigInt(whole + fraction.padEnd(DECIMALS, '0'));
  return bracketed !== null || plain.startsWith('-') ? -size : size;
}

/** Every instrument on either side where the two differ. `ours`: signed decimal text by instrument; a symbol without its ending -PERP is found too. */
export function statementDifferences(ours: ReadonlyMap<string, string>, stated: readonly StatedPosition[]): StatementDifference[] {
  const sums = new Map<string, bigint>();
  for (const { symbol, units } of stated) {
    const instrument = ours.has(symbol) || !ours.has(`${symbol}-PERP`) ? symbol : `${symbol}-PERP`;
    sums.set(instrument, (sums.get(instrument) ?? 0n) + units);
  }
  return [...new Set([...ours.keys(), ...sums.keys()])].sort().flatMap((instrument) => {
    const here = unitsOf(ours.get(instrument) ?? '0') ?? 0n;
    const there = sums.get(instrument) ?? 0n;
    if (here === there) return [];
    const ratio = there === 0n || here === 0n ? 1 : Math.abs(Number(here - there)) / Math.abs(Number(there));
    return [{ instrument, ours: textOf(here), stated: textOf(there), ratio }];
  });
}

function textOf(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The sum of two signed decimal texts. */
export function addQuantities(a: string, b: string): string {
  return textOf((unitsOf(a) ?? 0n) + (unitsOf(b) ?? 0n));
}
