/** A field for a line of text, with its name, what it is for, and what is wrong with it. */

import { type InputHTMLAttributes, type ReactNode, useId } from 'react';

export const FIELD = 'h-control w-full min-w-0 rounded-m border bg-surface px-2.5 text-text phone:text-16';

export interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  readonly label: string;
  /** Without one the field keeps what is typed by itself, and the form reads it. */
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  readonly help?: ReactNode;
  readonly fault?: string | null;
  /** Beside the name: what else can be done with the field. */
  readonly end?: ReactNode;
}

export function TextField({ label, value, onChange, help, fault = null, end, className = '', ...rest }: TextFieldProps) {
  const id = useId();
  const isTold = help !== undefined || fault !== null;
  return (
    <div className="w-full min-w-0">
      <div className="flex items-center gap-2 pb-1">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {end !== undefined && <span className="ml-auto">{end}</span>}
      </div>
      <input
        type="text"
        {...rest}
        id={id}
        {...(value !== undefined && { value, onChange: (event) => onChange?.(event.target.value) })}
        aria-invalid={fault !== null}
        {...(isTold && { 'aria-describedby': `${id}-help` })}
        className={`${FIELD} ${fault === null ? 'border-field' : 'border-danger'} ${className}`}
      />
      {isTold && (
        <div id={`${id}-help`} className="pt-1 text-12 text-muted">
          {fault !== null && <b className="block font-medium text-danger">{fault}</b>}
          {help}
        </div>
      )}
    </div>
  );
}
