/** What a trader that runs alone tells the terminal. */

import type { TraderFacts } from '../platform/role.ts';
import { print } from './output.ts';

export function announceTrader({ headline, account, environment, beginning, ending }: TraderFacts): void {
  print(
    headline,
    '',
    `  Account      ${account} (${environment})`,
    '  Control      npx atalaya status, positions, orders, pause, kill: in another terminal, with the same --data-dir',
    '',
    beginning,
    ending,
  );
}
