// The guides tell the truth: a newcomer's commands are run as written, in a copy of the project, and print what the guide shows.
// ATALAYA_WRITE_GUIDES=1 writes what they print into the guides.
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { atalaya, PROJECT, temporaryFolder } from './run-cli.ts';

const GUIDES = join(PROJECT, 'docs/guides');
const WRITE = process.env.ATALAYA_WRITE_GUIDES !== undefined;

/** The project in a place of its own: what the newcomer writes stays there. */
function copyOfProject(): string {
  const copy = temporaryFolder();
  for (const part of ['src', 'strategies', 'package.json']) cpSync(join(PROJECT, part), join(copy, part), { recursive: true });
  for (const part of ['samples', 'node_modules']) symlinkSync(join(PROJECT, part), join(copy, part));
  return copy;
}

const copy = copyOfProject();

/** What a terminal shows, without the one line that differs from run to run. */
async function shown(command: string): Promise<string> {
  const { stdout, stderr } = await atalaya(command.replace(/^npx atalaya /, '').split(' '), { project: copy });
  return `${stdout}${stderr}`.replaceAll(/^ {2}speed .*\n/gm, '').trimEnd();
}

/** Replaces the lines marked - by those marked + in the newcomer's file. */
function edit(file: string, diff: string): void {
  const lines = (sign: string) =>
    diff
      .split('\n')
      .filter((line) => line.startsWith(sign))
      .map((line) => line.slice(1))
      .join('\n');
  const before = readFileSync(file, 'utf8');
  expect(before).toContain(lines('-'));
  writeFileSync(
    file,
    before.replace(lines('-'), () => lines('+')),
  );
}

test.each(['first-strategy.md', 'backtesting.md'])(
  '%s',
  async (name) => {
    const guide = readFileSync(join(GUIDES, name), 'utf8');
    let written = guide;
    for (const [block, kind, content = ''] of guide.matchAll(/```(console|diff)\n([\s\S]*?)```/g)) {
      if (kind === 'diff') edit(join(copy, 'strategies/my-first.ts'), content);
      else {
        const [command = ''] = content.split('\n');
        const output = await shown(command.replace('$ ', ''));
        const truth = `\`\`\`console\n${command}\n${output}\n\`\`\``;
        if (WRITE) written = written.replace(block, () => truth);
        else expect(block).toBe(truth);
        // Each block is dealt with once, also where two are alike.
        if (WRITE) written = written.replace(truth, () => truth.replace('```console', '```shown'));
      }
    }
    if (WRITE) writeFileSync(join(GUIDES, name), written.replaceAll('```shown', '```console'));
  },
  60_000,
);
