import { expect, test } from 'vitest';
import { z } from 'zod';
import { decisionSearch } from '../../src/api/archive.ts';
import { tellIssue, tellUnknown } from '../../src/api/unclear.ts';
import { unclearInSpanish } from './unclear.ts';

const told = (schema: z.ZodType, input: unknown) => {
  const { sentence: _, ...pieces } = tellIssue(schema.safeParse(input).error?.issues[0], input);
  return unclearInSpanish({ ...pieces, expected: [...pieces.expected] });
};

test('what was not understood is told in Spanish, without a word of English', () => {
  expect(told(decisionSearch, { outcome: 'nope' })).toBe(
    'En «outcome» se espera uno de estos: approved, refused, y ha llegado "nope". Corrígelo.',
  );
  expect(told(z.object({ limit: z.coerce.number() }), { limit: 'mucho' })).toBe(
    'En «limit» se espera un número y ha llegado "mucho". Corrígelo.',
  );
  expect(told(z.object({ name: z.string() }), {})).toBe('Falta «name»: se espera un texto.');
  expect(told(z.object({ name: z.string().min(3) }), { name: 'a' })).toBe(
    'En «name» se espera como mínimo 3 caracteres y ha llegado "a". Corrígelo.',
  );
  const { sentence: _, ...unknown } = tellUnknown('bogus', ['from', 'to']);
  expect(unclearInSpanish({ ...unknown, expected: [...unknown.expected] })).toBe(
    '«bogus» no existe aquí; se puede usar: from, to. Corrígelo o quítalo.',
  );
});
