/** The plain fields of a session, out of its JSON schema, as a form draws them; and their values in and out of a session's content. */

import type { FieldValues, FormField } from '../../parts/schema-values.ts';

interface Node {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly examples?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly label?: { readonly en: string; readonly es: string };
  readonly help?: { readonly en: string; readonly es: string };
  readonly unit?: string;
  readonly choices?: FormField['choiceNames'];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
}

type Content = Readonly<Record<string, unknown>>;

/** Those with a name for the owner: `paper.cash` for one inside another. What they are begun with is the default, else what the session has. */
export function fieldsOfSchema(schema: Content, session: Content): readonly FormField[] {
  const { properties = {}, required = [] } = schema as Node;
  const values = valuesIn(session);
  return Object.entries(properties).flatMap(([name, node]) =>
    node.properties && node.label === undefined
      ? Object.entries(node.properties).flatMap(([inner, each]) =>
          fieldOf(`${name}.${inner}`, each, node.required?.includes(inner) ?? false, values),
        )
      : fieldOf(name, node, required.includes(name), values),
  );
}

function fieldOf(name: string, node: Node, isRequired: boolean, values: FieldValues): FormField[] {
  const { label, help } = node;
  if (label === undefined || help === undefined) return [];
  const choices = [...(node.enum ?? node.examples ?? [])].map(String);
  const kind =
    choices.length > 0
      ? 'choice'
      : node.type === 'boolean'
        ? 'boolean'
        : node.type === 'integer'
          ? 'integer'
          : node.type === 'number'
            ? 'decimal'
            : 'text';
  const value = values[name];
  const fallback = kind === 'boolean' ? false : '';
  const unit = node.unit === 'ratio' || node.unit === 'candles' || node.unit === 'milliseconds' ? node.unit : null;
  return [
    {
      ...{ name, kind, label, help, unit, step: null },
      default: (node.default as FormField['default'] | undefined) ?? value ?? fallback,
      min: bounded(node.minimum ?? node.exclusiveMinimum),
      max: bounded(node.maximum ?? node.exclusiveMaximum),
      isAboveMin: node.minimum === undefined && node.exclusiveMinimum !== undefined,
      isBelowMax: node.maximum === undefined && node.exclusiveMaximum !== undefined,
      choices: value === undefined || choices.includes(String(value)) ? choices : [String(value), ...choices],
      ...(node.choices && { choiceNames: node.choices }),
      isOptional: !isRequired && node.default === undefined && kind !== 'boolean',
    },
  ];
}

/** The bounds of every whole number say nothing. */
const bounded = (bound: number | undefined) => (bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? null : bound);

/** Plain values, also one level down. */
export function valuesIn(session: Content): FieldValues {
  return Object.fromEntries(
    Object.entries(session).flatMap(([name, value]) => {
      if (isPlain(value)) return [[name, value]];
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
      return Object.entries(value).flatMap(([inner, each]) => (isPlain(each) ? [[`${name}.${inner}`, each]] : []));
    }),
  );
}

const isPlain = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** The content with these values; what is left out of them is left out of it. */
export function withValues(session: Content, fields: readonly FormField[], values: FieldValues): Content {
  const next: Record<string, unknown> = { ...session };
  for (const { name, kind, default: byItself } of fields) {
    const [outer = '', inner] = name.split('.');
    const given = kind === 'boolean' && values[name] === byItself && !(name in valuesIn(session)) ? undefined : values[name];
    if (inner === undefined) next[outer] = given;
    else next[outer] = { ...(next[outer] as object | undefined), [inner]: given };
  }
  return JSON.parse(JSON.stringify(next)) as Content;
}
