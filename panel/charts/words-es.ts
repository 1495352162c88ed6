/** The Spanish words of charts; fetched after the first picture. */

import type { Widened } from '../i18n/words.ts';
import type { chartWordsEn } from './words-en.ts';

export const chartWordsEs: Widened<typeof chartWordsEn> = {
  chart: {
    title: 'Precio',
    instrument: 'Instrumento',
    strategy: 'Estrategia',
    allStrategies: 'Todas las estrategias',
    timeframe: 'Marco temporal',
    open: 'A',
    high: 'Máx',
    low: 'Mín',
    close: 'C',
    volume: 'Vol',
    entry: 'entrada',
    exit: 'salida',
    stop: 'stop',
    target: 'objetivo',
    refused: 'rechazo',
    pausedShade: 'en pausa',
    noData: (span) => `sin datos, ${span}`,
    asTable: 'Ver como tabla',
    asChart: 'Ver como gráfico',
    by: 'Gráficos de',
    summary: (label, timeframe, n, price, entries, exits, refused) =>
      `${label}, ${n} velas de ${timeframe}, último precio ${price}; marcadas ${entries} entradas, ${exits} salidas y ${refused} rechazos.`,
    emptyTitle: 'Aún no hay velas',
    emptyText: 'El gráfico empieza cuando se cierra la primera vela de este marco.',
    change: 'Hoy',
    marks: 'Marcas',
    time: 'Hora',
  },
};
