/** The options of `backtest`: candles, account, costs, risk and size of the run, and the files it writes. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { type BacktestRequest, DEFAULT_FEE, DEFAULT_SLIPPAGE, sizeRule } from '../backtest/settings.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { amount, instant, positive, ratio, wholeNumber } from './arguments.ts';
import { addReadingOptions } from './reading-options.ts';

export interface BacktestCommandOptions extends BacktestRequest {
  readonly report?: string;
  readonly trades?: string;
  readonly json?: boolean;
}

export function addBacktestOptions(command: Command): Command {
  const reading = command
    .option('--candles <file>', 'candles: time, open, high, low, close, volume (CSV, gzip, Parquet, LEAN zip)')
    .option('--symbol <symbol>', 'a stored series (atalaya data list), or the symbol to pick in the file')
    .option('--timeframe <timeframe>', 'for example 15m; found from the file when absent')
    .option('--venue <venue>', 'venue of the stored series, when several hold the symbol');
  return addReadingOptions(reading)
    .option('--from <time>', 'first candle, for example 2024-01-01', instant)
    .option('--to <time>', 'candles before this time', instant)
    .option('--param <name=value>', 'strategy parameter; repeat for more', parameter)
    .option('--cash <amount>', 'starting cash', positive, 10_000)
    .option('--currency <code>', 'currency of the account, which sets its smallest unit (EUR, USD: 0.01; none: 10^-8)', currency)
    .option('--fee <ratio>', `fee per fill, as a ratio of its value (absent: ${DEFAULT_FEE})`, ratio)
    .option('--slippage <ratio>', `slippage of market fills, as a ratio of the price (absent: ${DEFAULT_SLIPPAGE})`, ratio)
    .option('--risk <none|default|file>', 'risk profile applied to every order', 'none')
    .option('--size <ratio|Nu>', "1 all equity, 0.1 a tenth, 10u ten units (absent: the strategy's own rule)", size)
    .option('--lot <size>', 'smallest quantity step (absent: as fine as the decimals allow)', positive)
    .option('--leverage <ratio>', 'leverage of the account', positive, 1)
    .addOption(
      new Option('--finalize <when>', "a position open at the end: leave it, or close it at the last candle's open or close")
        .choices(['none', 'open', 'close'])
        .default('none'),
    )
    .option('--latency <ms>', 'time an order takes to arrive', amount, 0)
    .option('--touch', 'limit orders fill when touched, not only when passed')
    .option('--seed <number>', 'seed of bar.random()', wholeNumber, 1)
    .option('--report <file.html>', 'write a self-contained report')
    .addOption(new Option('--lang <language>', 'language of the report').choices(['en', 'es']).default('en'))
    .option('--trades <file.csv>', 'write the closed trades')
    .option('--no-self-checks', 'leave out the runs that look for look-ahead and short warm-ups')
    .option('--data-dir <folder>', 'data folder', DEFAULT_DATA_FOLDER)
    .option('--json', 'one JSON document on standard output');
}

function parameter(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at <= 0) throw new InvalidArgumentError('Expected name=value.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function currency(text: string): string {
  if (/^[A-Z0-9]{2,10}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a code such as EUR or USDT.');
}

function size(text: string): BacktestCommandOptions['size'] {
  const share = positive(text.endsWith('u') ? text.slice(0, -1) : text);
  if (!text.endsWith('u') && share > 1) throw new InvalidArgumentError(`Expected a share of equity up to 1, or units such as ${text}u.`);
  return { text, rule: sizeRule(text) };
}
