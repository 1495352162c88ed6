/** What can be wrong with a file of candles, and what was made of it, in both languages and in the terms of the page that takes it: the command line has sentences of its own. */

import type { Words } from '../domain/parameters.ts';

const both = (en: string, es: string): Words => ({ en, es });
const decimalComma = (figure: number) => `${figure}`.replace('.', ',');

/** Why a row is no candle. */
export const ROW_FAULTS = {
  'time-invalid': both('the time cannot be read', 'la hora no se entiende'),
  'not-a-number': both('a price or volume is missing or not a number', 'falta un precio o un volumen, o no es un número'),
  'price-not-positive': both('a price is zero or negative', 'hay un precio cero o negativo'),
  'range-invalid': both('high and low do not enclose open and close', 'el máximo y el mínimo no abarcan la apertura y el cierre'),
  'volume-negative': both('the volume is negative', 'el volumen es negativo'),
  future: both('the time lies in the future', 'la hora está en el futuro'),
} as const;

export type RowFault = keyof typeof ROW_FAULTS;

interface FaultyRow {
  readonly line: number;
  readonly text: string;
  readonly reason: RowFault;
}

const rowTold = ({ line, text, reason }: FaultyRow): Words =>
  both(`line ${line}, ${ROW_FAULTS[reason].en} (${text})`, `línea ${line}, ${ROW_FAULTS[reason].es} (${text})`);

