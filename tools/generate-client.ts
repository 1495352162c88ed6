/** Writes the panel's table of operations from the contract: `node tools/generate-client.ts`. A test holds that it is up to date. */

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CONTRACT } from '../src/api/contract/index.ts';
import type { Part } from '../src/api/contract/operation.ts';

export const CLIENT_FILE = fileURLToPath(new URL('../panel/api/operations.ts', import.meta.url));

/** The file's text: no schema gets into the browser, only where each operation is. */
export function clientText(): string {
  const rows = Object.entries(CONTRACT as Readonly<Record<string, Part>>).flatMap(([part, operations]) =>
    Object.entries(operations).map(
      ([name, { method, path, isRepeatable }]) => `  '${part}.${name}': ['${method}', '${path}'${isRepeatable ? ', true' : ''}],`,
    ),
  );
  return [
    '/** Where each operation of the interface is, and whether the same key does it once. Made by tools/generate-client.ts from src/api/contract: change it there. */',
    '',
    'export const OPERATIONS = {',
    ...rows,
    '} as const;',
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(CLIENT_FILE, clientText());
