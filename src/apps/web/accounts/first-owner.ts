/** Whether there is an owner yet, remembered in a file: from the first one on no link of the host lets in any more, also while the database is away. */

import { existsSync } from 'node:fs';
import { writePrivateFile } from '../../../adapters/support/private-file.ts';
import type { AccountParts } from './parts.ts';
import { ownerIsNeeded } from './sign-in.ts';

export interface FirstOwner {
  isKnown(): boolean;
  /** Asks the database. */
  isNeeded(): Promise<boolean>;
  /** There is one from now on. */
  note(): void;
}

export function rememberOwner(parts: AccountParts, file: string): FirstOwner {
  let isKnown = existsSync(file);
  const note = () => {
    if (!isKnown) writePrivateFile(file, '');
    isKnown = true;
  };
  return {
    isKnown: () => isKnown,
    async isNeeded() {
      const isNeeded = await ownerIsNeeded(parts);
      if (!isNeeded) note();
      return isNeeded;
    },
    note,
  };
}
