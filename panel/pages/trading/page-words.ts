/** The words of the trading page's parts and of the replay it may show. */

import { pageWords } from '../../i18n/words.ts';

export const useTradingPageWords = pageWords(
  {
    nav: { now: 'Now', chart: 'Chart', book: 'Positions', refusals: 'Decisions', log: 'Log' },
    replay: {
      title: 'Replay',
      pause: 'Pause replay',
      go: 'Continue replay',
      speed: 'Speed',
      times: (speed: string) => `${speed}×`,
      progress: 'Progress of the replay',
      left: (duration: string) => `${duration} left at this speed`,
    },
  },
  {
    nav: { now: 'Ahora', chart: 'Gráfico', book: 'Posiciones', refusals: 'Decisiones', log: 'Registro' },
    replay: {
      title: 'Reproducción',
      pause: 'Parar reproducción',
      go: 'Seguir reproducción',
      speed: 'Velocidad',
      times: (speed) => `${speed}×`,
      progress: 'Avance de la reproducción',
      left: (duration) => `quedan ${duration} a esta velocidad`,
    },
  },
);
export type TradingPageWords = ReturnType<typeof useTradingPageWords>;
