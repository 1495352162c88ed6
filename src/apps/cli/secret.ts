/** `atalaya secret`: keys and passwords in the data folder's sealed store. A value is typed or comes from a pipe, never from an argument, where others would see it. */

import { type Command, Option } from 'commander';
import { lockOf } from '../../adapters/secret-files/key-ring.ts';
import { keyFileIn, openSecretStore, secretStore, secretsFolder } from '../../adapters/secret-files/secret-store.ts';
import { InputError } from '../../core/domain/result.ts';
import type { SecretKind } from '../../core/operations/secrets/known-secrets.ts';
import { endOf } from '../../core/operations/secrets/secret-record.ts';
import { ENVIRONMENT } from '../config.ts';
import { ownerQuestions } from '../platform/owner-questions.ts';
import { secretRow, secretRows } from '../secrets/rows.ts';
import { expireSecret, removeSecret, requireKind, type SecretActor, type SecretActParts, setSecret } from '../secrets/secret-acts.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { createAccounts } from '../web/accounts/accounts.ts';
import { audited } from '../web/accounts/parts.ts';
import { withHostDatabase } from '../web/host-database.ts';
import { show } from './control.ts';
import { table } from './output.ts';
import { rekey } from './secret-rekey.ts';
import { pipedLines, typedLine } from './typed-line.ts';
import { userName } from './user-name.ts';

interface Options {
  readonly dataDir: string;
  readonly json?: boolean;
  readonly expires?: string;
  readonly replace?: boolean;
  readonly reveal?: boolean;
  readonly at?: string;
}

interface Desk {
  readonly parts: SecretActParts;
  readonly actor: SecretActor;
  readonly stateFolder: string;
}

interface Shown {
  readonly value: unknown;
  readonly lines: readonly string[];
}

export function registerSecretCommands(program: Command): void {
  const secret = program
    .command('secret')
    .description('keys and passwords, sealed in the data folder and opened by the trader alone (docs/guides/secrets.md)');
  const expires = new Option('--expires <day>', 'when it ends, such as 2027-03-31; without it, never');
  named(secret, 'set', 'puts a secret in: typed, or one line for each field on standard input')
    .addOption(expires)
    .option('--replace', 'in place of the one that is there, at once')
    .action((name: string, options: Options) => run(options, (desk) => set(desk, name, options.replace ? 'replace' : 'new', options)));
  named(secret, 'rotate', 'puts a new one in beside the old one, which counts until the new one was seen to work')
    .addOption(expires)
    .action((name: string, options: Options) => run(options, (desk) => set(desk, name, 'rotate', options)));
  named(secret, 'expire', 'brings its end forward; a later one needs the value again')
    .option('--at <day>', 'when it ends, such as 2027-03-31; without it, now')
    .action((name: string, options: Options) => run(options, (desk) => expire(desk, name, options)));
  named(secret, 'remove', 'destroys a secret').action((name: string, options: Options) => run(options, (desk) => remove(desk, name)));
  named(secret, 'try', 'has the running trader try it: a key at its venue, the others with a test message').action(tryOne);
  named(secret, 'get', 'shows a value: on a terminal, or anywhere with --reveal; it is in the audit')
    .option('--reveal', 'also where the output is no terminal')
    .action((name: string, options: Options) => run(options, (desk) => get(desk, name, options)));
  withOptions(secret.command('list'), 'what is set, what waits to be seen to work, and what ends; never a value').action(list);
  withOptions(secret.command('rekey'), 'locks the secrets with the master key that the environment names now')
    .option('--from-file <file>', 'the master key they are locked with, where it is in a file that the environment no longer names')
    .action((options: Options & { readonly fromFile?: string }) =>
      run(options, ({ parts, actor, stateFolder }) =>
        audited(parts, actor, { act: 'secret.rekey' }, (_query, note) => rekey(stateFolder, options.fromFile, note)),
      ),
    );
}

function named(parent: Command, name: string, description: string): Command {
  return withOptions(parent.command(name), description).argument('<name>', 'venue.NAME (such as venue.kraken), telegram, smtp or webhook');
}

function withOptions(command: Command, description: string): Command {
  return command
    .description(description)
    .option('--data-dir <folder>', 'data folder', DEFAULT_DATA_FOLDER)
    .option('--json', 'one JSON document on standard output');
}

async function run({ dataDir, json }: Options, work: (desk: Desk) => Promise<Shown>): Promise<void> {
  await withHostDatabase(dataDir, async (database, stateFolder) => {
    const { parts } = createAccounts({ database: () => database, stateFolder });
    const store = secretStore(stateFolder);
    const { value, lines } = await work({ parts: { ...parts, store }, actor: { name: `host:${userName()}`, address: '' }, stateFolder });
    // A trader that runs takes up what sends notices at once; one that is away has it at its next start.
    await ownerQuestions(dataDir)
      .secretsChanged()
      .catch(() => {});
    show(json, value, lines);
  });
}

