/** JSON in which equal values have equal text: keys sorted, no spaces, no undefined; number columns by the digest of their bytes. */

import { sha256Hex } from '../../domain/sha256.ts';

/** Canonical text. NaN and infinities, which JSON lacks, are written as quoted words; undefined members are left out. */
export function canonicalJson(value: unknown): string {
  if (value instanceof Float64Array) {
    return `{"float64":"${sha256Hex(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))}","length":${value.length}}`;
  }
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : `"${value}"`;
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined && typeof member !== 'function');
    members.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
