/**
 * XTB's cash operations, in English or Spanish, in the older layout and the newer one: each line moves the account's one currency, and trades stand in the
 * comment. Positions of CFDs are not told, only what they came to.
 */

import { formatFixed, parseFixed } from '../../core/portfolio/fixed.ts';
import { DAYS, instantIn, opposite, plainDecimal, without } from './amounts.ts';
import { type Booked, type BrokerFormat, type Line, nothing } from './format.ts';
import type { TextTable } from './text-table.ts';
import { accountCurrency, CURRENCY_OF, currencyNamed } from './xtb-currency.ts';
import { isResult, pairedResults, TRADE } from './xtb-lines.ts';

/** What the columns of a file are called here, whatever its language. */
const COLUMNS: Readonly<Record<string, string>> = {
  ...{
    Tipo: 'Type',
    Hora: 'Time',
    Símbolo: 'Symbol',
    Ticker: 'Symbol',
    Comentario: 'Comment',
    Importe: 'Amount',
    Instrumento: 'Instrument',
  },
  ...{ Moneda: 'Currency', Divisa: 'Currency' },
};
/** Put beside each line: the account's currency, and of a sale what its position came to. */
const BESIDE = { currency: 'account currency', result: 'result', isPaired: 'told with its sale' } as const;

/** The first that fits. Taxes stand before the interest that they are named after. */
const MEANINGS: readonly (readonly [RegExp, 'tax' | 'dividend' | 'spin-off' | 'interest' | 'fee' | 'moved'])[] = [
  [/withholding|\btax\b|stamp duty|retenci[oó]n|impuesto/i, 'tax'],
  [/dividen/i, 'dividend'],
  [/spin.?off|escisi[oó]n/i, 'spin-off'],
  [/interest|inter[eé]s/i, 'interest'],
  [/swap|rollover|fee\b|commission|comisi[oó]n|tarifa/i, 'fee'],
  [/deposit|dep[oó]sito|ingreso|withdraw|retirada|retiro|transfer|traspaso/i, 'moved'],
];
const TRADES = /purchase|sale|\bsell\b|compra|venta/i;

function book(zone: string) {
  return (line: Line, account: string): Booked => {
    if ([line.text('Type'), line.text('ID')].some((text) => /^total$/i.test(text)))
      return nothing('a sum of other lines', 'una suma de otras líneas');
    if (line.text(BESIDE.isPaired) !== '')
      return nothing('what a sale came to, booked with that sale', 'el resultado de una venta, anotado con ella');
    const at = instantOf(line.text('Time'), zone);
    const currency = currencyOf(line, account);
    const amount = line.need('Amount');
    if (Number(amount) === 0) return nothing('nothing moved', 'no se movió nada');
    const one: Moved = { at, account, amount, currency };
    if (TRADE.test(line.text('Comment'))) return traded(line, one);
    return isResult(line.text('Type')) ? cameTo(line, one) : paid(line, one);
  };
}

interface Moved {
  readonly at: string;
  readonly account: string;
  /** With its sign: what the account's cash did. */
  readonly amount: string;
  readonly currency: string;
}

/** `12.04.2024 13:01:45`, `02/03/2025 13:19:00`, `2025-12-01 10:00:00`. */
function instantOf(text: string, zone: string): string {
  const [day = '', time = ''] = text.split(' ');
  const plain = DAYS.dayFirst(day.replaceAll('.', '-'));
  return time === '' ? plain : instantIn(`${plain} ${time.length === 5 ? `${time}:00` : time}`, zone);
}

function currencyOf(line: Line, account: string): string {
  const told = [line.text('Currency'), line.text(BESIDE.currency), currencyNamed(account)].filter((one) => one !== '');
  const [currency = '', ...others] = new Set(told);
  if (currency === '' || others.length > 0)
    line.fault(
      currency === '' ? 'CURRENCY_MISSING' : 'CURRENCY_DIFFERS',
      'Amount',
      'one currency of the account, which this export does not name: put it into the account’s name, such as XTB EUR',
      'una sola moneda de la cuenta, que esta exportación no dice: póngala en el nombre de la cuenta, como XTB EUR',
    );
  return currency;
}

/** As a provider of prices calls it: `AAPL` in New York, `SPYL.DE` elsewhere, so that two listings of the same letters stay two. */
function assetOf(line: Line) {
  const [, first = ''] = /^([A-Z0-9]+\.[A-Z]{2}) /.exec(line.text('Comment')) ?? [];
  const [symbol, name] = [line.text('Symbol') || first, line.text('Instrument')];
  if (symbol !== '' && !isShare(symbol)) return { name: `CFD ${symbol}`, kind: 'other' as const };
  return { ...(symbol !== '' && { symbol: symbol.replace(/\.US$/, '') }), ...(name !== '' && { name }) };
}

const isShare = (symbol: string): boolean => /\.[A-Z]{2}$/.test(symbol);
const sum = (a: string, b: string): string => formatFixed((parseFixed(a) ?? 0n) + (parseFixed(b) ?? 0n));

