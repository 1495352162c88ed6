/** One operation of the interface: where it is, who may ask it, what comes in and what goes out. Server, documentation and panel read the same row. */

import type { z } from 'zod';
import type { Right } from '../roles.ts';

/** `everyone`: whoever reaches the server, entered or not; `entered`: every person and program that has. */
export type Permission = Right | 'everyone' | 'entered';

/** `second-factor`: it has still to be given; `enrol`: there is none yet and one is demanded; `full`: in. */
export type SessionStage = 'second-factor' | 'enrol' | 'full';

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Canonical, under /api/v1; parameters as `:name`. */
  readonly path: string;
  /** One sentence for the documentation. */
  readonly summary: string;
  readonly right: Permission;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The body is a file, at most so large; it is passed on as it comes. */
  readonly upload?: { readonly largestBytes: number };
  /** Media types of a file that is the answer. */
  readonly download?: readonly string[];
  /** The file lies there already, and is not made for who asks. */
  readonly isStored?: boolean;
  /** Takes the header Idempotency-Key: the same key of the same person does it once. */
  readonly isRepeatable?: boolean;
  /** Null: 204, nothing is answered. */
  readonly answer: z.ZodType | null;
  /** Of a success; 200 where something is answered, 204 where nothing is. */
  readonly status?: 200 | 201 | 202;
  /** Never refused for haste, and never asked for a second factor: what stops. */
  readonly isUrgent?: boolean;
  /** For who has not entered yet: counted strictly, by address. */
  readonly isEntrance?: boolean;
  /** Sessions that may ask: complete ones where nothing is said. */
  readonly stages?: readonly SessionStage[];
}

type Read<Shape> = Shape extends z.ZodType ? z.output<Shape> : undefined;
type Given<Shape> = Shape extends z.ZodType ? z.input<Shape> : undefined;

/** A file on its way out. */
export interface Download {
  readonly fileName: string;
  readonly contentType: string;
  /** Shown in the browser instead of stored; it can then reach nothing of the panel's. */
  readonly isShown?: boolean;
  /** A stream of the server's own kind, or a whole text. */
  readonly content: unknown;
}

/** What a handler is given, after validation. */
export interface Asked<Row extends Operation> {
  readonly params: Read<Row['params']>;
  readonly query: Read<Row['query']>;
  readonly body: Read<Row['body']>;
}

/** What a caller writes, before defaults are filled in. */
export interface Wanted<Row extends Operation> {
  readonly params: Given<Row['params']>;
  readonly query: Given<Row['query']>;
  readonly body: Given<Row['body']>;
}

/** What a caller gets. */
export type Answer<Row extends Operation> = Row['answer'] extends z.ZodType ? z.output<Row['answer']> : undefined;

/** The rows of one part, by the name each has there; the operation's id is `part.name`. */
export type Part = Readonly<Record<string, Operation>>;
