/** `atalaya notify`: whether notices arrive, asked of the trader that sends them. */

import { Argument, type Command } from 'commander';
import { CHANNELS, type ChannelName, type NoticeTest } from '../../api/notices.ts';
import { ownerQuestions } from '../platform/owner-questions.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { show } from './control.ts';
import { userName } from './user-name.ts';

interface Options {
  readonly dataDir: string;
  readonly json?: boolean;
}

export function registerNotifyCommands(program: Command): void {
  program
    .command('notify')
    .description('notices to the owner: by chat, e-mail and signed webhook')
    .command('test')
    .description('sends a test through every channel that is set up, or through one, and shows its receipt or its refusal')
    .addArgument(new Argument('[channel]', 'which one').choices(CHANNELS))
    .option('--data-dir <folder>', 'data folder', DEFAULT_DATA_FOLDER)
    .option('--json', 'one JSON document on standard output')
    .action(test);
}

async function test(channel: ChannelName | undefined, { dataDir, json }: Options): Promise<void> {
  const trader = ownerQuestions(dataDir);
  const { channels } = await trader.notices();
  const asked = channel === undefined ? channels.filter(({ state }) => state !== 'off').map(({ name }) => name) : [channel];
  const tests: (NoticeTest & { readonly channel: ChannelName })[] = [];
  for (const name of asked) tests.push({ channel: name, ...(await trader.testNotices(name, `host:${userName()}`)) });
  const none = 'No channel is set up: put its secret in with atalaya secret set, or set it up in the panel under Settings.';
  show(json, { tests }, tests.length === 0 ? [none] : tests.map(lineOf));
  if (tests.length === 0 || tests.some(({ outcome }) => outcome !== 'taken')) process.exitCode = 1;
}

function lineOf(test: NoticeTest & { readonly channel: ChannelName }): string {
  if (test.outcome === 'taken') return `${test.channel}: taken, receipt ${test.messageId} at ${new Date(test.at).toISOString()}`;
  return `${test.channel}: ${test.outcome}: ${test.message} [${test.code}]`;
}
