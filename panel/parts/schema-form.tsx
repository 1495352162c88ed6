/** A form from a table of parameters: help, unit, range, what is wrong, and back to the default. The same table the strategy, the optimiser and the reference page use. */

import { type ReactNode, useId, useState } from 'react';
import { type Speech, useSpeech } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { type FieldValues, type FormField, faultOf, rangeOf, type Typed, textOf, valuesOf } from './schema-values.ts';

export type { FieldValues };

export function SchemaForm({
  fields,
  values,
  onSubmit,
  submit,
  isBusy = false,
  refused = {},
  typedBefore,
  onType,
  before,
  children,
}: {
  fields: readonly FormField[];
  /** Values other than the defaults. */
  values?: FieldValues;
  onSubmit: (values: FieldValues) => void;
  /** The verb of the button. */
  submit: string;
  isBusy?: boolean;
  /** What the server has said against a value, by the field's name: shown until the field is changed. */
  refused?: Readonly<Record<string, string>>;
  /** What was typed into it when it was last open. */
  typedBefore?: Typed | undefined;
  /** Everything as it is typed now; null where it is as it was begun. */
  onType?: (typed: Typed | null) => void;
  /** Above the fields. */
  before?: ReactNode;
  children?: ReactNode;
}) {
  const speech = useSpeech();
  const { words, language } = speech;
  const [begun] = useState<Typed>(() =>
    Object.fromEntries(fields.map((field) => [field.name, textOf(values?.[field.name] ?? field.default, language)])),
  );
  // As typed: a number that is not finished yet is no number.
  const [typed, setTyped] = useState<Typed>({ ...begun, ...typedBefore });
  const type = (next: Typed) => {
    setTyped(next);
    onType?.(Object.entries(next).every(([name, value]) => value === begun[name]) ? null : next);
  };
  const [isChecked, setChecked] = useState(false);
  // The refusals a changed field has answered to.
  const [answered, setAnswered] = useState<{ readonly to: object; readonly names: ReadonlySet<string> }>({ to: {}, names: new Set() });
  const isAnswered = (name: string) => answered.to === refused && answered.names.has(name);
  const faults = new Map(fields.map((field) => [field.name, faultOf(field, typed[field.name] ?? '', speech)]));
  const isFaulty = [...faults.values()].some((fault) => fault !== null);
  const set = (name: string, value: string | boolean) => {
    type({ ...typed, [name]: value });
    setAnswered((before) => ({ to: refused, names: new Set([...(before.to === refused ? before.names : []), name]) }));
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if (!isFaulty) onSubmit(valuesOf(fields, typed, language));
      }}
    >
      {before}
      <div className="grid grid-cols-2 gap-x-5 gap-y-4 phone:grid-cols-1">
        {fields.map((field) => (
          <FieldRow
            key={field.name}
            field={field}
            typed={typed[field.name] ?? ''}
            fault={faults.get(field.name) ?? null}
            isChecked={isChecked}
            refused={isAnswered(field.name) ? null : (refused[field.name] ?? null)}
            onChange={(value) => set(field.name, value)}
          />
        ))}
      </div>
      {children}
      <div className="mt-5 flex flex-wrap items-center gap-3">
        <Button type="submit" manner="primary" disabled={isBusy}>
          {submit}
        </Button>
        <Button onClick={() => type(Object.fromEntries(fields.map((field) => [field.name, textOf(field.default, language)])))}>
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

const choiceTold = (choice: string, { choiceNames }: FormField, { words, language }: Speech) =>
  choiceNames?.[choice]?.[language] ?? words.form.choices[choice] ?? choice;

function defaultTold(field: FormField, speech: Speech): string {
  const { default: byItself, kind } = field;
  const { words, language } = speech;
  if (byItself === '') return words.form.empty;
  if (typeof byItself === 'boolean') return byItself ? words.form.yes : words.form.no;
  const text = String(textOf(byItself, language));
  return kind === 'choice' ? choiceTold(text, field, speech) : text;
}

const INPUT_MODES: Readonly<Partial<Record<FormField['kind'], 'numeric' | 'decimal'>>> = { integer: 'numeric', decimal: 'decimal' };
const FIELD = 'h-control w-full min-w-0 rounded-m border bg-surface px-2.5 text-text';

export function FieldRow({
  field,
  typed,
  fault,
  isChecked,
  refused,
  onChange,
}: {
  field: FormField;
  typed: string | boolean;
  fault: string | null;
  isChecked: boolean;
  refused: string | null;
  onChange: (value: string | boolean) => void;
}) {
  const speech = useSpeech();
  const { words, language } = speech;
  const id = useId();
  const label = field.label?.[language] ?? field.name;
  const [isLeft, setLeft] = useState(false);
  const shown = (isLeft || isChecked ? fault : null) ?? refused;
  const isDefault = typed === textOf(field.default, language);
  const described = { id, 'aria-describedby': `${id}-help`, 'aria-invalid': shown !== null, onBlur: () => setLeft(true) };
  const border = shown === null ? 'border-field' : 'border-danger';
  return (
    <div className="min-w-0">
      <div className="flex items-center gap-2 pb-1">
        <label htmlFor={id} className="font-medium">
          {label}
          {/* Where what it is for has not said it. */}
          {field.unit && !label.includes(words.form.units[field.unit]) && (
            <span className="font-normal text-muted"> ({words.form.units[field.unit]})</span>
          )}
          {field.isOptional && <span className="font-normal text-muted"> ({words.form.optional})</span>}
        </label>
        {!isDefault && (
          <button
            type="button"
            className="ml-auto inline-flex cursor-pointer items-center gap-1 text-12 text-accent hover:underline"
            onClick={() => onChange(textOf(field.default, language))}
          >
            <Icon name="undo" className="size-3" />
            {words.form.reset(defaultTold(field, speech))}
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
            <option key={choice} value={choice}>
              {choiceTold(choice, field, speech)}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...described}
          type="text"
          inputMode={INPUT_MODES[field.kind] ?? 'text'}
          value={String(typed)}
          className={`${FIELD} ${border} ${field.kind === 'text' ? '' : 'text-right'}`}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <p id={`${id}-help`} className="pt-1 text-12 text-muted">
        {shown !== null && <b className="block font-medium text-danger">{shown}</b>}
        {[field.help[language], rangeOf(field, speech)].filter((part) => part !== '').join(' · ')}
        {field.label && (
          <>
            {' · '}
            <code>{field.name}</code>
          </>
        )}
      </p>
    </div>
  );
}
