/** The words only the overview says. */

import { pageWords } from '../../i18n/words.ts';

export const useOverviewWords = pageWords(
  {
    open: (n: number) => `${n} open`,
    toTrading: 'Open trading',
    latest: 'Latest',
    toLog: 'Whole log',
  },
  {
    open: (n: number) => (n === 1 ? '1 abierta' : `${n} abiertas`),
    toTrading: 'Abrir operativa',
    latest: 'Lo último',
    toLog: 'Todo el registro',
  },
);
