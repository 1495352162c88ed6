/** The portfolio on paper: what it is worth, what it earned, what is held, and what is not known, on one day and in one language. */

import type { PdfBlock, PdfColumn, PdfDocument } from '../../adapters/pdf-documents/write-pdf.ts';
import type { Holdings, Overview } from '../../api/portfolio/figures.ts';
import type { StatementLanguage } from '../../api/portfolio/statement.ts';
import { decimalsOf } from '../../core/portfolio/currencies.ts';
import { STATEMENT_WORDS } from './statement-words.ts';

export interface StatementFigures {
  readonly overview: Overview;
  readonly holdings: Holdings;
  /** Epoch milliseconds UTC. */
  readonly at: number;
  readonly zone: string;
  /** First day of the returns; that of the book where none is asked for. */
  readonly from: string | undefined;
}

export function statementOf({ overview, holdings, at, zone, from }: StatementFigures, language: StatementLanguage): PdfDocument {
  const own = STATEMENT_WORDS[language];
  const format = formatsOf(language);
  const { base, total, known } = overview;
  /** Of a column whose amounts are all in base. */
  const amount = (value: string | null) => (value === null ? own.unknown : format.money(value, base));
  const money = (value: string | null) => (value === null ? own.unknown : `${amount(value)} ${base}`);
  const figures: readonly (readonly [string, string])[] = [
    [own.value, total === null ? own.knownOnly(money(known)) : money(total)],
    [own.cash, money(overview.cash)],
    [own.invested, money(overview.invested)],
    [own.unrealised, money(overview.unrealised?.total ?? null)],
    [own.realised, money(overview.realised?.total ?? null)],
    [own.byRate, money(overview.unrealised?.currency ?? null)],
    [own.income, money(overview.income)],
    [own.fees, money(overview.fees)],
    [own.taxes, money(overview.taxes)],
  ];
  /** The day that a price is of, and who told it. */
  const sourceOf = ({ day, at, provider }: NonNullable<Holdings['rows'][number]['price']>) =>
    `${day ?? (at === null ? '' : new Date(at).toISOString().slice(0, 10))}\n${provider === 'operation' ? own.operation : provider}`;
  const held = holdings.rows.filter(({ isClosed }) => !isClosed);
  const missing = overview.missing.map(({ text }) => text[language]);
  const found = [...new Set(holdings.findings.map(({ text }) => text[language]))];
  const when = new Intl.DateTimeFormat(format.locale, { dateStyle: 'long', timeStyle: 'short', timeZone: zone }).format(at);
  return {
    ...{ title: own.title, language, at, pageText: own.page },
    told: `${own.made(when, zone)} ${own.method(holdings.method.toUpperCase(), base)}`,
    blocks: [
      table([{ title: own.figure }, right(own.amount)], figures),
      ...(total === null ? [{ text: own.notWhole }] : []),
      { heading: own.returns(from ?? overview.book.first ?? '', holdings.asOf) },
      table(
        [{ title: own.measure }, right(own.ratio), right(own.annual)],
        overview.measures.map(({ name, ratio, annual, none }) => [
          own.measures[name],
          ratio === null ? (none?.[language] ?? own.unknown) : format.percent(ratio),
          annual === null ? '' : format.percent(annual),
        ]),
      ),
      ...overview.why.map((text): PdfBlock => ({ text: text[language], isSmall: true })),
      { heading: own.holdings },
      table(
        [
          ...[{ title: own.asset }, { title: own.account, width: 62 }, right(own.quantity, 50), right(own.price, 74)],
          ...[right(own.cost, 50), right(own.value, 50), right(own.gain, 50), right(own.weight, 36)],
        ],
        held.map(({ instrument, account, quantity, price, costInBase, value, unrealised, weight }) => [
          [instrument.symbol, instrument.isin].filter((one) => one !== null && one !== '').join(' · '),
          account,
          format.count(quantity),
          price === null ? own.unknown : `${format.count(price.price)} ${price.currency}\n${sourceOf(price)}`,
          ...[amount(costInBase), amount(value), amount(unrealised?.total ?? null)],
          weight === null ? '' : format.percent(weight),
        ]),
      ),
      ...(holdings.cash.length === 0 ? [] : [{ heading: own.cash }]),
      ...(holdings.cash.length === 0
        ? []
        : [
            table(
              [{ title: own.account }, right(own.balance), right(own.value)],
              holdings.cash.map(({ account, balance, value }) => [
                account,
                `${format.money(balance.amount, balance.currency)} ${balance.currency}`,
                money(value),
              ]),
            ),
          ]),
      ...list(own.toLookAt, [...missing, ...found]),
      { text: own.note, isSmall: true },
    ],
  };
}

const right = (title: string, width?: number): PdfColumn => ({ title, align: 'right', ...(width !== undefined && { width }) });
const table = (columns: readonly PdfColumn[], rows: readonly (readonly string[])[]): PdfBlock => ({ columns, rows });
const list = (heading: string, texts: readonly string[]): PdfBlock[] =>
  texts.length === 0 ? [] : [{ heading }, ...texts.map((text) => ({ text: `– ${text}` }))];

/** Numbers as the reader writes them; decimal text is never turned into a double. */
function formatsOf(language: StatementLanguage) {
  const locale = language === 'es' ? 'es-ES' : 'en-GB';
  const written = (text: string, least: number, most: number) =>
    new Intl.NumberFormat(locale, {
      minimumFractionDigits: least,
      maximumFractionDigits: most,
      useGrouping: true,
    }).format(text as Intl.StringNumericLiteral);
  return {
    locale,
    money: (text: string, currency: string) => written(text, decimalsOf(currency) ?? 2, decimalsOf(currency) ?? 8),
    count: (text: string) => written(text, 0, 8),
    percent: (ratio: number) =>
      new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(ratio),
  };
}
