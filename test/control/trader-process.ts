/** Test support: a trader with its door in a process of its own, without a database; says its data folder, and ends with its standard input. */

import { ControlLab } from './control-lab.ts';

const lab = new ControlLab();
await lab.open();
process.stdout.write(`${lab.folder}\n`);
process.stdin.on('end', async () => {
  await lab.end();
  process.exit(0);
});
process.stdin.resume();
