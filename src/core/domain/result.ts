/** Outcomes that are values: a refusal says which rule, what was measured and what was allowed. */

import type { Words } from './parameters.ts';

/** Something the rules do not allow. `code` is stable and searchable; `message` is a sentence for the owner. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** What was measured and what the limit is, in the unit the message names. */
  readonly measured?: number;
  readonly limit?: number;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export function accepted<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refused(code: string, message: string, measured?: number, limit?: number): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: measured === undefined ? { code, message } : { code, message, measured, limit: limit as number } };
}

/**
 * Bad input or an environment that can't serve: expected, found and remedy in one line.
 * `exitCode` is the command line's: 1 refused, 2 usage, 3 environment. `figures`: of a refusal, what was measured and what is allowed.
 * `said`: the same for a page, in both languages and in the page's own terms; `message` is for the command line, and names its options.
 */
export class InputError extends Error {
  readonly code: string;
  readonly exitCode: 1 | 2 | 3;
  readonly figures: Pick<Refusal, 'measured' | 'limit'>;
  readonly said: Words | undefined;

  constructor(
    code: string,
    message: string,
    exitCode: 1 | 2 | 3 = 1,
    { measured, limit, said }: InputError['figures'] & { readonly said?: Words | undefined } = {},
  ) {
    super(message);
    this.said = said;
    this.figures = { ...(measured !== undefined && { measured }), ...(limit !== undefined && { limit }) };
    this.name = 'InputError';
    this.code = code;
    this.exitCode = exitCode;
  }
}
