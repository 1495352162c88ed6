/** What a secret and its fields are called. */

import type { SecretList } from '../../../src/api/secrets.ts';
import type { SecretWords } from './secret-words.ts';

export type Listed = SecretList['secrets'][number];

/** `venue.kraken`: Kraken. */
export function nameOf({ kind, name }: Pick<Listed, 'kind' | 'name'>, own: SecretWords): string {
  if (kind !== 'venue') return own.kinds[kind];
  const venue = name.slice(name.indexOf('.') + 1);
  return venue.charAt(0).toUpperCase() + venue.slice(1);
}

type FieldName = keyof SecretWords['fields'];

/** The key under which its words are; the secret of a webhook is another thing than that of a key. */
export function fieldName({ kind }: Pick<Listed, 'kind'>, id: string): FieldName {
  return kind === 'webhook' ? 'shared' : (id as FieldName);
}
