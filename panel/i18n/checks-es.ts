/** Spanish words of every check: its name in a list, why it refuses in half a sentence, and the whole sentence with its figures. */

import type { CheckWords } from './words.ts';

export const CHECKS_ES: Readonly<Record<string, CheckWords>> = {
  SIGNAL_SCHEMA: [
    'Señal completa',
    'la señal está incompleta',
    () => 'Le falta sentido, confianza, precio, o una cantidad o un stop con que calcular el tamaño.',
  ],
  SIGNAL_EXPIRED: ['Antigüedad de la señal', 'la señal llegó tarde', (m, l) => `Tenía ${m}; una señal vive ${l}.`],
  MODE_EMERGENCY: ['El modo no es EMERGENCIA', 'se está cerrando todo', () => 'En EMERGENCIA no se abre nada.'],
  MODE_PAUSE: [
    'El modo no es PAUSA',
    'la operativa está en pausa',
    () => 'En pausa no se abre nada; las salidas y los stops siguen funcionando.',
  ],
  MODE_OBSERVATION: [
    'El modo no es OBSERVACIÓN',
    'las señales solo se anotan',
    () => 'En OBSERVACIÓN las señales se anotan y no se envían.',
  ],
  VENUE_DOWN: [
    'Hay conexión con el mercado',
    'se ha perdido la conexión con el mercado',
    () => 'Sin ella no se sabe qué es de una orden. Sigue en cuanto vuelve la conexión y se ha comparado la cuenta.',
  ],
  MODE_DEFENSIVE: [
    'Confianza en DEFENSIVO',
    'no hay confianza bastante para DEFENSIVO',
    (m, l) => `La confianza era ${m}; en DEFENSIVO debe superar ${l}.`,
  ],
  LADDER_CLOSES_ONLY: [
    'La caída permite entrar',
    'la caída solo permite cerrar posiciones',
    (m, l) => `La caída era de ${m}; más allá de ${l} solo se cierra.`,
  ],
  STRATEGY_BLOCKED: [
    'Estrategia no bloqueada',
    'la estrategia está bloqueada',
    () => 'Se bloqueó a mano o porque falló; volverá a entrar cuando se levante el bloqueo.',
  ],
  STRATEGY_COOLING_DOWN: ['Estrategia sin enfriamiento', 'la estrategia se enfría tras sus pérdidas', (m) => `Le quedan ${m} de espera.`],
  STRATEGY_REGIME: [
    'Régimen adecuado',
    'el mercado está en un régimen que esta estrategia evita',
    () => 'La estrategia nombra los regímenes en los que entra; el actual no está entre ellos.',
  ],
  DATA_GAP: ['Sin hueco antes de la vela', 'falta la vela anterior', () => 'Tras un hueco o una vela tardía no se abre nada.'],
  SIGNAL_SANITY: [
    'Vela y stop coherentes',
    'su stop o su vela no tienen sentido',
    () => 'El stop está del lado equivocado o la vela no está completa.',
  ],
  SIGNAL_CONFIDENCE: ['Confianza', 'no hay confianza bastante', (m, l) => `La confianza era ${m}; hace falta al menos ${l}.`],
  SIGNAL_THROTTLED: [
    'Tiempo desde la última entrada',
    'la última entrada es demasiado reciente',
    (m, l) => `La última entrada fue hace ${m}; deben pasar ${l}.`,
  ],
  SIGNAL_RATE_INSTRUMENT: [
    'Entradas en una hora, instrumento',
    'demasiadas entradas aquí en una hora',
    (m, l) => `Sería la entrada ${m}; se permiten ${l}.`,
  ],
  SIGNAL_RATE_STRATEGY: [
    'Entradas en una hora, estrategia',
    'demasiadas entradas de esta estrategia en una hora',
    (m, l) => `Sería la entrada ${m}; se permiten ${l}.`,
  ],
  SIGNAL_DUPLICATE: [
    'Sin duplicado',
    'la misma entrada se hizo hace un momento',
    (m, l) => `Misma estrategia, instrumento y sentido hace ${m}; el bloqueo dura ${l}.`,
  ],
  SIGNAL_CONFLICT_OPPOSITE: [
    'Sin deseo contrario',
    'las estrategias quieren sentidos contrarios en el mismo cierre',
    () => 'Si discrepan en un mismo cierre, no entra ninguna.',
  ],
  SIGNAL_CONFLICT_WEAKER: [
    'La señal más firme del cierre',
    'otra estrategia quiere lo mismo con más confianza',
    (m, l) => `Su confianza era ${m}; la de la otra, ${l}.`,
  ],
  RISK_SHORTING: [
    'Se puede vender en corto',
    'este instrumento no se puede vender en corto',
    () => 'En contado solo se vende lo que se tiene; un perpetuo de la misma moneda se puede vender en corto.',
  ],
  SIGNAL_CONFLICT_POSITION: [
    'Sin posición contraria',
    'otra estrategia tiene la posición contraria',
    () => 'Pasaría cuando esa posición se cierre.',
  ],
  SIGNAL_SCORE: ['Puntuación', 'su puntuación es demasiado baja', (m, l) => `La puntuación era ${m}; hace falta al menos ${l}.`],
  SIGNAL_APPROVAL_NEEDED: [
    'Tu aprobación',
    'necesita tu aprobación',
    (m, l) => `Puntuación o confianza de ${m}; por debajo de ${l} tienes que aprobarla.`,
  ],
  SIGNAL_APPROVAL_UNAVAILABLE: [
    'Tu aprobación',
    'necesita una aprobación que nadie puede dar',
    (m, l) => `Puntuación o confianza de ${m}; por debajo de ${l} hace falta aprobarla y no hay canal configurado.`,
  ],
  SIZE_WEIGHT: ['Peso de la ejecución', 'su peso es 0', (m) => `El dueño le ha dado a esta ejecución el peso ${m}: no entra.`],
  SIZE_BELOW_MINIMUM: [
    'Orden mínima',
    'lo que queda es demasiado pequeño para enviarlo',
    (m, l) => `Tras los recortes quedan ${m}; la orden mínima es ${l}.`,
  ],
  SIZE_CALIBRATION: [
    'Calibración del modelo',
    'el modelo está demasiado mal calibrado',
    (m, l) => `Su error de calibración es ${m}; el límite es ${l}.`,
  ],
  RISK_LEVERAGE: [
    'Apalancamiento del instrumento',
    'el instrumento va demasiado apalancado',
    (m, l) => `Se opera a ${m}; el límite es ${l}.`,
  ],
  RISK_POSITION_LIMIT: [
    'Tamaño de la posición',
    'la posición sería demasiado grande',
    (m, l) => `Sería el ${m} del patrimonio; el límite es ${l}.`,
  ],
  RISK_REGIME_POSITION: [
    'Tamaño de la posición en este régimen',
    'posición demasiado grande para este régimen',
    (m, l) => `Sería el ${m} del patrimonio; en este régimen el límite es ${l}.`,
  ],
  RISK_FIRST_ORDERS: [
    'Primeras entradas tras armar',
    'la orden más pequeña vale más de lo que puede valer una primera entrada tras armar',
    (m, l) => `Vale ${m}; una de las primeras entradas tras armar vale como mucho ${l}.`,
  ],
  RISK_REGIME_EXPOSURE: [
    'Exposición bruta en este régimen',
    'demasiada exposición para este régimen',
    (m, l) => `La exposición bruta sería el ${m} del patrimonio; en este régimen el límite es ${l}.`,
  ],
  RISK_DEFENSIVE_EXPOSURE: [
    'Exposición bruta en DEFENSIVO',
    'demasiada exposición para DEFENSIVO',
    (m, l) => `La exposición bruta sería el ${m} del patrimonio; en DEFENSIVO el límite es ${l}.`,
  ],
  RISK_GROSS_LEVERAGE: [
    'Exposición bruta',
    'la exposición bruta sería demasiado alta',
    (m, l) => `Sería ${m} del patrimonio; el límite es ${l}.`,
  ],
  RISK_SECTOR: ['Sector', 'demasiado en un sector', (m, l) => `El sector sería el ${m} del patrimonio; el límite es ${l}.`],
  RISK_ASSET_CLASS: [
    'Clase de activo',
    'demasiado en una clase de activo',
    (m, l) => `La clase sería el ${m} del patrimonio; el límite es ${l}.`,
  ],
  RISK_GEOGRAPHY: ['Geografía', 'demasiado en una geografía', (m, l) => `La geografía sería el ${m} del patrimonio; el límite es ${l}.`],
  RISK_USD: ['Dólar', 'demasiado en dólares', (m, l) => `Los dólares serían el ${m} del patrimonio; el límite es ${l}.`],
  RISK_CRYPTO: ['Cripto', 'demasiado en cripto', (m, l) => `Cripto sería el ${m} del patrimonio; el límite es ${l}.`],
  RISK_CORRELATION: [
    'Correlación con lo que hay',
    'doblaría un riesgo que ya tienes',
    (m, l) => `La correlación con una posición abierta es ${m}; por encima de ${l} no se añade nada.`,
  ],
  RISK_OPEN_POSITIONS: ['Posiciones abiertas', 'hay demasiadas posiciones abiertas', (m, l) => `Sería la posición ${m}; se permiten ${l}.`],
  RISK_CASH: [
    'Efectivo tras la orden',
    'quedaría demasiado poco efectivo',
    (m, l) => `El efectivo sería el ${m} del patrimonio; se guarda al menos ${l}.`,
  ],
  RISK_ENTRIES_PER_DAY: [
    'Entradas de hoy',
    'las entradas del día están agotadas',
    (m, l) => `Sería la entrada ${m} del día; se permiten ${l}.`,
  ],
  RISK_ORDER_NOTIONAL: ['Valor de la orden', 'la orden vale demasiado', (m, l) => `Vale ${m}; el límite es ${l}.`],
  WARN_MEAN_CORRELATION: [
    'Correlación media de lo que hay',
    'lo que hay se mueve junto',
    (m, l) => `La correlación media sería ${m}; por encima de ${l} se avisa.`,
  ],
  WARN_BETA: ['Beta', 'la beta sale de su banda', (m, l) => `La beta sería ${m}; la banda acaba en ${l}.`],
  RISK_VOLATILITY: [
    'Volatilidad, ATR 14 / precio',
    'los precios se mueven demasiado',
    (m, l) => `El rango verdadero medio es el ${m} del precio; el límite es ${l}.`,
  ],
  RISK_VOLUME: [
    'Volumen frente a su media',
    'hay demasiado poco volumen detrás',
    (m, l) => `El volumen era ${m} su media de 20 velas; hace falta al menos ${l}.`,
  ],
  RISK_VALUE_AT_RISK: [
    'Valor en riesgo, 1 día',
    'un mal día podría costar demasiado',
    (m, l) => `El valor en riesgo sería el ${m} del patrimonio; más allá de ${l} no se añade nada.`,
  ],
  RISK_DAY_TRADES: [
    'Operaciones intradía en cinco sesiones',
    'podría ser una operación intradía de más',
    (m, l) => `Podría ser la operación intradía ${m}; se permiten ${l}.`,
  ],
  MODE_TRANSITION: [
    'Cambio de modo',
    'este cambio de modo no está permitido',
    () => 'Desde el modo actual no se llega directamente a ese.',
  ],
  MODE_PIN: ['PIN', 'este cambio de modo necesita el PIN', () => 'Introduce el PIN de operativa.'],
  MODE_TRIGGER_ACTIVE: [
    'Sin disparador activo',
    'algo exige todavía un modo más estricto',
    () => 'Se podrá reanudar cuando el disparador termine.',
  ],
  RESET_DRAWDOWN: [
    'La caída permite rearmar',
    'la caída es todavía demasiado profunda',
    (m, l) => `La caída es de ${m}; más allá de ${l} no se rearma.`,
  ],
  RESUME_WINDOW: [
    'La ventana de pérdida terminó',
    'no ha terminado la ventana de pérdida que paró la operativa',
    () => 'Se podrá reanudar cuando termine el día, la semana o el mes.',
  ],
  RESUME_REVIEW: ['Revisión del incidente', 'la parada necesita aún una revisión firmada', () => 'Escribe y firma antes la revisión.'],
  REBASE_REFUSED: [
    'Nuevo máximo de referencia',
    'aún no se puede fijar un nuevo máximo',
    (m, l) => `Necesita ${l} días de operativa simulada; hubo ${m}.`,
  ],
};
