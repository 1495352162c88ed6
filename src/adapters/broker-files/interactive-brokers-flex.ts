/** Interactive Brokers' Flex statement: XML with trades, cash, corporate actions and transfers, each known by the broker's own number. */

import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { InputError } from '../../core/domain/result.ts';
import type { ReadFile, ReadRow } from '../../core/portfolio/book/read-file.ts';
import type { Entry, Money } from '../../core/portfolio/entry.ts';
import { divide, formatFixed, ONE, parseFixed } from '../../core/portfolio/fixed.ts';
import { opposite, without } from './amounts.ts';
import { corporateAction } from './flex-corporate-actions.ts';
import { type Attributes, assetOf, dayOf, instantOf, KINDS, notKept } from './flex-row.ts';
import { type Booked, Line, nothing } from './format.ts';

export const FLEX = { id: 'ibkr-flex', name: 'Interactive Brokers (Flex)' } as const;

/** Sections that book something, with the element of a row. Others (positions, totals, rates) are told by what these book. */
const SECTIONS = [
  ['Trades', 'Trade', trade],
  ['CashTransactions', 'CashTransaction', cashMoved],
  ['CorporateActions', 'CorporateAction', corporateAction],
  ['Transfers', 'Transfer', transfer],
  ['OptionEAE', 'OptionEAE', optionEvent],
] as const;

/** Also of one with definitions before it, which is then refused by name. */
export function isFlex(bytes: Uint8Array): boolean {
  const beginning = textOf(bytes.subarray(0, 4_000));
  return /^\uFEFF?\s*</.test(beginning) && /<FlexQueryResponse[\s>]/.test(beginning);
}
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** InputErrors FILE_XML (cut, or no XML) and FILE_ENTITIES: nothing of the file is read. `account`: the broker's number where none is given. */
export function readFlex(bytes: Uint8Array, account: string | undefined): ReadFile {
  const text = textOf(bytes);
  if (/<!DOCTYPE|<!ENTITY/i.test(text))
    throw new InputError('FILE_ENTITIES', 'expected a Flex statement without definitions of its own, found some; download it again', 1, {
      said: {
        en: 'The file defines entities, which a Flex statement never does. Download it again.',
        es: 'El archivo define entidades, cosa que un extracto Flex nunca hace. Descárguelo otra vez.',
      },
    });
  const wellFormed = XMLValidator.validate(text);
  if (wellFormed !== true)
    throw new InputError(
      'FILE_XML',
      `expected a whole Flex statement, found a broken one at line ${wellFormed.err.line}; download it again`,
      1,
      {
        said: {
          en: `The file is broken at line ${wellFormed.err.line}, as if it was cut. Download it again.`,
          es: `El archivo está roto en la línea ${wellFormed.err.line}, como si se hubiera cortado. Descárguelo otra vez.`,
        },
      },
    );
  const statements = statementsIn(text);
  const rows = statements.flatMap((statement) => {
    const number = String(statement.accountId ?? '');
    const whose = account ?? `${FLEX.name} ${number}`.trim();
    return SECTIONS.flatMap(([section, element, book]) => {
      const elements = elementsOf(statement, section, element);
      const sheet = statements.length > 1 ? `${section} ${number}` : section;
      return elements.map((one, at) => ({ ...rowOf(section, at + 1, one, (line) => book(line, whose, one, elements)), sheet }));
    });
  });
  return { format: FLEX.id, isLiving: false, tellsCash: true, rows };
}

type Node = Readonly<Record<string, unknown>>;

function statementsIn(text: string): Node[] {
  const parser = new XMLParser({
    ...{ ignoreAttributes: false, attributeNamePrefix: '', parseAttributeValue: false, parseTagValue: false },
    isArray: (name, path) =>
      name === 'FlexStatement' || SECTIONS.some(([section, element]) => String(path).endsWith(`.${section}.${element}`)),
  });
  const { FlexQueryResponse: response } = parser.parse(text) as { FlexQueryResponse?: { FlexStatements?: { FlexStatement?: Node[] } } };
  return response?.FlexStatements?.FlexStatement ?? [];
}

const elementsOf = (statement: Node, section: string, element: string): Attributes[] => {
  const found = statement[section] as Record<string, Attributes[]> | string | undefined;
  return typeof found === 'object' ? (found[element] ?? []) : [];
};

/** The row of a section, counted from 1. */
function rowOf(section: string, at: number, attributes: Attributes, book: (line: Line) => Booked): ReadRow {
  const names = Object.keys(attributes);
  const line = new Line(names, { line: at, cells: names.map((name) => attributes[name] ?? '') }, '.');
  const { transactionID = '', tradeID = '' } = attributes;
  const number = transactionID || tradeID;
  return line.result(book(line), number === '' ? undefined : `${section} ${number}`);
}

