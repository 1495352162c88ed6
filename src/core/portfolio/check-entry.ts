/** Whether an entry can be booked: what its kind needs and may have, and what each field must look like. All entries pass here, from files and by hand. */

import { daysFromCivil } from '../market/zone.ts';
import type { RowFinding } from './book/read-file.ts';
import { currencyMeant, isMoney, isPayingCoin } from './currencies.ts';
import type { AssetName, Entry, Money } from './entry.ts';
import { parseFixed } from './fixed.ts';
import { isIsin } from './isin.ts';
import { type EntryField, OPERATION_KINDS, ruleOf } from './operation-kinds.ts';

/** `field` such as `cash`, `cash.currency` or `asset.isin`. */
export interface EntryFault extends Omit<RowFinding, 'column'> {
  readonly field: string;
}

type Tell = (field: string, code: string, found: string, en: string, es: string, suggestion?: string) => void;

const FIELDS: readonly EntryField[] = [
  ...(['asset', 'quantity', 'price', 'cash', 'fee', 'tax', 'value', 'otherAccount'] as const),
  ...(['otherAsset', 'otherQuantity', 'otherCash', 'ratio', 'costShare', 'acquiredAt', 'target'] as const),
];
const MONEY_FIELDS = ['price', 'cash', 'fee', 'tax', 'value', 'otherCash'] as const;
/** No operation of a living owner is older, and spreadsheets give this day to an empty cell. */
const FIRST_YEAR = 1901;

/** Every fault, none where it can be booked. `today`: the owner's, or that of UTC where it is later. */
export function checkEntry(entry: Entry, today: string): readonly EntryFault[] {
  const faults: EntryFault[] = [];
  const tell: Tell = (field, code, found, en, es, suggestion) =>
    faults.push({ field, code, found, expected: { en, es }, ...(suggestion !== undefined && { suggestion }) });
  if (!Object.hasOwn(OPERATION_KINDS, entry.kind)) {
    tell('kind', 'KIND_UNKNOWN', entry.kind, 'a kind of operation such as buy or dividend', 'un tipo de operación como buy o dividend');
    return faults;
  }
  checkFields(entry, tell);
  checkTimes(entry, today, tell);
  for (const field of ['asset', 'otherAsset'] as const) checkAsset(field, entry[field], tell);
  for (const field of ['quantity', 'otherQuantity'] as const) checkQuantity(field, entry[field], tell);
  for (const field of MONEY_FIELDS) checkMoney(field, entry, tell);
  checkShares(entry, tell);
  checkTogether(entry, tell);
  return faults;
}

