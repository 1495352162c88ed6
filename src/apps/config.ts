/** The one reader of `config/` and the environment: a typed, frozen configuration, or a sentence that names what is wrong. */

import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { z } from 'zod';
import type { MasterKeyPlace } from '../adapters/secret-files/master-key.ts';
import { InputError } from '../core/domain/result.ts';
import { Secret } from '../core/domain/secret.ts';
import { PROVIDER_VARIABLES, type QuotePlaces } from './portfolio/quotes/quote-places.ts';
import {
  type ccxtSession,
  type gatewaySession,
  type LiveConfig,
  liveSchemaFor,
  type PaperConfig,
  paperSession,
  type SessionSchema,
  sessionSchemaFor,
} from './session-schema.ts';
import { PROJECT_FOLDER } from './strategy-registry.ts';

export {
  type CcxtConfig,
  configRemarks,
  type GatewayConfig,
  isGateway,
  isLiveConfig,
  type LiveConfig,
  type PaperConfig,
  paperTerms,
  riskOf,
  secretFault,
  venueAddresses,
} from './session-schema.ts';

/** Reads a paper session's configuration. InputError CONFIG_MISSING or CONFIG_INVALID (exit 3) names the file and the setting. */
export function readPaperConfig(file = 'paper.json'): PaperConfig {
  return readConfig(file, () => paperSession);
}

/** The same for a session on a venue. */
export function readLiveConfig(file: string): LiveConfig {
  return readConfig<typeof ccxtSession | typeof gatewaySession>(file, liveSchemaFor);
}

/** Whichever of the two the file is: only a session on a venue names one. */
export function readSessionConfig(file: string): PaperConfig | LiveConfig {
  return readConfig<SessionSchema>(file, sessionSchemaFor);
}

function readConfig<T extends z.ZodType>(file: string, schemaFor: (json: unknown) => T): Readonly<z.infer<T>> {
  const { path, json } = readConfigFile(file);
  return parsedAs(schemaFor(json), json, path);
}

/** A file's content, unread. InputError CONFIG_MISSING or CONFIG_INVALID. */
export function readConfigFile(file: string): { readonly path: string; readonly json: unknown } {
  const places = placesOf(file);
  const path = places.find((place) => existsSync(place)) ?? places[0];
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new InputError(
      'CONFIG_MISSING',
      `expected a session's configuration at ${places.join(' or ')}, found none that can be read; name another with --config`,
      3,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError('CONFIG_INVALID', `${path}: expected JSON, found ${(error as Error).message}`, 3);
  }
  return { path, json };
}

/** A session as the settings have kept it. `path`: what it is called in an error. */
export function readSession(json: unknown, path: string): PaperConfig | LiveConfig {
  return parsedAs<SessionSchema>(sessionSchemaFor(json), json, path);
}

function parsedAs<T extends z.ZodType>(schema: T, json: unknown, path: string): Readonly<z.infer<T>> {
  const read = schema.safeParse(json);
  if (read.success) return Object.freeze(read.data) as Readonly<z.infer<T>>;
  const [issue] = read.error.issues;
  throw new InputError('CONFIG_INVALID', `${path}: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`, 3);
}

/**
 * The owner's chat; null without a token. What the environment has of it wins over what is `stored`. InputError TELEGRAM_SETTING_INVALID (exit 3) names the
 * setting: a chat that was asked for is not left out.
 */
function telegramSettings(stored: { readonly token: string; readonly chat: string } | null = null) {
  const {
    ATALAYA_TELEGRAM_TOKEN: ownToken,
    ATALAYA_TELEGRAM_CHAT_ID: ownChat = '',
    ATALAYA_TELEGRAM_LANGUAGE: language = 'en',
    ATALAYA_TELEGRAM_API: apiRoot,
  } = process.env;
  const { token, chat } = ownToken ? { token: ownToken, chat: ownChat } : (stored ?? { token: '', chat: '' });
  if (!token) return null;
  const refuse = (setting: string, expected: string, found: string) => {
    const words = `${setting}: expected ${expected}, found ${JSON.stringify(found)}; docs/guides/telegram.md says how to set it up`;
    return new InputError('TELEGRAM_SETTING_INVALID', words, 3);
  };
  if (!/^-?\d+$/.test(chat)) throw refuse('ATALAYA_TELEGRAM_CHAT_ID', 'the number of your private chat', chat);
  if (language !== 'en' && language !== 'es') throw refuse('ATALAYA_TELEGRAM_LANGUAGE', 'en or es', language);
  /** `apiRoot`: another Bot API server than Telegram's own. */
  return { token, chatId: Number(chat), language, apiRoot: apiRoot || undefined } as const;
}

/** A chat that is never opened though its number is given. */
function telegramRemark(): string | null {
  const { ATALAYA_TELEGRAM_TOKEN: token, ATALAYA_TELEGRAM_CHAT_ID: chat } = process.env;
  if (token || !chat) return null;
  return 'TELEGRAM_TOKEN_MISSING: ATALAYA_TELEGRAM_CHAT_ID is set and ATALAYA_TELEGRAM_TOKEN is not: no chat is opened; docs/guides/telegram.md says how to set it up';
}

