// What must hold inside a session at every mark and at its end, whatever was traded: two books that agree, slots that add up, postings that come to zero.
import type { Session } from '../../src/core/research/backtest.ts';
import type { Engine } from '../../src/core/trading/engine/engine.ts';
import { LEDGER_ACCOUNTS } from '../../src/core/trading/ledger/ledger.ts';

/** The venue's book and the engine's are one and the same, the slots hold what they say, and so does the ledger. */
export function assertBooksAgree({ engine, venue, slots }: Session<unknown>): void {
  const [ours, theirs] = [engine.book, venue.book].map((book) => JSON.stringify([book.snapshot(), book.marginUsed, book.free]));
  if (ours !== theirs) throw new Error(`expected the engine's book to be the venue's ${theirs}, found ${ours}`);
  equal("the ledger's wallet", engine.ledger.wallet, engine.book.wallet);
  for (const { index } of engine.instruments) {
    const own = slots.filter((slot) => slot.instrument.index === index).map(({ position }) => position);
    const { lots, cost } = engine.book.positions[index]!;
    equal(`the lots of the slots in instrument ${index}`, add(own.map((position) => position.lots)), lots);
    equal('their cost', add(own.map((position) => position.cost)), cost);
  }
}

/** Every transaction of the ledger comes to zero in every currency; holdings and units are the book's. `whole`: it has been kept from the deposit on. */
export function assertLedgerBalances({ ledger, book, instruments }: Engine, whole: boolean): void {
  const sums = new Map<string, number>();
  const units = instruments.map(() => 0);
  for (const { transaction, account, currency, amount } of ledger.postings()) {
    const key = `transaction ${transaction} in currency ${currency}`;
    sums.set(key, (sums.get(key) ?? 0) + amount);
    if (account === 'units') units[currency - 1]! += amount;
  }
  for (const [key, sum] of sums) equal(key, sum, 0);
  equal("the ledger's money", add(ledger.balances), 0);
  equal(
    'the holdings',
    ledger.balances[LEDGER_ACCOUNTS.indexOf('holdings')]!,
    add(book.positions.map(({ lots, cost }) => Math.sign(lots) * cost)),
  );
  if (whole) equal('the units', String(units), String(book.positions.map(({ lots }) => lots)));
}

const add = (amounts: Iterable<number>): number => [...amounts].reduce((sum, amount) => sum + amount, 0);

function equal<T>(what: string, found: T, expected: T): void {
  if (found !== expected) throw new Error(`expected ${what} to be ${expected}, found ${found}`);
}
