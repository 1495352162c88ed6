/** A form from a table of parameters: help, unit, range, what is wrong, and back to the default. The same table the strategy, the optimiser and the reference page use. */

import { type ReactNode, useId, useState } from 'react';
import type { ParameterField } from '../../src/api/strategies.ts';
import { plain } from '../i18n/format.ts';
import { type Speech, useSpeech } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

export type FieldValue = number | string | boolean;
export type FieldValues = Readonly<Record<string, FieldValue>>;

export function SchemaForm({
  fields,
  values,
  onSubmit,
  submit,
  isBusy = false,
  children,
}: {
  fields: readonly ParameterField[];
  /** Values other than the defaults. */
  values?: FieldValues;
  onSubmit: (values: FieldValues) => void;
  /** The verb of the button. */
  submit: string;
  isBusy?: boolean;
  children?: ReactNode;
}) {
  const speech = useSpeech();
  const { words } = speech;
  // As typed: a number that is not finished yet is no number.
  const [typed, setTyped] = useState<Readonly<Record<string, string | boolean>>>(() =>
    Object.fromEntries(fields.map((field) => [field.name, textOf(values?.[field.name] ?? field.default)])),
  );
  const [isChecked, setChecked] = useState(false);
  const faults = new Map(fields.map((field) => [field.name, faultOf(field, typed[field.name] ?? '', speech)]));
  const isFaulty = [...faults.values()].some((fault) => fault !== null);
  const set = (name: string, value: string | boolean) => setTyped((before) => ({ ...before, [name]: value }));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if (!isFaulty) onSubmit(Object.fromEntries(fields.map((field) => [field.name, valueOf(field, typed[field.name] ?? '')])));
      }}
    >
      <div className="grid grid-cols-2 gap-x-5 gap-y-4 phone:grid-cols-1">
        {fields.map((field) => (
          <FieldRow
            key={field.name}
            field={field}
            typed={typed[field.name] ?? ''}
            fault={faults.get(field.name) ?? null}
            isChecked={isChecked}
            onChange={(value) => set(field.name, value)}
          />
        ))}
      </div>
      {children}
      <div className="mt-5 flex flex-wrap items-center gap-3">
        <Button type="submit" manner="primary" disabled={isBusy}>
          {submit}
        </Button>
        <Button onClick={() => setTyped(Object.fromEntries(fields.map((field) => [field.name, textOf(field.default)])))}>
          {words.form.resetAll}
        </Button>
        {isChecked && isFaulty && (
          <span role="alert" className="text-danger">
            {words.form.faulty([...faults.values()].filter((fault) => fault !== null).length)}
          </span>
        )}
      </div>
    </form>
  );
}

const textOf = (value: FieldValue) => (typeof value === 'boolean' ? value : String(value));

/** A comma is a decimal sign too. */
const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text.replace(',', '.')));

function valueOf({ kind }: ParameterField, typed: string | boolean): FieldValue {
  return typeof typed === 'string' && (kind === 'integer' || kind === 'decimal') ? numberOf(typed) : typed;
}

function faultOf({ kind, min, max, choices }: ParameterField, typed: string | boolean, { words, language }: Speech): string | null {
  if (typeof typed === 'boolean') return null;
  if (kind === 'choice') return choices.includes(typed) ? null : words.form.choose;
  const value = numberOf(typed);
  if (Number.isNaN(value)) return words.form.number;
  if (kind === 'integer' && !Number.isInteger(value)) return words.form.whole;
  const isOutside = (min !== null && value < min) || (max !== null && value > max);
  return isOutside ? words.form.between(plain(language, min, 8), plain(language, max, 8)) : null;
}

const FIELD = 'h-control w-full min-w-0 rounded-m border bg-surface px-2.5 text-text';

function FieldRow({
  field,
  typed,
  fault,
  isChecked,
  onChange,
}: {
  field: ParameterField;
  typed: string | boolean;
  fault: string | null;
  isChecked: boolean;
  onChange: (value: string | boolean) => void;
}) {
  const { words, language } = useSpeech();
  const id = useId();
  const [isLeft, setLeft] = useState(false);
  const shown = isLeft || isChecked ? fault : null;
  const isDefault = typed === textOf(field.default);
  const described = { id, 'aria-describedby': `${id}-help`, 'aria-invalid': shown !== null, onBlur: () => setLeft(true) };
  const border = shown === null ? 'border-field' : 'border-danger';
  const range =
    field.min === null || field.max === null ? '' : words.form.range(plain(language, field.min, 8), plain(language, field.max, 8));
  return (
    <div className="min-w-0">
      <div className="flex items-center gap-2 pb-1">
        <label htmlFor={id} className="font-medium">
          {field.name}
          {field.unit && <span className="font-normal text-muted"> ({words.form.units[field.unit]})</span>}
        </label>
        {!isDefault && (
          <button
            type="button"
            className="ml-auto inline-flex cursor-pointer items-center gap-1 text-12 text-accent hover:underline"
            onClick={() => onChange(textOf(field.default))}
          >
            <Icon name="undo" className="size-3" />
            {words.form.reset(String(field.default))}
          </button>
        )}
      </div>
      {field.kind === 'boolean' ? (
        <input
          {...described}
          type="checkbox"
          checked={typed === true}
          className="size-5 accent-accent-solid"
          onChange={(event) => onChange(event.target.checked)}
        />
      ) : field.kind === 'choice' ? (
        <select {...described} value={String(typed)} className={`${FIELD} ${border}`} onChange={(event) => onChange(event.target.value)}>
          {field.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (
        <input
          {...described}
          type="text"
          inputMode={field.kind === 'integer' ? 'numeric' : 'decimal'}
          value={String(typed)}
          className={`${FIELD} ${border} text-right`}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <p id={`${id}-help`} className="pt-1 text-12 text-muted">
        {shown !== null && <b className="block font-medium text-danger">{shown}</b>}
        {[field.help[language], range].filter((part) => part !== '').join(' · ')}
      </p>
    </div>
  );
}