/**
 * Under which address a gateway serves the panel, and from where the gateway asks; empty on loopback alone. InputError PUBLIC_ORIGIN_INVALID (exit 3):
 * a certificate that failed is no reason to serve without one.
 */
function publicPlace(): { readonly publicOrigin?: string; readonly gatewayAddress?: string } {
  const { ATALAYA_PUBLIC_ORIGIN: publicOrigin, ATALAYA_GATEWAY_ADDRESS: gatewayAddress } = process.env;
  if (!publicOrigin) return {};
  if (!URL.canParse(publicOrigin) || new URL(publicOrigin).origin !== publicOrigin || !publicOrigin.startsWith('https://'))
    throw new InputError(
      'PUBLIC_ORIGIN_INVALID',
      `ATALAYA_PUBLIC_ORIGIN: expected an address such as https://panel.example.org, found ${JSON.stringify(publicOrigin)}; docs/guides/accounts.md says how to set it up`,
      3,
    );
  return { publicOrigin, ...(gatewayAddress && { gatewayAddress }) };
}

/** Where it may be. A bare name means the project's `config/` first, a path the working folder. */
function placesOf(file: string): readonly [string, ...string[]] {
  if (isAbsolute(file)) return [file];
  const [here, inConfig] = [resolve(file), join(PROJECT_FOLDER, 'config', file)];
  return /[/\\]/.test(file) ? [here, inConfig] : [inConfig, here];
}

/** What the secrets of the data folder are locked with: a credential of systemd, a mounted file, a passphrase, else the key file made beside them. */
function masterKey(keyFile: string): MasterKeyPlace {
  const { CREDENTIALS_DIRECTORY: credentials, ATALAYA_SECRETS_KEY_FILE: mounted, ATALAYA_SECRETS_PASSPHRASE: phrase } = process.env;
  const credential = credentials ? join(credentials, MASTER_KEY_CREDENTIAL) : null;
  if (credential !== null && existsSync(credential)) return { kind: 'credential', file: credential };
  if (mounted) return { kind: 'mounted-file', file: mounted };
  return phrase ? { kind: 'passphrase', phrase: new Secret(phrase) } : { kind: 'key-file', file: keyFile };
}

/** As in LoadCredential=atalaya-secrets-key:/path/of/the/file. */
const MASTER_KEY_CREDENTIAL = 'atalaya-secrets-key';

/** Where prices are asked: `ATALAYA_QUOTES=off` for nowhere; each address by a variable of its own, `off` for that one alone. */
function quotePlaces(): QuotePlaces | null {
  if (process.env.ATALAYA_QUOTES === 'off') return null;
  const placed = (name: string, usual: string) => {
    const said = process.env[name];
    return said === 'off' ? null : said || usual;
  };
  return {
    urls: {
      coinmarketcap: placed('ATALAYA_COINMARKETCAP_URL', 'https://pro-api.coinmarketcap.com'),
      kraken: placed('ATALAYA_KRAKEN_TICKER_URL', 'https://api.kraken.com'),
      yahoo: placed('ATALAYA_YAHOO_URL', 'https://query1.finance.yahoo.com'),
      yahooCookie: placed('ATALAYA_YAHOO_COOKIE_URL', 'https://fc.yahoo.com'),
      'twelve-data': placed('ATALAYA_TWELVE_DATA_URL', 'https://api.twelvedata.com'),
    },
    keys: {
      coinmarketcap: process.env[PROVIDER_VARIABLES.coinmarketcap] ?? '',
      'twelve-data': process.env[PROVIDER_VARIABLES['twelve-data']] ?? '',
    },
    fundPages: process.env.ATALAYA_FUND_PAGES !== 'off',
  };
}

/** Settings from the environment; secrets are handed on, never printed. */
export const ENVIRONMENT = Object.freeze({
  /** dev, staging or prod, as written; checked where it is used. */
  name: process.env.ENVIRONMENT,
  telegram: telegramSettings,
  /** What the owner is written to in. */
  ownerLanguage: () => (process.env.ATALAYA_TELEGRAM_LANGUAGE === 'es' ? 'es' : 'en'),
  telegramRemark,
  masterKey,
  /** A secret by its variable: read when it is used, and kept nowhere. */
  secret: (variable: string) => process.env[variable] ?? '',
  publicPlace,
  databaseUrl: process.env.DATABASE_URL || undefined,
  /** Of the same database: who may change its tables, where that is somebody else. */
  databaseOwnerUrl: (process.env.DATABASE_URL && process.env.DATABASE_OWNER_URL) || undefined,
  /** Below which address the European Central Bank's rates are asked; null: nowhere. */
  ratesUrl: process.env.ATALAYA_RATES_URL === 'off' ? null : (process.env.ATALAYA_RATES_URL ?? 'https://www.ecb.europa.eu/stats/eurofxref'),
  /** Where prices are asked, and with which keys; null: nowhere. */
  quotes: quotePlaces,
  /** A short private folder of the system's for sockets: of the service, else of the user's session. */
  runtimeFolders: [process.env.RUNTIME_DIRECTORY, process.env.XDG_RUNTIME_DIR].flatMap((folder) => folder || []),
});
