/** Reads what is asked by its schema: names that a question does not know are refused, and a number is one in plain decimal notation: an empty text is none, nor are 0x10 and 1e9. */

import type { FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import { tellIssue, tellUnknown, type Unclear } from '../../api/unclear.ts';
import { notUnderstood } from './problems.ts';

type Named = Readonly<Record<string, unknown>>;
type Reading<T> = { readonly value: T; readonly unclear?: undefined } | { readonly unclear: Unclear };

const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

export const strictValidatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  if (httpPart === 'querystring' || httpPart === 'params') {
    const read = strictReader(schema);
    return (input: Named) => {
      const { unclear, ...rest } = read(input);
      return unclear === undefined ? rest : { error: notUnderstood(unclear) };
    };
  }
  return (input: unknown) => {
    const result = schema.safeParse(input);
    return result.success
      ? { value: result.data }
      : { error: notUnderstood(tellIssue(result.error.issues[0], input, { hasSecrets: httpPart === 'body' })) };
  };
};

/** For what comes as texts by their names, in an address. */
export function strictReader<T extends z.ZodType>(schema: T): (named: Named) => Reading<z.infer<T>> {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const isNumber = (name: string) => ['integer', 'number'].includes(String((properties[name] as { type?: unknown }).type));
  const plainly = (name: string, value: unknown) =>
    isNumber(name) && !(typeof value === 'string' && PLAIN_NUMBER.test(value)) ? Number.NaN : value;
  return (named) => {
    const unknown = Object.keys(named).find((name) => !Object.hasOwn(properties, name));
    if (unknown !== undefined) return { unclear: tellUnknown(unknown, Object.keys(properties)) };
    const result = schema.safeParse(Object.fromEntries(Object.entries(named).map(([name, value]) => [name, plainly(name, value)])));
    return result.success ? { value: result.data } : { unclear: tellIssue(result.error.issues[0], named) };
  };
}
