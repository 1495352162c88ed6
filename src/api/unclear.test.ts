import { expect, test } from 'vitest';
import { z } from 'zod';
import { decisionSearch } from './archive.ts';
import { tellIssue } from './unclear.ts';

const told = (schema: z.ZodType, input: unknown, hasSecrets = false) =>
  tellIssue(schema.safeParse(input).error?.issues[0], input, { hasSecrets }).sentence;

test('a choice, a bound, a missing field and an unknown one are told with what to do', () => {
  expect(told(z.object({ side: z.enum(['buy', 'sell']) }), { side: 'bought' })).toBe(
    'side: expected one of buy, sell, found "bought"; correct it',
  );
  expect(told(z.object({ lot: z.number().min(2) }), { lot: 1 })).toBe('lot: expected at least 2, found 1; correct it');
  expect(told(z.object({ lot: z.number().gt(2) }), { lot: 1 })).toBe('lot: expected more than 2, found 1; correct it');
  expect(told(z.object({ a: z.object({ lot: z.number() }) }), { a: {} })).toBe('a.lot: expected a number, found nothing; give it');
  expect(told(z.strictObject({}), { more: 1 })).toBe('more: expected no such field, found an unknown name; correct or leave it out');
  expect(told(z.number(), 'x')).toBe('the request: expected a number, found "x"; correct it');
});

test('of what comes in kinds the kinds are told, also where none came', () => {
  const schema = z.discriminatedUnion('kind', [z.object({ kind: z.literal('pause') }), z.object({ kind: z.enum(['kill', 'reset']) })]);
  expect(told(schema, { kind: 'stop' })).toBe('kind: expected one of pause, kill, reset, found "stop"; correct it');
  expect(told(schema, {})).toBe('kind: expected one of pause, kill, reset, found nothing; give it');
});

test('one is no many', () => {
  expect(told(z.string().min(1), ' '.trim())).toContain('expected 1 character, found nothing');
  expect(told(z.array(z.number()).max(1), [1, 2])).toBe('the request: expected at most 1 entry, found a list of 2; correct it');
});

test('of a list in an address the value that is wrong is told', () => {
  expect(told(decisionSearch, { outcome: 'refused,nope' })).toBe('outcome: expected one of approved, refused, found "nope"; correct it');
});

test('what may be a secret is told by its length, and words of a schema are kept', () => {
  const schema = z.object({ password: z.string().regex(/^z/, 'expected a word with a z') });
  expect(told(schema, { password: 'four grey herons' }, true)).toBe('password: expected a word with a z, found 16 characters; correct it');
});
