// A built panel as small as it can be, in a folder of its own.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DRAWING = [
  "export const preload = '</app.css>; rel=preload; as=style';",
  "export const hasPage = (path) => !path.includes('nowhere');",
  "export const isForStrangers = (path) => path === '/sign-in';",
  "export const renderPage = ({ path, page }) => '<title>Atalaya ' + path + '</title>' + page.entered + ' ' + page.snapshot?.status.account.equity;",
];

export interface SmallPanel {
  readonly folder: string;
  remove(): void;
}

export function buildSmallPanel(): SmallPanel {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-panel-'));
  for (const part of ['client', 'client/assets', 'server']) mkdirSync(join(folder, part));
  writeFileSync(join(folder, 'client', 'app.js'), 'export {}');
  writeFileSync(join(folder, 'client', 'assets', 'style-1a2b3c.css'), 'a{}');
  writeFileSync(join(folder, 'server', 'server.js'), DRAWING.join('\n'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'secret.txt'), 'not for anybody');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
