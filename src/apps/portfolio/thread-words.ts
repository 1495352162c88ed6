/** What the web server and the thread of the portfolio say to each other. */

import type { PortfolioActor } from '../../adapters/http/portfolio-desk.ts';
import type { QuoteCounts } from '../../adapters/prometheus/metrics.ts';
import type { FieldFault } from '../../core/domain/field-faults.ts';
import type { InputError } from '../../core/domain/result.ts';

export interface ThreadQuestion {
  readonly id: number;
  /** Of the desk. */
  readonly name: string;
  readonly asked: unknown;
  readonly actor: PortfolioActor;
}

export type ThreadAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | {
      readonly id: number;
      readonly ok: false;
      /** Without `input` it is a bug. */
      readonly error: {
        readonly message: string;
        readonly input?: Pick<InputError, 'code' | 'exitCode' | 'figures' | 'said'> & {
          readonly fields: readonly FieldFault[] | undefined;
        };
      };
    };

/** What the thread says unasked: for the log, that alerts have sent something, up to a number, or how prices stand. */
export type ThreadWord = { readonly said: string } | { readonly alerted: number } | { readonly counts: QuoteCounts | null };
