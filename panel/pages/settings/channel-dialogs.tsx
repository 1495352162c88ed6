/** Setting up the channels that have settings: the mail account, and the address of the webhook. Their secrets are put in elsewhere. */

import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { NoticeSettings, NoticesView } from '../../../src/api/notices.ts';
import type { Problem } from '../../../src/api/problem.ts';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { useSpeech } from '../../i18n/words.ts';
import { ChangedMeanwhile, isSame, saveOver } from '../../live/save-over.ts';
import { tell } from '../../live/toasts.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { DiffView } from '../../parts/diff-view.tsx';
import { SelectField } from '../../parts/field.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useNoticeWords } from './notice-words.ts';

type Email = NonNullable<NoticeSettings['email']>;

const NEW_EMAIL: Email = { host: '', port: 587, security: 'starttls', user: null, from: '', to: '' };
const PORTS: Readonly<Record<Email['security'], number>> = { tls: 465, starttls: 587, none: 25 };

interface Opened {
  readonly settings: NoticeSettings;
  readonly onClose: () => void;
}

/** Saves one channel and leaves the others as they are, and closes where it went well. What somebody else has made of it meanwhile is shown beside what is typed, and saving again goes over it. */
function useSaving<Name extends 'email' | 'webhook'>(channel: Name, { settings, onClose }: Opened) {
  const own = useNoticeWords();
  const questions = useQueryClient();
  const { isBusy, error, attempt } = useAttempt();
  const [seen, see] = useState(settings[channel]);
  const save = (typed: NoticeSettings[Name]) =>
    void attempt(async () => {
      const isAsSeen = (now: NoticesView) => isSame(now.settings[channel], seen);
      try {
        const saved = await saveOver('notifications.read', 'notifications.set', {}, isAsSeen, (now) => ({
          ...now.settings,
          [channel]: typed,
        }));
        questions.setQueryData(['notices'], saved);
      } catch (fault) {
        if (fault instanceof ChangedMeanwhile) see((fault.now as NoticesView).settings[channel]);
        throw fault;
      }
      tell({ tone: 'done', title: own.saved(own.names[channel]), detail: '', code: null });
    }).then((isDone) => isDone && onClose());
  // The channel's own code stands at the end of the sentence.
  const told = ({ detail }: Problem) => own.remedies[/\[([A-Z_]+)\]$/.exec(detail)?.[1] ?? ''] ?? null;
  return { isBusy, error, save, told, meanwhile: error instanceof ChangedMeanwhile ? { now: seen } : null };
}

export function EmailDialog(opened: Opened) {
  const own = useNoticeWords();
  const { settings, onClose } = opened;
  const { isBusy, error, save, told, meanwhile } = useSaving('email', opened);
  const [email, setEmail] = useState<Email>(settings.email ?? NEW_EMAIL);
  const set = (change: Partial<Email>) => setEmail({ ...email, ...change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(email);
  };
  return (
    <Dialog title={own.emailTitle} onClose={onClose}>
      <form onSubmit={submit} className="grid grid-cols-2 gap-3.5 pt-1 phone:grid-cols-1">
        <TextField label={own.host} help={own.hostHelp} value={email.host} onChange={(host) => set({ host })} required data-first />
        <SelectField
          label={own.security}
          value={email.security}
          onChange={(event) => {
            const security = event.target.value as Email['security'];
            set({ security, port: PORTS[security] });
          }}
        >
          {Object.entries(own.securities).map(([id, text]) => (
            <option key={id} value={id}>
              {text}
            </option>
          ))}
        </SelectField>
        <TextField
          label={own.port}
          value={String(email.port)}
          onChange={(port) => set({ port: Number(port.replaceAll(/\D/g, '')) })}
          inputMode="numeric"
          required
        />
        <TextField
          label={own.user}
          help={own.userHelp}
          value={email.user ?? ''}
          onChange={(user) => set({ user: user === '' ? null : user })}
          autoComplete="off"
        />
        <TextField label={own.from} type="email" value={email.from} onChange={(from) => set({ from })} required />
        <TextField label={own.to} type="email" value={email.to} onChange={(to) => set({ to })} required />
        <div className="col-span-full empty:hidden">
          <Fault error={error} told={told} />
          {meanwhile && <Meanwhile now={meanwhile.now} typed={email} />}
        </div>
        <Foot isBusy={isBusy} onClose={onClose} onOff={settings.email === null ? null : () => save(null)} />
      </form>
    </Dialog>
  );
}

export function WebhookDialog(opened: Opened) {
  const own = useNoticeWords();
  const { settings, onClose } = opened;
  const { isBusy, error, save, told, meanwhile } = useSaving('webhook', opened);
  const [url, setUrl] = useState(settings.webhook?.url ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save({ url });
  };
  return (
    <Dialog title={own.webhookTitle} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-3.5 pt-1">
        <TextField label={own.url} help={own.urlHelp} type="url" value={url} onChange={setUrl} maxLength={500} required data-first />
        <Fault error={error} told={told} />
        {meanwhile && <Meanwhile now={meanwhile.now} typed={{ url }} />}
        <Foot isBusy={isBusy} onClose={onClose} onOff={settings.webhook === null ? null : () => save(null)} />
      </form>
    </Dialog>
  );
}

/** Field by field: what somebody else has saved, and what saving now makes of it. */
function Meanwhile({ now, typed }: { now: object | null; typed: object }) {
  const own = useNoticeWords();
  const { words } = useSpeech();
  const [before, after] = [now ?? {}, typed] as readonly Readonly<Record<string, unknown>>[];
  const changes = Object.keys(typed)
    .filter((field) => !isSame(before?.[field], after?.[field]))
    .map((field) => ({ path: field, before: before?.[field], after: after?.[field] }));
  const names: Readonly<Record<string, unknown>> = own;
  return (
    <div className="pt-3">
      <DiffView changes={changes} caption={words.diff.place} nameOf={(field) => String(names[field] ?? field)} />
    </div>
  );
}

function Foot({ isBusy, onClose, onOff }: { isBusy: boolean; onClose: () => void; onOff: (() => void) | null }) {
  const own = useNoticeWords();
  return (
    <div className="col-span-full flex justify-end gap-2">
      {onOff && (
        <Button className="mr-auto" disabled={isBusy} onClick={onOff}>
          {own.turnOff}
        </Button>
      )}
      <Button onClick={onClose}>{own.stay}</Button>
      <Button type="submit" manner="primary" disabled={isBusy}>
        {own.save}
      </Button>
    </div>
  );
}
