/** The words of the form that says what the columns of a table mean. */

import type { ColumnMapping, MAPPED_FIELDS, MEANINGS } from '../../../src/api/portfolio/mapping.ts';
import { pageWords } from '../../i18n/words.ts';

type Fields = Readonly<Record<(typeof MAPPED_FIELDS)[number], string>>;
type Meanings = Readonly<Record<(typeof MEANINGS)[number], string>>;
type Days = Readonly<Record<ColumnMapping['days'], string>>;

const FIELDS_EN: Fields = {
  ...{ at: 'Date', time: 'Time', kind: 'Kind of row', isin: 'ISIN', symbol: 'Symbol', name: 'Name of the asset', quantity: 'Quantity' },
  ...{ price: 'Price of one', cash: 'Amount', currency: 'Currency', fee: 'Fee', feeCurrency: 'Currency of the fee', tax: 'Tax' },
  ...{ account: 'Account', otherAccount: 'Other account', ratio: 'Ratio of a split', note: 'Note', id: 'Number of the operation' },
};
const FIELDS_ES: Fields = {
  ...{ at: 'Fecha', time: 'Hora', kind: 'Tipo de fila', isin: 'ISIN', symbol: 'Símbolo', name: 'Nombre del activo', quantity: 'Cantidad' },
  ...{
    price: 'Precio de uno',
    cash: 'Importe',
    currency: 'Moneda',
    fee: 'Comisión',
    feeCurrency: 'Moneda de la comisión',
    tax: 'Impuesto',
  },
  ...{ account: 'Cuenta', otherAccount: 'Otra cuenta', ratio: 'Proporción de un split', note: 'Nota', id: 'Número de la operación' },
};
const MEANINGS_EN: Meanings = {
  ...{ 'by-sign-trade': 'Purchase or sale, by its sign', 'by-sign-cash': 'Deposit or withdrawal, by its sign', nothing: 'Passed over' },
  ...{ buy: 'Purchase', sell: 'Sale', 'short-sell': 'Short sale', 'buy-to-cover': 'Purchase that covers', deposit: 'Deposit' },
  ...{ withdrawal: 'Withdrawal', dividend: 'Dividend', interest: 'Interest', fee: 'Fee', tax: 'Tax', 'delivery-in': 'Delivered in' },
  ...{ 'delivery-out': 'Delivered out', 'cash-transfer': 'Cash between own accounts', 'asset-transfer': 'Assets between own accounts' },
  ...{ 'staking-reward': 'Staking reward', airdrop: 'Airdrop', split: 'Split', valuation: 'Valuation' },
};
const MEANINGS_ES: Meanings = {
  ...{ 'by-sign-trade': 'Compra o venta, según su signo', 'by-sign-cash': 'Ingreso o retirada, según su signo', nothing: 'Se omite' },
  ...{ buy: 'Compra', sell: 'Venta', 'short-sell': 'Venta en corto', 'buy-to-cover': 'Compra que cubre', deposit: 'Ingreso' },
  ...{ withdrawal: 'Retirada', dividend: 'Dividendo', interest: 'Intereses', fee: 'Comisión', tax: 'Impuesto', 'delivery-in': 'Entrada' },
  ...{ 'delivery-out': 'Salida', 'cash-transfer': 'Efectivo entre cuentas propias', 'asset-transfer': 'Activos entre cuentas propias' },
  ...{ 'staking-reward': 'Recompensa de staking', airdrop: 'Airdrop', split: 'Split', valuation: 'Valoración' },
};
const DAYS_EN: Days = { year: 'Year first: 2024-01-31', day: 'Day first: 31/01/2024', month: 'Month first: 01/31/2024' };
const DAYS_ES: Days = { year: 'Año primero: 2024-01-31', day: 'Día primero: 31/01/2024', month: 'Mes primero: 01/31/2024' };

export const useMappingWords = pageWords(
  {
    title: 'What its columns mean',
    told: (rows: number) =>
      `No reader knows this table of ${rows} rows. Say what its columns mean; files with the same columns are then read without asking.`,
    name: 'What you call this table',
    columns: 'Columns of the file',
    column: 'Column',
    examples: 'For example',
    holds: 'Holds',
    unused: 'nothing of use',
    fields: FIELDS_EN,
    words: 'Words of the column of kinds',
    word: 'Word',
    means: 'Means',
    notChosen: 'not chosen: rejected',
    meanings: MEANINGS_EN,
    otherwise: 'Rows with any other word, or none',
    eachRow: 'Each row is',
    days: 'Dates',
    dayOrders: DAYS_EN,
    mark: 'Numbers',
    marks: { '.': '1,234.56', ',': '1.234,56' },
    choose: 'choose',
    zone: 'Zone of times that tell none',
    currency: 'Currency of rows that name none',
    isSigned: 'Amounts are below 0 where money goes',
    isBeforeCharges: 'Amounts are without fee and tax',
    tellsCash: 'The file tells deposits and withdrawals too',
    missing: 'Still to say:',
    needAmount: 'the column of the amount, or those of quantity and price',
    needMeaning: 'what the rows are',
    look: 'Look at it this way',
  },
  {
    title: 'Qué significan sus columnas',
    told: (rows: number) =>
      `Ningún lector conoce esta tabla de ${rows} filas. Diga qué significan sus columnas; los archivos con las mismas columnas se leerán después sin preguntar.`,
    name: 'Cómo llama a esta tabla',
    columns: 'Columnas del archivo',
    column: 'Columna',
    examples: 'Por ejemplo',
    holds: 'Contiene',
    unused: 'nada de interés',
    fields: FIELDS_ES,
    words: 'Palabras de la columna de tipos',
    word: 'Palabra',
    means: 'Significa',
    notChosen: 'sin elegir: se rechaza',
    meanings: MEANINGS_ES,
    otherwise: 'Filas con otra palabra, o sin ella',
    eachRow: 'Cada fila es',
    days: 'Fechas',
    dayOrders: DAYS_ES,
    mark: 'Números',
    marks: { '.': '1,234.56', ',': '1.234,56' },
    choose: 'elija',
    zone: 'Zona de las horas que no la indican',
    currency: 'Moneda de las filas que no la indican',
    isSigned: 'Los importes son menores que 0 si el dinero sale',
    isBeforeCharges: 'Los importes no incluyen comisión ni impuesto',
    tellsCash: 'El archivo también indica ingresos y retiradas',
    missing: 'Falta decir:',
    needAmount: 'la columna del importe, o las de cantidad y precio',
    needMeaning: 'qué son las filas',
    look: 'Mirarlo así',
  },
);