function trade(line: Line, account: string): Booked {
  const category = line.text('assetCategory');
  const at = instantOf(line);
  const [quantity, currency] = [line.need('quantity'), line.text('currency')];
  const isSale = quantity.startsWith('-');
  const proceeds = line.need('proceeds');
  const commission = { amount: opposite(line.number('ibCommission') || '0'), currency: line.text('ibCommissionCurrency') || currency };
  const charge: Entry = { kind: 'fee', at, account, cash: commission };
  const hasFee = Number(commission.amount) !== 0;
  if (category === 'CASH') {
    // EUR.USD: euros for dollars.
    const base = { amount: without(quantity), currency: line.text('symbol').split('.')[0] ?? '' };
    const paid = { amount: without(proceeds), currency };
    const [cash, otherCash] = isSale ? [base, paid] : [paid, base];
    // The commission is neither in what was given nor in what was got.
    return [{ kind: 'currency-conversion', at, account, cash, otherCash }, ...(hasFee ? [charge] : [])];
  }
  if (KINDS[category] === undefined) return notKept(line);
  const isBeside = hasFee && commission.currency !== currency;
  // What is charged is a fee of the trade. What is given back is in its cash, or an entry of its own in another currency.
  const isBack = commission.amount.startsWith('-');
  const taxes = line.number('taxes');
  const tax = taxes.startsWith('-') ? { amount: without(taxes), currency } : undefined;
  return [
    {
      ...{ kind: isSale ? 'sell' : 'buy', at, account, asset: assetOf(line), quantity: without(quantity) },
      ...{ cash: { amount: without(movedBy(line, proceeds, isBeside)), currency }, price: priceOf(line, category, currency) },
      ...(hasFee && !isBack && { fee: commission }),
      ...(tax && { tax }),
    },
    ...(isBeside && isBack ? [charge] : []),
  ];
}

/** What moved in the trade's currency, with its sign: taxes within, and the commission where it is not in another. */
function movedBy(line: Line, proceeds: string, isBeside: boolean): string {
  if (!isBeside && line.text('netCash') !== '') return line.number('netCash');
  const parts = [proceeds, line.number('taxes'), isBeside ? '' : line.number('ibCommission')];
  return formatFixed(parts.reduce((sum, part) => sum + (parseFixed(part) ?? 0n), 0n));
}

/** Of one: a bond's is told in percent of its face value, of which its quantity is. */
function priceOf(line: Line, category: string, currency: string): Money {
  const price = line.money('tradePrice', currency);
  if (KINDS[category] !== 'bond') return price;
  return { ...price, amount: formatFixed(divide(parseFixed(price.amount) ?? 0n, 100n * ONE)) };
}

function cashMoved(line: Line, account: string, _: Attributes, rows: readonly Attributes[]): Booked {
  // A query may have asked for sums alone.
  if (line.text('levelOfDetail') === 'SUMMARY' && rows.some(({ levelOfDetail }) => levelOfDetail === 'DETAIL'))
    return nothing('a sum of other rows', 'una suma de otras filas');
  const [type, at, currency] = [line.text('type'), dayOf(line), line.text('currency')];
  const amount = line.need('amount');
  const asset = assetOf(line);
  const has = line.text('isin') !== '' || line.text('symbol') !== '';
  const cash = { amount, currency };
  const charged = { amount: opposite(amount), currency };
  if (/dividend|in ?lieu/i.test(type)) return [{ kind: 'dividend', at, account, asset, cash }];
  if (/tax|withholding/i.test(type)) return [{ kind: 'tax', at, account, cash: charged, ...(has && { asset }) }];
  if (/interest/i.test(type)) return [{ kind: 'interest', at, account, cash }];
  if (/fee|commission/i.test(type)) return [{ kind: 'fee', at, account, cash: charged, ...(has && { asset }) }];
  if (/deposit|withdrawal/i.test(type))
    return [{ kind: amount.startsWith('-') ? 'withdrawal' : 'deposit', at, account, cash: { amount: without(amount), currency } }];
  return line.unknownKind('type');
}

/** An option's end, and the shares that came of it. */
function optionEvent(line: Line): Booked {
  if (KINDS[line.text('assetCategory')] === undefined) return notKept(line);
  return nothing(
    'shares of an option’s exercise, which stand among the trades',
    'acciones de un ejercicio de opción, que están entre las operaciones',
  );
}

function transfer(line: Line, account: string): Booked {
  const at = instantOf(line);
  const isOut = line.text('direction') === 'OUT';
  const currency = line.text('currency');
  const cash = line.number('cashTransfer');
  if (line.text('assetCategory') === 'CASH' || (line.text('isin') === '' && line.text('symbol') === '')) {
    const amount = without(cash || line.need('positionAmount'));
    return [{ kind: isOut ? 'withdrawal' : 'deposit', at, account, cash: { amount, currency } }];
  }
  if (KINDS[line.text('assetCategory')] === undefined) return notKept(line);
  const worth = line.optional('positionAmount', currency);
  return [
    {
      ...{ kind: isOut ? 'delivery-out' : 'delivery-in', at, account, asset: assetOf(line), quantity: without(line.need('quantity')) },
      ...(worth && { value: worth }),
    },
  ];
}
