/** Double-entry ledger: every fill, fee and funding payment posts to zero per currency. Transactions are kept; their postings follow from them. */

import { Rows } from '../../domain/rows.ts';

/** Accounts of the ledger. Money accounts are in quanta of the account's currency, `units` and `venue` in lots of an instrument. */
export const LEDGER_ACCOUNTS = ['cash', 'holdings', 'result', 'fees', 'funding', 'capital', 'units', 'venue'] as const;
export type LedgerAccount = (typeof LEDGER_ACCOUNTS)[number];

const CASH = 0;
const HOLDINGS = 1;
const RESULT = 2;
const FEES = 3;
const FUNDING = 4;
const CAPITAL = 5;
const UNITS = 6;
const VENUE = 7;

/** Kinds of transaction. */
const FLOW = 0;
const OPENED = 1;
const CLOSED = 2;
const FUNDED = 3;
const RESTATED = 4;

const KINDS = 5;

/** Doubles of a transaction: kind + KINDS x instrument, lots with the sign of the position, value, result, fee. */
const WIDTH = 5;

/** Currency column: 0 is the account's money, 1 + instrument index is that instrument's lots. */
export interface Posting {
  readonly transaction: number;
  readonly account: LedgerAccount;
  readonly currency: number;
  readonly amount: number;
}

type Post = (account: number, currency: number, amount: number) => void;

export class Ledger {
  /** A row for each transaction kept, and how many of them the sums have taken in. */
  private readonly rows = new Rows(WIDTH);
  private summed = 0;
  transactions = 0;
  private readonly sums = new Float64Array(LEDGER_ACCOUNTS.length);

  private record(kind: number, instrument: number, signedLots: number, value: number, realised: number, fee: number): void {
    const at = this.rows.add();
    const { chunk } = this.rows;
    chunk[at] = kind + KINDS * instrument;
    chunk[at + 1] = signedLots;
    chunk[at + 2] = value;
    chunk[at + 3] = realised;
    chunk[at + 4] = fee;
    this.transactions++;
  }

  /** Money in or out from outside; positive is a deposit. */
  flow(quanta: number): void {
    this.record(FLOW, 0, 0, quanta, 0, 0);
  }

  /** An opening fill: holdings carry the signed cost, cash the other side. */
  opened(instrument: number, side: 1 | -1, lots: number, value: number, fee: number): void {
    this.record(OPENED, instrument, side * lots, value, 0, fee);
  }

  /** A closing fill of a position of `side`: what it cost leaves holdings, what it brought comes to cash, the difference is result. */
  closed(instrument: number, side: 1 | -1, lots: number, value: number, realised: number, fee: number): void {
    this.record(CLOSED, instrument, side * lots, value, realised, fee);
  }

  /** Funding; positive is paid by the account. */
  funded(quanta: number): void {
    this.record(FUNDED, 0, 0, quanta, 0, 0);
  }

  /** Holdings cost more (positive) or less than was booked, and as much was realised. */
  restated(realised: number): void {
    this.record(RESTATED, 0, 0, 0, realised, 0);
  }

  /** Balance of each account in the account's money, in quanta: the sum of its postings. */
  get balances(): Float64Array {
    if (this.summed < this.rows.length) this.sumUp();
    return this.sums;
  }

  private sumUp(): void {
    const { sums } = this;
    const add: Post = (account, currency, amount) => {
      if (currency === 0) sums[account] = (sums[account] as number) + amount;
    };
    for (; this.summed < this.rows.length; this.summed++) this.post(this.summed, add);
  }

  /** The postings of a transaction; they come to zero per currency. */
  private post(transaction: number, post: Post): void {
    const row = (column: number) => this.rows.get(transaction, column);
    const kind = row(0) % KINDS;
    const instrument = (row(0) - kind) / KINDS;
    const signedLots = row(1);
    const side = Math.sign(signedLots);
    const value = row(2);
    const realised = row(3);
    const fee = row(4);
    if (kind === FLOW) {
      post(CASH, 0, value);
      post(CAPITAL, 0, -value);
    } else if (kind === OPENED) {
      post(HOLDINGS, 0, side * value);
      post(CASH, 0, -side * value - fee);
      post(FEES, 0, fee);
      postUnits(instrument, signedLots, post);
    } else if (kind === CLOSED) {
      const cost = value - side * realised;
      post(HOLDINGS, 0, -side * cost);
      post(CASH, 0, side * value - fee);
      post(RESULT, 0, -realised);
      post(FEES, 0, fee);
      postUnits(instrument, -signedLots, post);
    } else if (kind === RESTATED) {
      post(HOLDINGS, 0, realised);
      post(RESULT, 0, -realised);
    } else {
      post(FUNDING, 0, value);
      post(CASH, 0, -value);
    }
  }

  /** Puts back the balances of a snapshot; what was posted before is not known. */
  restore(balances: readonly number[]): void {
    this.rows.clear();
    this.summed = 0;
    this.sums.set(balances);
  }

  /** Cash plus holdings at cost: what the position book calls the wallet. */
  get wallet(): number {
    const { balances } = this;
    return (balances[CASH] as number) + (balances[HOLDINGS] as number);
  }

  /** Every posting that is not nothing, by transaction from 1 on. */
  postings(): Posting[] {
    const postings: Posting[] = [];
    for (let i = 0; i < this.rows.length; i++) {
      this.post(i, (account, currency, amount) => {
        const name = LEDGER_ACCOUNTS[account] as LedgerAccount;
        if (amount !== 0) postings.push({ transaction: i + 1, account: name, currency, amount });
      });
    }
    return postings;
  }
}

function postUnits(instrument: number, lots: number, post: Post): void {
  post(UNITS, 1 + instrument, lots);
  post(VENUE, 1 + instrument, -lots);
}
