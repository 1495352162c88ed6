/** A process that takes a file of some thousand rows into the book of DATABASE_URL, to be killed on the way. */

import { openDatabase } from '../../src/adapters/postgres/database.ts';
import { brokerFile, take } from './import-lab.ts';

const url = process.env.DATABASE_URL;
if (url === undefined) throw new Error('expected DATABASE_URL');
const database = openDatabase({ url });
const file = brokerFile(Array.from({ length: 3_000 }, (_, at) => ['2024-05-02', `S${at % 50}`, `${at + 1}`, '10']));
process.stdout.write('read\n');
const { report } = await take(database, 'many.csv', file);
process.stdout.write(`${JSON.stringify(report.loaded)}\n`);
await database.close();
