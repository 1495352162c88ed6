/** Secrets as the trader gets them: what the environment has wins, else what the store has; what has not proven itself yet waits beside it. */

import { keyFileIn, type OpenSecretStore, openSecretStore } from '../../adapters/secret-files/secret-store.ts';
import type { Refusal } from '../../core/domain/result.ts';
import { accepted } from '../../core/domain/result.ts';
import { Secret } from '../../core/domain/secret.ts';
import { kindOfSecret, type SecretKind } from '../../core/operations/secrets/known-secrets.ts';
import { endOf, faulted, type SealedVersion, used, verified } from '../../core/operations/secrets/secret-record.ts';
import { ENVIRONMENT } from '../config.ts';

export interface Delivered {
  readonly name: string;
  readonly values: Readonly<Record<string, Secret>>;
  readonly source: 'environment' | 'store';
  /** Null of one from the environment. */
  readonly version: number | null;
}

export interface DeliveredSecrets {
  /** Null where there is none, or it has expired. */
  find(name: string): Delivered | null;
  /** The one that waits to be seen to work; null where none does, or the environment wins anyway. */
  candidate(name: string): Delivered | null;
  /** It was used; `works`: and was seen to work, which lets a candidate take its place. */
  noteUse(delivered: Delivered, works: boolean): Promise<void>;
  /** It was tried and did not work. */
  noteFault(delivered: Delivered, fault: Refusal): Promise<void>;
}

/** Whether the environment has a secret: its first field decides. */
export function isInEnvironment({ fields: [first] }: SecretKind): boolean {
  return first !== undefined && ENVIRONMENT.secret(first.variable) !== '';
}

/** InputErrors of the store: SECRETS_KEY_MISSING, SECRETS_KEY_DIFFERENT, SECRETS_EXPOSED, SECRETS_DAMAGED. `say` hears of an end. */
export async function openDelivered(stateFolder: string, say: (line: string) => void): Promise<DeliveredSecrets> {
  return deliveredFrom(await openSecretStore(stateFolder, ENVIRONMENT.masterKey(keyFileIn(stateFolder))), say);
}

function deliveredFrom(store: OpenSecretStore, say: (line: string) => void): DeliveredSecrets {
  const opened = (name: string, sealed: SealedVersion): Delivered => ({
    ...{ name, values: store.open(sealed), source: 'store', version: sealed.label.version },
  });
  return {
    find(name) {
      const kind = kindOfSecret(name);
      if (kind !== null && isInEnvironment(kind)) return fromEnvironment(name, kind);
      const record = store.find(name);
      if (record.active === null) return null;
      const end = endOf(record);
      if (end === null || end > Date.now()) return opened(name, record.active);
      say(`SECRET_EXPIRED: ${name} has ended on ${new Date(end).toISOString().slice(0, 10)} and is not used; put a new one in`);
      return null;
    },
    candidate(name) {
      const kind = kindOfSecret(name);
      const { candidate } = store.find(name);
      return candidate === null || kind === null || isInEnvironment(kind) ? null : opened(name, candidate);
    },
    async noteUse({ name, version }, works) {
      if (version === null) return;
      const now = Date.now();
      await store.change(name, (record) => accepted(used(works ? verified(record, version, now) : record, now)));
    },
    async noteFault({ name, version }, { code, message }) {
      if (version === null) return;
      await store.change(name, (record) => accepted(faulted(record, version, { code, message, at: Date.now() })));
    },
  };
}

function fromEnvironment(name: string, { fields }: SecretKind): Delivered {
  const values = Object.fromEntries(fields.map(({ id, variable }) => [id, new Secret(ENVIRONMENT.secret(variable))]));
  return { name, values, source: 'environment', version: null };
}
