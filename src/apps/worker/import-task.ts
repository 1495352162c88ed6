/** The work of an import job: an uploaded file into the lake, read and reported as `atalaya data import` does. */

import { openLake } from '../../adapters/market-lake/lake.ts';
import { importInput } from '../../api/data.ts';
import { importOddities } from '../../core/market/import-oddities.ts';
import { outcomeJson } from '../cli/data-report.ts';
import { readingOf } from '../file-reading.ts';
import { importCandleFile, importSymbolFile } from '../market-data.ts';
import { candleFormat } from './file-format.ts';
import type { TaskOrder, Teller } from './task.ts';
import { removeUpload, uploadedFile } from './uploads.ts';

export async function runImportTask({ input: wanted, dataFolder }: TaskOrder, teller: Teller): Promise<unknown> {
  const { upload, symbol, venue, timeframe, strict, reading } = importInput.parse(wanted);
  const path = uploadedFile(dataFolder, upload);
  const lake = openLake(dataFolder);
  teller.progress({ text: 'reading', unit: 'rows' });
  const { format, calendar } = reading;
  if (format === 'funding' || format === 'factors') {
    const rows = importSymbolFile(lake, path, { venue, symbol, format });
    removeUpload(dataFolder, upload);
    return { format, venue, symbol, rows };
  }
  const outcome = await importCandleFile(lake, path, {
    venue,
    symbol,
    ...readingOf({ ...reading, format: candleFormat(format) }),
    ...(timeframe !== undefined && { timeframe }),
    ...(calendar !== undefined && { calendar }),
    strict,
  });
  const { report } = outcome;
  teller.progress({ done: report.rowsRead, total: report.rowsRead });
  teller.log(`${report.rowsRead} rows read, ${report.accepted} accepted, ${report.rejected} rejected`);
  for (const note of [...importOddities(report), ...report.notes]) teller.log(note.en, 'warning');
  for (const { line, reason, text } of report.rejectedRows) teller.log(`rejected line ${line}: ${reason}: ${text}`, 'warning');
  removeUpload(dataFolder, upload);
  return outcomeJson({ ...outcome, file: upload.slice(upload.indexOf('/') + 1) });
}
