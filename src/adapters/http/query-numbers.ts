/** A number that is asked for with an empty text is none: by itself it would be read as 0. */

import type { FastifySchemaCompiler } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';

export const strictValidatorCompiler: FastifySchemaCompiler<z.ZodType> = (order) => {
  const validate = validatorCompiler(order);
  if (order.httpPart !== 'querystring') return validate;
  const numbers = numbersIn(order.schema);
  return (query: Readonly<Record<string, unknown>>) =>
    validate(
      Object.fromEntries(Object.entries(query).map(([name, value]) => [name, value === '' && numbers.has(name) ? Number.NaN : value])),
    );
};

function numbersIn(schema: z.ZodType): ReadonlySet<string> {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const isNumber = (property: unknown) => ['integer', 'number'].includes(String((property as { type?: unknown }).type));
  return new Set(Object.entries(properties).flatMap(([name, property]) => (isNumber(property) ? [name] : [])));
}
