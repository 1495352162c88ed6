/** The words of the secrets. */

import { pageWords } from '../../i18n/words.ts';
import { secretsEn } from './secret-words-en.ts';
import { secretsEs } from './secret-words-es.ts';

export const useSecretWords = pageWords(secretsEn, secretsEs);
export type SecretWords = ReturnType<typeof useSecretWords>;
