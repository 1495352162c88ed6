/** Secrets as they are shown: names, ages and states, never a value. */

import type { SecretStore } from '../../adapters/secret-files/secret-store.ts';
import type { SecretRow } from '../../api/secrets.ts';
import { kindOfSecret, LISTED_SECRETS } from '../../core/operations/secrets/known-secrets.ts';
import { endOf, type SealedVersion, type SecretRecord, stateOf } from '../../core/operations/secrets/secret-record.ts';

/** Those that are set, and those that might be. */
export function secretRows(store: Pick<SecretStore, 'list' | 'find'>): SecretRow[] {
  const records = store.list();
  const others = LISTED_SECRETS.filter((name) => !records.some((one) => one.name === name));
  return [...records, ...others.map((name) => store.find(name))].map((record) => secretRow(record)).sort((a, b) => placeOf(a) - placeOf(b));
}

export function secretRow(record: SecretRecord, now = Date.now()): SecretRow {
  const { name, active, candidate, lastUsedAt, past } = record;
  const kind = kindOfSecret(name);
  return {
    ...{ name, state: stateOf(record, now), endsAt: endOf(record), lastUsedAt, past: [...past] },
    ...{ kind: kind?.id ?? 'webhook', part: kind?.part ?? 'trader', scope: kind?.scope ?? '' },
    fields: (kind?.fields ?? []).map(({ id, title, variable }) => ({ id, title, variable })),
    ...(versionOf(active) ?? NO_VERSION),
    candidate: versionOf(candidate),
  };
}

const NO_VERSION = { version: null, createdAt: null, createdBy: null, verifiedAt: null, fault: null };

function versionOf(sealed: SealedVersion | null) {
  if (sealed === null) return null;
  const { label, verifiedAt, fault } = sealed;
  const { version, createdAt, createdBy, expiresAt } = label;
  return { version, createdAt, createdBy, expiresAt, verifiedAt, fault };
}

/** Venues first, in the order of their names; then the ways to be told. */
function placeOf({ name }: SecretRow): number {
  const at = LISTED_SECRETS.indexOf(name);
  return at >= 0 ? at : 1.5;
}
