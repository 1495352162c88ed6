/** The Spanish words of the questions before an act on the whole of trading; fetched after the first picture. */

import type { Widened } from '../i18n/words.ts';
import type { actWordsEn } from './act-words-en.ts';

export const actWordsEs: Widened<typeof actWordsEn> = {
  pauseDialog: {
    title: '¿Pausar la operativa?',
    text: 'No se envían entradas nuevas. Las salidas y los stops siguen funcionando.',
    stay: 'Seguir operando',
    go: 'Pausar',
  },
  killDialog: {
    title: '¿Cerrar todo y parar?',
    positions: (open, value) =>
      open === 0
        ? 'No hay posiciones abiertas: no se vende nada.'
        : open === 1
          ? `Se cierra 1 posición de ${value} a mercado, al precio que haya.`
          : `Se cierran ${open} posiciones de ${value} a mercado, al precio que haya.`,
    orders: (working) =>
      working === 0
        ? 'No hay órdenes esperando.'
        : working === 1
          ? 'Se cancela 1 orden en espera.'
          : `Se cancelan ${working} órdenes en espera.`,
    after: 'El modo pasa a EMERGENCIA. No se abre nada hasta que rearmes y reanudes.',
    result: 'Resultado abierto que pasa a ser definitivo, aprox.',
    stay: 'Seguir operando',
    go: 'Cerrar todo',
  },
  resumeDialog: {
    title: '¿Reanudar la operativa?',
    text: 'Se volverán a enviar entradas nuevas.',
    points: [
      'En el mismo paso se vuelven a medir todos los límites de pérdida; si alguno está cruzado, Atalaya sigue en pausa.',
      'La primera entrada es posible al cierre de la próxima vela.',
      'Las señales rechazadas entretanto nunca se envían tarde.',
    ],
    measured: 'Medido ahora',
    day: 'Resultado del día',
    drawdown: 'Caída',
    at: (demand, limit) => `${demand} en ${limit}`,
    feed: 'Precios',
    journal: 'Diario',
    journalOk: 'en disco',
    after: 'Modo tras reanudar',
    blocked: 'Ahora se rechazaría',
    watch: 'Solo observar',
    stay: 'Seguir en pausa',
    go: 'Reanudar',
    killStays: 'Cerrar todo sigue funcionando con esto abierto.',
  },
  resetDialog: {
    title: '¿Rearmar tras la parada?',
    text: 'El modo pasa a PAUSA. No se abre nada hasta que además reanudes.',
    still: (open) => (open === 1 ? '1 posición sigue abierta.' : `${open} posiciones siguen abiertas.`),
    flat: 'Todas las posiciones están cerradas.',
    stay: 'Dejarlo parado',
    go: 'Rearmar en PAUSA',
  },
};
