/** Double-entry ledger: every fill, fee and funding payment posts to zero per currency, in columns. */

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

/** Rows of the longest transaction. */
const MOST_ROWS = 6;

/** Currency column: 0 is the account's money, 1 + instrument index is that instrument's lots. */
export interface Posting {
  readonly transaction: number;
  readonly account: LedgerAccount;
  readonly currency: number;
  readonly amount: number;
}

export class Ledger {
  private transaction = new Uint32Array(64);
  private account = new Uint8Array(64);
  private currency = new Uint16Array(64);
  private amount = new Float64Array(64);
  declare private readonly keeps: boolean;
  private length = 0;
  transactions = 0;
  /** Balance of each money account, in quanta; always the sum of its postings. */
  readonly balances = new Float64Array(LEDGER_ACCOUNTS.length);

  /** `keeps` false holds balances alone (a session whose postings are written to the journal). */
  constructor(keeps = true) {
    this.keeps = keeps;
  }

  /** Starts a transaction and makes room for its rows. */
  private begin(): void {
    this.transactions++;
    if (!this.keeps) this.length = 0;
    else if (this.length + MOST_ROWS > this.amount.length) this.grow();
  }

  /** Adds one row; the rows of a transaction come to zero per currency (a test sums them). */
  private post(account: number, currency: number, amount: number): void {
    const row = this.length++;
    this.transaction[row] = this.transactions;
    this.account[row] = account;
    this.currency[row] = currency;
    this.amount[row] = amount;
    if (currency === 0) this.balances[account] = (this.balances[account] as number) + amount;
  }

  private grow(): void {
    const size = this.amount.length * 2;
    const wider = <T extends Uint32Array | Uint8Array | Uint16Array | Float64Array>(next: T, old: T): T => {
      next.set(old as never);
      return next;
    };
    this.transaction = wider(new Uint32Array(size), this.transaction);
    this.account = wider(new Uint8Array(size), this.account);
    this.currency = wider(new Uint16Array(size), this.currency);
    this.amount = wider(new Float64Array(size), this.amount);
  }

  /** Money in or out from outside; positive is a deposit. */
  flow(quanta: number): void {
    this.begin();
    this.post(CASH, 0, quanta);
    this.post(CAPITAL, 0, -quanta);
  }

  /** An opening fill: holdings carry the signed cost, cash the other side. */
  opened(instrument: number, side: 1 | -1, lots: number, value: number, fee: number): void {
    this.begin();
    this.post(HOLDINGS, 0, side * value);
    this.post(CASH, 0, -side * value - fee);
    this.post(FEES, 0, fee);
    this.units(instrument, side * lots);
  }

  /** A closing fill of a position of `side`: what it cost leaves holdings, what it brought comes to cash, the difference is result. */
  closed(instrument: number, side: 1 | -1, lots: number, value: number, realised: number, fee: number): void {
    const cost = value - side * realised;
    this.begin();
    this.post(HOLDINGS, 0, -side * cost);
    this.post(CASH, 0, side * value - fee);
    this.post(RESULT, 0, -realised);
    this.post(FEES, 0, fee);
    this.units(instrument, -side * lots);
  }

  /** Funding; positive is paid by the account. */
  funded(quanta: number): void {
    this.begin();
    this.post(FUNDING, 0, quanta);
    this.post(CASH, 0, -quanta);
  }

  private units(instrument: number, lots: number): void {
    this.post(UNITS, 1 + instrument, lots);
    this.post(VENUE, 1 + instrument, -lots);
  }

  /** Cash plus holdings at cost: what the position book calls the wallet. */
  get wallet(): number {
    return (this.balances[CASH] as number) + (this.balances[HOLDINGS] as number);
  }

  *postings(): Generator<Posting> {
    for (let i = 0; this.keeps && i < this.length; i++) {
      if (this.amount[i] === 0) continue;
      yield {
        transaction: this.transaction[i] as number,
        account: LEDGER_ACCOUNTS[this.account[i] as number] as LedgerAccount,
        currency: this.currency[i] as number,
        amount: this.amount[i] as number,
      };
    }
  }
}
