/** What the door says instead of an answer: problem+json with a stable code, and nothing of the inside of a bug. */

import type { CommandRefusal } from '../../api/commands.ts';
import type { Problem } from '../../api/problem.ts';
import { InputError } from '../../core/domain/result.ts';

export class DoorProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly figures: Partial<CommandRefusal>;

  constructor(status: number, code: string, detail: string, figures: Partial<CommandRefusal> = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.figures = figures;
  }
}

/** By the exit code the sentence was written for: refused, usage, environment. */
const STATUS_OF_EXIT = { 1: 409, 2: 400, 3: 503 } as const;

export function asProblem(error: unknown): DoorProblem {
  if (error instanceof DoorProblem) return error;
  if (error instanceof InputError) return new DoorProblem(STATUS_OF_EXIT[error.exitCode], error.code, error.message, error.figures);
  return new DoorProblem(500, 'INTERNAL_ERROR', 'something went wrong inside Atalaya: look in its log for the correlation id');
}

export function bodyOf({ status, code, message, figures }: DoorProblem, correlationId: string): Problem {
  return { type: 'about:blank', title: code, status, detail: message, code, correlationId, ...figures };
}
