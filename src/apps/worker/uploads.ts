/** Files the owner has dropped on a page: kept in the data folder until a job has read them, under a name that no path can be made of. */

import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../../adapters/support/make-folder.ts';
import type { Upload } from '../../api/data.ts';
import { uploadReference } from '../../api/research.ts';
import { InputError } from '../../core/domain/result.ts';

const LARGEST_BYTES = 2 * 1024 ** 3;
/** In letters of up to four bytes: a file system takes 255 bytes. */
const LONGEST_NAME = 60;
/** What nobody has imported by then is removed. */
const KEPT_MS = 7 * 86_400_000;

const uploadsFolder = (dataFolder: string) => join(dataFolder, 'uploads');

/** Writes a file as it arrives. InputError UPLOAD_TOO_LARGE, UPLOAD_NAME; what was written of it is gone then. */
export async function storeUpload(dataFolder: string, fileName: string, content: Readable, largestBytes = LARGEST_BYTES): Promise<Upload> {
  const name = basename(fileName.replaceAll('\\', '/'))
    .replaceAll(/\p{Cc}/gu, '')
    .slice(-LONGEST_NAME);
  if (name === '' || name === '.' || name === '..') throw new InputError('UPLOAD_NAME', 'expected a file with a name, found none', 2);
  const id = randomUUID();
  const folder = join(uploadsFolder(dataFolder), id);
  makeFolder(uploadsFolder(dataFolder));
  mkdirSync(folder, { mode: 0o700 });
  let sizeBytes = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      if (sizeBytes <= largestBytes) done(null, chunk);
      else
        done(new InputError('UPLOAD_TOO_LARGE', `expected at most ${largestBytes} bytes; split the file, or use atalaya data import`, 1));
    },
  });
  const file = createWriteStream(join(folder, name), { mode: 0o600 });
  // It may still be opening when its folder is taken away again: whoever waits hears of it by the pipeline.
  file.on('error', () => {});
  try {
    await pipeline(content, limit, file);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return { upload: `${id}/${name}`, name, sizeBytes };
}

/** The path of an uploaded file. InputError UPLOAD_UNKNOWN. */
export function uploadedFile(dataFolder: string, reference: string): string {
  const path = uploadReference.safeParse(reference).success ? join(uploadsFolder(dataFolder), reference) : null;
  if (path === null || !existsSync(path) || !statSync(path).isFile())
    throw new InputError('UPLOAD_UNKNOWN', 'the uploaded file is no longer here: upload it again', 2);
  return path;
}

export function removeUpload(dataFolder: string, reference: string): void {
  if (uploadReference.safeParse(reference).success)
    rmSync(join(uploadsFolder(dataFolder), reference.split('/')[0] as string), { recursive: true, force: true });
}

export function removeOldUploads(dataFolder: string, nowMs: number): void {
  const folder = uploadsFolder(dataFolder);
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (statSync(join(folder, name)).mtimeMs < nowMs - KEPT_MS) rmSync(join(folder, name), { recursive: true, force: true });
}
