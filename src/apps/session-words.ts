/** What each setting of a session is called and what it does, in both languages: the form of the settings shows it, and the schema carries it. */

import type { Words } from '../core/domain/parameters.ts';

type Told = {
  readonly label: Words;
  readonly help: Words;
  /** What counts where nothing is said. */
  readonly default?: boolean;
  readonly unit?: 'ratio' | 'milliseconds' | 'candles' | 'currency';
  /** Of each value that can be chosen. */
  readonly choices?: Readonly<Record<string, Words>>;
};

const told = (en: string, es: string, helpEn: string, helpEs: string, unit?: Told['unit'], choices?: Told['choices']): Told => ({
  label: { en, es },
  help: { en: helpEn, es: helpEs },
  ...(unit && { unit }),
  ...(choices && { choices }),
});

export const SESSION_WORDS = {
  account: told(
    'Account',
    'Cuenta',
    'Name of the journal that everything is written in. Another name begins another session; the one before stays as it is.',
    'Nombre del diario en que se escribe todo. Otro nombre empieza otra sesión; la anterior se queda como está.',
  ),
  currency: told('Currency', 'Moneda', 'What the account is counted in: USDT, USD, EUR.', 'En qué se cuenta la cuenta: USDT, USD, EUR.'),
  cash: told(
    'Paper money',
    'Dinero simulado',
    'Invented money the session begins with.',
    'Dinero inventado con que empieza la sesión.',
    'currency',
  ),
  risk: told(
    'Risk profile',
    'Perfil de riesgo',
    'The limits every order passes; without a profile nothing is refused.',
    'Los límites que pasa cada orden; sin perfil no se rechaza nada.',
    undefined,
    {
      default: { en: 'Coins (default)', es: 'Criptomonedas (default)' },
      multi_asset: { en: 'Several asset classes (multi_asset)', es: 'Varias clases de activos (multi_asset)' },
      none: { en: 'Without limits (none)', es: 'Sin límites (none)' },
    },
  ),
  feeRatio: told(
    'Fee',
    'Comisión',
    'Of every fill, as a share of its value: 0.001 is 0.1 %.',
    'De cada ejecución, como parte de su valor: 0,001 es el 0,1 %.',
    'ratio',
  ),
  slippageRatio: told(
    'Slippage',
    'Deslizamiento',
    'How much worse than the price an order is filled, as a share of it.',
    'Cuánto peor que el precio se ejecuta una orden, como parte de él.',
    'ratio',
  ),
  latencyMs: told(
    'Way to the venue',
    'Camino al mercado',
    'How long a request takes to the venue, and its answer back.',
    'Cuánto tarda una petición en llegar al mercado, y su respuesta en volver.',
    'milliseconds',
  ),
  speed: told(
    'Speed of the replay',
    'Velocidad de la reproducción',
    'Replayed seconds per second: 120 plays a day in twelve minutes. May change within an account.',
    'Segundos reproducidos por segundo: a 120, un día pasa en doce minutos. Puede cambiar dentro de una cuenta.',
  ),
  seed: told('Seed', 'Semilla', 'Makes what is random come out the same again.', 'Hace que lo aleatorio vuelva a salir igual.'),
  signals: told(
    'Signals from outside',
    'Señales de fuera',
    'Whether signed signals sent to this machine may trade here.',
    'Si las señales firmadas que llegan a este equipo pueden operar aquí.',
  ),
  manualOrders: {
    ...told(
      'Orders by hand',
      'Órdenes manuales',
      'Whether you may open positions by hand. Without it they can still be closed, cancelled and protected.',
      'Si puedes abrir posiciones a mano. Sin ello se pueden cerrar, cancelar y proteger igualmente.',
    ),
    default: true,
  },
  approvals: told(
    'Ask for approval',
    'Pedir aprobación',
    'Whether you are asked for entries that need a yes. They are dropped otherwise.',
    'Si se te pregunta por las entradas que necesitan un sí. Si no, se descartan.',
  ),
  leverage: told('Leverage', 'Apalancamiento', 'Of perpetuals; 1 on spot.', 'De los perpetuos; 1 al contado.'),
  externalTrades: told(
    'Trades made elsewhere',
    'Operaciones hechas fuera',
    'What trades made by hand at the venue become.',
    'Qué pasa con lo que operas a mano en el mercado.',
    undefined,
    {
      refuse: { en: 'Nothing enters until they are settled (refuse)', es: 'No se entra hasta aclararlo (refuse)' },
      adopt: { en: 'They become positions of yours here (adopt)', es: 'Pasan a ser posiciones tuyas aquí (adopt)' },
      close: { en: 'They are closed at once (close)', es: 'Se cierran en el acto (close)' },
    },
  ),
  warmupCandles: told(
    'Candles before the first decision',
    'Velas antes de la primera decisión',
    'Past candles looked up at the venue when the session begins.',
    'Velas pasadas que se piden al mercado cuando empieza la sesión.',
    'candles',
  ),
} as const satisfies Readonly<Record<string, Told>>;
