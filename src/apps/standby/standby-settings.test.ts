/** What is said about a standby that is not set up as it has to be. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('an unknown kind names the setting, and a database without an address names the variable', async () => {
  delete process.env.DATABASE_URL;
  const { readLiveConfig } = await import('../config.ts');
  const { standBy } = await import('./stand-by.ts');
  const folder = mkdtempSync(join(tmpdir(), 'standby-settings-'));
  const file = join(folder, 'session.json');
  const write = (standby: unknown) =>
    writeFileSync(
      file,
      JSON.stringify({
        account: 'demo',
        currency: 'USDT',
        venue: { name: 'bybit', category: 'linear', url: 'http://127.0.0.1:1' },
        instruments: [{ id: 'BTCUSDT-PERP', symbol: 'BTCUSDT' }],
        strategies: [{ id: 'sma-cross', instrument: 'BTCUSDT-PERP', timeframe: '1m' }],
        risk: 'none',
        seed: 1,
        standby,
      }),
    );
  try {
    for (const wrong of [{ kind: 'cloud' }, { kind: 'host', url: 'x' }, 'host']) {
      write(wrong);
      expect(() => readLiveConfig(file)).toThrow(/session\.json: standby/);
    }
    write({ kind: 'database' });
    const started = standBy({ config: readLiveConfig(file), dataFolder: folder, say: () => {}, onLost: () => {} }, 'database');
    await expect(started).rejects.toMatchObject({ code: 'STANDBY_DATABASE_MISSING', exitCode: 3 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
