/** The Spanish words of what the server refused; fetched after the first picture. */

import type { problemWordsEn } from './problem-words-en.ts';
import { unclearInSpanish } from './unclear.ts';
import type { Widened } from './words.ts';

export const problemWordsEs: Widened<typeof problemWordsEn> = {
  problems: {
    UPLOAD_TOO_LARGE: 'El archivo pasa de los 2 GiB que se pueden enviar de una vez. Divídelo, por ejemplo por años.',
    UPLOAD_UNKNOWN: 'El archivo enviado ya no está aquí: envíalo otra vez.',
    UPLOAD_NAME: 'El archivo no tiene nombre. Ponle uno y vuelve a enviarlo.',
    RUN_UNKNOWN: 'No hay ningún backtest con ese identificador. Búscalo en la lista.',
    RUN_FILE_UNKNOWN: 'Ese archivo del backtest no existe.',
    STRATEGY_UNKNOWN: 'No hay ninguna estrategia con ese nombre. Búscala en la lista.',
    JOB_UNKNOWN: 'No hay ningún trabajo con ese identificador. Búscalo en la lista de trabajos.',
    SERIES_UNKNOWN: 'No hay datos guardados con ese símbolo, mercado y marco temporal.',
    SAMPLE_UNKNOWN: 'No hay ninguna muestra con ese nombre.',
    SYMBOL_UNKNOWN: 'No hay velas de ese símbolo. Tráelas en «Datos de mercado».',
    CANDLES_NONE: 'No hay ninguna vela en ese periodo. Elige otro.',
    LAKE_EMPTY: 'Todavía no hay velas guardadas. Tráelas en «Datos de mercado».',
    LAKE_DAMAGED: 'Los datos guardados están dañados. Recupéralos de una copia de seguridad o vuelve a importarlos.',
    LAKE_DENIED: 'El programa no puede leer lo que hay guardado. Dale permiso sobre su carpeta de datos.',
    TIMEFRAME_ABSENT: 'No hay velas de ese marco temporal, ni otras más cortas con las que formarlas.',
    TIMEFRAME_MISSING: 'No hay velas de ese marco temporal, ni otras más cortas con las que formarlas.',
    WORKER_LOST: 'Su proceso se perdió varias veces mientras trabajaba: quizá falte memoria. Empiézalo de nuevo.',
    DISK_FULL: 'El disco está lleno y no se ha cambiado nada. Libera espacio.',
    DISK_READ_ONLY: 'El disco es de solo lectura y no se ha cambiado nada. Móntalo con escritura.',
    DISK_DENIED: 'El programa no puede escribir en su carpeta de datos y no se ha cambiado nada. Dale permiso.',
    INTERNAL_ERROR: 'Algo ha fallado dentro de Atalaya. Busca el identificador en su registro; el panel no influye en la operativa.',
    TRADER_NOT_RUNNING: 'El operador no está en marcha o no responde.',
    SETTINGS_UNCHANGED: 'No cambia nada: los ajustes ya son esos.',
  },
  unclear: { told: unclearInSpanish, clear: 'Ver sin filtros' },
};
