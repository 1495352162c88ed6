/** The first real entries after an arming are kept small: whatever is wrong shows itself while it costs little. */

/** So many entries that have filled. */
export const FIRST_ORDERS = 10;
const EQUITY_DIVISOR = 100;
const MOST_IN_CURRENCY = 100;
/** The same in words. */
export const FIRST_ORDERS_WORTH = '1 % of equity, at most 100 in account currency';

/** Plain JSON; a new record at every change. */
export interface FirstOrdersState {
  /** When the account was armed: every arming begins to count anew. */
  readonly arming: number;
  /** Number of the first order that counts: those before were sent under another arming, or under none. */
  readonly from: number;
  /** Numbers of the entries that have filled since. */
  readonly filled: readonly number[];
  /** An entry was cut, and that was told. */
  readonly cutTold: boolean;
}

export class FirstOrders {
  /** Null where no arming is asked for: nothing is kept small. */
  state: FirstOrdersState | null = null;
  private readonly quantaPerUnit: number;

  constructor(quantaPerUnit: number) {
    this.quantaPerUnit = quantaPerUnit;
  }

  /** So many entries are still kept small. */
  get left(): number {
    return this.state === null ? 0 : FIRST_ORDERS - this.state.filled.length;
  }

  /** The most an entry may be worth, in quanta; Infinity where none is kept small. Equity nobody knows buys nothing. */
  most(equity: number): number {
    if (this.left === 0) return Number.POSITIVE_INFINITY;
    return equity > 0 ? Math.min(Math.floor(equity / EQUITY_DIVISOR), MOST_IN_CURRENCY * this.quantaPerUnit) : 0;
  }

  /** The arming in force, null where none is asked for. True where it is another one than before. */
  begin(arming: number | null, nextOrder: number): boolean {
    if ((this.state?.arming ?? null) === arming) return false;
    this.state = arming === null ? null : { arming, from: nextOrder, filled: [], cutTold: false };
    return true;
  }

  /** An entry has filled, maybe not for the first time. True when it is the last that is kept small. */
  entryFilled(order: number): boolean {
    const { state } = this;
    if (state === null || this.left === 0 || order < state.from || state.filled.includes(order)) return false;
    this.state = { ...state, filled: [...state.filled, order] };
    return this.left === 0;
  }

  /** An entry that leaves was cut. True the first time. */
  entryCut(): boolean {
    if (this.state === null || this.state.cutTold) return false;
    this.state = { ...this.state, cutTold: true };
    return true;
  }
}
