import { describe, expect, test } from 'vitest';
import { amountOf, EMPTY, mostOf, ticketOf } from './typed-ticket.ts';

describe('a number as it is typed', () => {
  test.each([
    ['16800.50', '16800.50'],
    ['16 800,5', '16800.5'],
    ['.5', '0.5'],
    ['007', '7'],
    ['5.', '5'],
    ['', null],
    ['1e5', null],
    ['-3', null],
    ['1,2,3', null],
    ['abc', null],
    ['16,900', null],
  ])('%j is %j', (text, decimal) => {
    expect(amountOf(text, 'en')).toBe(decimal);
  });
});

describe('a ticket', () => {
  const typed = { ...EMPTY, quantity: '0,01', stop: '16500' };

  test('is there once size and stop are', () => {
    expect(ticketOf('BTCUSDT', { ...typed, stop: '' }, 'en')).toBeNull();
    expect(ticketOf('BTCUSDT', { ...typed, quantity: '' }, 'en')).toBeNull();
    expect(ticketOf('BTCUSDT', { ...typed, type: 'limit' }, 'en')).toBeNull();
    expect(ticketOf('BTCUSDT', { ...typed, target: 'soon' }, 'en')).toBeNull();
    expect(ticketOf('BTCUSDT', typed, 'en')).toEqual({
      ...{ instrumentId: 'BTCUSDT', side: 'buy', type: 'market', limitPrice: null, postOnly: false },
      ...{ quantity: '0.01', riskRatio: null, stopPrice: '16500', targets: [], breakEven: false },
    });
  });

  test('by risk may leave the share to the limits, and has it as a ratio otherwise', () => {
    expect(ticketOf('X', { ...typed, sizing: 'risk' }, 'en')).toMatchObject({ quantity: null, riskRatio: null });
    expect(ticketOf('X', { ...typed, sizing: 'risk', risk: '0,3' }, 'en')).toMatchObject({ quantity: null, riskRatio: 0.003 });
  });

  test('with a second target closes half at the first', () => {
    expect(ticketOf('X', { ...typed, target: '17000', second: '18000' }, 'en')).toMatchObject({
      targets: [
        { price: '17000', closeRatio: 0.5 },
        { price: '18000', closeRatio: 0.5 },
      ],
      breakEven: true,
    });
    expect(ticketOf('X', { ...typed, second: '18000' }, 'en')).toBeNull();
  });
});

test('what is agreed to: what rests to the cent, what takes half a percent dearer, and what is bought with a limit is shown at it', () => {
  const agreed = (expectedFrom: 'limit' | 'book', limitPrice: string | null, side: 'buy' | 'sell' = 'buy') =>
    mostOf({ quantity: '5', value: '1000', expectedFrom }, { side, limitPrice });
  expect(agreed('limit', '200')).toEqual({ quantity: '5', value: '1000' });
  expect(agreed('book', null)).toEqual({ quantity: '5', value: '1005.00' });
  expect(agreed('book', '200')).toEqual({ quantity: '5', value: '1000' });
  // A sale is shown at the market, which may rise.
  expect(agreed('book', '190', 'sell')).toEqual({ quantity: '5', value: '1005.00' });
});