function checkFields(entry: Entry, tell: Tell): void {
  const { needs, may } = ruleOf(entry.kind);
  if (entry.account.trim() === '') tell('account', 'ACCOUNT_MISSING', '', 'the name of an account', 'el nombre de una cuenta');
  for (const field of FIELDS) {
    const isThere = entry[field] !== undefined;
    if (!isThere && needs.includes(field))
      tell(field, 'FIELD_MISSING', '', `${field}, which every ${entry.kind} has`, `${field}, que toda operación ${entry.kind} lleva`);
    if (isThere && !needs.includes(field) && !may.includes(field))
      tell(
        ...([field, 'FIELD_UNEXPECTED', shown(entry[field])] as const),
        `nothing: a ${entry.kind} has no ${field}`,
        `nada: una operación ${entry.kind} no lleva ${field}`,
      );
  }
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function checkTimes({ at, acquiredAt }: Entry, today: string, tell: Tell): void {
  checkTime('at', at, today, tell);
  if (acquiredAt === undefined) return;
  checkTime('acquiredAt', acquiredAt, today, tell);
  if (isTime(acquiredAt) && isTime(at) && acquiredAt.slice(0, 10) > at.slice(0, 10))
    tell('acquiredAt', 'DATE_ORDER', acquiredAt, `a day until ${at.slice(0, 10)}`, `un día hasta el ${at.slice(0, 10)}`);
}

function checkTime(field: string, text: string, today: string, tell: Tell): void {
  const forms = '2024-01-31 or 2024-01-31T10:00:00Z';
  if (!isTime(text)) tell(field, 'DATE_INVALID', text, `a date such as ${forms}`, `una fecha como ${forms.replace(' or ', ' o ')}`);
  else if (text.slice(0, 10) > today) tell(field, 'DATE_IN_FUTURE', text, `a day until today, ${today}`, `un día hasta hoy, ${today}`);
}

const TIME = /^(\d{4})-(\d{2})-(\d{2})(?:T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?Z)?$/;

function isTime(text: string): boolean {
  const [, year, month, day] = (TIME.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  if (year < FIRST_YEAR || month < 1 || month > 12 || day < 1) return false;
  const next = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1);
  return daysFromCivil(year, month, day) < next;
}

function checkAsset(field: string, asset: AssetName | undefined, tell: Tell): void {
  if (asset === undefined) return;
  const { isin, symbol, name } = asset;
  if (![isin, symbol, name].some((text) => text !== undefined && text.trim() !== ''))
    tell(field, 'ASSET_UNNAMED', '', 'an ISIN, a symbol or a name', 'un ISIN, un símbolo o un nombre');
  if (isin !== undefined && !isIsin(isin))
    tell(
      ...([`${field}.isin`, 'ISIN_INVALID', isin] as const),
      'an ISIN whose check digit is right, such as IE00B4L5Y983',
      'un ISIN cuyo dígito de control sea correcto, como IE00B4L5Y983',
    );
}

function checkQuantity(field: string, text: string | undefined, tell: Tell): void {
  if (text !== undefined) checkDecimal(field, text, 'above', tell);
}

type Bound = 'above' | 'zero' | 'any';
const BOUNDS: Readonly<Record<Bound, readonly [en: string, es: string]>> = {
  above: ['a number above 0', 'un número mayor que 0'],
  zero: ['a number of 0 or more', 'un número de 0 o más'],
  any: ['a number', 'un número'],
};

function checkDecimal(field: string, text: string, bound: Bound, tell: Tell): void {
  const value = parseFixed(text);
  const [en, es] = BOUNDS[bound];
  if (value === null)
    tell(
      field,
      'DECIMAL_INVALID',
      text,
      `${en} in plain digits, with 18 decimals at most`,
      `${es} en cifras sencillas, con 18 decimales como mucho`,
    );
  else if ((bound === 'above' && value <= 0n) || (bound === 'zero' && value < 0n)) tell(field, 'NUMBER_TOO_SMALL', text, en, es);
}

/** What may stand in a field of money. A trade may be told to have cost or brought nothing; income and charges may be taken back. */
function boundOf(field: (typeof MONEY_FIELDS)[number], entry: Entry): Bound {
  const { takesBack, needs } = ruleOf(entry.kind);
  if (field === 'cash') return takesBack ? 'any' : needs.includes('quantity') || entry.kind === 'merger' ? 'zero' : 'above';
  if (field === 'fee' || field === 'tax') return takesBack ? 'any' : 'zero';
  return field === 'otherCash' ? 'above' : 'zero';
}

function checkMoney(field: (typeof MONEY_FIELDS)[number], entry: Entry, tell: Tell): void {
  const money: Money | undefined = entry[field];
  if (money === undefined) return;
  checkDecimal(field, money.amount, boundOf(field, entry), tell);
  const { currency } = money;
  if (isMoney(currency) || isPayingCoin(currency)) return;
  if (field === 'fee' && isCoinOf(entry, currency)) return;
  const name = `${field}.currency`;
  const [en, es] = ['a currency of ISO 4217 such as EUR, never guessed', 'una moneda de ISO 4217 como EUR, que nunca se supone'];
  if (currency.trim() === '') tell(name, 'CURRENCY_MISSING', '', en, es);
  else tell(name, 'CURRENCY_UNKNOWN', currency, en, es, currencyMeant(currency));
}

/** A fee may be paid in what is traded, or, beside other coins, in any coin. */
function isCoinOf({ asset, otherAsset }: Entry, currency: string): boolean {
  if (!/^[A-Z0-9.]{2,12}$/.test(currency)) return false;
  return [asset, otherAsset].some((each) => each?.symbol === currency || each?.kind === 'crypto');
}

const RATIO = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/;

function checkShares({ ratio, costShare, target }: Entry, tell: Tell): void {
  if (ratio !== undefined) {
    const parts = RATIO.exec(ratio)?.slice(1).map(parseFixed) ?? [];
    if (parts.length !== 2 || parts.some((part) => part === null || part <= 0n))
      tell('ratio', 'RATIO_INVALID', ratio, 'a ratio of new to old such as 2:1', 'una proporción de nuevas a antiguas como 2:1');
  }
  if (costShare !== undefined) {
    const share = parseFixed(costShare);
    if (share === null || share < 0n || share > 10n ** 18n)
      tell('costShare', 'SHARE_INVALID', costShare, 'a share from 0 to 1 such as 0.25', 'una parte de 0 a 1 como 0.25');
  }
  if (target !== undefined) checkDecimal('target', target, 'zero', tell);
}

/** What two fields say together. */
function checkTogether(entry: Entry, tell: Tell): void {
  const { account, otherAccount, asset, otherAsset, cash, otherCash, kind } = entry;
  if (otherAccount !== undefined && otherAccount === account)
    tell('otherAccount', 'SAME_ACCOUNT', otherAccount, 'another account', 'otra cuenta');
  if (asset !== undefined && otherAsset !== undefined && nameOf(asset) === nameOf(otherAsset))
    tell('otherAsset', 'SAME_ASSET', nameOf(otherAsset), 'another asset', 'otro activo');
  if (kind === 'currency-conversion' && cash !== undefined && cash.currency === otherCash?.currency)
    tell('otherCash.currency', 'SAME_CURRENCY', cash.currency, 'another currency', 'otra moneda');
  checkFee(entry, tell);
}

const nameOf = ({ isin, symbol, name }: AssetName) =>
  [isin, symbol, name]
    .map((text) => text ?? '')
    .join(' ')
    .trim();

/** What is paid holds its fee and tax: they can't be more. Of what is received the cash is what is left, so they can. */
const PAID: ReadonlySet<string> = new Set(['buy', 'buy-to-cover', 'withdrawal', 'cash-transfer', 'currency-conversion']);

function checkFee({ kind, cash, fee, tax }: Entry, tell: Tell): void {
  const paid = cash === undefined ? null : parseFixed(cash.amount);
  if (paid === null || !PAID.has(kind)) return;
  for (const [field, charge] of [['fee', fee] as const, ['tax', tax] as const]) {
    const amount = charge === undefined || charge.currency !== cash?.currency ? null : parseFixed(charge.amount);
    if (amount !== null && amount > paid)
      tell(
        field,
        'CHARGE_ABOVE_CASH',
        charge?.amount ?? '',
        `at most ${cash?.amount}, which holds it`,
        `como mucho ${cash?.amount}, que lo incluye`,
      );
  }
}
