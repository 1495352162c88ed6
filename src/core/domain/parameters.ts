/** Parameter schemas: one table per strategy or indicator is validation, form, search space and reference page. */

import { InputError } from './result.ts';

export interface Words {
  readonly en: string;
  readonly es: string;
}

/** What was written in one language alone says the same in both. */
export const inBoth = (words: Words | string): Words => (typeof words === 'string' ? { en: words, es: words } : words);

interface Described {
  /** What an owner calls it; its identifier where there is none. */
  readonly label?: Words;
  readonly help: Words | string;
}

export interface IntegerParameter extends Described {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly default: number;
}
export interface DecimalParameter extends Described {
  readonly kind: 'decimal';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly default: number;
}
export interface BooleanParameter extends Described {
  readonly kind: 'boolean';
  readonly default: boolean;
}
export interface ChoiceParameter<C extends string = string> extends Described {
  readonly kind: 'choice';
  readonly choices: readonly C[];
  readonly default: C;
}
export type Parameter = IntegerParameter | DecimalParameter | BooleanParameter | ChoiceParameter;
export type ParameterTable = Readonly<Record<string, Parameter>>;

/** The values a strategy receives: one readonly property per parameter, with its type. */
export type ParameterValues<T extends ParameterTable> = {
  readonly [K in keyof T]: T[K] extends BooleanParameter ? boolean : T[K] extends ChoiceParameter<infer C> ? C : number;
};

export function integer(options: {
  min: number;
  max: number;
  default: number;
  step?: number;
  label?: Words;
  help: Words | string;
}): IntegerParameter {
  return { kind: 'integer', step: 1, ...options };
}
export function decimal(options: {
  min: number;
  max: number;
  default: number;
  step?: number;
  label?: Words;
  help: Words | string;
}): DecimalParameter {
  return { kind: 'decimal', step: (options.max - options.min) / 20, ...options };
}
export function boolean(options: { default: boolean; label?: Words; help: Words | string }): BooleanParameter {
  return { kind: 'boolean', ...options };
}
export function choice<const C extends string>(options: {
  choices: readonly C[];
  default: NoInfer<C>;
  label?: Words;
  help: Words | string;
}): ChoiceParameter<C> {
  return { kind: 'choice', ...options };
}

/**
 * Completes given values with defaults and checks every one against its schema.
 * `given` may hold text (from a command line) or values. Unknown names, wrong types and values out of range
 * are InputError PARAMETER_UNKNOWN / PARAMETER_INVALID / PARAMETER_RANGE naming what was expected.
 */
export function resolveParameters<T extends ParameterTable>(
  table: T,
  given: Readonly<Record<string, unknown>>,
  owner: string,
): ParameterValues<T> {
  for (const name of Object.keys(given)) {
    if (!(name in table)) {
      throw new InputError(
        'PARAMETER_UNKNOWN',
        `${owner} has no parameter "${name}"; it has: ${Object.keys(table).join(', ') || 'none'}`,
        2,
        {
          said: {
            en: `There is no parameter ${name}; there are: ${Object.keys(table).join(', ') || 'none'}.`,
            es: `No hay ningún parámetro ${name}; los que hay: ${Object.keys(table).join(', ') || 'ninguno'}.`,
          },
        },
      );
    }
  }
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(table)) {
    values[name] = name in given ? readParameter(owner, name, parameter, given[name]) : parameter.default;
  }
  return values as ParameterValues<T>;
}

function readParameter(owner: string, name: string, parameter: Parameter, value: unknown): unknown {
  const fault = (expected: string, inSpanish: string, code = 'PARAMETER_INVALID', found = JSON.stringify(value)) =>
    new InputError(code, `${owner} parameter "${name}": expected ${expected}, found ${found}`, 2, {
      said: { en: `${name}: expected ${expected}, found ${found}.`, es: `${name}: se espera ${inSpanish} y hay ${found}.` },
    });
  switch (parameter.kind) {
    case 'boolean':
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false') return false;
      throw fault('true or false', 'true o false');
    case 'choice': {
      if (parameter.choices.includes(value as string)) return value;
      const choices = parameter.choices.join(', ');
      throw fault(`one of ${choices}`, `uno de ${choices}`);
    }
    default: {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      const isWhole = parameter.kind === 'integer';
      if (typeof number !== 'number' || !Number.isFinite(number) || (isWhole && !Number.isInteger(number)))
        throw isWhole ? fault('a whole number', 'un número entero') : fault('a number', 'un número');
      const { min, max } = parameter;
      if (number < min || number > max) throw fault(`${min} to ${max}`, `de ${comma(min)} a ${comma(max)}`, 'PARAMETER_RANGE', `${number}`);
      return number;
    }
  }
}

/** As a Spanish reader writes it. */
const comma = (figure: number) => `${figure}`.replace('.', ',');
