/** What is odd about rows that were taken (came twice, out of order, a jump, a gap), in the same sentences wherever an import is told. */

import type { Words } from '../domain/parameters.ts';
import type { ImportReport } from './quality.ts';

/** One sentence per oddity; none of a file without any. */
export function importOddities(report: ImportReport): Words[] {
  return [duplicatesTold(report), outOfOrderTold(report), jumpsTold(report), gapsTold(report)].filter((told) => told !== null);
}

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

function duplicatesTold({ duplicates, conflictingDuplicates: conflicts }: ImportReport): Words | null {
  const rows = duplicates + conflicts;
  if (rows === 0) return null;
  return {
    en: `${plural(rows, 'duplicate')}${conflicts ? ` (${conflicts} with other values: the last one counts)` : ''}`,
    es: `${plural(rows, 'fila duplicada', 'filas duplicadas')}${conflicts ? ` (${conflicts} con otros valores: cuenta la última)` : ''}`,
  };
}

function outOfOrderTold({ outOfOrder }: ImportReport): Words | null {
  if (outOfOrder === 0) return null;
  return {
    en: `${plural(outOfOrder, 'row')} out of order, put in place`,
    es: `${plural(outOfOrder, 'fila fuera de orden, puesta', 'filas fuera de orden, puestas')} en su sitio`,
  };
}

function jumpsTold({ jumps: { count, largestRatio } }: ImportReport): Words | null {
  if (count === 0) return null;
  const largest = (largestRatio * 100).toFixed(1);
  return {
    en: `${plural(count, 'jump')} over 10 %, largest ${largest} %`,
    es: `${plural(count, 'salto')} de más del 10 %, el mayor del ${largest.replace('.', ',')} %`,
  };
}

function gapsTold({ gaps: { count, missing, longest }, calendar }: ImportReport): Words | null {
  if (count === 0) return null;
  return {
    en: `${plural(count, 'gap')}, ${plural(missing, 'candle')} missing, longest ${longest} (calendar ${calendar})`,
    es: `${plural(count, 'hueco')}, ${missing === 1 ? 'falta 1 vela' : `faltan ${missing} velas`}, el más largo de ${longest} (calendario ${calendar})`,
  };
}
