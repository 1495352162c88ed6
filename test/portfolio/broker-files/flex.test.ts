// Interactive Brokers' Flex statements. The sample and its figures are invented; totals are summed by hand from its rows.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isFlex, readFlex } from '../../../src/adapters/broker-files/interactive-brokers-flex.ts';
import { checkedFile } from '../../../src/core/portfolio/book/checked-file.ts';
import { bookOf, cash, quantity, TODAY } from './broker-lab.ts';

describe('Interactive Brokers, Flex XML', () => {
  const xml = () => readFileSync(new URL('samples/flex-statement.xml', import.meta.url));
  const flex = (bytes: Uint8Array) => checkedFile(readFlex(bytes, 'A'), TODAY);
  const codeOf = (text: string) => {
    try {
      return flex(Buffer.from(text)).rows.length;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  test('shares, a fund, an exchange, income, a split and a transfer; an option is rejected and says why', () => {
    const file = flex(xml());
    expect(isFlex(xml())).toBe(true);
    expect(file.rows.flatMap(({ sheet, row, faults }) => faults.map(({ code }) => [sheet, row, code]))).toEqual([
      ['Trades', 5, 'NOT_KEPT'],
    ]);
    expect(file.rows.length).toBe(5 + 6 + 1 + 1);
    const lab = bookOf(file);
    // 10, four for one on 20 May, less 4 of June.
    expect([quantity(lab, 'AAPL'), quantity(lab, 'VWCE'), quantity(lab, 'SAN')]).toEqual([36, 3, 100]);
    expect(cash(lab, 'EUR')).toBeCloseTo(3_000 - 2_000 - 1.84 - 338.45 + 1.12 - 0.03, 8);
    expect(cash(lab, 'USD')).toBeCloseTo(2_190 - 1_856.05 + 775.95 + 2.4 - 0.36, 8);
  });
  test('its numbers are what it is known by, its clock is New York’s, and its letters are read', () => {
    const [first, , third] = flex(xml()).rows;
    expect([first?.id, first?.entries[0]?.at]).toEqual(['Trades 7001', '2024-01-15T15:30:05.000Z']);
    expect([third?.entries[0]?.asset?.name, third?.entries[0]?.asset?.kind]).toEqual(['VANG FTSE AW & MORE', 'etf']);
  });
  test('cut anywhere, with definitions of its own, or something else: refused as a whole', () => {
    const text = xml().toString('utf8');
    for (const share of [0.3, 0.6, 0.9, 0.99]) expect(codeOf(text.slice(0, Math.floor(text.length * share)))).toBe('FILE_XML');
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>';
    expect(codeOf(text.replace('<FlexQueryResponse', `${bomb}<FlexQueryResponse`))).toBe('FILE_ENTITIES');
    expect(isFlex(Buffer.from('<html></html>'))).toBe(false);
    expect(codeOf('<FlexQueryResponse></FlexQueryResponse>')).toBe(0);
  });
});
