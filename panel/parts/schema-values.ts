/** The fields of a form and what is typed into them: as text while it is typed, as values once it is right. */

import type { ParameterField } from '../../src/api/strategies.ts';
import { type Language, plain } from '../i18n/format.ts';
import { fieldText, numberOf, unclearNumber } from '../i18n/typed-number.ts';
import type { Speech } from '../i18n/words.ts';

export interface FormField extends Omit<ParameterField, 'kind' | 'unit' | 'label'> {
  /** Its name in the owner's language, where it has a better one than its own. */
  readonly label?: ParameterField['label'];
  readonly kind: ParameterField['kind'] | 'text';
  readonly unit: ParameterField['unit'] | 'milliseconds';
  /** What each choice is called, where it has a better name than its own. */
  readonly choiceNames?: Readonly<Record<string, { readonly en: string; readonly es: string }>>;
  /** The bound itself is not allowed. */
  readonly isAboveMin?: boolean;
  readonly isBelowMax?: boolean;
  /** It may stay empty, and is left out then. */
  readonly isOptional?: boolean;
}

export type FieldValue = number | string | boolean;
export type FieldValues = Readonly<Record<string, FieldValue>>;
/** By the field's name; a number that is not finished yet is no number. */
export type Typed = Readonly<Record<string, string | boolean>>;

export const textOf = (value: FieldValue, language: Language) => (typeof value === 'number' ? fieldText(value, language) : value);

const isNumber = ({ kind }: FormField) => kind === 'integer' || kind === 'decimal';
const isLeftOut = (field: FormField, typed: string | boolean) =>
  field.isOptional === true && typeof typed === 'string' && typed.trim() === '';

/** Of fields that are right. */
export function valuesOf(fields: readonly FormField[], typed: Typed, language: Language): FieldValues {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const text = typed[field.name] ?? '';
      if (isLeftOut(field, text)) return [];
      return [
        [
          field.name,
          typeof text === 'string' && isNumber(field) ? numberOf(text, language) : typeof text === 'string' ? text.trim() : text,
        ],
      ];
    }),
  );
}

/** What is wrong with what is typed; null where nothing is. */
export function faultOf(field: FormField, typed: string | boolean, speech: Speech): string | null {
  const { words, language } = speech;
  const { kind, choices } = field;
  if (typeof typed === 'boolean' || isLeftOut(field, typed)) return null;
  if (kind === 'choice') return choices.includes(typed) ? null : words.form.choose;
  if (kind === 'text') return typed.trim() === '' ? words.form.needed : null;
  const value = numberOf(typed, language);
  if (Number.isNaN(value)) return unclearNumber(typed, language) ?? words.form.number;
  if (kind === 'integer' && !Number.isInteger(value)) return words.form.whole;
  return boundFault(field, value, speech);
}

/** With both bounds allowed one sentence says both; else the one that is passed. */
function boundFault({ min, max, isAboveMin, isBelowMax }: FormField, value: number, { words, language }: Speech): string | null {
  const text = (bound: number) => plain(language, bound, 8);
  const isTooSmall = min !== null && (isAboveMin ? value <= min : value < min);
  const isTooBig = max !== null && (isBelowMax ? value >= max : value > max);
  if (!isTooSmall && !isTooBig) return null;
  if (min !== null && max !== null && !isAboveMin && !isBelowMax) return words.form.between(text(min), text(max));
  if (min !== null && isTooSmall) return isAboveMin ? words.form.moreThan(text(min)) : words.form.atLeast(text(min));
  return isBelowMax ? words.form.lessThan(text(max ?? 0)) : words.form.atMost(text(max ?? 0));
}

/** What may stand there, in a few words; empty where everything may, or the help has to say it. */
export function rangeOf({ min, max, isAboveMin, isBelowMax }: FormField, { words, language }: Speech): string {
  if (min === null || max === null || isAboveMin || isBelowMax) return '';
  return words.form.range(plain(language, min, 8), plain(language, max, 8));
}
