// A position the venue has and we do not is taken over: whatever it is and however it came, money, position and equity are the venue's afterwards, also once it
// is closed. Every expected figure is worked out beside it.
import { expect, test } from 'vitest';
import type { Difference } from '../../src/core/trading/broker/reconciliation.ts';
import { proposalFor } from '../../src/core/trading/broker/repair-plan.ts';
import type { PlaceOrder } from '../../src/core/trading/broker/venue-link.ts';
import type { DeskState } from '../../src/core/trading/risk/desk-state.ts';
import { sessionLab } from './session-lab.ts';

interface Scene {
  readonly kind: 'perpetual' | 'stock' | 'spot';
  /** What the venue has. The session began with 10,000, and the last price is 100. */
  readonly position: string;
  readonly average?: string;
  readonly money: string;
  readonly risk?: 'default';
}

function open({ kind, risk = 'none' as never, ...has }: Scene) {
  const account = { average: null as string | null, ...has };
  const lab = sessionLab({
    ...{ spot: kind === 'spot', stock: kind === 'stock', risk, share: 0.001 },
    account: () => ({
      positions: kind === 'spot' ? [] : [{ instrument: 'X', quantity: account.position, averagePrice: account.average }],
      balances: [{ currency: 'USDT', total: account.money }, ...(kind === 'spot' ? [{ currency: 'X', total: account.position }] : [])],
    }),
  });
  const { session, pass, now } = lab;
  const compared = () => {
    session.reconciliation.soon(now());
    pass(10_000);
    return session.lastComparison?.differences ?? [];
  };
  const accept = (kind: Difference['kind'], as: Parameters<typeof session.correct>[1]) => {
    const difference = session.lastComparison?.differences.find((one) => one.kind === kind);
    if (difference === undefined) throw new Error(`expected a difference of the ${kind}, found none`);
    return session.correct(difference, as, now());
  };
  /** Wallet, and equity at the last price. */
  const books = () => {
    const { engine } = session;
    expect(engine.ledger.wallet).toBe(engine.book.wallet);
    // A restart would find it so.
    expect(session.journaled.recorded).toEqual(session.journaled.snapshot());
    return [engine.book.wallet, engine.book.wallet + engine.held.unrealised()].map((quanta) => quanta / 1e8);
  };
  return { ...lab, account, compared, accept, books };
}

const told = (differences: readonly Difference[]) => differences.map(({ kind, here, venue }) => `${kind} ${here} ${venue}`);

// What was held before the session moved no money in it: it comes in kind.
const BEFORE: readonly (readonly [string, Scene, wallet: number, equity: number])[] = [
  // The 2,000 that the shares were sold for are in the money, and are owed: 10,000 - 20 x 100.
  ['20 shares sold short', { kind: 'stock', position: '-20', average: '90', money: '10000' }, 8_000, 8_000],
  // 10,000 + 20 x 100.
  ['20 shares', { kind: 'stock', position: '20', average: '90', money: '10000' }, 12_000, 12_000],
  ['20 coins', { kind: 'spot', position: '20', money: '10000' }, 12_000, 12_000],
  // Money of 10,000, and 20 x (100 - 90) of it not realised yet.
  ['20 contracts bought at 90', { kind: 'perpetual', position: '20', average: '90', money: '10000' }, 10_000, 10_200],
  ['20 contracts sold at 90', { kind: 'perpetual', position: '-20', average: '90', money: '10000' }, 10_000, 9_800],
  // The average lies between two ticks of 0.1: 10,000 + 20 x 100 - 20 x 90.125.
  ['20 contracts bought at 90.125', { kind: 'perpetual', position: '20', average: '90.125', money: '10000' }, 10_000, 10_197.5],
];

// What was traded by hand during the session has moved the money: fee of 0.5, at 98.
const DURING: readonly (readonly [string, Scene, wallet: number, equity: number])[] = [
  // Money 10,000 - 98 - 0.5 = 9,901.5, and a coin worth 100.
  ['a coin bought', { kind: 'spot', position: '1', money: '9901.5' }, 10_001.5, 10_001.5],
  ['a share bought', { kind: 'stock', position: '1', average: '98.5', money: '9901.5' }, 10_001.5, 10_001.5],
  // Money 10,000 + 98 - 0.5 = 10,097.5, and a share owed that costs 100.
  ['a share sold short', { kind: 'stock', position: '-1', average: '97.5', money: '10097.5' }, 9_997.5, 9_997.5],
  // Money 10,000 - 0.5, and 100 - 98 not realised yet.
  ['a contract bought', { kind: 'perpetual', position: '1', average: '98', money: '9999.5' }, 9_999.5, 10_001.5],
  ['a contract sold', { kind: 'perpetual', position: '-1', average: '98', money: '9999.5' }, 9_999.5, 9_997.5],
];

