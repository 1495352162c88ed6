/** How a candle file is to be read: the same options wherever a command takes one. */

import { type Command, Option } from 'commander';
import { CANDLE_FORMATS } from '../../adapters/market-lake/read-candle-file.ts';
import { CALENDAR_IDS } from '../../core/market/calendar.ts';

/** `more` are formats of this command that are no candles. */
export function addReadingOptions(command: Command, more: readonly string[] = []): Command {
  return command
    .addOption(new Option('--format <format>', 'what wrote the file').choices([...CANDLE_FORMATS, ...more]).default('auto'))
    .addOption(new Option('--calendar <calendar>', 'when the market is open; found from the candles when absent').choices(CALENDAR_IDS))
    .option('--zone <zone>', 'zone of times written without one, for example Europe/Madrid or +05:30 (default UTC)')
    .addOption(new Option('--dates <order>', 'order of numeric dates that can be read both ways').choices(['dmy', 'mdy', 'ymd']))
    .option('--entry <name>', 'the table to take from a zip that holds several')
    .option('--volume-column <name>', 'the column to take as volume');
}
