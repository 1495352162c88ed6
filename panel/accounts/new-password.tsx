/** A new password: seen when wanted instead of typed twice, and its rules told as one types. */

import { useState } from 'react';
import { LEAST_DIFFERENT_CHARACTERS, LEAST_PASSWORD_LENGTH } from '../../src/api/limits.ts';
import { Icon } from '../parts/icon.tsx';
import { TextField } from '../parts/text-field.tsx';
import { fulfilledBy } from './password-rules.ts';
import { useAccountWords } from './words.ts';

export function NewPassword({
  name,
  value,
  onChange,
  label,
}: {
  /** Of the user, where it is known. */
  name: string;
  value: string;
  onChange: (value: string) => void;
  label?: string;
}) {
  const { password: words } = useAccountWords();
  const [isShown, show] = useState(false);
  const done = fulfilledBy(value, name);
  const rules = [
    ['long', words.long(LEAST_PASSWORD_LENGTH)],
    ['varied', words.varied(LEAST_DIFFERENT_CHARACTERS)],
    ['unnamed', words.unnamed],
  ] as const;
  return (
    <TextField
      label={label ?? words.label}
      value={value}
      onChange={onChange}
      type={isShown ? 'text' : 'password'}
      autoComplete="new-password"
      spellCheck={false}
      maxLength={500}
      required
      end={
        <button type="button" className="cursor-pointer text-12 text-accent hover:underline" onClick={() => show(!isShown)}>
          {isShown ? words.hide : words.show}
        </button>
      }
      help={
        <ul aria-label={words.rules} className="grid gap-0.5">
          {rules.map(([rule, text]) => (
            <li
              key={rule}
              data-rule={rule}
              data-fulfilled={done[rule]}
              className={`flex items-start gap-1.5 ${done[rule] ? 'text-ok' : ''}`}
            >
              <Icon name={done[rule] ? 'check' : 'dot'} className="mt-0.5 size-3.5" />
              <span>
                {text} <span className="sr-only">({done[rule] ? words.fulfilled : words.open})</span>
              </span>
            </li>
          ))}
          <li className="flex items-start gap-1.5">
            <Icon name="dot" className="mt-0.5 size-3.5" />
            {words.unknown}
          </li>
        </ul>
      }
    />
  );
}
