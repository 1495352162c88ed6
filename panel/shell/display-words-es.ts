/** The Spanish words of how the panel looks and of its keys; fetched after the first picture. */

import type { Widened } from '../i18n/words.ts';
import type { displayWordsEn } from './display-words-en.ts';

export const displayWordsEs: Widened<typeof displayWordsEn> = {
  settings: {
    language: 'Idioma',
    theme: 'Tema',
    themes: { system: 'Sistema', light: 'Claro', dark: 'Oscuro' },
    pair: 'Ganancia y pérdida',
    pairs: { 'green-red': 'Verde, rojo', 'blue-orange': 'Azul, naranja' },
    density: 'Filas',
    densities: { comfortable: 'Cómodas', compact: 'Compactas' },
    leave: 'Salir de este navegador',
    link: 'Enlace para otro navegador',
    linkTold: 'Se abre una vez, en diez minutos, en este equipo:',
    zoneName: 'Zona horaria',
    zoneUnset: (zone) => `Sin elegir: ${zone}, como la cuenta`,
    zoneHere: (zone) => `${zone} (este navegador)`,
    zoneAll: 'Todas las zonas',
    zoneTold:
      'En la que se muestran aquí las horas; señala una para ver UTC. Los días de operativa empiezan según la zona de la cuenta, en los ajustes de la sesión.',
  },
  shortcuts: {
    rows: {
      help: 'Esta lista',
      pause: 'Pausar o reanudar',
      kill: 'Cerrar todo',
      feed: 'Parar o seguir la reproducción',
      slower: 'Reproducción más lenta',
      faster: 'Reproducción más rápida',
      display: 'Ajustes de pantalla',
      needs: 'Lo que te necesita',
    },
    parts: 'Ir a una parte de la página de operativa',
    close: 'Cerrar lo que esté abierto',
  },
};
