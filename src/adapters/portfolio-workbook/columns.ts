/** Which column of a sheet is what: headers in Spanish and English, whatever their case, accents and spaces, wherever in the first rows they stand. */

import type { Sheet, SheetRow } from './sheets.ts';

export type Field =
  | ('asset' | 'name' | 'isin' | 'account' | 'price' | 'quantity' | 'invested' | 'currency' | 'target' | 'date' | 'kind' | 'fee')
  | ('feeCurrency' | 'tax' | 'note' | 'id' | 'type' | 'category' | 'subcategory' | 'initial' | 'value');

/** The first is the one the owner's workbook bears; the configuration may add more. */
export const HEADERS: Readonly<Record<Field, readonly string[]>> = {
  asset: ['Criptomoneda', 'Cripto', 'Crypto', 'Activo', 'Asset', 'Ticker', 'Símbolo', 'Symbol'],
  name: ['Nombre', 'Name'],
  isin: ['ISIN'],
  account: ['Exchange', 'Cuenta', 'Account', 'Bróker', 'Broker'],
  price: ['Precio de Compra', 'Precio', 'Price', 'Precio unitario', 'Unit price'],
  quantity: ['Cantidad', 'Quantity', 'Unidades', 'Units'],
  invested: ['Dinero Invertido', 'Importe', 'Invertido', 'Amount', 'Invested'],
  currency: ['Moneda', 'Currency', 'Divisa'],
  target: ['% Objetivo', 'Objetivo', 'Target', '% Target'],
  date: ['Fecha Compra', 'Fecha de Compra', 'Fecha', 'Date'],
  kind: ['Operación', 'Tipo de operación', 'Operation', 'Operation type'],
  fee: ['Comisión', 'Fee', 'Gastos'],
  feeCurrency: ['Moneda comisión', 'Moneda de la comisión', 'Fee currency'],
  tax: ['Impuesto', 'Impuestos', 'Retención', 'Tax'],
  note: ['Nota', 'Notas', 'Note', 'Notes', 'Comentario'],
  id: ['Id', 'Identificador', 'Id externo', 'External id', 'Referencia'],
  type: ['Tipo', 'Type'],
  category: ['Categoría', 'Category'],
  subcategory: ['Sub-categoría', 'Sub-category'],
  initial: ['Monto inicial EUR', 'Monto inicial', 'Initial amount EUR', 'Initial amount'],
  value: ['Valor', 'Value', 'Valor actual', 'Current value'],
};

export type Aliases = Readonly<Partial<Record<Field, readonly string[]>>>;

/** Letters and digits alone, and the sign of a hundredth, without accents. */
export const tidyHeader = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}%]/gu, '')
    .toLowerCase();

export interface FoundColumns {
  readonly header: SheetRow;
  readonly columns: ReadonlyMap<Field, number>;
  /** As the file writes them, by column. */
  readonly titles: ReadonlyMap<number, string>;
}

/** Titles above the header, an empty row or two. */
const ROWS_LOOKED_AT = 20;

/** The row in which most of the wanted fields are found; null where no row has two of them. */
export function findColumns(sheet: Sheet, wanted: readonly Field[], aliases: Aliases): FoundColumns | null {
  let best: FoundColumns | null = null;
  for (const header of sheet.rows.slice(0, ROWS_LOOKED_AT)) {
    const columns = columnsIn(header, wanted, aliases);
    if (columns.size >= 2 && columns.size > (best?.columns.size ?? 0))
      best = { header, columns, titles: new Map([...header.cells].map(([column, { text }]) => [column, text])) };
  }
  return best;
}

function columnsIn({ cells }: SheetRow, wanted: readonly Field[], aliases: Aliases): Map<Field, number> {
  const byTitle = new Map<string, number>();
  // Of two columns of one name the first.
  for (const [column, { text }] of [...cells].reverse()) byTitle.set(tidyHeader(text), column);
  const columns = new Map<Field, number>();
  for (const field of wanted) {
    const found = [...(aliases[field] ?? []), ...HEADERS[field]]
      .map((name) => byTitle.get(tidyHeader(name)))
      .find((column) => column !== undefined);
    if (found !== undefined) columns.set(field, found);
  }
  return columns;
}
