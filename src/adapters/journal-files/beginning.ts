/** Where a journal begins once its oldest segments were removed by an explicit order: a file that says so, without which they count as lost. */

import { hash } from 'node:crypto';
import { damagedSegment } from './damage.ts';
import { type FileSystem, readWholeFile, writeFileAtomically } from './file-system.ts';

const NAME = 'beginning.json';

export interface Beginning {
  /** First entry that is kept: the first of a segment. */
  readonly firstSequence: number;
  /** Chain hash of the last entry removed, in hex. */
  readonly previousChain: string;
  readonly removedAt: number;
}

/** Null for a journal that is kept from its first entry. Throws InputError when the file is damaged. */
export function readBeginning(fileSystem: FileSystem, folder: string): Beginning | null {
  if (!fileSystem.list(folder).includes(NAME)) return null;
  const [body = '', checksum] = readWholeFile(fileSystem, `${folder}/${NAME}`).toString('utf8').split('\n');
  if (checksum !== hash('sha256', body, 'hex')) throw damagedSegment(folder, NAME, 0, 'the note of what was removed fails its checksum');
  return JSON.parse(body) as Beginning;
}

export function writeBeginning(fileSystem: FileSystem, folder: string, beginning: Beginning): void {
  const body = JSON.stringify(beginning);
  writeFileAtomically(fileSystem, folder, NAME, Buffer.from(`${body}\n${hash('sha256', body, 'hex')}\n`));
}
