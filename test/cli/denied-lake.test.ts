import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { atalaya, SAMPLES, temporaryFolder } from './run-cli.ts';

/** Root may read everything: then the command runs without that. As another user it might not reach the project: a home folder, and `var`, are their owner's alone. */
const under = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : [];

test('what may not be read is told as that, and hides nothing else', async () => {
  const folder = temporaryFolder();
  const data = (...args: string[]) => atalaya(['data', ...args, '--data-dir', folder, '--json'], { under });
  for (const symbol of ['READABLE', 'HIDDEN']) {
    const file = join(SAMPLES, 'AAPL-usa-1d.csv.gz');
    const imported = await atalaya(['data', 'import', file, '--symbol', symbol, '--venue', 'x', '--data-dir', folder], { under });
    expect(imported).toMatchObject({ code: 0 });
  }
  const symbolFolder = join(folder, 'lake/venue=x/symbol=HIDDEN');
  chmodSync(symbolFolder, 0);
  const part = await data('list');
  chmodSync(symbolFolder, 0o700);
  expect(part.code).toBe(3);
  expect(JSON.parse(part.stdout)).toMatchObject([
    { symbol: 'READABLE', timeframe: '1d' },
    { venue: 'x', symbol: 'HIDDEN', timeframe: '*', count: 0, code: 'LAKE_DENIED' },
  ]);
  expect(part.stderr).toContain(`${symbolFolder} may not be read by this user (EACCES)`);
  expect(part.stderr).toContain(`chmod -R u+rwX ${join(folder, 'lake')}`);

  chmodSync(folder, 0);
  const whole = await data('list');
  const table = await atalaya(['data', 'list', '--data-dir', folder], { under });
  chmodSync(folder, 0o700);
  expect([whole.code, JSON.parse(whole.stdout)]).toMatchObject([3, [{ symbol: '*', code: 'LAKE_DENIED' }]]);
  expect([table.code, table.stdout]).toEqual([3, expect.stringContaining('NOT READABLE')]);
  expect((await data('list')).code).toBe(0);
});
