// What must hold inside a session at every mark and at its end, whatever was traded: two books that agree, slots that add up, postings that come to zero.
import type { Session } from '../../src/core/research/backtest.ts';
import type { Engine } from '../../src/core/trading/engine/engine.ts';

/** The venue's book and the engine's are one and the same, the slots hold what they say, and so does the ledger. */
export function assertBooksAgree({ engine, venue, slots }: Session<unknown>): void {
  const [ours, theirs] = [engine.book, venue.book].map((book) => JSON.stringify([book.snapshot(), book.marginUsed, book.free]));
  if (ours !== theirs) throw new Error(`expected the engine's book to be the venue's ${theirs}, found ${ours}`);
  equal("the ledger's wallet", engine.ledger.wallet, engine.book.wallet);
  for (const { index } of engine.instruments) {
    const own = slots.filter((slot) => slot.instrument.index === index).map(({ position }) => position);
    const { lots, cost } = engine.book.positions[index]!;
    equal(`the lots of the slots in instrument ${index}`, own.reduce((sum, position) => sum + position.lots, 0), lots);
    if (own.filter((position) => position.lots !== 0).length === 1) equal(`their cost`, own.reduce((sum, position) => sum + position.cost, 0), cost);
  }
}

/** Every transaction of the ledger comes to zero in every currency, and its balances are the sums of its postings. */
export function assertLedgerBalances({ ledger, book, instruments }: Engine): void {
  const sums = new Map<string, number>();
  for (const { transaction, currency, amount } of ledger.postings()) {
    const key = `transaction ${transaction}, currency ${currency}`;
    sums.set(key, (sums.get(key) ?? 0) + amount);
  }
  for (const [key, sum] of sums) equal(key, sum, 0);
  equal("the ledger's money", [...ledger.balances].reduce((sum, balance) => sum + balance, 0), 0);
  const holdings = book.positions.reduce((sum, { lots, cost }) => sum + Math.sign(lots) * cost, 0);
  equal('the holdings', ledger.balances[1]!, holdings);
  void instruments;
}

function equal(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`expected ${what} to be ${expected}, found ${found}`);
}
