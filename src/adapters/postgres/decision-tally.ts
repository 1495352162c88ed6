/** Counts decisions as they are projected: by kind, UTC day and month, written with the rows they count. */

import type { Query } from './database.ts';

/** What a decision is filtered and counted by. Empty text: there is none. */
export interface DecisionTraits {
  readonly strategyId: string;
  readonly instrumentId: string;
  readonly action: string;
  readonly side: string;
  readonly outcome: string;
  readonly code: string;
  readonly mode: string;
  readonly withOrder: boolean;
}

/** Kinds that stand for many, so that a whole history is not added up again. */
export const ALL_KINDS = 0;
export const REFUSED_KINDS = -1;

export const DAY_MS = 86_400_000;

/** Days since 1970 of the instant's UTC day. */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS);

/** Days since 1970 of the first day of the UTC month, `later` months on. */
export function monthOf(at: number, later = 0): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1) / DAY_MS;
}

/** Of the entries of one transaction; its numbers of kinds hold until that ends. */
export class DecisionTally {
  private readonly account: string;
  private readonly kinds = new Map<string, number>();
  private readonly cells = new Map<string, number>();

  constructor(account: string) {
    this.account = account;
  }

  /** The number of the kind, for the decision's row; counts the decision. */
  async count(query: Query, at: number, traits: DecisionTraits): Promise<number> {
    const { strategyId, instrumentId, action, side, outcome, code, mode, withOrder } = traits;
    const values = [strategyId, instrumentId, action, side, outcome, code, mode, withOrder];
    const name = JSON.stringify(values);
    const kind = this.kinds.get(name) ?? (await this.kindOf(query, values));
    this.kinds.set(name, kind);
    for (const each of outcome === 'refused' ? [kind, ALL_KINDS, REFUSED_KINDS] : [kind, ALL_KINDS]) {
      this.add('day', dayOf(at), each);
      this.add('month', monthOf(at), each);
    }
    return kind;
  }

  /** Numbers rise from 1 in the order of the journal: the projector holds the account's position locked. */
  private async kindOf(query: Query, values: readonly unknown[]): Promise<number> {
    const parameters = [this.account, ...values];
    const [known] = await query<{ kind: number }>(
      `select kind from trading.decision_kinds where account = $1 and strategy_id = $2 and instrument_id = $3 and action = $4 and side = $5
       and outcome = $6 and code = $7 and mode = $8 and with_order = $9`,
      parameters,
    );
    if (known !== undefined) return known.kind;
    const [added] = await query<{ kind: number }>(
      `insert into trading.decision_kinds (account, kind, strategy_id, instrument_id, action, side, outcome, code, mode, with_order)
       select $1, coalesce(max(kind), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 from trading.decision_kinds where account = $1 returning kind`,
      parameters,
    );
    return (added as { kind: number }).kind;
  }

  private add(span: 'day' | 'month', firstDay: number, kind: number): void {
    const cell = `${span} ${firstDay} ${kind}`;
    this.cells.set(cell, (this.cells.get(cell) ?? 0) + 1);
  }

  async write(query: Query): Promise<void> {
    if (this.cells.size === 0) return;
    const cells = [...this.cells].map(([cell, n]) => [...cell.split(' '), n]);
    const column = (index: number) => cells.map((cell) => cell[index]);
    await query(
      `insert into trading.decision_counts as held (account, span, first_day, kind, n)
       select $1, * from unnest($2::text[], $3::integer[], $4::integer[], $5::integer[])
       on conflict (account, span, first_day, kind) do update set n = held.n + excluded.n`,
      [this.account, column(0), column(1), column(2), column(3)],
    );
    this.cells.clear();
  }
}
