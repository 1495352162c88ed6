/** One field of a form that no table describes: its name, its help, and what is wrong with it. */

import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from 'react';

const CONTROL = 'h-control w-full min-w-0 rounded-m border bg-surface px-2.5 text-text aria-invalid:border-danger border-field';

interface About {
  readonly label: ReactNode;
  readonly help?: ReactNode;
  readonly fault?: string | null | undefined;
  readonly className?: string;
}

function Around({ id, label, help, fault, className = '', children }: About & { id: string; children: ReactNode }) {
  return (
    <div className={`min-w-0 ${className}`}>
      <label htmlFor={id} className="block pb-1 font-medium">
        {label}
      </label>
      {children}
      <p id={`${id}-help`} className="pt-1 text-12 text-muted empty:hidden">
        {fault != null && <b className="block font-medium text-danger">{fault}</b>}
        {help}
      </p>
    </div>
  );
}

export function InputField({ label, help, fault, className, ...input }: About & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <Around {...{ id, label, help, fault }} {...(className !== undefined && { className })}>
      <input {...input} id={id} className={CONTROL} aria-describedby={`${id}-help`} aria-invalid={fault != null} />
    </Around>
  );
}

export function SelectField({ label, help, fault, className, children, ...select }: About & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <Around {...{ id, label, help, fault }} {...(className !== undefined && { className })}>
      <select {...select} id={id} className={CONTROL} aria-describedby={`${id}-help`} aria-invalid={fault != null}>
        {children}
      </select>
    </Around>
  );
}
