/** The Spanish words of tables, differences, forms, jobs and logs; fetched after the first picture. */

import { count } from '../i18n/count.ts';
import type { Widened } from '../i18n/words.ts';
import type { partWordsEn } from './words-en.ts';

export const partWordsEs: Widened<typeof partWordsEn> = {
  table: {
    search: (what: string) => `Buscar en ${what.toLowerCase()}`,
    columns: 'Columnas',
    export: 'Exportar',
    shown: (n: number, isMore: boolean) => (isMore ? `${count(n, 'fila', 'filas')}, y hay más` : count(n, 'fila', 'filas')),
  },
  diff: { place: 'Ajuste', before: 'Antes', after: 'Después', none: 'No hay ninguna diferencia.', absent: 'sin poner' },
  form: {
    choices: {
      'long-only': 'Solo en largo',
      'long-short': 'En largo y en corto',
    },
    yes: 'sí',
    no: 'no',
    reset: (value: string) => `volver a ${value}`,
    resetAll: 'Volver a lo predeterminado',
    range: (min: string, max: string) => `de ${min} a ${max}`,
    between: (min: string, max: string) => `Tiene que estar entre ${min} y ${max}.`,
    atLeast: (min: string) => `Tiene que ser ${min} o más.`,
    atMost: (max: string) => `Tiene que ser ${max} o menos.`,
    moreThan: (min: string) => `Tiene que ser más de ${min}.`,
    lessThan: (max: string) => `Tiene que ser menos de ${max}.`,
    draft: {
      restored: 'Ha vuelto lo que habías escrito aquí sin guardarlo.',
      discard: 'Descartarlo',
      leave: '¿Salir sin guardar?',
      leaveText: 'Lo que has escrito no está guardado. Se queda en esta pestaña, y vuelve cuando abras otra vez este formulario.',
      stay: 'Quedarme aquí',
      discardAndGo: 'Descartar y salir',
      goOn: 'Salir',
    },
    needed: 'No puede quedar en blanco.',
    optional: 'puede quedar en blanco',
    empty: 'en blanco',
    number: 'Tiene que ser un número.',
    whole: 'Tiene que ser un número entero.',
    choose: 'Elige uno de la lista.',
    faulty: (n: number) => `${count(n, 'campo aún no vale', 'campos aún no valen')}.`,
    units: { candles: 'en velas', ratio: 'como proporción', milliseconds: 'en milisegundos' },
  },
  jobs: {
    states: { queued: 'espera', running: 'en marcha', done: 'terminado', failed: 'fallido', cancelled: 'cancelado' },
    ending: 'terminando',
    stages: {
      loading: 'cargando',
      playing: 'reproduciendo',
      repeating: 'repitiendo, para asegurarse',
      checking: 'comprobando',
      writing: 'escribiendo el informe',
      reading: 'leyendo',
    } as Record<string, string>,
    units: { candles: 'velas', rows: 'filas' } as Record<string, string>,
    rate: (rate: string, unit: string) => `${rate} ${unit}/s`,
    left: (time: string) => `quedan ${time}`,
    log: (n: number) => `Registro (${n})`,
    cancel: 'Cancelar',
  },
  logView: {
    find: 'Buscar en el registro',
    level: 'Desde el nivel',
    levels: { info: 'Todo', warning: 'Avisos', error: 'Solo errores' },
    said: { warning: 'Aviso:', error: 'Fallo:' },
    hold: 'Parar',
    follow: 'Seguir',
    none: 'Ninguna línea coincide.',
    lines: (n: number) => count(n, 'línea', 'líneas'),
  },
};
