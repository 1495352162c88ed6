import { describe, expect, test } from 'vitest';
import { clock, decimal, duration, fineRatio, money, percent, quantity, zoneOffsetMs } from './format.ts';

describe('figures', () => {
  test('are grouped by language, four digits as well, with the true minus', () => {
    expect(decimal('en', '48216.37', 2)).toBe('48,216.37');
    expect(decimal('es', '48216.37', 2)).toBe('48.216,37');
    expect(decimal('es', '1749.91', 2)).toBe('1.749,91');
    expect(decimal('en', '-196.42', 2, true)).toBe('\u2212196.42');
    expect(decimal('en', '312.8', 2, true)).toBe('+312.80');
    expect(decimal('en', '0', 2, true)).toBe('0.00');
  });

  test('of a small ratio never look like nothing', () => {
    const told = (ratio: number, signed = true) => fineRatio('es', ratio, signed).replaceAll(/\s/g, ' ');
    // A run of −3.33 on 10,000.
    expect(told(-3.33 / 10_000)).toBe('\u22120,03 %');
    expect([told(0), told(0.1234), told(0.01), told(0.0099)]).toEqual(['0,0 %', '+12,3 %', '+1,0 %', '+0,99 %']);
    expect([told(0.000001, false), told(-0.000001)]).toEqual(['< 0,01 %', '> \u22120,01 %']);
  });

  test('keep every digit of a long decimal text', () => {
    expect(decimal('en', '90071992547409931.12345678', 8)).toBe('90,071,992,547,409,931.12345678');
  });

  test('that are not known are a dash, never 0', () => {
    for (const value of [null, undefined, Number.NaN])
      expect([decimal('en', value, 2), percent('es', value), money('en', value, 'USDT', 2)]).toEqual(['–', '–', '–']);
  });

  test('carry their unit', () => {
    expect(money('es', '-1085.73', 'EUR', 2, true)).toBe('\u22121.085,73 EUR');
    expect(percent('en', 0.0214)).toBe('2.14\u202f%');
    expect(quantity('en', '0.104000', 6)).toBe('0.104');
  });
});

describe('times', () => {
  const at = Date.UTC(2022, 11, 13, 13, 30, 5);
  test('are in the zone of the account', () => {
    expect(clock('en', at, 'UTC')).toBe('13:30:05');
    expect(clock('es', at, 'Europe/Madrid')).toBe('14:30:05');
  });

  test('the offset follows daylight saving', () => {
    expect(zoneOffsetMs(at, 'Europe/Madrid')).toBe(3_600_000);
    expect(zoneOffsetMs(Date.UTC(2022, 6, 1), 'Europe/Madrid')).toBe(7_200_000);
    expect(zoneOffsetMs(at, 'America/New_York')).toBe(-18_000_000);
    expect(zoneOffsetMs(at, 'UTC')).toBe(0);
  });

  test('ages name their two largest units', () => {
    expect([400, 12_000, 451_000, 10_260_000, 147_600_000].map((ms) => duration('en', ms))).toEqual([
      '0.4 s',
      '12 s',
      '7 min 31 s',
      '2 h 51 min',
      '1 d 17 h',
    ]);
    expect(duration('es', 400)).toBe('0,4 s');
  });
});
