/** Cursors: where a page ends, as opaque text that fits one question only. */

import { createHash } from 'node:crypto';
import { InputError } from '../../core/domain/result.ts';

export interface Cursor {
  /** What the rows are ordered by, of the row the page goes on from; null where that is the time alone. */
  readonly key: string | number | null;
  readonly at: number;
  readonly ordinal: number;
  /** Towards the beginning of the order. */
  readonly isBack: boolean;
}

/** The same for the same question, whatever the order of its members and of the values in them. */
export function questionHash(question: Readonly<Record<string, unknown>>): string {
  const plain = Object.keys(question)
    .sort()
    .filter((name) => question[name] !== undefined)
    .map((name) => {
      const value = question[name];
      return [name, Array.isArray(value) ? [...new Set(value)].sort() : value];
    });
  return createHash('sha256').update(JSON.stringify(plain)).digest('base64url').slice(0, 16);
}

export function writeCursor(hash: string, { key, at, ordinal, isBack }: Cursor): string {
  return Buffer.from(JSON.stringify([hash, key, at, ordinal, isBack])).toString('base64url');
}

/** Throws CURSOR_INVALID for anything but a cursor of this question. */
export function readCursor(hash: string, text: string): Cursor {
  const parts = partsOf(text);
  if (parts === null) throw invalid('it was changed on the way');
  const [question, key, at, ordinal, isBack] = parts;
  if (question !== hash) throw invalid('it belongs to another filter or order');
  return { key, at, ordinal, isBack };
}

type Parts = readonly [hash: string, key: Cursor['key'], at: number, ordinal: number, isBack: boolean];

function partsOf(text: string): Parts | null {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return null;
  }
  if (!Array.isArray(parts) || parts.length !== 5) return null;
  const [hash, key, at, ordinal, isBack] = parts;
  const isWhole = typeof hash === 'string' && (key === null || typeof key === 'string' || typeof key === 'number');
  // A Date holds no more than this.
  const isPlace = Number.isSafeInteger(at) && Math.abs(at) <= 8.64e15 && Number.isSafeInteger(ordinal) && typeof isBack === 'boolean';
  return isWhole && isPlace ? (parts as unknown as Parts) : null;
}

const invalid = (why: string) =>
  new InputError(
    'CURSOR_INVALID',
    `expected the cursor of an earlier answer to the same question, and ${why}: ask for the first page again`,
    2,
  );
