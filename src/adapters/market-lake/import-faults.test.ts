/** What is wrong with a file of candles is said to a page in both languages, without the command line's options. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import type { InputError } from '../../core/domain/result.ts';
import { type CandleFileOptions, readCandleFile } from './read-candle-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'atalaya-faults-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEADER = 'time,open,high,low,close,volume\n';
const hour = (i: number) => new Date(Date.UTC(2024, 0, 1, i)).toISOString();
const rows = (line: (i: number) => string, count = 30) => Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');
const GOOD = HEADER + rows((i) => `${hour(i)},100,110,90,105,7`);

const FILES: readonly (readonly [name: string, content: string | Buffer, spanish: RegExp, options?: CandleFileOptions])[] = [
  ['nothing', '', /0 bytes/],
  ['blank', '\n\n  \n', /líneas en blanco/],
  ['cut.gz', gzipSync(GOOD).subarray(0, 60), /gzip está dañado o cortado/],
  ['cut.zip', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(40)]), /zip está dañado o cortado/],
  ['cut.parquet', 'PAR1xxxxxxxxPAR1', /Parquet no se puede leer.+Su lector dice: [^/]+$/],
  ['program', Buffer.from([1, 2, 3, 0, 5, 6]), /No es texto/],
  ['prose', 'hola\nque tal\n', /la primera línea es "hola"/],
  ['header alone', HEADER, /ninguna vela debajo/],
  ['other column', GOOD.replace('close', 'algo'), /No hay columna close.+«Qué es»/],
  ['other times', HEADER + rows((i) => `ayer ${i},100,110,90,105,7`), /Las horas no se entienden: hay "ayer 0"/],
  ['day or month', HEADER + rows((i) => `0${i + 1}/0${i + 1}/2024,100,110,90,105,7`, 9), /empezar por el día o por el mes.+«Cómo leerlo»/],
  ['no zone', GOOD, /La zona Madrid no se conoce/, { zone: 'Madrid' }],
  ['other timeframe', GOOD, /«Marco temporal» dice 4h y las velas son de 1h/, { timeframeMs: 14_400_000 }],
  [
    'no candle',
    HEADER + rows((i) => `${hour(i)},100,80,90,105,7`),
    /Ninguna de sus 30 filas es una vela: línea 2, el máximo y el mínimo/,
    { badRows: 'report' },
  ],
  ['one bad row', GOOD.replace(',100,110', ',100,80'), /Fila mala: línea 2/],
  ['twice', `${GOOD}${hour(29)},101,110,90,105,7\n`, /segunda vela de la misma hora/],
  [
    'two symbols',
    `symbol,${HEADER}${rows((i) => `${i % 2 ? 'AAA' : 'BBB'},${hour(i)},100,110,90,105,7`)}`,
    /varios símbolos \(BBB, AAA\).+«Símbolo»/,
  ],
];

test.each(FILES.map(([name, content, spanish, options]) => ({ name, content, spanish, options })))(
  '$name',
  async ({ name, content, spanish, options }) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    const error = await readCandleFile(path, options).catch((thrown: InputError) => thrown as InputError);
    const { said } = error as InputError;
    expect(said?.es).toMatch(spanish);
    expect(`${said?.en} ${said?.es}`).not.toMatch(/--|undefined|atalaya-faults/);
  },
);

test('what was made of a file that was taken is told in both languages', async () => {
  const path = join(folder, 'AAA-noheader.csv');
  writeFileSync(path, GOOD.slice(HEADER.length));
  const { notes } = (await readCandleFile(path)).report;
  expect(notes).toEqual([
    {
      en: 'the file has no header: columns were taken as time, open, high, low, close, volume',
      es: 'el archivo no tiene cabecera: las columnas se tomaron como hora, apertura, máximo, mínimo, cierre y volumen',
    },
  ]);
});
