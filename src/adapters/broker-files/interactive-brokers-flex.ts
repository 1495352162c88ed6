/** Interactive Brokers' Flex statement: XML with trades, cash, corporate actions and transfers, each known by the broker's own number. */

import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { InputError } from '../../core/domain/result.ts';
import type { ReadFile, ReadRow } from '../../core/portfolio/book/read-file.ts';
import type { AssetKind } from '../../core/portfolio/entry.ts';
import { instantIn, opposite, without } from './amounts.ts';
import { type Booked, Line, nothing } from './format.ts';

export const FLEX = { id: 'ibkr-flex', name: 'Interactive Brokers (Flex)' } as const;

const KINDS: Readonly<Record<string, AssetKind>> = { STK: 'stock', ETF: 'etf', FUND: 'fund', BOND: 'bond', BILL: 'bond', CRYPTO: 'crypto' };
/** Sections that book something, with the element of a row. Others (positions, totals, rates) are told by what these book. */
const SECTIONS = [
  ['Trades', 'Trade', trade],
  ['CashTransactions', 'CashTransaction', cashMoved],
  ['CorporateActions', 'CorporateAction', corporateAction],
  ['Transfers', 'Transfer', transfer],
] as const;

type Attributes = Readonly<Record<string, string>>;

export const isFlex = (bytes: Uint8Array): boolean =>
  /^\uFEFF?\s*(<\?xml[^>]*\?>\s*)?<FlexQueryResponse/.test(textOf(bytes.subarray(0, 400)));
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
  const rows = statementsIn(text).flatMap((statement) => {
    const whose = account ?? `${FLEX.name} ${String(statement.accountId ?? '')}`.trim();
    return SECTIONS.flatMap(([section, element, book]) =>
      elementsOf(statement, section, element).map((attributes, at) => rowOf(section, at + 1, attributes, (line) => book(line, whose))),
    );
  });
  return { format: FLEX.id, isLiving: false, tellsCash: true, rows };
}

type Node = Readonly<Record<string, unknown>>;

