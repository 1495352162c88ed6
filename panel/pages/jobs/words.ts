/** The words of the page of jobs. */

import { pageWords } from '../../i18n/words.ts';

export const useJobWords = pageWords(
  {
    title: 'Jobs',
    told: 'Long work goes on without this page: backtests, imports, checks. Finished ones are listed for 90 days.',
    active: (running: number, waiting: number) =>
      running + waiting === 0 ? 'Nothing is under way.' : `${running} under way, ${waiting} waiting.`,
    caption: 'Jobs',
    kind: 'Kind',
    kinds: { backtest: 'Backtest', 'data-import': 'Import', 'strategy-check': 'Check', backup: 'Backup' },
    anyKind: 'Every kind',
    state: 'State',
    anyState: 'Every state',
    search: 'Search in jobs',
    by: (name: string) => `by ${name}`,
    took: (time: string) => `took ${time}`,
    start: (n: number) => `start ${n}`,
    openRun: 'Look at the run',
    openStrategy: 'Look at the strategy',
    emptyTitle: 'No job has been started',
    emptyText: 'What takes longer than a moment is a job: it begins on the page of backtests, data or strategies.',
    noneTitle: 'No job matches',
    noneText: 'Another word or fewer filters may find it.',
  },
  {
    title: 'Trabajos',
    told: 'Lo que tarda sigue sin esta página: backtests, importaciones, revisiones. Los terminados se ven durante 90 días.',
    active: (running, waiting) => (running + waiting === 0 ? 'No hay nada en marcha.' : `${running} en marcha, ${waiting} en espera.`),
    caption: 'Trabajos',
    kind: 'Tipo',
    kinds: { backtest: 'Backtest', 'data-import': 'Importación', 'strategy-check': 'Revisión', backup: 'Copia de seguridad' },
    anyKind: 'Todos los tipos',
    state: 'Estado',
    anyState: 'Todos los estados',
    search: 'Buscar en los trabajos',
    by: (name) => `de ${name}`,
    took: (time) => `tardó ${time}`,
    start: (n) => `intento ${n}`,
    openRun: 'Ver el resultado',
    openStrategy: 'Ver la estrategia',
    emptyTitle: 'No se ha lanzado ningún trabajo',
    emptyText: 'Lo que tarda más de un momento es un trabajo: se lanza desde backtests, datos o estrategias.',
    noneTitle: 'Ninguno coincide',
    noneText: 'Con otra palabra o con menos filtros puede aparecer.',
  },
);
