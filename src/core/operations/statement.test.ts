import { describe, expect, test } from 'vitest';
import { addQuantities, readStatement, statementDifferences } from './statement.ts';

const unit = 10n ** 12n;

describe('a statement', () => {
  test('of the portfolio window has a header, in any order and with any separator', () => {
    expect(readStatement('Financial Instrument,Position,Market Value\nAAPL,100,"18,950.00"\nES,-2,0\n')).toEqual([
      { symbol: 'AAPL', units: 100n * unit },
      { symbol: 'ES', units: -2n * unit },
    ]);
    expect(readStatement('\uFEFFQty;Currency;Symbol\r\n0.5;USD;BTC\r\n')).toEqual([{ symbol: 'BTC', units: unit / 2n }]);
  });

  test('of the account (activity statement) is its open positions, without their lots and totals', () => {
    const text = [
      'Statement,Data,Title,Activity Statement',
      'Open Positions,Header,DataDiscriminator,Asset Category,Currency,Symbol,Quantity,Mult',
      'Open Positions,Data,Summary,Stocks,USD,AAPL,"1,200",1',
      'Open Positions,Data,Lot,Stocks,USD,AAPL,700,1',
      'Open Positions,Data,Summary,Stocks,USD,MSFT,(5),1',
      'Open Positions,Total,,Stocks,USD,,,',
    ].join('\n');
    expect(readStatement(text)).toEqual([
      { symbol: 'AAPL', units: 1200n * unit },
      { symbol: 'MSFT', units: -5n * unit },
    ]);
  });

  test('that was typed has a symbol and a quantity a line', () => {
    expect(readStatement('AAPL,10\nBTCUSDT,-0.001')).toEqual([
      { symbol: 'AAPL', units: 10n * unit },
      { symbol: 'BTCUSDT', units: -unit / 1000n },
    ]);
  });

  test.each([['AAPL'], ['AAPL,ten'], ['AAPL,1,5 0'], ['symbol,quantity\nAAPL,1.2.3'], ['']])('%j is refused, with its line', (text) => {
    expect(() => readStatement(text)).toThrow(/STATEMENT_INVALID|expected/);
  });
});

test('differences are signed, of both sides, and a perpetual is found by its market’s name', () => {
  const ours = new Map([
    ['BTCUSDT-PERP', '0.5'],
    ['AAPL', '100'],
    ['ES', '-2'],
  ]);
  expect(statementDifferences(ours, readStatement('BTCUSDT,0.5\nAAPL,80\nMSFT,5'))).toEqual([
    { instrument: 'AAPL', ours: '100', stated: '80', ratio: 0.25 },
    { instrument: 'ES', ours: '-2', stated: '0', ratio: 1 },
    { instrument: 'MSFT', ours: '0', stated: '5', ratio: 1 },
  ]);
  expect(statementDifferences(ours, readStatement('BTCUSDT-PERP,0.5\nAAPL,60\nAAPL,40\nES,-2'))).toEqual([]);
});

test('quantities are added exactly', () => {
  expect(addQuantities('0.1', '0.2')).toBe('0.3');
  expect(addQuantities('1', '-1.000000000001')).toBe('-0.000000000001');
});
