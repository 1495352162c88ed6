// Interactive Brokers' Flex statements. The sample and its figures are invented; totals are summed by hand from its rows.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isFlex, readFlex } from '../../../src/adapters/broker-files/interactive-brokers-flex.ts';
import { identified } from '../../../src/core/portfolio/book/book-row.ts';
import { checkedFile } from '../../../src/core/portfolio/book/checked-file.ts';
import { rowsInForce } from '../../../src/core/portfolio/book/in-force.ts';
import type { ReadFile } from '../../../src/core/portfolio/book/read-file.ts';
import { bookOf, cash, codes, entriesOf, quantity, TODAY } from './broker-lab.ts';

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

  const entryAt = (sheet: string, row: number) => flex(xml()).rows.find((one) => one.sheet === sheet && one.row === row)?.entries;

  test('shares, a fund, a bond, exchanges, income, corporate actions and transfers; options are rejected and say why', () => {
    const file = flex(xml());
    expect(isFlex(xml())).toBe(true);
    expect(file.rows.flatMap(({ sheet, row, faults }) => faults.map(({ code }) => [sheet, row, code]))).toEqual([
      ['Trades', 5, 'NOT_KEPT'],
      ['OptionEAE', 1, 'NOT_KEPT'],
    ]);
    expect(file.rows.length).toBe(11 + 11 + 6 + 2 + 2);
    const lab = bookOf(file);
    // 10, four for one on 20 May, less 4 of June; 1000, one for twenty, less 10; 2000 redeemed; 50 − 20.
    expect(['AAPL', 'VWCE', 'SAN', 'REVX', 'DBR 1 08/15/24', 'VOD'].map((symbol) => quantity(lab, symbol))).toEqual([
      36, 3, 100, 40, 0, 30,
    ]);
    const moved = 3_000 - 100 - 50;
    const bond = -1_972 - 9.9 + 20 + 2_000;
    // A commission of 3 in euros for pounds, of which the pounds know nothing, and 0.04 given back.
    expect(cash(lab, 'EUR')).toBeCloseTo(moved - 2_000 - 1.84 - 338.45 + 1.12 - 0.03 + 0.9 + bond - 201.25 - 3 + 0.04, 8);
    expect(cash(lab, 'USD')).toBeCloseTo(2_190 - 1_856.05 + 775.95 + 2.4 - 0.36 - 0.12 - 501 + 120.05, 8);
    expect(cash(lab, 'GBP')).toBeCloseTo(-100.5 + 42, 8);
    expect(lab.ledger.findings.filter(({ code }) => code === 'OVERSOLD')).toEqual([]);
  });

  test('a bond’s price is of one, a commission given back is no fee, a split under a new ISIN is a split and a new name', () => {
    expect(entryAt('Trades', 6)).toMatchObject([
      { kind: 'buy', quantity: '2000', price: { amount: '0.985', currency: 'EUR' }, fee: { amount: '2' } },
    ]);
    expect(entryAt('Trades', 8)).toEqual([expect.not.objectContaining({ fee: expect.anything() })]);
    expect(entryAt('Trades', 9)).toMatchObject([
      { cash: { amount: '100.5' }, fee: { amount: '3', currency: 'EUR' }, tax: { amount: '0.5' } },
    ]);
    expect(entryAt('Trades', 10)).toMatchObject([
      { kind: 'sell', cash: { amount: '42', currency: 'GBP' } },
      { kind: 'fee', cash: { amount: '-0.04', currency: 'EUR' } },
    ]);
    expect(entryAt('CorporateActions', 2)).toMatchObject([
      { kind: 'split', asset: { isin: 'US9999000113' }, ratio: '1:20' },
      { kind: 'rename', asset: { isin: 'US9999000113' }, otherAsset: { isin: 'US9999000212' } },
    ]);
    expect(entryAt('CorporateActions', 3)).toEqual([]);
    expect(entryAt('CorporateActions', 4)).toMatchObject([{ kind: 'sell', quantity: '2000', cash: { amount: '2000', currency: 'EUR' } }]);
    expect(entryAt('CorporateActions', 5)).toMatchObject([
      { kind: 'rename', asset: { isin: 'GB00B03MLX29' }, otherAsset: { isin: 'GB00BP6MXD84' } },
    ]);
  });

  test('a reverse split under the same ISIN is told once, below 0; sums count where a query asked for nothing else', () => {
    const only = (text: string) =>
      flex(Buffer.from(`<FlexQueryResponse><FlexStatements><FlexStatement>${text}</FlexStatement></FlexStatements></FlexQueryResponse>`));
    const split = `<CorporateAction assetCategory="STK" symbol="REVX" isin="US9999000113" currency="USD" dateTime="20240603;202500" quantity="-950" proceeds="0" type="RS"
      actionDescription="REVX(US9999000113) SPLIT 1 FOR 20 (REVX, REVX CORP, US9999000113)"/>`;
    expect(entriesOf(only(`<CorporateActions>${split}</CorporateActions>`))).toMatchObject([{ kind: 'split', ratio: '1:20' }]);
    const sum =
      '<CashTransaction currency="EUR" dateTime="20240603" amount="5" type="Deposits &amp; Withdrawals" levelOfDetail="SUMMARY"/>';
    expect(entriesOf(only(`<CashTransactions>${sum}</CashTransactions>`))).toMatchObject([{ kind: 'deposit', cash: { amount: '5' } }]);
    expect(entriesOf(only(`<CashTransactions>${sum}${sum.replace('SUMMARY', 'DETAIL')}</CashTransactions>`)).length).toBe(1);
    const unknown = only(`<CashTransactions>${sum.replace('Deposits &amp; Withdrawals', 'Prize')}</CashTransactions>`);
    expect(codes(unknown)).toEqual([[1, 'KIND_UNKNOWN', 'type']]);
  });

  test('its numbers are what it is known by, its clock is New York’s, and its letters are read', () => {
    const [first, , third] = flex(xml()).rows;
    expect([first?.id, first?.entries[0]?.at]).toEqual(['Trades 7001', '2024-01-15T15:30:05.000Z']);
    // 20:20 in New York is next year's in Madrid.
    expect(entryAt('CashTransactions', 7)).toMatchObject([{ kind: 'tax', at: '2023-12-31' }]);
    expect([third?.entries[0]?.asset?.name, third?.entries[0]?.asset?.kind]).toEqual(['VANG FTSE AW & MORE', 'etf']);
  });
  test('half of a statement and the whole are the whole, in any order', () => {
    const keys = (...files: readonly ReadFile[]) =>
      [
        ...rowsInForce(files.map((file, i) => ({ fileId: i, lastDay: '', rows: identified(file, { name: `${i}`, account: 'A' }) }))).keys(),
      ].sort();
    const text = xml().toString('utf8').split('\n');
    const isRow = (line: string) => /<(Trade|CashTransaction|CorporateAction|Transfer) /.test(line);
    const part = (keep: (at: number) => boolean) => flex(Buffer.from(text.filter((line, at) => !isRow(line) || keep(at)).join('\n')));
    const [whole, half, rest] = [flex(xml()), part((at) => at < 14), part((at) => at > 10)];
    expect(half.rows.length < whole.rows.length && rest.rows.length < whole.rows.length).toBe(true);
    for (const files of [
      [half, whole],
      [whole, half],
      [rest, half],
    ])
      expect(keys(...files)).toEqual(keys(whole));
    expect(keys(whole).length).toBe(whole.rows.length - 2);
  });

  test('cut anywhere, with definitions of its own, or something else: refused as a whole', () => {
    const text = xml().toString('utf8');
    for (const share of [0.3, 0.6, 0.9, 0.99]) expect(codeOf(text.slice(0, Math.floor(text.length * share)))).toBe('FILE_XML');
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>';
    expect(codeOf(text.replace('<FlexQueryResponse', `${bomb}<FlexQueryResponse`))).toBe('FILE_ENTITIES');
    expect(isFlex(Buffer.from(text.replace('<FlexQueryResponse', `${bomb}<FlexQueryResponse`)))).toBe(true);
    expect(isFlex(Buffer.from('<FlexQueryResponse></FlexQueryResponse>'))).toBe(true);
    expect(isFlex(Buffer.from('<html></html>'))).toBe(false);
    expect(codeOf('<FlexQueryResponse></FlexQueryResponse>')).toBe(0);
  });
});
