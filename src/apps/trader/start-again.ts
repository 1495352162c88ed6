/** The way on when a replay has ended: the command that starts the same session afresh, beside the finished one and never in its journal. */

import { basename, dirname, join, relative } from 'node:path';

/** Options that belong to one start only, with whether a value follows. */
const OWN_OPTIONS: Readonly<Record<string, boolean>> = { '--data-dir': true, '--until-finished': false, '--json': false, '--demo': false };
const FOLDER = /^again-[1-9]\d*$/;

/**
 * `npm start` (or `run`) with the options of this start (`argv` from `up` or `run` on) and a data folder that is not there yet. Folders within `projectFolder`, where npm
 * runs it, are given from there.
 */
export function startAgainCommand(
  argv: readonly string[],
  dataFolder: string,
  projectFolder: string,
  exists: (folder: string) => boolean,
): string {
  const within = FOLDER.test(basename(dataFolder)) ? dirname(dataFolder) : dataFolder;
  let count = 1;
  while (exists(join(within, `again-${count}`))) count++;
  const folder = join(within, `again-${count}`);
  const near = relative(projectFolder, folder);
  const options = [...kept(argv), '--data-dir', near.startsWith('..') ? folder : near];
  const begins = argv[0] === 'run' ? 'npx atalaya run' : 'npm start --';
  return `${begins} ${options.map(quoted).join(' ')}`;
}

function kept(argv: readonly string[]): string[] {
  const words: string[] = [];
  const begun = argv.findIndex((word) => word === 'up' || word === 'run');
  for (let i = begun < 0 ? argv.length : begun + 1; i < argv.length; i++) {
    const word = argv[i] as string;
    const [name = ''] = word.split('=');
    const takesValue = OWN_OPTIONS[name];
    if (takesValue === undefined) words.push(word);
    else if (takesValue && name === word) i++;
  }
  return words;
}

/** As a shell reads it. */
const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
