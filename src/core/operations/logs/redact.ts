/** Takes secrets out of a text before it is kept: those that are known, and what looks like one. */

export const REDACTED = '[secret]';
/** A shorter value would be found in plain words. */
const LEAST_LENGTH = 6;

/** Each with what of it stays. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  [/\b(Bearer|Basic) +[\w.~+/=-]{8,}/gi, `$1 ${REDACTED}`],
  [/\batalaya_[\w-]{16,}/g, REDACTED],
  // A bot of Telegram.
  [/(?<!\d)\d{6,12}:[\w-]{30,}/g, REDACTED],
  // Of an address: name and password before the host.
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@]+@/gi, `$1${REDACTED}@`],
  [
    /((?:^|[^\w])["']?\w*(?:password|passphrase|secret|token|api[-_]?key|private[-_]?key)["']?\s*[=:]\s*["']?)[^\s"'&,;}]{4,}/gi,
    `$1${REDACTED}`,
  ],
  // The one-time codes of addresses.
  [/([?&#](?:code|pin)=)[^\s&#]+/gi, `$1${REDACTED}`],
];

/** `known`: secrets as they are; those of a few letters only are left to their shape. */
export function redactor(known: readonly string[]): (text: string) => string {
  // The longest first: one may be the beginning of another.
  const values = [...new Set(known)].filter(({ length }) => length >= LEAST_LENGTH).sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const value of values) clean = clean.replaceAll(value, REDACTED);
    for (const [shape, left] of SHAPES) clean = clean.replace(shape, left);
    return clean;
  };
}
