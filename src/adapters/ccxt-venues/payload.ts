/** Reads a venue's payload field by field: what is missing or of another kind is a bad answer, never a default; numbers stay the text they came as. */

import { badAnswer } from './venue-error.ts';

export type Payload = Readonly<Record<string, unknown>>;

/** JSON whose numbers are kept as their source text: 0.1 stays "0.1" and a long id keeps its last digit. Null where it is none. */
export function parseExact(text: string): unknown {
  try {
    // The third argument (source text) is younger than the type library.
    const keepText = (_: string, value: unknown, context?: { source?: string }): unknown =>
      typeof value === 'number' ? (context?.source ?? value) : value;
    return JSON.parse(text, keepText as (key: string, value: unknown) => unknown);
  } catch {
    return null;
  }
}

export function isPayload(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function payload(value: unknown, name: string): Payload {
  if (isPayload(value)) return value;
  throw badAnswer(`expected an object as ${name}, found ${kindOf(value)}`);
}

export function rows(value: unknown, name: string): Payload[] {
  if (Array.isArray(value)) return value.map((row) => payload(row, name));
  throw badAnswer(`expected a list as ${name}, found ${kindOf(value)}`);
}

/** A text that is there. */
export function text(from: Payload, name: string): string {
  const value = from[name];
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number') return String(value);
  throw badAnswer(`expected a text in ${name}, found ${value === '' ? 'an empty one' : kindOf(value)}`);
}

/** A text that may be absent or empty. */
export function optionalText(from: Payload, name: string): string {
  const value = from[name];
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : String(value);
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** An exact decimal text, written plainly: no exponent, no sign on zero, no zeros at the end. */
export function decimal(from: Payload, name: string): string {
  return plainDecimal(text(from, name), name);
}

/** A positive decimal, or null where the field is absent, empty or 0: how venues write "no price". */
export function optionalDecimal(from: Payload, name: string): string | null {
  const value = optionalText(from, name);
  if (value === '') return null;
  const plain = plainDecimal(value, name);
  return plain === '0' ? null : plain;
}

export function plainDecimal(value: string, name: string): string {
  const parts = DECIMAL.exec(value);
  if (!parts) throw badAnswer(`expected a decimal number in ${name}, found "${value.slice(0, 40)}"`);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const shift = Number(exponent);
  if (Math.abs(shift) > 60) throw badAnswer(`expected a decimal number in ${name}, found "${value.slice(0, 40)}"`);
  const padded = shift >= 0 ? whole + fraction.padEnd(shift, '0') : whole.padStart(1 - shift, '0') + fraction;
  const point = shift >= 0 ? whole.length + shift : padded.length - fraction.length + shift;
  const left = padded.slice(0, point).replace(/^0+(?=\d)/, '');
  const right = padded.slice(point).replace(/0+$/, '');
  const plain = right === '' ? left : `${left}.${right}`;
  return sign === '-' && plain !== '0' ? `-${plain}` : plain;
}

export function negated(plain: string): string {
  if (plain === '0') return plain;
  return plain.startsWith('-') ? plain.slice(1) : `-${plain}`;
}

/** Epoch ms, a whole number. */
export function milliseconds(from: Payload, name: string): number {
  const value = Number(text(from, name));
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw badAnswer(`expected a time in ms in ${name}, found "${text(from, name).slice(0, 40)}"`);
}

/** A plain number, for market data. */
export function figure(from: Payload, name: string): number {
  const value = Number(text(from, name));
  if (Number.isFinite(value)) return value;
  throw badAnswer(`expected a number in ${name}, found "${text(from, name).slice(0, 40)}"`);
}

/** One of a table's values. An unknown word is a bad answer. */
export function oneOf<T>(from: Payload, name: string, table: Readonly<Record<string, T>>): T {
  const word = text(from, name);
  if (Object.hasOwn(table, word)) return table[word] as T;
  throw badAnswer(`expected ${Object.keys(table).join(', ')} in ${name}, found "${word.slice(0, 40)}"`);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
