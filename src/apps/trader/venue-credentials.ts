/** With which key a session signs at its venue. A new one that waits is tried first: it takes the old one's place when the venue takes it, and else changes nothing. */

import { openCcxtLink } from '../../adapters/ccxt-venues/ccxt-link.ts';
import type { CcxtLinkOptions } from '../../adapters/ccxt-venues/options.ts';
import { InputError, type Refusal } from '../../core/domain/result.ts';
import { judgeKey } from '../../core/operations/key-permissions.ts';
import { note } from '../cli/output.ts';
import { type CcxtConfig, isGateway, type LiveConfig, secretFault } from '../config.ts';
import type { Delivered, DeliveredSecrets } from '../secrets/delivered.ts';

export interface Credentials {
  /** Asked at each signature. */
  readonly key: () => string;
  readonly secret: () => string;
}

/** On paper nothing is signed. */
export const NO_CREDENTIALS: Credentials = { key: () => '', secret: () => '' };

export const venueSecretName = ({ venue }: LiveConfig) => `venue.${venue.name}`;

export interface KeyVerdict {
  /** Why it is not used; null where it is good. */
  readonly refusal: Refusal | null;
  readonly warnings: readonly Refusal[];
}

/**
 * `allow` throws where this environment may not use a key. InputError (exit 3) VENUE_KEY_MISSING, VENUE_SECRET_INVALID. Interactive Brokers has no key: its
 * gateway is logged in by the owner, and what is armed there is the account and the client id.
 */
export async function venueCredentials(
  config: LiveConfig,
  secrets: DeliveredSecrets,
  allow: (credentials: Credentials) => void,
): Promise<Credentials> {
  if (isGateway(config)) {
    const { account, clientId } = config.venue;
    const credentials = { key: () => `${account} ${clientId}`, secret: () => '' };
    allow(credentials);
    return credentials;
  }
  const name = venueSecretName(config);
  const candidate = secrets.candidate(name);
  if (candidate !== null) await proveKey(config, secrets, candidate, allow);
  const delivered = secrets.find(name);
  if (delivered === null || value(delivered, 'key') === '' || value(delivered, 'secret') === '')
    throw new InputError(
      'VENUE_KEY_MISSING',
      `expected the venue's key and secret in ATALAYA_VENUE_KEY and ATALAYA_VENUE_SECRET, or put in with: npx atalaya secret set ${name}`,
      3,
    );
  const fault = secretFault(config, value(delivered, 'secret'));
  if (fault !== null) throw new InputError('VENUE_SECRET_INVALID', `${saidOf(delivered, 'ATALAYA_VENUE_SECRET')}: ${fault}`, 3);
  const credentials = credentialsOf(delivered);
  allow(credentials);
  await secrets.noteUse(delivered, false);
  return credentials;
}

/** Tries a key that waits, and notes what came of it; never throws for the key's sake. */
export async function proveKey(
  config: CcxtConfig,
  secrets: DeliveredSecrets,
  candidate: Delivered,
  allow: (credentials: Credentials) => void,
): Promise<KeyVerdict> {
  const verdict = await tryKey(config, candidate, allow);
  if (verdict.refusal === null) {
    await secrets.noteUse(candidate, true);
    note(`SECRET_VERIFIED: ${candidate.name}: the new key works and has taken the place of the old one`);
  } else {
    await secrets.noteFault(candidate, verdict.refusal);
    const { code, message } = verdict.refusal;
    note(`SECRET_NOT_VERIFIED: ${candidate.name}: the new key is not used, the old one goes on: ${message} [${code}]`);
  }
  return verdict;
}

/** Asks the venue what the key may do, as a start would. */
export async function tryKey(config: CcxtConfig, tried: Delivered, allow: (credentials: Credentials) => void): Promise<KeyVerdict> {
  try {
    const fault = secretFault(config, value(tried, 'secret'));
    if (fault !== null) throw new InputError('VENUE_SECRET_INVALID', fault, 3);
    const credentials = credentialsOf(tried);
    allow(credentials);
    return await askVenue(config, credentials);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { refusal: { code: error.code, message: error.message }, warnings: [] };
  }
}

async function askVenue(config: CcxtConfig, credentials: Credentials): Promise<KeyVerdict> {
  const { venue, instruments } = config;
  const options: CcxtLinkOptions = {
    venue: venue.name,
    instruments: instruments.map((one) => ({ ...one, category: venue.category })),
    ...(venue.url === undefined ? {} : { baseUrl: venue.url }),
    ...{ now: Date.now, ...credentials },
  };
  const link = await openCcxtLink(options);
  try {
    await link.start();
    const { canTrade, canWithdraw, ipBound } = await link.account();
    const { refusal, warnings } = judgeKey({ canTrade, canWithdraw, canTransfer: null, ipBound });
    // As at every start: what a venue does not say is told, and keeps nobody from trading (docs/guides/exchanges.md).
    if (refusal?.code === 'KEY_UNKNOWN') return { refusal: null, warnings: [refusal, ...warnings] };
    return { refusal, warnings };
  } finally {
    await link.close();
  }
}

function credentialsOf({ values }: Delivered): Credentials {
  return { key: () => values.key?.reveal() ?? '', secret: () => values.secret?.reveal() ?? '' };
}

function value({ values }: Delivered, field: string): string {
  return values[field]?.reveal() ?? '';
}

function saidOf({ source, name }: Delivered, variable: string): string {
  return source === 'environment' ? variable : `the secret ${name}`;
}
