import { expect, test } from 'vitest';
import { FundingPairs } from './funding-pairs.ts';

const DUE = Date.UTC(2026, 10, 23, 8);
const MINUTE = 60_000;
const payment = (amount: string, instrumentId = 'BTC') => ({ strategyId: 'sma', instrumentId, amount, at: DUE });

test('a payment that is told late is no difference, and says for how long equity was another one', () => {
  const pairs = new FundingPairs();
  pairs.expected([payment('1.5'), payment('2', 'ETH')], DUE);
  expect(pairs.paid([payment('2', 'ETH'), payment('1.5')], DUE + MINUTE)).toEqual([]);
  expect(pairs.late).toEqual([
    { from: DUE, to: DUE + MINUTE, amount: '2' },
    { from: DUE, to: DUE + MINUTE, amount: '1.5' },
  ]);
  expect(pairs.overdue(DUE + 600 * MINUTE)).toEqual([]);
});

test('another amount is one, from when it was due; so is one that nobody expected', () => {
  const pairs = new FundingPairs();
  pairs.expected([payment('1.5')], DUE);
  expect(pairs.paid([payment('-0.5'), payment('3', 'ETH')], DUE + MINUTE)).toMatchObject([
    { aspect: 'funding', instrumentId: 'BTC', session: '-0.5', backtest: '1.5', at: DUE },
    { aspect: 'funding', instrumentId: 'ETH', session: '3', backtest: 'nothing', at: DUE + MINUTE },
  ]);
});

test('what nobody has told of within the hour was not paid', () => {
  const pairs = new FundingPairs();
  pairs.expected([payment('1.5')], DUE);
  expect(pairs.overdue(DUE + 60 * MINUTE)).toEqual([]);
  expect(pairs.overdue(DUE + 61 * MINUTE)).toMatchObject([{ session: 'nothing', backtest: '1.5', at: DUE }]);
  expect(pairs.overdue(DUE + 62 * MINUTE)).toEqual([]);
});
