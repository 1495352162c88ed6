/** What may be done with secrets, by the command line and by the panel: each act and its audit entry in one go, and no value in either answer or entry. */

import type { SecretStore } from '../../adapters/secret-files/secret-store.ts';
import { InputError, type Result } from '../../core/domain/result.ts';
import { kindOfSecret, type SecretKind, wrongField } from '../../core/operations/secrets/known-secrets.ts';
import { endEarlier, givenUp, put, readExpiry, removed, rotate, type SecretRecord } from '../../core/operations/secrets/secret-record.ts';
import { type AccountParts, type Actor, audited, orThrow } from '../web/accounts/parts.ts';

export interface SecretActParts extends Pick<AccountParts, 'database' | 'now'> {
  readonly store: SecretStore;
}

export interface NewSecret {
  readonly values: Readonly<Record<string, string>>;
  readonly expiresAt: number | null;
  /** `new`: refused where there is one. `replace`: it counts at once. `rotate`: the old one counts until the new one was seen to work. */
  readonly how: 'new' | 'replace' | 'rotate';
}

export type SecretActor = Pick<Actor, 'name' | 'address'>;

/** InputError SECRET_UNKNOWN, SECRET_VALUE, SECRET_EXPIRY, SECRET_THERE_CONFLICT. */
export function setSecret(parts: SecretActParts, actor: SecretActor, name: string, wish: NewSecret): Promise<SecretRecord> {
  const { values, expiresAt, how } = wish;
  return act(parts, actor, name, { act: `secret.${how === 'rotate' ? 'rotate' : 'set'}`, detail: { expiresAt } }, (kind, now) => {
    const wrong = wrongField(kind, values);
    if (wrong !== null) throw new InputError('SECRET_VALUE', `${name}, ${wrong.title}: expected ${wrong.expected}, found something else`);
    orThrow(readExpiry(expiresAt, now));
    const own = Object.fromEntries(kind.fields.map(({ id }) => [id, values[id] as string]));
    return (record) => {
      if (how === 'new' && record.active !== null) throw alreadyThere(name);
      const label = { name, part: kind.part, version: record.nextVersion, createdAt: now, createdBy: actor.name, expiresAt };
      const sealed = parts.store.seal(label, own);
      return how === 'rotate' ? rotate(record, sealed, now) : { ok: true, value: put(record, sealed, now) };
    };
  });
}

/** Brings the end forward. InputError SECRET_UNKNOWN, SECRET_EXPIRY. */
export function expireSecret(parts: SecretActParts, actor: SecretActor, name: string, endsAt: number): Promise<SecretRecord> {
  return act(parts, actor, name, { act: 'secret.expire', detail: { endsAt } }, () => (record) => endEarlier(record, endsAt));
}

/** InputError SECRET_UNKNOWN. */
export function removeSecret(parts: SecretActParts, actor: SecretActor, name: string): Promise<SecretRecord> {
  return act(parts, actor, name, { act: 'secret.remove' }, (_kind, now) => (record) => removed(record, now));
}

/** InputError SECRET_UNKNOWN. */
export function giveUpSecret(parts: SecretActParts, actor: SecretActor, name: string): Promise<SecretRecord> {
  return act(parts, actor, name, { act: 'secret.give-up' }, (_kind, now) => (record) => givenUp(record, now));
}

type Change = (record: SecretRecord) => Result<SecretRecord>;

function act(
  parts: SecretActParts,
  actor: SecretActor,
  name: string,
  told: { readonly act: string; readonly detail?: Readonly<Record<string, unknown>> },
  prepare: (kind: SecretKind, now: number) => Change,
): Promise<SecretRecord> {
  return audited(parts, actor, { ...told, target: name }, async (_query, note) => {
    const changed = await parts.store.change(name, prepare(requireKind(name), parts.now()));
    note({ version: (changed.candidate ?? changed.active)?.label.version ?? null });
    return changed;
  });
}

export function requireKind(name: string): SecretKind {
  const kind = kindOfSecret(name);
  if (kind !== null) return kind;
  throw new InputError(
    'SECRET_UNKNOWN',
    `expected venue.NAME (such as venue.kraken), telegram, smtp or webhook, found ${JSON.stringify(name.slice(0, 60))}`,
  );
}

function alreadyThere(name: string): InputError {
  return new InputError(
    'SECRET_CONFLICT',
    `${name} is set already: rotate it, which keeps the old one until the new one was seen to work, or replace it at once`,
  );
}
