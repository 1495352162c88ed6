/** The full comparison of a day: every execution, fee and funding payment the venue lists against what is booked here, one by one. */

import { formatScaled } from '../../domain/decimal.ts';
import type { Broker } from './broker.ts';
import type { BookedExecutions } from './executions.ts';
import type { Difference } from './reconciliation.ts';
import type { ExecutionReport, FundingReport } from './venue-link.ts';

/** The venue may list what is younger than this late. */
const LISTED_WITHIN_MS = 60_000;

/** What the venue has listed since an instant of its time. */
export interface Listed {
  readonly since: number;
  readonly executions: readonly ExecutionReport[];
  readonly funding: readonly FundingReport[];
}

/** By then all that is missing has been booked: what is left are figures that differ, and bookings the venue knows nothing of. `equity` in quanta. */
export function fullDifferences(broker: Broker, { since, executions, funding }: Listed, equity: number): Difference[] {
  const { executions: book, funding: payments, options } = broker;
  const money = (quanta: number) => formatScaled(quanta, options.quantumDecimals);
  const against = (here: number, venue: number) => (equity > 0 ? Math.abs(here - venue) / equity : 1);
  const figures = <T extends { readonly at: number }>(
    kind: 'fee' | 'funding',
    rows: readonly T[],
    idOf: (row: T) => string,
    booked: BookedExecutions,
    quantaOf: (row: T) => number | null,
  ) =>
    rows.flatMap((row): Difference[] => {
      const [here, venue] = [booked.amountOf(idOf(row)), quantaOf(row)];
      if (here === undefined || venue === null || here === venue) return [];
      return [{ kind, subject: idOf(row), here: money(here), venue: money(venue), ratio: against(here, venue) }];
    });
  const newest = Math.max(0, ...executions.map(({ at }) => at), ...funding.map(({ at }) => at));
  // Where a venue forgets what is older than its day, nothing before the oldest it lists can be missed.
  const oldest = Math.min(...executions.map(({ at }) => at));
  const from = options.link.capabilities.listsTheDayAlone ? oldest : since;
  const unlisted = (kind: 'fill' | 'funding', booked: BookedExecutions, ids: ReadonlySet<string>) =>
    booked
      .between(from, newest - LISTED_WITHIN_MS)
      .filter(([id]) => !ids.has(id))
      .map(([id, at]): Difference => ({ kind, subject: id, here: `booked, of ${new Date(at).toISOString()}`, venue: 'unknown', ratio: 1 }));
  return [
    ...unlisted('fill', book.booked, new Set(executions.map(({ executionId }) => executionId))),
    ...figures(
      'fee',
      executions,
      ({ executionId }) => executionId,
      book.booked,
      (row) => book.feeQuanta(row),
    ),
    ...unlisted('funding', payments.booked, new Set(funding.map(({ fundingId }) => fundingId))),
    ...figures(
      'funding',
      funding,
      ({ fundingId }) => fundingId,
      payments.booked,
      (row) => payments.quantaOf(row),
    ),
  ];
}
