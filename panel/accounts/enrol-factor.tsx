/** A second factor, enrolled: an authenticator that is scanned or typed and shows its first code, or a passkey. */

import { type FormEvent, useState } from 'react';
import type { Visit } from '../../src/api/accounts.ts';
import { call } from '../api/client.ts';
import { useSpeech } from '../i18n/words.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { IdText } from '../parts/id-text.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { TextField } from '../parts/text-field.tsx';
import { useAttempt } from './attempt.ts';
import { Fault } from './fault.tsx';
import { makePasskey } from './passkeys.ts';
import { QrCode } from './qr-code.tsx';
import { useAccountWords } from './words.ts';

type Kind = 'totp' | 'passkey';

export function EnrolFactor({ kinds = ['totp', 'passkey'], onDone }: { kinds?: readonly Kind[]; onDone: (visit: Visit) => void }) {
  const words = useAccountWords();
  const [kind, choose] = useState<Kind>(kinds[0] ?? 'totp');
  return (
    <div className="grid w-full justify-items-start gap-3.5">
      {kinds.length > 1 && (
        <Segmented
          label={words.enrol.choose}
          options={kinds.map((value) => ({ value, text: words.kinds[value] ?? value }))}
          value={kind}
          onChoose={choose}
        />
      )}
      {kind === 'totp' ? <Authenticator onDone={onDone} /> : <Passkey onDone={onDone} />}
    </div>
  );
}

interface Offer {
  readonly secret: string;
  readonly uri: string;
}

function Authenticator({ onDone }: { onDone: (visit: Visit) => void }) {
  const words = useAccountWords();
  const speech = useSpeech();
  const { isBusy, error, attempt } = useAttempt();
  const [name, setName] = useState<string>(words.enrol.phoneName);
  const [offer, setOffer] = useState<Offer | null>(null);
  const [code, setCode] = useState('');
  const begin = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => setOffer(await call('accounts.beginAuthenticator', { body: { name } })));
  };
  const confirm = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => onDone(await call('accounts.confirmAuthenticator', { body: { code } })));
  };
  if (offer === null)
    return (
      <form onSubmit={begin} className="grid w-full justify-items-start gap-3.5">
        <p>{words.enrol.authenticatorText}</p>
        <TextField label={words.enrol.name} value={name} onChange={setName} required maxLength={60} />
        <Fault error={error} />
        <Button type="submit" manner="primary" disabled={isBusy || name.trim() === ''}>
          {words.enrol.begin}
        </Button>
      </form>
    );
  return (
    <form onSubmit={confirm} className="grid w-full justify-items-start gap-3.5">
      <div className="flex flex-wrap items-start gap-5">
        <figure className="grid gap-1.5">
          <figcaption className="font-medium">{words.enrol.scan}</figcaption>
          <QrCode text={offer.uri} label={words.enrol.scanTold} />
        </figure>
        <div className="min-w-0">
          <p className="pb-1.5 font-medium text-text!">{words.enrol.typed}</p>
          <p className="break-all" data-secret={offer.secret}>
            <IdText id={offer.secret.replace(/(.{4})(?=.)/g, '$1 ')} />
          </p>
          <div className="flex flex-wrap gap-2 pt-2.5">
            <a className={buttonClass()} href={offer.uri}>
              {words.enrol.open}
            </a>
            <CopyButton text={offer.secret} copy={words.enrol.copySecret} copied={speech.words.copied} />
          </div>
        </div>
      </div>
      <TextField
        label={words.enrol.confirm}
        help={words.proof.codeHelp}
        value={code}
        onChange={setCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        autoFocus
        required
      />
      <Fault error={error} />
      <Button type="submit" manner="primary" disabled={isBusy || code.trim() === ''}>
        {words.enrol.confirmGo}
      </Button>
    </form>
  );
}

function Passkey({ onDone }: { onDone: (visit: Visit) => void }) {
  const words = useAccountWords();
  const { isBusy, error, attempt } = useAttempt();
  const [name, setName] = useState<string>(words.enrol.passkeyName);
  const make = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      const { options } = await call('accounts.newPasskeyOptions');
      onDone(await call('accounts.addPasskey', { body: { name, response: await makePasskey(options) } }));
    });
  };
  return (
    <form onSubmit={make} className="grid w-full justify-items-start gap-3.5">
      <p>{words.enrol.passkeyText}</p>
      <TextField label={words.enrol.name} value={name} onChange={setName} required maxLength={60} />
      <Fault error={error} />
      <Button type="submit" manner="primary" disabled={isBusy || name.trim() === ''}>
        {words.enrol.makePasskey}
      </Button>
    </form>
  );
}