function traded(line: Line, { at, account, amount, currency }: Moved): Booked {
  const [, side = '', count = '', told = ''] = TRADE.exec(line.text('Comment')) ?? [];
  const [quantity, price] = [count.replace(',', '.'), told.replace(',', '.')];
  const isSale = side.toUpperCase() === 'CLOSE';
  // Of a sale newer files tell what the shares had cost, and beside it what they came to above that.
  const whole = isSale ? sum(amount, line.text(BESIDE.result) || '0') : amount;
  if (whole.startsWith('-') === isSale)
    line.fault('SIGN_UNEXPECTED', 'Amount', 'below 0 for a purchase, above for a sale', 'menor que 0 en una compra, mayor en una venta');
  const priceCurrency = CURRENCY_OF[line.text('Symbol').split('.').at(-1) ?? ''];
  const worth = Number(quantity) * Number(price);
  if (isSale && priceCurrency === currency && Math.abs(worth - Number(whole)) > 0.01 * worth + 0.01)
    line.fault(
      'HALF_MISSING',
      'Amount',
      `${worth.toFixed(2)}, quantity × price, together with the line close trade of the same moment; export a period that has both`,
      `${worth.toFixed(2)}, cantidad × precio, junto con la línea close trade del mismo momento; exporte un periodo que tenga ambas`,
    );
  const cash = { amount: without(whole), currency };
  return [
    {
      ...{ kind: isSale ? 'sell' : 'buy', at, account, asset: assetOf(line), quantity, cash },
      ...(priceCurrency !== undefined && { price: { amount: price, currency: priceCurrency } }),
    },
  ];
}

/** What a position that is not kept came to: a gain or a loss, so it is one that is bought and sold at that moment. */
function cameTo(line: Line, { at, account, amount, currency }: Moved): Booked {
  const symbol = line.text('Symbol');
  const asset = { name: `CFD ${symbol}`.trim(), kind: 'other' as const };
  const isLoss = amount.startsWith('-');
  const [given, got] = isLoss ? [without(amount), '0'] : ['0', amount];
  return [
    { kind: 'buy', at, account, asset, quantity: '1', cash: { amount: given, currency } },
    { kind: 'sell', at, account, asset, quantity: '1', cash: { amount: got, currency } },
  ];
}

function paid(line: Line, { at, account, amount, currency }: Moved): Booked {
  const type = line.text('Type');
  const meant = MEANINGS.find(([is]) => is.test(type))?.[1];
  const cash = { amount, currency };
  const charged = { amount: opposite(amount), currency };
  const asset = assetOf(line);
  const share = isShare(line.text('Symbol')) ? { asset } : {};
  if (meant === 'spin-off')
    line.warn(
      'SPIN_OFF_AS_CASH',
      'Type',
      'the shares of the spin-off: only money is told, which is booked as a dividend',
      'las acciones de la escisión: solo se dice dinero, que se anota como dividendo',
    );
  if (meant === 'dividend' || meant === 'spin-off') return [{ kind: 'dividend', at, account, asset, cash }];
  if (meant === 'interest') return [{ kind: 'interest', at, account, cash }];
  if (meant === 'tax' || meant === 'fee') return [{ kind: meant, at, account, cash: charged, ...share }];
  // Between accounts at XTB each account's file tells its own half.
  if (meant === 'moved')
    return [{ kind: amount.startsWith('-') ? 'withdrawal' : 'deposit', at, account, cash: { amount: without(amount), currency } }];
  if (!TRADES.test(type)) return line.unknownKind('Type');
  line.fault(
    'TRADE_UNREAD',
    'Comment',
    'a trade such as OPEN BUY 10 @ 34.50 or CLOSE BUY 5/10 @ 36.00',
    'una operación como OPEN BUY 10 @ 34.50 o CLOSE BUY 5/10 @ 36.00',
  );
  return [];
}

function prepare(mark: BrokerFormat['mark']) {
  return (table: TextTable): TextTable => {
    const header = table.header.map((name) => COLUMNS[name] ?? name);
    const at = (name: string) => header.indexOf(name);
    const lines = table.rows.map(({ cells }) => ({
      ...{ type: cells[at('Type')] ?? '', time: cells[at('Time')] ?? '', symbol: cells[at('Symbol')] ?? '' },
      ...{ comment: cells[at('Comment')] ?? '', amount: plainDecimal(cells[at('Amount')] ?? '', mark) ?? '' },
    }));
    const currency = accountCurrency(table.before, lines);
    const { resultOf, isPaired } = pairedResults(lines);
    return {
      ...table,
      header: [...header, ...Object.values(BESIDE)],
      rows: table.rows.map(({ line, cells }, i) => ({
        line,
        cells: [...header.map((_, place) => cells[place] ?? ''), currency, resultOf.get(i) ?? '', isPaired.has(i) ? 'yes' : ''],
      })),
    };
  };
}

const format = (columns: readonly string[], mark: BrokerFormat['mark'], zone: string): BrokerFormat => ({
  ...{ id: 'xtb', name: 'XTB', columns, mark, tellsCash: true, prepare: prepare(mark), book: book(zone) },
  idOf: (line) => line.text('ID'),
});

/** The older layout tells the platform's own clock (London's last trades stand there at 17:29), the newer one says that it is UTC. */
export const xtb: readonly BrokerFormat[] = [
  format(['ID', 'Type', 'Time', 'Symbol', 'Comment', 'Amount'], '.', 'Europe/Warsaw'),
  format(['ID', 'Tipo', 'Hora', 'Símbolo', 'Comentario', 'Importe'], '.', 'Europe/Warsaw'),
  format(['Type', 'Ticker', 'Instrument', 'Time', 'Amount', 'ID', 'Comment'], ',', 'UTC'),
  format(['Tipo', 'Ticker', 'Instrumento', 'Hora', 'Importe', 'ID', 'Comentario'], ',', 'UTC'),
];