/** Why a file was not taken. */
export const IMPORT_FAULTS = {
  noBytes: both('The file has 0 bytes. Fetch it again.', 'El archivo tiene 0 bytes. Vuelve a descargarlo.'),
  tooLarge: both(
    'It is more than the 2 GiB that are read at once, perhaps only once it is unpacked. Split it by year, or make a Parquet file of it.',
    'Son más de los 2 GiB que se leen de una vez, quizá solo al descomprimirlo. Divídelo por años o conviértelo a Parquet.',
  ),
  unreadable: both(
    'The server cannot read the file it was sent. Send it again.',
    'El servidor no puede leer el archivo recibido. Vuelve a enviarlo.',
  ),
  gzipDamaged: both(
    'The gzip file is damaged or cut short. Fetch it again and bring it in once more.',
    'El archivo gzip está dañado o cortado. Vuelve a descargarlo y tráelo otra vez.',
  ),
  zipDamaged: both(
    'The zip is damaged or cut short. Fetch it again and bring it in once more.',
    'El zip está dañado o cortado. Vuelve a descargarlo y tráelo otra vez.',
  ),
  parquetDamaged: (why: string) =>
    both(
      `The Parquet file cannot be read. Write it again. Its reader says: ${why}`,
      `El archivo Parquet no se puede leer. Vuelve a generarlo. Su lector dice: ${why}`,
    ),
  zipTables: (names: readonly string[]) =>
    names.length === 0
      ? both(
          'There is no table in the zip. Put one CSV or Parquet file into it.',
          'En el zip no hay ninguna tabla. Pon en él un archivo CSV o Parquet.',
        )
      : both(
          `There are ${names.length} files in the zip (${names.slice(0, 5).join(', ')}), and one is expected. Unpack it and bring in each by itself.`,
          `En el zip hay ${names.length} archivos (${names.slice(0, 5).join(', ')}) y se espera uno. Descomprímelo y trae cada uno por separado.`,
        ),
  blank: both('The file holds only blank lines.', 'El archivo solo tiene líneas en blanco.'),
  noRows: both(
    'There is a header and no candle below it. Export it again.',
    'Hay una cabecera y ninguna vela debajo. Vuelve a exportarlo.',
  ),
  utf16: both('The text is in UTF-16. Save it as CSV in UTF-8.', 'El texto está en UTF-16. Guárdalo como CSV en UTF-8.'),
  binary: both(
    'This is neither text nor a zip nor a Parquet file. Export the candles as CSV or Parquet.',
    'No es texto, ni un zip, ni un archivo Parquet. Exporta las velas como CSV o Parquet.',
  ),
  noColumns: (found: string) =>
    both(
      `Columns of time, open, high, low, close and volume are expected; the first line is ${found}. Give the file such a header, with commas, semicolons or tabs between the columns.`,
      `Se esperan columnas de hora, apertura, máximo, mínimo, cierre y volumen (time, open, high, low, close, volume); la primera línea es ${found}. Pon esa cabecera al archivo, con comas, puntos y comas o tabuladores entre columnas.`,
    ),
  columnMissing: (role: string, found: string) =>
    both(
      `There is no column ${role}; the header is: ${found}. Rename the column in the file, or choose another “What it is”.`,
      `No hay columna ${role}; la cabecera es: ${found}. Cambia el nombre de la columna en el archivo o elige otro «Qué es».`,
    ),
  timeUnknown: (found: string) =>
    both(
      `The times cannot be read: found ${found}, expected such as 1670889600000, 2022-12-13 or 2022-12-13T00:00:00Z. Correct the time column.`,
      `Las horas no se entienden: hay ${found} y se esperaba algo como 1670889600000, 2022-12-13 o 2022-12-13T00:00:00Z. Corrige la columna de la hora.`,
    ),
  timeTooEarly: (found: string) =>
    both(
      `The times are numbers too small for a date after 1973: found ${found}. Check which column holds the time.`,
      `Las horas son números demasiado pequeños para una fecha posterior a 1973: hay ${found}. Comprueba qué columna tiene la hora.`,
    ),
  dayOrMonth: (found: string) =>
    both(
      `Dates such as ${found} may begin with the day or with the month. Say which under “How to read it”.`,
      `Las fechas como ${found} pueden empezar por el día o por el mes. Indícalo en «Cómo leerlo».`,
    ),
  zoneUnknown: (known: string, found: string) =>
    both(
      `The zone ${found} is not known. Take an offset such as +05:30, or one of: ${known}.`,
      `La zona ${found} no se conoce. Usa un desfase como +05:30 o una de estas: ${known}.`,
    ),
  symbols: (held: string) =>
    both(
      `The file holds several symbols (${held}). Write one of them as Symbol.`,
      `El archivo tiene varios símbolos (${held}). Escribe uno de ellos en «Símbolo».`,
    ),
  symbolAbsent: (wanted: string, held: string) =>
    both(
      `The file does not hold ${wanted}, only: ${held}. Correct the Symbol.`,
      `El archivo no tiene ${wanted}, solo: ${held}. Corrige el «Símbolo».`,
    ),
  irregular: (seconds: number, times: number, of: number) =>
    both(
      `The candles are not a fixed time apart: the most frequent step, ${seconds} s, comes ${times} times of ${of}. Correct the time column; or give the Timeframe, if many candles are missing.`,
      `Las velas no están separadas por un tiempo fijo: el paso más frecuente, ${decimalComma(seconds)} s, aparece ${times} veces de ${of}. Corrige la columna de la hora; o da el «Marco temporal», si faltan muchas velas.`,
    ),
  oneCandle: both(
    'One candle alone does not say its timeframe. Give the Timeframe.',
    'Una sola vela no dice su marco temporal. Da el «Marco temporal».',
  ),
  brokenSeconds: (ms: number) =>
    both(
      `The candles are ${ms} ms apart, which is not whole seconds. Check the time column.`,
      `Las velas están separadas ${decimalComma(ms)} ms, que no son segundos enteros. Revisa la columna de la hora.`,
    ),
  otherTimeframe: (wanted: string, found: string, percent: number) =>
    both(
      `The Timeframe says ${wanted}, and the candles are of ${found} (${percent} % of the steps). Correct the Timeframe or leave it empty.`,
      `El «Marco temporal» dice ${wanted} y las velas son de ${found} (el ${percent} % de los pasos). Corrige el marco o déjalo vacío.`,
    ),
  pricesTooLarge: (highest: number) =>
    both(
      `The highest price, ${highest}, is too large to be counted exactly. Correct or remove its row, or divide all prices by a power of ten.`,
      `El precio más alto, ${decimalComma(highest)}, es demasiado grande para contarlo con exactitud. Corrige o quita su fila, o divide todos los precios por una potencia de diez.`,
    ),
  pricesTooSmall: (lowest: number) =>
    both(
      `The lowest price, ${lowest}, is too small to be counted exactly beside the highest. Multiply all prices by a power of ten.`,
      `El precio más bajo, ${decimalComma(lowest)}, es demasiado pequeño para contarlo con exactitud junto al más alto. Multiplica todos los precios por una potencia de diez.`,
    ),
  leanAsset: both(
    'It cannot be told from the file whether LEAN’s prices are scaled by 10,000. Choose “Candles: LEAN, US equity” or “Candles: LEAN”.',
    'Por el archivo no se sabe si los precios de LEAN van multiplicados por 10.000. Elige «Velas: LEAN, acciones de EE. UU.» o «Velas: LEAN».',
  ),
  leanLayout: (columns: number, line: string) =>
    both(
      `These are not LEAN’s rows of trades or quotes: found ${columns} columns (${line}). Choose another “What it is”.`,
      `No son filas de operaciones ni de cotizaciones de LEAN: hay ${columns} columnas (${line}). Elige otro «Qué es».`,
    ),
  noneIsCandle: (rows: number, first: FaultyRow) =>
    both(
      `None of its ${rows} rows is a candle: ${rowTold(first).en}. Check the columns, or choose another “What it is”.`,
      `Ninguna de sus ${rows} filas es una vela: ${rowTold(first).es}. Revisa las columnas o elige otro «Qué es».`,
    ),
  mostlyBad: (bad: number, rows: number, first: FaultyRow) =>
    both(
      `${bad} of ${rows} rows are bad, more than a tenth, so nothing was taken. The first: ${rowTold(first).en}. Check the columns, or choose another “What it is”.`,
      `${bad} de ${rows} filas están mal, más de una décima parte, así que no se ha tomado nada. La primera: ${rowTold(first).es}. Revisa las columnas o elige otro «Qué es».`,
    ),
  badRow: (row: FaultyRow) =>
    both(
      `Bad row: ${rowTold(row).en}. Correct or remove it; or allow bad rows to be left out, under “How to read it”.`,
      `Fila mala: ${rowTold(row).es}. Corrígela o quítala; o deja que se aparten las filas malas, en «Cómo leerlo».`,
    ),
  order: (line: number) =>
    both(
      `At line ${line} a time is earlier than the one before. Sort the rows by time; or do not refuse at the first bad row, and they are sorted here.`,
      `En la línea ${line} hay una hora anterior a la de la fila de antes. Ordena las filas por hora; o no rechaces a la primera fila mala, y se ordenan aquí.`,
    ),
  conflict: (line: number) =>
    both(
      `Line ${line} is a second candle of the same time, with other values. Keep one of them; or do not refuse at the first bad row, and the later one counts.`,
      `La línea ${line} es una segunda vela de la misma hora, con otros valores. Deja una de ellas; o no rechaces a la primera fila mala, y cuenta la última.`,
    ),
  otherShape: (held: Shape, found: Shape) =>
    both(
      `What is stored under this symbol and venue has ${shapeTold(held).en}; this file has ${shapeTold(found).en}. Bring it in under another Venue.`,
      `Lo guardado con este símbolo y mercado tiene ${shapeTold(held).es}; este archivo tiene ${shapeTold(found).es}. Tráelo con otro «Mercado».`,
    ),
  busy: both(
    'Another import has been writing these candles for a minute. Try again when it has ended.',
    'Otra importación lleva un minuto escribiendo estas velas. Vuelve a probar cuando acabe.',
  ),
  storedDamaged: (from: string, to: string) =>
    both(
      `Candles stored before are damaged. Restore them from a backup, or bring in a file with all candles from ${from} to ${to}.`,
      `Las velas guardadas antes están dañadas. Recupéralas de una copia de seguridad o trae un archivo con todas las velas de ${from} a ${to}.`,
    ),
  noFunding: both(
    'There is no row of a time and a rate. Funding rates are a CSV with two columns: time and rate.',
    'No hay ninguna fila con hora y tasa. Las tasas de financiación son un CSV con dos columnas: hora y tasa.',
  ),
  fundingRow: (line: number, text: string) =>
    both(
      `Line ${line}: a time and a rate such as 0.0001 are expected, found ${text}. Correct the row.`,
      `Línea ${line}: se espera una hora y una tasa como 0.0001, y hay ${text}. Corrige la fila.`,
    ),
  factorRow: (line: number, text: string) =>
    both(
      `Line ${line}: a day (yyyyMMdd), a price factor, a split factor and a reference price are expected, found ${text}. Correct the row.`,
      `Línea ${line}: se espera un día (aaaaMMdd), un factor de precio, un factor de split y un precio de referencia, y hay ${text}. Corrige la fila.`,
    ),
  factorOrder: (row: number) =>
    both(
      `The rows go from old to new; row ${row} steps back. Sort them by day.`,
      `Las filas van de antigua a reciente y la fila ${row} retrocede. Ordénalas por día.`,
    ),
} as const;

