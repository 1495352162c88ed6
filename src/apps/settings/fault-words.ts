/** What can be wrong with a session, in the words of the interface and in Spanish, for a page that shows it beside its field. */

export interface FaultWords {
  readonly message: string;
  readonly spanish: string;
}

const told = (expected: string, found: string, se: string, hay: string): FaultWords => ({
  message: `expected ${expected}, found ${found}`,
  spanish: `Se esperaba ${se} y hay ${hay}.`,
});

/** As a Spanish reader writes it. */
const comma = (figure: unknown) => `${figure}`.replace(/^(-?\d+)\.(\d+)$/, '$1,$2');

export const FAULTS = {
  unknownSetting: {
    message: 'expected no such setting, found it; take it out',
    spanish: 'Ese ajuste no existe: quítalo.',
  },
  none: { message: 'expected at least one, found none', spanish: 'Hace falta uno al menos, y no hay ninguno.' },
  url: (found: string) => told('an address such as http://127.0.0.1:8600', found, 'una dirección como http://127.0.0.1:8600', found),
  atLeast: (minimum: unknown, found: string) => told(`${minimum} or more`, found, `${comma(minimum)} o más`, comma(found)),
  moreThan: (minimum: unknown, found: string) => told(`more than ${minimum}`, found, `más de ${comma(minimum)}`, comma(found)),
  atMost: (maximum: unknown, found: string) => told(`at most ${maximum}`, found, `${comma(maximum)} como mucho`, comma(found)),
  lessThan: (maximum: unknown, found: string) => told(`less than ${maximum}`, found, `menos de ${comma(maximum)}`, comma(found)),
  lossOfNothing: {
    message: 'expected a loss of more than 0, found 0, at which it would act at once; to stop trading, pause it',
    spanish: 'Tiene que ser una pérdida mayor que 0: con 0 actuaría en el acto. Para dejar de operar, pausa.',
  },
  looser: (builtIn: unknown, found: unknown) =>
    told(`${builtIn} or stricter`, `${found}`, `${comma(builtIn)} o más estricto`, comma(found)),
  riskProfile: (found: string) => told('a risk profile', found, 'un perfil de riesgo: default, multi_asset o none', found),
  sample: (known: string, found: string) => told(`a sample among ${known}`, found, `una muestra de estas: ${known}`, found),
  address: (found: string): FaultWords => ({
    message: `expected an address of this machine, found ${found}; another is named on the host alone, with --config`,
    spanish: `Se esperaba una dirección de este equipo y hay ${found}. Otra solo se nombra en el propio equipo, con --config.`,
  }),
  exchange: (found: string) =>
    told('the ccxt id of an exchange, such as binance or okx', found, 'el identificador de un mercado en ccxt, como binance u okx,', found),
  noSymbol: told(
    'the symbol of an instrument, as the exchange writes it',
    'nothing',
    'el símbolo de un instrumento, como lo escribe el mercado,',
    'un campo vacío',
  ),
  noName: told('the name it has here', 'nothing', 'el nombre que tiene aquí', 'un campo vacío'),
  instrument: (known: string, found: string) =>
    told(`one of the session's instruments (${known})`, found, `un instrumento de la sesión (${known})`, found),
  timeframe: (found: string) => told('a timeframe', found, 'una duración de vela, como 1m, 15m, 1h, 4h o 1d,', found),
  strategyPath: (found: string): FaultWords => ({
    message: `expected a strategy of the folder strategies, found the path ${found}; a file elsewhere is named on the host alone, with --config`,
    spanish: `Se esperaba una estrategia de la carpeta strategies y hay la ruta ${found}. Un archivo de otro sitio solo se nombra en el propio equipo, con --config.`,
  }),
  strategy: (known: string, found: string) => told(`a strategy among ${known}`, found, `una estrategia de estas: ${known}`, found),
  notLoaded: (id: string, why: string): FaultWords => ({
    message: `${id} does not load`,
    spanish: `La estrategia ${id} no carga. Dice: ${why}`,
  }),
  parameter: (known: string, found: string) =>
    told(`a parameter among ${known || 'none'}`, found, known === '' ? 'ningún parámetro' : `un parámetro de estos: ${known}`, found),
  yesOrNo: (found: string) => told('true or false', found, 'true o false', found),
  choice: (known: string, found: string) => told(`one of ${known}`, found, `uno de ${known}`, found),
  number: (isWhole: boolean, min: string, max: string, found: string) =>
    told(
      `a ${isWhole ? 'whole ' : ''}number from ${min} to ${max}`,
      found,
      `un número ${isWhole ? 'entero ' : ''}de ${comma(min)} a ${comma(max)}`,
      comma(found),
    ),
  otherAccount: (account: string, free: string) =>
    told(
      'another account for another session',
      account,
      'otra cuenta para otra sesión',
      `${account}, cuyo diario se empezó con otra cosa; toma ${free}, o vuelve a lo que había`,
    ),
} as const;

/** Sentences that the schemas carry themselves. */
const OF_SCHEMAS: readonly (readonly [sentence: RegExp, spanish: string])[] = [
  [/^expected 1 to 64 of .+$/, 'Se esperaban de 1 a 64 caracteres de a-z 0-9 . _ - que empiecen por letra o cifra.'],
  [/^expected 2 to 10 capitals.+$/, 'Se esperaban de 2 a 10 mayúsculas o cifras, como USDT.'],
  [/^expected three addresses.+$/, 'Se esperaban tres direcciones (rest, publicStreams, privateStreams) y hay una para todo.'],
  [/^expected each id once, found (.+) twice$/, 'Cada nombre va una sola vez, y $1 está dos.'],
  [/^expected each symbol once, found (.+) twice$/, 'Cada símbolo va una sola vez, y $1 está dos.'],
  [/^expected a paper account.+$/, 'Se esperaba una cuenta de papel (DU…) de un simulador y hay otra.'],
];

/** Of an issue that has no words of ours. */
export function schemaWords(message: string): FaultWords {
  const known = OF_SCHEMAS.find(([sentence]) => sentence.test(message));
  return { message, spanish: known ? message.replace(...known) : `No vale lo que hay. Dice: ${message}` };
}
