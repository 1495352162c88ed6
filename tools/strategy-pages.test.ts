// The reference pages of the strategies say what the strategy files say.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { currentPage, newPage, strategyPages } from './strategy-pages.ts';

const SHIPPED = [
  'bollinger-reversion',
  'buy-and-hold',
  'contrarian-volume-spike',
  'ema-breakout',
  'ema-breakout-aggressive',
  'ema-breakout-conservative',
  'liquidation-hunter',
  'rsi-ema-momentum',
  'sma-cross',
  'trend-following-adx-ema',
  'volatility-breakout',
];

test('every shipped strategy has a page, and every page is current (node tools/strategy-pages.ts writes them)', async () => {
  const pages = await strategyPages(SHIPPED);
  expect(pages.map(({ id }) => id).sort()).toEqual([...SHIPPED].sort());
  for (const { page, current } of pages) expect(page).toBe(current);
});

test('every page has rules and a result in both languages, and the index links to it', async () => {
  const index = readFileSync(new URL('../docs/reference/strategies/README.md', import.meta.url), 'utf8');
  for (const { id, page } of await strategyPages(SHIPPED)) {
    expect(index).toContain(`[${id}](${id}.md)`);
    for (const heading of ['Rules', 'Published result', 'Reglas', 'Resultado publicado']) {
      expect(page, `${id}: ${heading}`).toMatch(new RegExp(`### ${heading}\n\n[^#\\n]`));
    }
  }
});

test('a parameter table shows ranges, defaults and the decimal sign of its language', async () => {
  const { default: emaBreakout } = await import('../strategies/ema-breakout.ts');
  const page = currentPage(emaBreakout, newPage(emaBreakout));
  expect(page).toContain('| `fast` | whole number | 3 – 30 | 1 | 8 | Fast average (EMA), in candles |');
  expect(page).toContain('| `stopLoss` | número | 0,003 – 0,05 | 0,001 | 0,015 |');
  expect(page).toContain('Conditions between them: fast must be below slow.');
});

test('what is written by hand stays, and a page without its blocks is refused', async () => {
  const { default: emaBreakout } = await import('../strategies/ema-breakout.ts');
  const page = newPage(emaBreakout).replace('### Rules\n', '### Rules\n\nMine.\n');
  const current = currentPage(emaBreakout, page);
  expect(current).toContain('### Rules\n\nMine.\n');
  expect(currentPage(emaBreakout, current)).toBe(current);
  expect(() => currentPage(emaBreakout, '# nothing')).toThrow('the page of ema-breakout has no block "facts-en"');
});