interface Shape {
  readonly hasVolume: boolean;
  readonly hasAsk: boolean;
}

const shapeTold = ({ hasVolume, hasAsk }: Shape): Words =>
  both(
    `${hasVolume ? 'volume' : 'no volume'} and ${hasAsk ? 'ask prices' : 'no ask prices'}`,
    `${hasVolume ? 'volumen' : 'nada de volumen'} y ${hasAsk ? 'precios de venta (ask)' : 'ningún precio de venta (ask)'}`,
  );

/** What was made of a file that was taken. */
export const IMPORT_NOTES = {
  noHeader: both(
    'the file has no header: columns were taken as time, open, high, low, close, volume',
    'el archivo no tiene cabecera: las columnas se tomaron como hora, apertura, máximo, mínimo, cierre y volumen',
  ),
  rawClose: both('raw close used; the adjusted close was left aside', 'se usó el cierre sin ajustar; el ajustado se dejó aparte'),
  otherVolume: (column: string) =>
    both(
      `column ${column} is not a volume in units of the asset and was left aside`,
      `la columna ${column} no es un volumen en unidades del activo y se dejó aparte`,
    ),
  noVolume: both('the file has no volume', 'el archivo no tiene volumen'),
  zeroVolume: both('every volume is 0: the volume is taken as unknown', 'todos los volúmenes son 0: el volumen se da por desconocido'),
  flagged: (rows: number) =>
    both(`${rows} rows the file marks as suspicious were left out`, `se apartaron ${rows} filas que el archivo marca como sospechosas`),
  ticks: (ticks: number, seconds: number) =>
    both(`${ticks} ticks were built into candles of ${seconds} s`, `con ${ticks} ticks se formaron velas de ${decimalComma(seconds)} s`),
  points: (decimals: number) =>
    both(
      `integer points were divided by 10^${decimals}; times were read in the broker's zone as measured`,
      `los puntos enteros se dividieron por 10^${decimals}; las horas se leyeron en la zona del bróker, según se midió`,
    ),
  otherTicker: (rows: number, ticker: string, map: string) =>
    both(
      `${rows} rows belong to other securities that used the ticker ${ticker} and were left out (${map} in map_files)`,
      `${rows} filas son de otros valores que usaron el símbolo ${ticker} y se apartaron (${map} en map_files)`,
    ),
  noise: (kind: string, decimals: number) =>
    both(
      `prices carried ${kind} noise and were rounded to ${decimals} decimals`,
      `los precios traían ruido de ${kind} y se redondearon a ${decimals} decimales`,
    ),
  finer: (most: number, decimals: number) =>
    both(
      `prices have more than ${most} decimals, as adjusted series do: ticks are taken as 10^-${decimals}`,
      `los precios tienen más de ${most} decimales, como las series ajustadas: el tick se toma como 10^-${decimals}`,
    ),
  unfinished: both('the last candle had not closed yet and was left out', 'la última vela aún no había cerrado y se apartó'),
  newestFirst: both(
    'the file is newest first; its rows were turned round',
    'el archivo va de lo más reciente a lo más antiguo; sus filas se invirtieron',
  ),
} as const;