async function set(
  { parts, actor, stateFolder }: Desk,
  name: string,
  how: 'new' | 'replace' | 'rotate',
  { expires }: Options,
): Promise<Shown> {
  const kind = requireKind(name);
  const expiresAt = expires === undefined ? null : dayOf(expires, '--expires');
  // Sealing needs the public key alone; where no trader has run yet there is none.
  if (lockOf(secretsFolder(stateFolder)) === null) await openSecretStore(stateFolder, ENVIRONMENT.masterKey(keyFileIn(stateFolder)));
  const record = await setSecret(parts, actor, name, { values: await valuesOf(kind), expiresAt, how });
  const waits = 'It waits: the one before goes on until this one was seen to work (atalaya secret try, or at the next start).';
  return {
    value: secretRow(record),
    lines: [
      `${name} is put in, sealed.`,
      how === 'rotate' ? waits : 'What sends notices takes it up at once; a key of a venue counts from the next start on.',
    ],
  };
}

async function valuesOf({ fields }: SecretKind): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  const piped = process.stdin.isTTY ? null : await pipedLines(fields.length);
  for (const [i, { id, title }] of fields.entries()) values[id] = (piped === null ? await typedLine(`${title}: `) : piped[i]) ?? '';
  return values;
}

async function expire({ parts, actor }: Desk, name: string, { at }: Options): Promise<Shown> {
  requireKind(name);
  const record = await expireSecret(parts, actor, name, at === undefined ? parts.now() : dayOf(at, '--at'));
  return { value: secretRow(record), lines: [`${name} ends on ${dayText(endOf(record))}; who runs with it goes on until the next start.`] };
}

async function remove({ parts, actor }: Desk, name: string): Promise<Shown> {
  requireKind(name);
  const record = await removeSecret(parts, actor, name);
  return { value: secretRow(record), lines: [`${name} is destroyed. Take the key away at its venue or service too.`] };
}

/** The value goes to the terminal alone, never into a file or a pipe by accident. */
async function get({ parts, actor, stateFolder }: Desk, name: string, { reveal }: Options): Promise<Shown> {
  requireKind(name);
  return audited(parts, actor, { act: 'secret.get', target: name }, async () => {
    if (!process.stdout.isTTY && reveal !== true)
      throw new InputError('SECRET_HIDDEN', 'expected a terminal to show a secret on, found a pipe or a file; --reveal shows it there');
    const store = await openSecretStore(stateFolder, ENVIRONMENT.masterKey(keyFileIn(stateFolder)));
    const { active } = store.find(name);
    if (active === null) throw new InputError('SECRET_UNKNOWN', `expected a secret that is set, found none of the name ${name}`);
    const values = Object.fromEntries(Object.entries(store.open(active)).map(([id, value]) => [id, value.reveal()]));
    return { value: { name, values }, lines: Object.entries(values).map(([id, value]) => `${id}  ${value}`) };
  });
}

async function tryOne(name: string, { dataDir, json }: Options): Promise<void> {
  requireKind(name);
  const { works, code, message, receipt, warnings } = await ownerQuestions(dataDir).trySecret(name, `host:${userName()}`);
  const told = receipt === null ? '' : `, receipt ${receipt.messageId}`;
  const verdict = works ? `${name} works${told}.` : `${name} does not work: ${message} [${code}]`;
  show(json, { name, works, code, message, receipt, warnings }, [verdict, ...warnings.map((one) => `${one.message} [${one.code}]`)]);
  if (!works) process.exitCode = 1;
}

async function list(options: Options): Promise<void> {
  await withHostDatabase(options.dataDir, async (_database, stateFolder) => {
    const rows = secretRows(secretStore(stateFolder));
    const lines = table([
      ['name', 'state', 'version', 'put in', 'by', 'ends', 'last used'],
      ...rows.map(({ name, state, version, createdAt, createdBy, endsAt, lastUsedAt }) => [
        ...[
          name,
          state,
          version === null ? '' : String(version),
          dayText(createdAt),
          createdBy ?? '',
          dayText(endsAt),
          dayText(lastUsedAt),
        ],
      ]),
    ]);
    show(options.json, { secrets: rows }, lines);
  });
}

function dayText(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString().slice(0, 10);
}

/** The end of that day, UTC. */
function dayOf(text: string, option: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T23:59:59Z`) : Number.NaN;
  if (Number.isNaN(at)) throw new InputError('USAGE', `${option}: expected a day such as 2027-03-31, found ${JSON.stringify(text)}`, 2);
  return at;
}
