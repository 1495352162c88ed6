/** Fields of a request, however they came: forms, JSON and stream requests are read as the same nested texts. */

import { decimalsOf } from '../../../core/domain/decimal.ts';
import { invalidArgument } from './errors.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** A form such as `pair=XBTUSD&close[ordertype]=limit&orders[0][type]=buy`. */
export function parseForm(body: string): Fields {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(body)) put(fields, name.split(/[[\]]+/).filter(Boolean), value);
  return fields;
}

function put(into: Record<string, unknown>, [name = '', ...rest]: string[], value: string): void {
  if (name === '__proto__') return;
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner = into[name];
  const object = typeof inner === 'object' ? (inner as Record<string, unknown>) : {};
  into[name] = object;
  put(object, rest, value);
}

/** A JSON object whose numbers are the texts they were written as: nonces may be too long for a double. Null for what is none. */
export function parseJson(text: string): Fields | null {
  const asWritten = (_: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' ? plainDecimal(context?.source ?? String(value)) : value;
  try {
    const object: unknown = JSON.parse(text, asWritten as (key: string, value: unknown) => unknown);
    return typeof object === 'object' && object !== null && !Array.isArray(object) ? (object as Fields) : null;
  } catch {
    return null;
  }
}

/** 0.00001 of 1e-5. */
function plainDecimal(text: string): string {
  return /e/i.test(text) ? Number(text).toFixed(decimalsOf(Number(text))) : text;
}

/** Text of a field; undefined where it is absent or empty. */
export function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return String(value);
  throw invalidArgument(name);
}

export function neededText(fields: Fields, name: string): string {
  const text = textOf(fields, name);
  if (text === undefined) throw invalidArgument(name);
  return text;
}

export function flagOf(fields: Fields, name: string): boolean {
  return ['true', '1', 'yes'].includes((textOf(fields, name) ?? '').toLowerCase());
}

/** A whole number; undefined where it is absent. */
export function integerOf(fields: Fields, name: string): number | undefined {
  const text = textOf(fields, name);
  if (text === undefined) return undefined;
  if (!/^[+-]?\d{1,15}$/.test(text)) throw invalidArgument(name);
  return Number(text);
}

export function nestedOf(fields: Fields, name: string): Fields | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw invalidArgument(name);
  return value as Fields;
}

/** A list in JSON, or the numbered fields of a form; undefined where it is absent. */
export function listOf(fields: Fields, name: string): readonly unknown[] | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value;
  return typeof value === 'object' ? Object.values(value) : [value];
}

/** A list of plain values as texts; empty where it is absent. */
export function plainListOf(fields: Fields, name: string): string[] {
  return (listOf(fields, name) ?? []).map((entry) => neededText({ [name]: entry }, name));
}

/** A list of objects; empty where it is absent. */
export function objectListOf(fields: Fields, name: string): Fields[] {
  return (listOf(fields, name) ?? []).map((entry) => {
    const object = nestedOf({ [name]: entry }, name);
    if (object === undefined) throw invalidArgument(name);
    return object;
  });
}

/** Texts parted by commas, or a list. */
export function textsOf(fields: Fields, name: string): string[] {
  return Array.isArray(fields[name]) ? plainListOf(fields, name) : (textOf(fields, name) ?? '').split(',').filter(Boolean);
}
