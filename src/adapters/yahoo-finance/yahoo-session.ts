/** What Yahoo asks of whoever asks for many quotes at once: a cookie, and a short text that goes with it (the crumb). */

import { type AskProvider, ProviderTrouble } from '../../core/portfolio/quotes/provider.ts';
import { quotaSpent } from '../support/ask-provider.ts';

export const YAHOO = 'Yahoo';
/** Without a browser's name it answers nobody. */
export const YAHOO_HEADERS = { 'user-agent': 'Mozilla/5.0 (compatible; Atalaya)', accept: '*/*' };

/** A dozen letters, digits and few signs. An error in plain words, or a page, has blanks or angle brackets: known to be taken for a crumb elsewhere. */
const CRUMB = /^[\w./\\-]{6,24}$/;

export interface YahooSession {
  readonly cookie: string;
  readonly crumb: string;
}

export async function openYahooSession(ask: AskProvider, baseUrl: string, cookieUrl: string): Promise<YahooSession> {
  // The page itself is not there (404); the cookie is.
  const cookie = await ask({
    ...{ url: cookieUrl, headers: YAHOO_HEADERS, accepts: 404 },
    read: ({ cookies }) => cookies.join('; '),
  });
  if (cookie === '') throw new ProviderTrouble('PROVIDER_UNCLEAR', `expected a cookie of ${YAHOO}, found none`);
  const crumb = await ask({
    url: `${baseUrl}/v1/test/getcrumb`,
    headers: { ...YAHOO_HEADERS, cookie },
    read({ text }) {
      const told = text.trim();
      if (CRUMB.test(told)) return told;
      if (/too many/i.test(told)) throw quotaSpent(YAHOO, null);
      throw new ProviderTrouble('PROVIDER_UNCLEAR', `expected a crumb of ${YAHOO}, found something else`);
    },
  });
  return { cookie, crumb };
}
