/** What is wrong with a setting, in the language of the page. */

import type { FieldFault } from '../../../src/api/settings.ts';
import type { Language } from '../../i18n/format.ts';

export const faultText = ({ message, spanish }: Pick<FieldFault, 'message' | 'spanish'>, language: Language): string =>
  language === 'es' ? (spanish ?? message) : message;
