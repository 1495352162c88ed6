/** Who asks on this machine, for the journal and the audit. */

import { userInfo } from 'node:os';

/** In a container the user may have no name, and elsewhere one with any character: neither may stand in the way of a kill. */
export function userName(): string {
  try {
    return (
      userInfo()
        .username.replaceAll(/[^\w.@+-]/g, '_')
        .slice(0, 64) || 'unnamed'
    );
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}