test.each([...BEFORE, ...DURING])('%s: the venue is agreed with at once, with its equity', (_, scene, wallet, equity) => {
  const { compared, accept, books } = open(scene);
  expect(told(compared())[0]).toBe(`position 0 ${scene.position}`);
  expect(accept('position', 'adopt')).toBeNull();
  expect(books()).toEqual([wallet, equity]);
  expect(compared()).toEqual([]);
  expect(books()).toEqual([wallet, equity]);
});

test.each([...BEFORE, ...DURING])('%s, to be closed: also after the fill', (_, scene, _wallet, equity) => {
  const { account, placed, pass, compared, accept, books, fill, ended } = open(scene);
  compared();
  expect(accept('position', 'close')).toBeNull();
  pass(500);
  const exit = placed.at(-1) as PlaceOrder;
  const lots = Math.abs(Number(scene.position));
  const side = Number(scene.position) > 0 ? 1 : -1;
  expect(exit).toMatchObject({ type: 'market', side: side > 0 ? 'sell' : 'buy', quantity: String(lots) });
  fill('exit', exit.quantity, exit, { price: '101', fee: '0.7' });
  ended(exit, 'filled');
  // At 101 each is worth one more than at 100, for a fee of 0.7: equity is all money now.
  const left = equity + side * lots - 0.7;
  account.position = '0';
  account.average = null;
  account.money = left.toFixed(4);
  pass(500);
  expect(compared()).toEqual([]);
  expect(books()).toEqual([left, left]);
});

test.each(DURING)('%s: money that differs by it is refused until the position is taken over, and then there is none', (_, scene) => {
  const { session, compared, accept, books } = open(scene);
  const found = compared();
  expect(told(found)).toEqual([`position 0 ${scene.position}`, `balance 10000 ${scene.money}`]);
  const balance = proposalFor(found[1] as Difference, found);
  expect([balance.corrections, balance.causes[0]]).toEqual([[], 'what was paid or received for position X']);
  for (const as of ['deposit', 'result'] as const) expect(accept('balance', as)).toContain('accept position:X first');
  expect(books()).toEqual([10_000, 10_000]);
  expect(accept('position', 'adopt')).toBeNull();
  // Of the same comparison: what it says is no longer so.
  expect(accept('position', 'adopt')).toContain('compare again');
  expect(compared()).toEqual([]);
  expect(session.engine.ledger.wallet).toBe(session.engine.book.wallet);
});

test('money that came while a position was there before stays, and is booked after it', () => {
  const { compared, accept, books } = open({ kind: 'stock', position: '-20', money: '10300' });
  compared();
  expect(accept('position', 'adopt')).toBeNull();
  expect(books()[0]).toBe(8_000);
  expect(told(compared())).toEqual(['balance 10000 10300']);
  expect(accept('balance', 'deposit')).toBeNull();
  expect(compared()).toEqual([]);
  // 10,300 - 20 x 100.
  expect(books()).toEqual([8_300, 8_300]);
});

test('of a trade at a price far from the last one the rest of the money stays the owner to say', () => {
  // Bought at 80, without a fee: 10,000 - 80.
  const { compared, accept, books } = open({ kind: 'stock', position: '1', money: '9920' });
  compared();
  expect(accept('position', 'adopt')).toBeNull();
  expect(told(compared())).toEqual(['balance 9900 9920']);
  expect(accept('balance', 'result')).toBeNull();
  expect(compared()).toEqual([]);
  // 9,920, and a share worth 100.
  expect(books()).toEqual([10_020, 10_020]);
});

test('what comes in kind is no loss: the ladder asks for nothing, although equity is a fifth less', () => {
  const { session, compared, accept, candle } = open({ kind: 'stock', position: '-20', money: '10000', risk: 'default' });
  compared();
  accept('position', 'adopt');
  expect(compared()).toEqual([]);
  candle();
  expect(session.engine.equity).toBe(8_000e8);
  const { ladder } = session.engine.risk.snapshot() as DeskState;
  expect(ladder.rungs.filter(({ status }) => status !== 'idle')).toEqual([]);
});

test('a part that the owner has closed by hand is taken over with what it brought', () => {
  // Taken over: 20 contracts bought at 90. Then 5 are sold by hand at 101 for a fee of 0.5: 10,000 + 5 x 11 - 0.5 = 10,054.5.
  const { account, compared, accept, books } = open({ kind: 'perpetual', position: '20', average: '90', money: '10000' });
  compared();
  accept('position', 'adopt');
  expect(compared()).toEqual([]);
  [account.position, account.money] = ['15', '10054.5'];
  expect(told(compared())).toEqual(['position 20 15', 'balance 10000 10054.5']);
  expect(accept('position', 'adopt')).toBeNull();
  expect(compared()).toEqual([]);
  // 15 x (100 - 90) are not realised yet.
  expect(books()).toEqual([10_054.5, 10_204.5]);
});
