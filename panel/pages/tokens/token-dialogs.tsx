/** Making a token, rotating one, and the token itself, shown once. */

import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ALL_RIGHTS, mayBeInToken, type Right } from '../../../src/api/roles.ts';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { useRightsWords } from '../../accounts/rights-words.ts';
import { call } from '../../api/client.ts';
import { useRights } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { FIELD, TextField } from '../../parts/text-field.tsx';
import type { Token } from './tokens-page.tsx';
import { useTokenWords } from './words.ts';

const DAY_MS = 86_400_000;

/** A choice among spans, by their number. */
function Spans({
  label,
  texts,
  value,
  onChange,
}: {
  label: string;
  texts: Readonly<Record<number, string>>;
  value: number;
  onChange: (value: number) => void;
}) {
  return (
    <label className="grid gap-1">
      <span className="font-medium">{label}</span>
      <select className={`${FIELD} border-field`} value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {Object.entries(texts).map(([span, text]) => (
          <option key={span} value={span}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

export function MakeDialog({ onMade, onClose }: { onMade: (secret: string) => void; onClose: () => void }) {
  const own = useTokenWords();
  const { rights: names } = useRightsWords();
  const questions = useQueryClient();
  const mine = useRights();
  const offered = ALL_RIGHTS.filter((right) => mayBeInToken(right) && mine.includes(right));
  const { isBusy, error, attempt } = useAttempt();
  const [name, setName] = useState('');
  const [rights, setRights] = useState<readonly Right[]>(['trading.read']);
  const [days, setDays] = useState(90);
  // The same press asks for the same: without an answer it is asked again, and done once.
  const [openedAt] = useState(Date.now);
  const make = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      const body = { name, rights: [...rights], expiresAt: openedAt + days * DAY_MS };
      const { token } = await call('accounts.createToken', { body });
      await questions.invalidateQueries({ queryKey: ['tokens'] });
      onMade(token);
    });
  };
  return (
    <Dialog title={own.make} onClose={onClose}>
      <form onSubmit={make} className="grid justify-items-start gap-3.5 pt-1">
        <TextField
          label={own.name}
          help={own.nameHelp}
          value={name}
          onChange={setName}
          maxLength={60}
          autoComplete="off"
          required
          data-first
        />
        <fieldset className="grid w-full grid-cols-2 gap-x-4 gap-y-1.5 phone:grid-cols-1">
          <legend className="pb-1.5 font-medium">{own.rights}</legend>
          {offered.map((right) => (
            <label key={right} className="flex cursor-pointer items-center gap-2">
              <input
                type="checkbox"
                className="size-4 accent-accent-solid"
                checked={rights.includes(right)}
                onChange={(event) => setRights(event.target.checked ? [...rights, right] : rights.filter((each) => each !== right))}
              />
              {names[right]}
            </label>
          ))}
        </fieldset>
        <Spans label={own.life} texts={own.lives} value={days} onChange={setDays} />
        <Fault error={error} />
        <div className="flex w-full justify-end gap-2">
          <Button onClick={onClose}>{own.stay}</Button>
          <Button type="submit" manner="primary" disabled={isBusy || name.trim() === '' || rights.length === 0}>
            {own.makeGo}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function RotateDialog({ token, onMade, onClose }: { token: Token; onMade: (secret: string) => void; onClose: () => void }) {
  const own = useTokenWords();
  const questions = useQueryClient();
  const { isBusy, error, attempt } = useAttempt();
  const [days, setDays] = useState(90);
  // The same press asks for the same: without an answer it is asked again, and done once.
  const [openedAt] = useState(Date.now);
  const [overlap, setOverlap] = useState(86_400);
  const rotate = () =>
    void attempt(async () => {
      const body = { expiresAt: openedAt + days * DAY_MS, overlapMs: overlap * 1000 };
      const made = await call('accounts.rotateToken', { params: { id: token.id }, body });
      await questions.invalidateQueries({ queryKey: ['tokens'] });
      onMade(made.token);
    });
  return (
    <Dialog
      title={own.rotateTitle(token.name)}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose} data-first>
            {own.stay}
          </Button>
          <Button manner="primary" disabled={isBusy} onClick={rotate}>
            {own.rotate}
          </Button>
        </>
      }
    >
      <div className="grid justify-items-start gap-3.5">
        <p className="text-text-2">{own.rotateText}</p>
        <Spans label={own.overlap} texts={own.overlaps} value={overlap} onChange={setOverlap} />
        <Spans label={own.life} texts={own.lives} value={days} onChange={setDays} />
        <Fault error={error} />
      </div>
    </Dialog>
  );
}

export function NewTokenDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const own = useTokenWords();
  return (
    <Dialog
      title={own.newTitle}
      onClose={onClose}
      foot={
        <>
          <CopyButton text={secret} copy={own.copy} copied={own.copied} />
          <Button manner="primary" onClick={onClose} data-first>
            {own.close}
          </Button>
        </>
      }
    >
      <p className="text-text-2">{own.newText}</p>
      <p data-token={secret} className="mt-3 rounded-m border border-line bg-sunken px-3 py-2.5 font-mono break-all select-all">
        {secret}
      </p>
    </Dialog>
  );
}
