/** Reads what is asked by its schema: names that a question does not know are refused, and a number given as an empty text is none, not 0. */

import type { FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import { tellIssue, tellUnknown } from '../../api/unclear.ts';
import { notUnderstood } from './problems.ts';

export const strictValidatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const isBody = httpPart === 'body';
  const read = (input: unknown, given = input) => {
    const result = schema.safeParse(input);
    return result.success
      ? { value: result.data }
      : { error: notUnderstood(tellIssue(result.error.issues[0], given, { hasSecrets: isBody })) };
  };
  if (httpPart !== 'querystring') return (input: unknown) => read(input);
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const isNumber = (name: string) => ['integer', 'number'].includes(String((properties[name] as { type?: unknown }).type));
  return (query: Readonly<Record<string, unknown>>) => {
    const unknown = Object.keys(query).find((name) => !Object.hasOwn(properties, name));
    if (unknown !== undefined) return { error: notUnderstood(tellUnknown(unknown, Object.keys(properties))) };
    const named = Object.entries(query).map(([name, value]) => [name, value === '' && isNumber(name) ? Number.NaN : value]);
    return read(Object.fromEntries(named), query);
  };
};
