/** Where the account of a paper session is kept. */

import { join } from 'node:path';

export const paperFile = (dataFolder: string, account: string) => join(dataFolder, 'state', 'paper', `${account}.json`);
