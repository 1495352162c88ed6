/** The Spanish words of what runs: strategies, and what is behind the page; fetched after the first picture. */

import { count } from '../i18n/count.ts';
import type { Widened } from '../i18n/words.ts';
import type { runningWordsEn } from './running-words-en.ts';

export const runningWordsEs: Widened<typeof runningWordsEn> = {
  strategies: {
    title: 'Estrategias',
    running: 'en marcha',
    ready: 'a la espera',
    'warming-up': 'calentando',
    'cooling-down': 'enfriándose',
    blocked: 'bloqueada',
    disabled: 'desactivada',
    disabledBy: (by) => `Desactivada por ${by}`,
    since: 'desde',
    untilEnabled: 'hasta que alguien la active',
    weight: (share) => `peso ${share}`,
    weightTold: (by, reason) => `Conserva esa parte de su tamaño: ${by}, ${reason}`,
    until: (time) => `hasta las ${time}`,
    trades: (n) => count(n, 'operación', 'operaciones'),
    refusals: (n) => count(n, 'rechazo', 'rechazos'),
    candles: (have, need) => `${have} de ${need} velas`,
    emptyTitle: 'No corre ninguna estrategia',
    emptyText: 'La configuración arranca las estrategias de la carpeta strategies/.',
  },
  plumbing: {
    title: 'Por detrás',
    trader: 'Operador',
    traderStates: { running: 'funciona', starting: 'arranca', silent: 'no responde', stopped: 'parado' },
    feed: 'Precios',
    feedStates: {
      starting: 'arrancando',
      running: 'llegan',
      paused: 'en pausa',
      finished: 'terminados',
      stale: 'retrasados',
      down: 'sin conexión',
    },
    journal: 'Diario',
    journalOpen: 'en disco',
    journalWriting: (n) => `${count(n, 'entrada', 'entradas')} en camino`,
    journalFailed: 'no se puede escribir',
    journalClosed: 'cerrado',
    entries: (n) => `entrada ${n}`,
    database: 'Base de datos',
    databaseStates: {
      starting: 'arrancando',
      'catching-up': 'poniéndose al día',
      ready: 'sigue al diario',
      down: 'caída',
      none: 'no se usa',
    },
    behind: (n) => `${count(n, 'entrada', 'entradas')} por detrás`,
    page: 'Esta página',
    age: (age) => `hace ${age}`,
  },
};
