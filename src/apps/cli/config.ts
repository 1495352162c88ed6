/** `atalaya config`: the session in force, the versions there were, and whether a file could be one. */

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { FieldFaults } from '../../core/domain/field-faults.ts';
import { InputError } from '../../core/domain/result.ts';
import { isoText } from '../../core/market/zone.ts';
import { requirementsOf } from '../../core/research/requirements.ts';
import { guarded } from '../check-strategy.ts';
import { configRemarks, readConfigFile, readSession, readSessionConfig } from '../config.ts';
import { listSamples } from '../market-data.ts';
import { checkSession, type SessionConfig } from '../settings/check-session.ts';
import { openSettings, type SettingsFiles } from '../settings/settings-files.ts';
import { DEFAULT_DATA_FOLDER, loadStrategy } from '../strategy-registry.ts';
import { print, printJson, table } from './output.ts';

interface Options {
  readonly dataDir: string;
  readonly json?: boolean;
}

const SHIPPED = 'paper.json';

export function registerConfigCommands(program: Command): void {
  const config = program
    .command('config')
    .description('the settings of a data folder: what is in force, what was, and whether a file could be');
  const command = (name: string, description: string) =>
    config
      .command(name)
      .description(description)
      .option('--data-dir <folder>', 'data folder', DEFAULT_DATA_FOLDER)
      .option('--json', 'prints one JSON document');
  command('show', 'the session a start without --config has, as JSON; secrets are masked').action(show);
  command('history', 'every version: who, when, why, what changed and how it came out').action(history);
  command('check <file>', 'whether a session file could be started: every fault with its field').action(check);
}

function inForce(settings: SettingsFiles): { readonly source: string; readonly version: number; readonly session: SessionConfig } {
  const { active } = settings.state();
  if (active === 0) return { source: SHIPPED, version: 0, session: readSessionConfig(SHIPPED) };
  return {
    source: `version ${active}`,
    version: active,
    session: readSession(settings.read(active).session, `version ${active} of the settings`),
  };
}

function show({ dataDir, json }: Options): void {
  const settings = openSettings(resolve(dataDir));
  const { source, version, session } = inForce(settings);
  const { trial } = settings.state();
  const shown = masked(session);
  if (json) return printJson({ source, version, trial, session: shown });
  print(`# ${source}${trial === null ? '' : `; version ${trial.version} is to be tried`}`, JSON.stringify(shown, null, 2));
}

function history({ dataDir, json }: Options): void {
  const settings = openSettings(resolve(dataDir));
  const { active, outcomes } = settings.state();
  const rows = settings
    .versions()
    .reverse()
    .map((number) => {
      const { session: _session, ...version } = settings.read(number);
      return { ...version, inForce: number === active, outcome: outcomes[number] ?? null };
    });
  if (json) return printJson({ active, rows: masked(rows) });
  if (rows.length === 0) return print('No version yet: the shipped session is in use.');
  const state = ({ inForce: isInForce, outcome }: (typeof rows)[number]) =>
    isInForce
      ? 'in force'
      : outcome === null
        ? 'never applied'
        : outcome.state === 'refused'
          ? `refused (${outcome.code})`
          : 'was in force';
  print(
    ...table([
      ['version', 'when', 'who', 'changes', 'state', 'why'],
      ...rows.map((row) => [String(row.version), isoText(row.at), row.by, String(row.differences.length), state(row), row.why || '-']),
    ]),
  );
}

async function check(file: string, { json }: Options): Promise<void> {
  const session = checkSession(readConfigFile(file).json, { strategies: null, samples: listSamples(), isFromPanel: false });
  await requireStrategies(session);
  const remarks = configRemarks(session).map(({ en }) => en);
  if (json) return printJson({ file, ok: true, remarks });
  print(`${file} could be started: account ${session.account}, ${session.strategies.map(({ id }) => id).join(', ')}.`, ...remarks);
}

/** Each is loaded, with the parameters it would have. FieldFaults. */
async function requireStrategies({ strategies }: SessionConfig): Promise<void> {
  const faults = await Promise.all(
    strategies.map(async ({ id, parameters }, i) => {
      try {
        const definition = await loadStrategy(id);
        guarded(definition, () => requirementsOf(definition, parameters));
        return [];
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        const field = error.code.startsWith('STRATEGY_') ? 'id' : 'parameters';
        return [{ path: `strategies.${i}.${field}`, code: error.code, message: error.message }];
      }
    }),
  );
  if (faults.flat().length > 0) throw new FieldFaults('SETTINGS_INVALID', faults.flat());
}

const SECRET = /key|secret|token|password/i;

/** An address may carry a password, and somebody may have written a key where none belongs. */
function masked(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, each: unknown) => {
    if (typeof each !== 'string') return each;
    if (SECRET.test(key)) return '[secret]';
    return each.replace(/^([a-z]+:\/\/)[^/@]*@/, '$1[secret]@');
  });
}
