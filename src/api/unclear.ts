/** What a schema has against an input, as one sentence of the house: where, what was expected, what came, what to do; and the same in pieces, for other languages. */

import type { z } from 'zod';

export const UNCLEAR_RULES = ['missing', 'unknown', 'kind', 'choice', 'least', 'most', 'other'] as const;

export interface Unclear {
  /** `limit`, `session.ladder.dayStop`; empty for the input as a whole. */
  readonly field: string;
  readonly rule: (typeof UNCLEAR_RULES)[number];
  /** The kind, the choices, the bound; in words where the rule is `other`. */
  readonly expected: readonly string[];
  /** As it came; null where nothing came, and where it may be a secret. */
  readonly found: string | null;
  readonly sentence: string;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  nan: 'a number',
};
/** What a bound counts, one and many of them. */
const UNITS: Readonly<Record<string, readonly [string, string]>> = {
  string: [' character', ' characters'],
  array: [' entry', ' entries'],
  set: [' entry', ' entries'],
};
const LONGEST_FOUND = 60;

type Issue = z.core.$ZodIssue;
/** `options`: of a union told apart by one field; zod gives them and its types do not say so. */
type UnionIssue = z.core.$ZodIssueInvalidUnion & { readonly options?: readonly unknown[] };

/** `hasSecrets`: texts that came are told by their length alone, as one of them may be a password. */
export function tellIssue(issue: Issue | undefined, input: unknown, { hasSecrets = false } = {}): Unclear {
  if (!issue) return sentenceOf('', 'other', ['another input'], null);
  const path = issue.path.map(String);
  const value = valueAt(input, path);
  // The place in a list that an address writes as one text is nobody's concern.
  const at = typeof valueAt(input, path.slice(0, 1)) === 'string' ? path.slice(0, 1) : path;
  const field = at.join('.');
  if (issue.code === 'unrecognized_keys') return sentenceOf([...at, issue.keys[0]].join('.'), 'unknown', [], null);
  if (value === undefined || value === '') return sentenceOf(field, 'missing', expectedBy(issue)[1], null);
  const [rule, expected] = expectedBy(issue);
  return sentenceOf(field, rule, expected, foundIn(value, hasSecrets));
}

/** Of a question whose names are all known beforehand. */
export function tellUnknown(name: string, known: readonly string[]): Unclear {
  return sentenceOf(name, 'unknown', known, null);
}

function sentenceOf(field: string, rule: Unclear['rule'], expected: readonly string[], found: string | null): Unclear {
  const where = field || 'the request';
  const wanted = expected.length > 1 ? `one of ${expected.join(', ')}` : expected.join(', ');
  const came = found === null ? 'another value' : found;
  const sentence = {
    missing: () => `${where}: expected ${wanted || 'a value'}, found nothing; give it`,
    unknown: () =>
      `${where}: expected ${expected.length > 0 ? `one of ${expected.join(', ')}` : 'no such field'}, found an unknown name; correct or leave it out`,
    least: () => `${where}: expected at least ${wanted}, found ${came}; correct it`,
    most: () => `${where}: expected at most ${wanted}, found ${came}; correct it`,
  };
  const told = rule in sentence ? sentence[rule as keyof typeof sentence]() : `${where}: expected ${wanted}, found ${came}; correct it`;
  return { field, rule, expected, found, sentence: told };
}

function expectedBy(issue: Issue): [rule: Unclear['rule'], expected: string[]] {
  // Words of a schema's own say more than its kind.
  const own = /^(?:expected|expects) (.+?)(?:, found .*)?$/is.exec(issue.message)?.[1];
  if (own !== undefined) return ['other', [own]];
  switch (issue.code) {
    case 'invalid_type':
      return ['kind', [KINDS[issue.expected] ?? issue.expected]];
    case 'invalid_value':
      return ['choice', issue.values.map(String)];
    case 'too_small':
      return issue.inclusive === false
        ? ['other', [`more than ${counted(issue.minimum, issue.origin)}`]]
        : ['least', [counted(issue.minimum, issue.origin)]];
    case 'too_big':
      return issue.inclusive === false
        ? ['other', [`less than ${counted(issue.maximum, issue.origin)}`]]
        : ['most', [counted(issue.maximum, issue.origin)]];
    case 'not_multiple_of':
      return ['other', [`a multiple of ${issue.divisor}`]];
    case 'invalid_format':
      return ['other', [issue.format === 'regex' ? `a text of the form ${issue.pattern}` : `a text of the form ${issue.format}`]];
    case 'invalid_union':
      return unionOf(issue);
    default:
      return ['other', [/^Invalid/.test(issue.message) ? 'another value' : issue.message]];
  }
}

/** The kinds, where there is none such; else what each of the possibilities would have taken, where they are few. */
function unionOf({ errors, options }: UnionIssue): [Unclear['rule'], string[]] {
  if (options) return ['choice', options.map(String)];
  const each = errors.flatMap(([first]) => (first && first.path.length === 0 ? expectedBy(first)[1] : []));
  return each.length === 0 ? ['other', ['another value']] : ['other', [[...new Set(each)].join(' or ')]];
}

function counted(count: number | bigint, origin: string): string {
  const [one, many] = UNITS[origin] ?? ['', ''];
  return `${count}${count === 1 ? one : many}`;
}

/** An address writes a list as one text with commas. */
function valueAt(input: unknown, path: readonly string[]): unknown {
  let value = input;
  for (const name of path) {
    if (typeof value === 'string') return value.split(',')[Number(name)] ?? value;
    value =
      value !== null && typeof value === 'object' && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  }
  return value;
}

function foundIn(value: unknown, hasSecrets: boolean): string {
  if (typeof value === 'string' && hasSecrets) return `${value.length} characters`;
  if (value !== null && typeof value === 'object') return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_FOUND ? `${text.slice(0, LONGEST_FOUND)}…` : text;
}
