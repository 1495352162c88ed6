/** A one-time code, typed or pasted: of the host, of an invitation, or for a forgotten password. */

import { TextField, type TextFieldProps } from '../parts/text-field.tsx';

export function OneTimeCodeField(props: Pick<TextFieldProps, 'label' | 'help' | 'value' | 'onChange' | 'autoFocus'>) {
  return (
    <TextField {...props} autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={40} className="font-mono" required />
  );
}
