/** Por qué se rechazó un acto manual, en español. */

import type { RefusalWords } from './refusal-told.ts';

export const REFUSALS_ES: Readonly<Record<string, RefusalWords>> = {
  STOP_MISSING: 'A mano nunca se abre una posición sin stop.',
  STOP_WRONG_SIDE: (at) =>
    `El stop está al lado equivocado del precio${at === null ? '' : ` que la orden obtendría ahora, ${at}`}: saltaría al instante.`,
  STOP_NOT_TIGHTER: 'Un stop solo se mueve hacia el precio. Para darle más margen, cierra la posición y ábrela de nuevo.',
  STOP_TRAILS: 'Este stop sigue al precio en el mercado: nadie lo mueve.',
  TARGET_INVALID: (at) =>
    `Un objetivo va al lado ganador del precio, y el segundo más allá del primero${at === null ? '' : `: más allá de ${at}`}.`,
  TARGET_TOO_SMALL: (least) =>
    least === null
      ? 'La orden es demasiado pequeña para cerrarla en dos partes: deja un solo objetivo.'
      : `El primer objetivo cerraría menos de la parte mínima, o dejaría menos: el ${least} de la posición es lo más cercano que funciona.`,
  POST_ONLY_WOULD_TAKE: (at) =>
    `Una orden solo pasiva a ese precio se ejecutaría al instante${at === null ? '' : `: el mercado está en ${at}`}. Aleja el precio o envíala sin esa condición.`,
  ORDER_TOO_BIG: (most) => `Un precio o una cantidad es demasiado grande${most === null ? '' : `: lo máximo aquí es ${most}`}.`,
  ORDER_INVALID: 'Un precio o cantidad no va en pasos enteros del instrumento, o es más de lo que hay.',
  ORDER_POSITION_OPEN: 'Ya tienes o esperas algo tuyo aquí: ciérralo o cancélalo antes.',
  ORDER_ABOVE_AGREED: 'El precio o la cuenta han cambiado: ahora sería más de lo acordado. Míralo otra vez.',
  ORDER_RISK_TOO_HIGH: 'Una operación no puede arriesgar tanto patrimonio.',
  ORDER_NO_PRICE: 'Aún no hay un precio con el que juzgar la orden.',
  ORDER_PROTECTS: 'Es el stop de una posición: muévelo, o cierra la posición.',
  ORDER_CLOSES: 'Cierra una posición a mercado y ya no se puede retirar.',
  ORDER_UNKNOWN: 'Esa orden ya no espera.',
  POSITION_UNKNOWN: 'Esa posición ya no está abierta.',
  POSITION_CHANGED: 'La posición a la que te referías está cerrada y ahora hay otra: mírala.',
  COMMAND_GIVEN_UP: 'Llegó demasiado tarde: ya se te había dicho que no se hizo nada, y no se ha hecho.',
  POSITION_TOO_SMALL: 'Es menos de lo que el mercado admite en una orden: se queda.',
  CLOSE_UNDER_WAY: 'Ya se está cerrando: espera a ver en qué queda.',
  FEED_DOWN:
    'Se ha perdido la conexión con los precios y el último ya no sirve para decidir. Se puede cerrar; entrar, cuando vuelvan los precios.',
  REPLAY_OVER: 'La reproducción ha terminado: ya no llega ningún precio al que ejecutar una orden. Empieza otra sesión.',
  MANUAL_OFF: 'Esta sesión no admite órdenes manuales.',
  COMMAND_TOO_OLD: 'Llegó tarde al operador y no se hizo: pídela otra vez.',
  NOTHING_TO_APPROVE: 'Ya se respondió, ha esperado demasiado o el operador se ha arrancado de nuevo desde entonces.',
  APPROVAL_OVERTAKEN: (at) =>
    `Mientras esperaba, el precio ha pasado su stop o su objetivo${at === null ? '' : ` (${at})`}: al ejecutarse ahora se cerraría al instante.`,
  APPROVAL_EXPIRED: 'Esperó demasiado y se descartó.',
  SIGNAL_POSITION_OPEN: 'Su estrategia ya tiene o espera algo aquí.',
  LEASE_LAPSED: 'Este operador no puede enviar ahora: puede que otro haya tomado el relevo.',
  TRADER_NOT_RUNNING: 'El operador no está: no se hizo nada.',
};
