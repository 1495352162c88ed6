// The ccxt snippets of the exchange's guide, run as printed but for the port: what is asked and what is streamed comes from the local exchange.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { endAll, PROJECT, type Running, run } from '../live-venue/processes.ts';

let running: Running[] = [];
afterEach(async () => {
  await endAll(running);
  running = [];
});

test.each([
  ['bybit', 'Bybit', 'BTC/USDT:USDT'],
  ['kraken', 'Kraken', 'BTC/USD'],
])('the snippet for %s reaches its requests and its streams', async (venue, title, symbol) => {
  const exchange = run([join(PROJECT, 'src/apps/cli.ts'), 'exchange', '--venue', venue, '--port', '0', '--json']);
  running.push(exchange);
  const [, address = ''] = /"http:\/\/(127\.0\.0\.1:\d+)/.exec(await exchange.says(/"demoSecret"/)) ?? [];
  const guide = readFileSync(join(PROJECT, 'docs/guides/exchange-simulator.md'), 'utf8');
  const [, snippet = ''] = new RegExp(`## ${title} with ccxt[\\s\\S]*?\`\`\`js\\n([\\s\\S]*?)\`\`\``).exec(guide) ?? [];
  const program = [
    "import ccxt from 'ccxt';",
    snippet.replaceAll(/127\.0\.0\.1:\d+/g, address),
    `const [asked, streamed] = [await exchange.fetchTicker('${symbol}'), await exchange.watchTicker('${symbol}')];`,
    "console.log('prices', asked.last > 0, streamed.last > 0);",
    'process.exit();',
  ].join('\n');
  const client = run(['--input-type=module', '-e', program]);
  running.push(client);
  await client.ended;
  expect(client.said()).toContain('prices true true');
});
