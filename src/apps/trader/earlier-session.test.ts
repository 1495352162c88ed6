import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectBeginning } from './earlier-session.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'atalaya-beginning-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const folder = (path: string) => mkdirSync(join(root, path), { recursive: true });
const begin = (anew = false) => expectBeginning(root, 'mine', anew);

test('a virgin folder begins, and so does one that knows other accounts alone', () => {
  begin();
  for (const path of [
    'state/reconciliation/other',
    'state/reconciliation/mine-too',
    'journal/other',
    'backups/mine-too-2026-01-05T00-00-00.000Z',
  ])
    folder(path);
  begin();
});

test.each(['state/reconciliation/mine', 'state/backups/mine.json', 'backups/mine-2026-01-05T00-00-00.000Z'])(
  'where %s is left and the journal is gone, it is told how to restore, and begins anew on purpose only',
  (path) => {
    folder(path);
    folder('journal/mine');
    expect(() => begin()).toThrow(expect.objectContaining({ code: 'JOURNAL_GONE', exitCode: 3 }));
    expect(() => begin()).toThrow(/has had a session .*backup restore FOLDER --data-dir .*--new-account/);
    begin(true);
  },
);

test('with its journal it goes on, and does not begin anew beside it', () => {
  folder('state/reconciliation/mine');
  folder('journal/mine');
  writeFileSync(join(root, 'journal/mine/000000000001.journal'), '');
  begin();
  expect(() => begin(true)).toThrow(expect.objectContaining({ code: 'NEW_ACCOUNT_EXISTS', exitCode: 1 }));
});
