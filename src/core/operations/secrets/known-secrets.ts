/** The one table of secrets: what each is made of, which part alone gets it, what it is good for, and the variable of the environment that wins over the store. */

/** Who gets a secret. The web process gets none of these. */
export type SecretPart = 'trader';

export interface SecretField {
  readonly id: string;
  readonly title: string;
  /** What is expected, for a refusal that must not repeat what came. */
  readonly expected: string;
  readonly accepts: RegExp;
  readonly variable: string;
}

export interface SecretKind {
  readonly id: 'venue' | 'telegram' | 'smtp' | 'webhook';
  /** One secret for each name behind a dot (`venue.kraken`), or one alone. */
  readonly isNamed: boolean;
  readonly part: SecretPart;
  readonly scope: string;
  /** Belong together: set, tried and replaced as one. The first decides whether the environment has the secret. */
  readonly fields: readonly SecretField[];
}

const printable = /^[\x21-\x7e]+$/;

export const SECRET_KINDS: readonly SecretKind[] = [
  {
    id: 'venue',
    isNamed: true,
    part: 'trader',
    scope: 'orders at the venue; no withdrawals',
    fields: [
      {
        id: 'key',
        title: 'API key',
        expected: 'the key as the venue shows it, without spaces',
        accepts: printable,
        variable: 'ATALAYA_VENUE_KEY',
      },
      {
        id: 'secret',
        title: 'API secret',
        expected: 'the secret as the venue shows it, without spaces',
        accepts: printable,
        variable: 'ATALAYA_VENUE_SECRET',
      },
    ],
  },
  {
    id: 'telegram',
    isNamed: false,
    part: 'trader',
    scope: "the owner's chat: notices and commands",
    fields: [
      {
        id: 'token',
        title: "the bot's token",
        expected: 'a token as @BotFather gives it (digits, a colon, letters)',
        accepts: /^\d+:[\w-]+$/,
        variable: 'ATALAYA_TELEGRAM_TOKEN',
      },
      {
        id: 'chat',
        title: 'the number of your private chat',
        expected: 'the number of your private chat, above 0',
        accepts: /^[1-9]\d{0,15}$/,
        variable: 'ATALAYA_TELEGRAM_CHAT_ID',
      },
    ],
  },
  {
    id: 'smtp',
    isNamed: false,
    part: 'trader',
    scope: 'sending e-mail to the owner',
    fields: [
      {
        id: 'password',
        title: "the mail account's password",
        expected: 'a password, or one made for programs',
        accepts: /^[^\r\n\0]+$/,
        variable: 'ATALAYA_SMTP_PASSWORD',
      },
    ],
  },
  {
    id: 'webhook',
    isNamed: false,
    part: 'trader',
    scope: 'signing notices to your own address',
    fields: [
      {
        id: 'secret',
        title: 'the shared secret that notices are signed with',
        expected: 'at least 16 characters without spaces',
        accepts: /^[\x21-\x7e]{16,}$/,
        variable: 'ATALAYA_NOTICE_SECRET',
      },
    ],
  },
];

export const LONGEST_SECRET = 4_000;

/** Variables that reach the part they are for, and no other process of the tree. */
export const SECRET_VARIABLES: readonly string[] = SECRET_KINDS.flatMap(({ fields }) => fields.map(({ variable }) => variable));

/** Secrets that are listed also while they are not set. */
export const LISTED_SECRETS: readonly string[] = ['venue.bybit', 'venue.kraken', 'telegram', 'smtp', 'webhook'];

/** Null for a name that is none: `venue` alone, or anything that is in no row. */
export function kindOfSecret(name: string): SecretKind | null {
  const [id, rest] = [name.split('.', 1)[0], name.slice(name.indexOf('.') + 1)];
  const kind = SECRET_KINDS.find((one) => one.id === id);
  if (kind === undefined) return null;
  if (!kind.isNamed) return name === kind.id ? kind : null;
  return name.includes('.') && /^[a-z0-9]{2,30}$/.test(rest) ? kind : null;
}

/** The first field that is absent, empty, too long or not what it should be; null where all are good. */
export function wrongField(kind: SecretKind, values: Readonly<Record<string, string>>): SecretField | null {
  return kind.fields.find(({ id, accepts }) => !isGood(values[id] ?? '', accepts)) ?? null;
}

function isGood(value: string, accepts: RegExp): boolean {
  return value.length > 0 && value.length <= LONGEST_SECRET && accepts.test(value);
}
