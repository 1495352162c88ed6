// Finds secrets that were about to be committed: known key formats, and random-looking text assigned to a name that sounds like a secret.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface SecretFinding {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
}

const KNOWN_FORMATS: readonly (readonly [rule: string, pattern: RegExp])[] = [
  ['private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/],
  ['AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/],
  ['Slack token', /\bxox[abprs]-[A-Za-z0-9-]{20,}/],
  ['Slack webhook', /hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{20,}/],
  ['Google API key', /\bAIza[0-9A-Za-z_-]{35}\b/],
  ['OpenAI or Anthropic key', /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}\b/],
  ['Stripe key', /\b[rs]k_live_[A-Za-z0-9]{20,}\b/],
  ['npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['Telegram bot token', /\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b/],
  ['JSON web token', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}/],
];

const NAMED_SECRET =
  /(?:secret|token|passw(?:or)?d|passphrase|credential|api[-_]?key|private[-_]?key|access[-_]?key)[\w-]*["']?\s*(?:[:=]|=>)\s*["'`]?([A-Za-z0-9+/=_-]{16,})/i;
/** Entropy of English words and kebab-case names lies below, of random letters and digits above. */
const LEAST_BITS_PER_CHARACTER = 3.6;
const URL_WITH_PASSWORD = /\b[a-z][a-z0-9+]*:\/\/[^\s:/@'"`]+:([^\s@/'"`${}]{12,})@/i;
const LARGEST_BYTES = 2 * 1024 * 1024;

/** Findings in one file's text; the secret itself is never part of a finding. */
export function findSecrets(path: string, text: string): SecretFinding[] {
  return text.split('\n').flatMap((line, index) => {
    const rule = KNOWN_FORMATS.find(([, pattern]) => pattern.test(line))?.[0] ?? assignedSecret(line);
    return rule === undefined ? [] : [{ path, line: index + 1, rule }];
  });
}

function assignedSecret(line: string): string | undefined {
  const value = line.match(NAMED_SECRET)?.[1];
  if (value !== undefined && looksRandom(value)) return 'random text assigned to the name of a secret';
  const password = line.match(URL_WITH_PASSWORD)?.[1];
  return password !== undefined && looksRandom(password) ? 'password in a URL' : undefined;
}

function looksRandom(value: string): boolean {
  return /\d/.test(value) && /[A-Za-z]/.test(value) && bitsPerCharacter(value) >= LEAST_BITS_PER_CHARACTER;
}

/** Shannon entropy of the characters of `text`. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}

/** Every file that is in git or would be added by `git add`. Throws outside a git repository: a scan of nothing would find nothing. */
export function findSecretsInRepository(root: string): { readonly files: number; readonly findings: SecretFinding[] } {
  const listed = spawnSync('git', ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (listed.status !== 0) throw new Error(`git cannot list the files: ${listed.stderr?.trim() || listed.error?.message}`);
  const paths = [...new Set(listed.stdout.split('\0'))].filter(
    (path) => path !== '' && path !== 'package-lock.json' && existsSync(join(root, path)),
  );
  const findings = paths.flatMap((path) => {
    const file = join(root, path);
    if (!statSync(file).isFile() || statSync(file).size > LARGEST_BYTES) return [];
    const content = readFileSync(file);
    return content.includes(0) ? [] : findSecrets(path, content.toString('utf8'));
  });
  return { files: paths.length, findings };
}