function statementsIn(text: string): Node[] {
  const parser = new XMLParser({
    ...{ ignoreAttributes: false, attributeNamePrefix: '', parseAttributeValue: false, parseTagValue: false },
    isArray: (name) => name === 'FlexStatement' || SECTIONS.some(([, element]) => element === name),
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
  return { ...line.result(book(line), number === '' ? undefined : `${section} ${number}`), sheet: section };
}

/** `20240131;103000`, `2024-01-31;10:30:00`, `2024-01-31, 10:30:00` or a day; the broker's clock is New York's. */
function instantOf(line: Line): string {
  const text = line.text('dateTime') || line.text('tradeDate') || line.text('reportDate') || line.text('date');
  const [, year, month, day, hour, minute, second] = /^(\d{4})-?(\d{2})-?(\d{2})(?:[;, T]+(\d{2}):?(\d{2}):?(\d{2}))?/.exec(text) ?? [];
  if (year === undefined) {
    line.fault('DATE_INVALID', 'dateTime', 'a day such as 20240131;103000', 'un día como 20240131;103000');
    return '';
  }
  const told = `${year}-${month}-${day}`;
  return hour === undefined ? told : instantIn(`${told} ${hour}:${minute}:${second}`, 'America/New_York');
}

function assetOf(line: Line) {
  const [isin, symbol, name] = [line.text('isin'), line.text('symbol'), line.text('description')];
  const kind = KINDS[line.text('subCategory') === 'ETF' ? 'ETF' : line.text('assetCategory')];
  return { ...(isin !== '' && { isin }), ...(symbol !== '' && { symbol }), ...(name !== '' && { name }), ...(kind && { kind }) };
}

function notKept(line: Line): Booked {
  line.fault(
    'NOT_KEPT',
    'assetCategory',
    'shares, funds, bonds, coins or currencies: options, futures and the like are not kept here',
    'acciones, fondos, bonos, monedas o divisas: opciones, futuros y similares no se llevan aquí',
  );
  return [];
}

function trade(line: Line, account: string): Booked {
  const category = line.text('assetCategory');
  const at = instantOf(line);
  const [quantity, currency] = [line.need('quantity'), line.text('currency')];
  const isSale = quantity.startsWith('-');
  const proceeds = line.need('proceeds');
  const commission = line.number('ibCommission');
  // What is charged stands below 0 in the statement.
  const fee =
    Number(commission) === 0 ? undefined : { amount: opposite(commission), currency: line.text('ibCommissionCurrency') || currency };
  if (category === 'CASH') {
    // EUR.USD: euros for dollars.
    const base = { amount: without(quantity), currency: line.text('symbol').split('.')[0] ?? '' };
    const paid = { amount: without(proceeds), currency };
    const [cash, otherCash] = isSale ? [base, paid] : [paid, base];
    // The commission is neither in what was given nor in what was got.
    return [
      { kind: 'currency-conversion', at, account, cash, otherCash },
      ...(fee ? [{ kind: 'fee' as const, at, account, cash: fee }] : []),
    ];
  }
  if (KINDS[category] === undefined) return notKept(line);
  const taxes = line.number('taxes');
  const tax = Number(taxes) === 0 ? undefined : { amount: opposite(taxes), currency };
  const amount = line.text('netCash') === '' || fee?.currency !== currency ? proceeds : line.number('netCash');
  return [
    {
      ...{ kind: isSale ? 'sell' : 'buy', at, account, asset: assetOf(line), quantity: without(quantity) },
      ...{ cash: { amount: without(amount), currency }, price: line.money('tradePrice', currency) },
      ...(fee && { fee }),
      ...(tax && { tax }),
    },
  ];
}

function cashMoved(line: Line, account: string): Booked {
  if (line.text('levelOfDetail') === 'SUMMARY') return nothing('a sum of other rows', 'una suma de otras filas');
  const [type, at, currency] = [line.text('type'), instantOf(line), line.text('currency')];
  const amount = line.need('amount');
  const asset = assetOf(line);
  const has = line.text('isin') !== '' || line.text('symbol') !== '';
  const cash = { amount, currency };
  const charged = { amount: opposite(amount), currency };
  if (/dividend/i.test(type)) return [{ kind: 'dividend', at, account, asset, cash }];
  if (/tax/i.test(type)) return [{ kind: 'tax', at, account, cash: charged, ...(has && { asset }) }];
  if (/interest/i.test(type)) return [{ kind: 'interest', at, account, cash }];
  if (/fee|commission/i.test(type)) return [{ kind: 'fee', at, account, cash: charged, ...(has && { asset }) }];
  if (/deposit|withdrawal/i.test(type))
    return [{ kind: amount.startsWith('-') ? 'withdrawal' : 'deposit', at, account, cash: { amount: without(amount), currency } }];
  return line.unknownKind('type');
}

/** `AAPL(US0378331005) SPLIT 4 FOR 1 (…)`. */
const RATIO = /SPLIT (\d+(?:\.\d+)?) FOR (\d+(?:\.\d+)?)/i;

function corporateAction(line: Line, account: string): Booked {
  const [type, at, quantity] = [line.text('type'), instantOf(line), line.need('quantity')];
  const asset = assetOf(line);
  const [, to, from] = RATIO.exec(line.text('actionDescription') || line.text('description')) ?? [];
  if ((type === 'FS' || type === 'RS') && to !== undefined) {
    // Told once for the shares that go and once for those that come, where the ISIN changes with it.
    if (quantity.startsWith('-') && type === 'RS') return nothing('the old shares of a split', 'las acciones antiguas de un split');
    return [{ kind: 'split', at, account, asset, ratio: `${to}:${from}` }];
  }
  const count = without(quantity);
  line.warn(
    'RATIO_UNKNOWN',
    'type',
    'a corporate action whose ratio is told; it is booked as shares that came or went, with an unknown cost',
    'una operación societaria cuya proporción se dice; se anota como acciones que llegan o se van, con coste desconocido',
  );
  return [{ kind: quantity.startsWith('-') ? 'delivery-out' : 'delivery-in', at, account, asset, quantity: count }];
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
