/** What the source of the panel and of the server may not hold, because a browser or a wire would be less safe for it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isCode, REPOSITORY, readRepository } from '../architecture/source.ts';

const code = [...readRepository(isCode)].filter(([path]) => !/\.test\.tsx?$|^test\//.test(path));
const panel = code.filter(([path]) => path.startsWith('panel/'));
const naming = (files: typeof code, pattern: RegExp) => files.filter(([, text]) => pattern.test(text)).map(([path]) => path);

test('the panel writes no HTML, runs no text and takes no message of another window', () => {
  expect(panel.length).toBeGreaterThan(100);
  expect(
    naming(
      panel,
      // A BroadcastChannel (`tabs`) reaches and hears this origin alone.
      /dangerouslySetInnerHTML|\.(inner|outer)HTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(|(?<!\btabs\?\.)postMessage|addEventListener\('message'/,
    ),
  ).toEqual([]);
});

test('only these keep anything in the browser: how a page looks, and in the tab what is typed or has no answer yet', () => {
  expect(naming(panel, /\b(localStorage|sessionStorage|indexedDB)\b/).sort()).toEqual([
    'panel/accounts/proof-form.tsx',
    'panel/live/draft.ts',
    'panel/live/remembered.ts',
    'panel/live/unanswered.ts',
    'panel/pages/setup/remembered.ts',
  ]);
  const remembered = panel.flatMap(([, text]) => [...text.matchAll(/\bremember(?:ed)?\(\s*'([\w.-]+)'/g)].map(([, name]) => name));
  expect(remembered.filter((name) => /token|secret|password|code|session/i.test(name ?? ''))).toEqual([]);
  // The configuration of the session, the loss ladder and the ticket: none holds a secret.
  expect(naming(panel, /\buseDraft</).sort()).toEqual([
    'panel/live/draft.ts',
    'panel/pages/settings/limits-view.tsx',
    'panel/pages/settings/session-form.tsx',
    'panel/pages/trading/order-ticket.tsx',
  ]);
});

test('passwords are masked while they are typed, and a password manager may fill them in', () => {
  const fields = panel.flatMap(([path, text]) =>
    [...text.matchAll(/autoComplete(?:=|: )['"](?:current|new)-password['"]/g)].map((found) => ({ path, text, at: found.index })),
  );
  expect(fields.length).toBeGreaterThanOrEqual(4);
  for (const { path, text, at } of fields)
    expect([path, text.slice(Math.max(0, at - 400), at + 400)]).toEqual([
      path,
      expect.stringMatching(/type(?:=|: )['"{]+(?:\w+ \? 'text' : ')?password/),
    ]);
  expect(naming(panel, /onPaste|onCopy=\{.*preventDefault/)).toEqual([]);
});

test('nobody turns off the checking of certificates, or starts a program through a shell', () => {
  expect(naming(code, /rejectUnauthorized: false|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/)).toEqual([]);
  expect(
    naming(
      code.filter(([path]) => path.startsWith('src/')),
      /shell: true|\bexecSync\(|[^.\w]exec\(/,
    ),
  ).toEqual([]);
  expect(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')).not.toContain('--insecure');
});
