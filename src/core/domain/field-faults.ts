/** Input of many fields that can't be used: each fault with the field it is in, for a form to show it there. */

import { InputError } from './result.ts';

export interface FieldFault {
  /** Such as strategies.0.parameters.fast; empty where no field alone is to blame. */
  readonly path: string;
  readonly code: string;
  /** Expected, found, what to do. */
  readonly message: string;
  /** The same for a Spanish page. */
  readonly spanish?: string;
  /** What could stand there instead. */
  readonly suggestion?: string;
}

export class FieldFaults extends InputError {
  readonly fields: readonly FieldFault[];

  /** At least one fault. */
  constructor(code: string, fields: readonly FieldFault[]) {
    super(code, fields.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; '));
    this.name = 'FieldFaults';
    this.fields = fields;
  }
}
