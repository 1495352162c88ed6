/** Numbers and times as they are read in each language. */

import { describe, expect, it } from 'vitest';
import { createFormat } from './format.ts';

const en = createFormat('en');
const es = createFormat('es');
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('createFormat', () => {
  it('groups, signs and rounds, with a true minus and no negative zero', () => {
    expect(en.number(1234567.891)).toBe('1,234,567.89');
    expect(es.number(1234567.891)).toBe('1.234.567,89');
    expect(es.number(1234.5)).toBe('1.234,50');
    expect(en.number(-5, 0)).toBe('\u22125');
    expect(en.number(5, 1, true)).toBe('+5.0');
    expect(en.number(-0.001, 2, true)).toBe('0.00');
    expect(en.number(999.999, 2)).toBe('1,000.00');
    expect(en.number(2.5e21)).toBe('2.50e21');
  });

  it('writes ratios and money as the language does', () => {
    expect(plain(en.ratio(-0.1234, 1))).toBe('\u221212.3 %');
    expect(plain(es.ratio(0.5, 0, true))).toBe('+50 %');
    expect(en.money(-1234.5, 'EUR', 2)).toBe('\u2212€1,234.50');
    expect(plain(es.money(1234.5, 'EUR', 2, true))).toBe('+1.234,50 €');
    expect(plain(en.money(12, 'USDT', 2))).toBe('12.00 USDT');
    expect(en.money(12, '', 2)).toBe('12.00');
  });

  it('gives small percentages two decimals and others one', () => {
    expect([0.4235, -0.1, 0.0994, -0.0004].map((value) => plain(en.percent(value)))).toEqual([
      '42.4 %',
      '\u221210.0 %',
      '9.94 %',
      '\u22120.04 %',
    ]);
    expect(plain(es.percent(0.0261, true))).toBe('+2,61 %');
    expect(en.percent(null)).toBe('no data');
  });

  it('says that nothing is known', () => {
    expect([
      en.number(null),
      en.ratio(Number.NaN),
      en.money(null, 'EUR', 2),
      en.duration(null),
      es.number(Number.POSITIVE_INFINITY),
    ]).toEqual(['no data', 'no data', 'no data', 'no data', 'sin datos']);
  });

  it('writes times in UTC and durations in their two largest units', () => {
    expect(en.time(Date.UTC(2026, 9, 28, 8))).toBe('28 Oct 2026 08:00');
    expect(es.time(Date.UTC(2026, 0, 1, 8, 5, 9))).toBe('1 ene 2026 08:05:09');
    const spans = [0, 250, 45_000, 90_000, 3_600_000, 187_200_000, 5_184_000_000, 2.5 * 365.25 * 86_400_000];
    expect(spans.map((span) => plain(en.duration(span)))).toEqual([
      '0',
      '250 ms',
      '45 s',
      '1 min 30 s',
      '1 h',
      '2 d 4 h',
      '60 d',
      '2.5 years',
    ]);
  });

  it('counts with the right noun', () => {
    expect(en.plural(1, 'trade', 'trades')).toBe('1 trade');
    expect(es.plural(2000, 'operación', 'operaciones')).toBe('2.000 operaciones');
  });
});
