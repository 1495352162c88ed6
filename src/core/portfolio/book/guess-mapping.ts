/** What the columns of an unknown table may mean, by their titles and what stands in them. Where two readings are possible there is no guess. */

import type { DayOrder, GuessedMapping, MappedField, Meaning, SeenColumn } from './mapping.ts';

/** By the title, in small letters without accents; the first column that fits, of those that are not taken yet. */
const TITLES: readonly (readonly [MappedField, RegExp])[] = [
  ['isin', /\bisin\b/],
  [
    'id',
    /^(id|ref|trade id|order id|transaction id|reference|referencia|numero|no\.?)$|\b(trade|order|transaction|operation) (id|no|number)\b/,
  ],
  ['feeCurrency', /(fee|commission|comision).*(currency|divisa|moneda)/],
  ['fee', /fee|commission|comision|gastos|corretaje|brokerage|gebuhr|frais/],
  ['tax', /\btax|withh|retencion|impuesto|steuer/],
  ['currency', /currency|divisa|moneda|wahrung|devise|^ccy$/],
  ['time', /^(time|hora|uhrzeit|heure)$/],
  ['at', /date|fecha|datum|^day$|^dia$|time|timestamp/],
  ['kind', /type|tipo|kind|side|action|accion|operacion|operation|concepto|movimiento|movement|transaction|buy\/sell|typ$/],
  ['quantity', /quantity|cantidad|shares|units|titulos|participaciones|acciones|volume|qty|stuck|anzahl|nombre de/],
  ['price', /price|precio|cotizacion|kurs|prix|nav|valor liquidativo/],
  ['cash', /amount|importe|total|net|efectivo|cash|betrag|montant|value|valor/],
  ['symbol', /symbol|ticker|simbolo|asset|activo|coin|moneta/],
  ['name', /name|nombre|product|producto|instrument|security|description|descripcion|fondo|fund|valor/],
  ['otherAccount', /(other|to|destination) account|cuenta (destino|de destino)/],
  ['account', /account|cuenta|exchange|broker|portfolio|cartera/],
  ['ratio', /ratio|proporcion/],
  ['note', /note|nota|comment|comentario|remark/],
];

const FIGURES = ['quantity', 'price', 'cash', 'fee', 'tax'] as const satisfies readonly MappedField[];
const WORDED: readonly MappedField[] = ['kind', 'symbol', 'name', 'currency', 'feeCurrency'];

/** Whether what stands in a column can be that at all. */
function canHold(field: MappedField, { values }: SeenColumn): boolean {
  const isFigure = (text: string) => /^\D{0,4}\d[\d.,\s']*\D{0,4}$/.test(text);
  if ((FIGURES as readonly MappedField[]).includes(field)) return values.every(isFigure);
  if (WORDED.includes(field)) return !values.every(isFigure) || values.length === 0;
  return field !== 'at' || values.every((text) => /\d/.test(text));
}

/** Words of kinds, in small letters without accents. Taxes stand before the dividends that they are named after. */
const WORDS: readonly (readonly [RegExp, Meaning])[] = [
  [/tax|retencion|impuesto|steuer|withh/, 'tax'],
  [/dividend|dividendo|cupon|coupon/, 'dividend'],
  [/^(b|buy|bought|purchase|compra|suscripcion|subscription|kauf|achat|acquisto|koop)\b/, 'buy'],
  [/^(s|sell|sold|sale|venta|reembolso|redemption|verkauf|vente|vendita|verkoop)\b/, 'sell'],
  [/interest|interes|zinsen|interet/, 'interest'],
  [/fee|commission|comision|gastos|gebuhr|frais|custod/, 'fee'],
  [/withdraw|retirada|reintegro|auszahlung|retrait/, 'withdrawal'],
  [/deposit|ingreso|aportacion|einzahlung|versement/, 'deposit'],
  [/staking|reward|recompensa/, 'staking-reward'],
  [/airdrop/, 'airdrop'],
  [/split/, 'split'],
];

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

export function guessMapping(columns: readonly SeenColumn[], name: string, zone: string): GuessedMapping {
  const found: Partial<Record<MappedField, string>> = {};
  const isTaken = new Set<string>();
  for (const [field, title] of TITLES) {
    const column = columns.find((one) => !isTaken.has(one.name) && title.test(plain(one.name)) && canHold(field, one));
    if (column === undefined) continue;
    found[field] = column.name;
    isTaken.add(column.name);
  }
  // A column called time alone holds the day too.
  if (found.at === undefined && found.time !== undefined) {
    found.at = found.time;
    delete found.time;
  }
  const valuesOf = (field: MappedField) => columns.find((one) => one.name === found[field])?.values ?? [];
  const figures = FIGURES.flatMap(valuesOf);
  const kinds = Object.fromEntries(
    valuesOf('kind').flatMap((word) => {
      const meant = WORDS.find(([words]) => words.test(plain(word)))?.[1];
      return meant === undefined ? [] : [[word.toLowerCase(), meant]];
    }),
  );
  const isSigned = valuesOf('cash').some(isBelow0);
  return {
    header: columns.map((one) => one.name),
    ...{ name, zone, columns: found, days: dayOrder(valuesOf('at')), mark: decimalMark(figures), kinds, isSigned },
    otherwise: found.kind === undefined ? 'by-sign-trade' : null,
    ...{ currency: null, isBeforeCharges: false },
    tellsCash: Object.values(kinds).some((kind) => kind === 'deposit' || kind === 'withdrawal'),
  };
}

const isBelow0 = (text: string): boolean => /^[^\d]*-|^\(/.test(text);

/** By the values that can be read in one way alone; null where there is none, or they say different things. */
function only<Told>(values: readonly string[], told: (value: string) => Told | null): Told | null {
  const all = new Set(values.map(told).filter((one) => one !== null));
  return all.size === 1 ? ([...all][0] as Told) : null;
}

function dayOrder(values: readonly string[]): DayOrder | null {
  return only(values, (value) => {
    if (/^\d{4}(\D|\d{4}\b)/.test(value)) return 'year';
    const [, first, second] = /^(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{2,4}/.exec(value) ?? [];
    if (first === undefined) return /^\d{1,2}[-/. ][a-z]{3}/i.test(value) ? 'day' : null;
    return Number(first) > 12 ? 'day' : Number(second) > 12 ? 'month' : null;
  });
}

/** Of `1,234` nobody knows; `1,234.5`, `12,5` and `1.234.567` leave no doubt. */
function decimalMark(values: readonly string[]): '.' | ',' | null {
  return only(values, (value) => {
    const marks = value.replace(/[^.,]/g, '');
    const last = marks.at(-1) as '.' | ',' | undefined;
    if (last === undefined) return null;
    const other = last === '.' ? ',' : '.';
    if (new Set(marks).size === 2) return last;
    if (marks.length > 1) return other;
    const decimals = /[.,](\d*)\D*$/.exec(value)?.[1]?.length;
    return decimals === 3 && !/^\D*0[.,]/.test(value) ? null : last;
  });
}
