/** Putting a secret in, or a new one beside the old: the value goes to the server and never comes back. */

import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { call } from '../../api/client.ts';
import { tell } from '../../live/toasts.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { SelectField } from '../../parts/field.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { fieldName, type Listed, nameOf } from './secret-names.ts';
import { useSecretWords } from './secret-words.ts';

const DAY_MS = 86_400_000;
const HOWS = ['rotate', 'replace'] as const;

/** Of an exchange that is not listed, the name is asked for too. */
export type PutOrder = Pick<Listed, 'kind' | 'fields' | 'state'> & { readonly name: string | null };

export function PutSecretDialog({ order, onPut, onClose }: { order: PutOrder; onPut: (name: string) => void; onClose: () => void }) {
  const own = useSecretWords();
  const questions = useQueryClient();
  const { isBusy, error, attempt } = useAttempt();
  const [venue, setVenue] = useState('');
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [days, setDays] = useState(0);
  const [how, setHow] = useState<(typeof HOWS)[number]>('rotate');
  const name = order.name ?? `venue.${venue.trim().toLowerCase()}`;
  const isThere = order.state !== 'missing';
  const shown = order.name === null ? own.addExchange : nameOf({ kind: order.kind, name }, own);
  const put = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      const expiresAt = days === 0 ? null : Date.now() + days * DAY_MS;
      await call('secrets.set', { params: { name }, body: { values, expiresAt, how: isThere ? how : 'new' } });
      await questions.invalidateQueries({ queryKey: ['secrets'] });
      await questions.invalidateQueries({ queryKey: ['notices'] });
      tell({ tone: 'done', title: own.done(shown), detail: '', code: null });
      onPut(name);
    });
  };
  const isWhole = order.fields.every(({ id }) => (values[id] ?? '') !== '') && (order.name !== null || venue.trim() !== '');
  return (
    <Dialog title={isThere ? own.replaceTitle(shown) : own.putTitle(shown)} onClose={onClose}>
      <form onSubmit={put} className="grid gap-3.5 pt-1" autoComplete="off">
        <p className="text-text-2">{own.putText}</p>
        {order.name === null && (
          <TextField label={own.exchange} help={own.exchangeHelp} value={venue} onChange={setVenue} maxLength={30} required data-first />
        )}
        {order.fields.map(({ id }, i) => (
          <TextField
            key={id}
            label={own.fields[fieldName(order, id)]}
            help={own.fieldHelp[fieldName(order, id)]}
            type="password"
            value={values[id] ?? ''}
            onChange={(value) => setValues({ ...values, [id]: value.trim() })}
            maxLength={4000}
            autoComplete="new-password"
            spellCheck={false}
            required
            {...(order.name !== null && i === 0 && { 'data-first': true })}
          />
        ))}
        <SelectField label={own.life} value={days} onChange={(event) => setDays(Number(event.target.value))}>
          {Object.entries(own.lives).map(([span, text]) => (
            <option key={span} value={span}>
              {text}
            </option>
          ))}
        </SelectField>
        {isThere && (
          <fieldset className="grid gap-1.5">
            <legend className="pb-1 font-medium">{own.how}</legend>
            {HOWS.map((one) => (
              <label key={one} className="flex cursor-pointer items-center gap-2">
                <input type="radio" name="how" className="size-4 accent-accent-solid" checked={how === one} onChange={() => setHow(one)} />
                {own.hows[one]}
              </label>
            ))}
          </fieldset>
        )}
        {order.kind === 'venue' && <p className="text-12 text-muted">{own.venueTold}</p>}
        <Fault error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{own.stay}</Button>
          <Button type="submit" manner="primary" disabled={isBusy || !isWhole}>
            {isThere ? own.replace : own.putIn}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
