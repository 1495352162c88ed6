import { expect, test } from 'vitest';
import { startAgainCommand } from './start-again.ts';

const again = (argv: readonly string[], dataFolder: string, there: readonly string[] = []) =>
  startAgainCommand(argv, dataFolder, '/srv/atalaya', (folder) => there.includes(folder));

test('the plain start goes on in a folder of its own, inside the first one', () => {
  expect(again(['up', '--demo'], '/srv/atalaya/var')).toBe('npm start -- --data-dir var/again-1');
  expect(again([], '/srv/atalaya/var')).toBe('npm start -- --data-dir var/again-1');
});

test('no folder is used twice, and none is put inside another', () => {
  const there = ['/srv/atalaya/var/again-1', '/srv/atalaya/var/again-2'];
  expect(again(['up', '--demo', '--data-dir', 'var/again-2'], '/srv/atalaya/var/again-2', there)).toBe(
    'npm start -- --data-dir var/again-3',
  );
});

test('the other options of the start stay, those of one start alone go', () => {
  const argv = [
    'up',
    '--demo',
    '--port',
    '8600',
    '--config=mine.json',
    '--data-dir=/data/a b',
    '--until-finished',
    '--json',
    '--speed',
    'max',
  ];
  expect(again(argv, '/data/a b')).toBe("npm start -- --port 8600 --config=mine.json --speed max --data-dir '/data/a b/again-1'");
});

test('a role that runs alone is started afresh as a role', () => {
  expect(again(['run', '--roles', 'trader', '--config', 'mine.json', '--data-dir', '/data'], '/data')).toBe(
    'npx atalaya run --roles trader --config mine.json --data-dir /data/again-1',
  );
});
