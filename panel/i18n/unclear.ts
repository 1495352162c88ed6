/** What the server did not understand, in Spanish: made of the pieces of its problem, as its sentence is English. */

import type { Problem } from '../../src/api/problem.ts';

const KINDS: Readonly<Record<string, string>> = {
  'a text': 'un texto',
  'a number': 'un número',
  'a whole number': 'un número entero',
  'true or false': 'sí o no',
  'a list': 'una lista',
  'an object': 'un objeto',
  'a value': 'un valor',
};

const wordsOf = (expected: readonly string[]) =>
  expected.map((each) => KINDS[each] ?? each.replace(/ characters$/, ' caracteres').replace(/ entries$/, ' elementos')).join(', ');

export function unclearInSpanish({ field, rule, expected, found }: NonNullable<Problem['unclear']>): string {
  const where = field === '' ? 'la petición' : `«${field}»`;
  const came = found === null ? 'otra cosa' : found;
  const wanted = wordsOf(expected);
  switch (rule) {
    case 'missing':
      return `Falta ${where}${expected.every((each) => each in KINDS) ? `: se espera ${wanted}` : ''}.`;
    case 'unknown':
      return `${where} no existe aquí${wanted === '' ? '' : `; se puede usar: ${wanted}`}. Corrígelo o quítalo.`;
    case 'kind':
      return `En ${where} se espera ${wanted} y ha llegado ${came}. Corrígelo.`;
    case 'choice':
      return `En ${where} se espera ${expected.length > 1 ? `uno de estos: ${wanted}` : wanted}, y ha llegado ${came}. Corrígelo.`;
    case 'least':
      return `En ${where} se espera como mínimo ${wanted} y ha llegado ${came}. Corrígelo.`;
    case 'most':
      return `En ${where} se espera como máximo ${wanted} y ha llegado ${came}. Corrígelo.`;
    case 'other':
      return `En ${where} se espera otro valor y ha llegado ${came}. Corrígelo.`;
  }
}
