/** Sentences as runs have them on record, and the labels that stand in the form. */

import { expect, test } from 'vitest';
import { withFields } from './field-names.ts';
import { researchEn } from './words-en.ts';
import { researchEs } from './words-es.ts';

test('a warning names the fields of the form instead of options, in both languages', () => {
  expect(withFields('--fee was not given: 0.001 (0.1 % of each fill) is assumed', researchEn)).toBe(
    '“Fee” was not given: 0.001 (0.1 % of each fill) is assumed',
  );
  expect(withFields('no se dio --slippage: se supone 0,0005 (0,05 % del precio)', researchEs)).toBe(
    'no se dio «Deslizamiento»: se supone 0,0005 (0,05 % del precio)',
  );
  expect(withFields('no risk limits were applied: --risk default shows what they would have done', researchEn)).toBe(
    'no risk limits were applied: “Risk profile: Default limits” shows what they would have done',
  );
  expect(withFields('no se aplicaron límites de riesgo: --risk default enseña qué habrían hecho', researchEs)).toBe(
    'no se aplicaron límites de riesgo: «Perfil de riesgo: Límites por defecto» enseña qué habrían hecho',
  );
  expect(withFields('una serie guardada (--symbol) toma los tramos', researchEs)).toBe(
    'una serie guardada («Datos: Guardados aquí») toma los tramos',
  );
});

test('an option that the form has no field for stays as it is', () => {
  expect(withFields('see --latency 40', researchEn)).toBe('see --latency 40');
});
