/** The panel's server side: the whole document of a page, drawn from the state the web server has. Built into panel/dist/server; it only draws, it answers nobody. */

import { renderToStaticMarkup, renderToString } from 'react-dom/server';
import { StaticRouter } from 'react-router';
import type { PageState } from '../src/api/page-state.ts';
import type { SessionSnapshot } from '../src/api/session.ts';
import { App } from './app.tsx';
import { type FirstState, seed, stateElement } from './first-state.ts';
import { loadWords, spokenIn } from './i18n/load.ts';
import { loadPage } from './pages/loaded.tsx';
import { firstPage, PAGES, pageAt } from './pages/pages.ts';
import { IconSprite } from './parts/icon-sprite.tsx';
import { preferencesOf, rootAttributes } from './preferences.ts';
import { Bars } from './shell/bars.tsx';

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}
declare const CLIENT_MANIFEST: Readonly<Record<string, Chunk>>;

/** What the server gives for one page; the texts are the request's headers of that name. */
export interface PageRequest {
  readonly path: string;
  readonly cookie: string;
  readonly acceptLanguage: string;
  readonly at: number;
  readonly isLinkUsed: boolean;
  readonly page: PageState;
}

const ENTRY = 'main.tsx';
const ICONS = renderToStaticMarkup(<IconSprite />);
const STYLES = CLIENT_MANIFEST[ENTRY]?.css ?? [];

await Promise.all([loadWords('en'), loadWords('es'), ...PAGES.filter((page) => page.isDrawnByServer).map(loadPage)]);

/** For the Link header: the browser asks for the style while the document is still on its way. */
export const preload = STYLES.map((file) => `</${file}>; rel=preload; as=style`).join(', ');

/** Whether there is a page at a path; the document says so itself where there is none. */
export function hasPage(path: string): boolean {
  return path === '/offline' || pageAt(path) !== undefined;
}

export function isForStrangers(path: string): boolean {
  return path === '/offline' || pageAt(path)?.section === 'alone';
}

export function renderPage(request: PageRequest): string {
  const first: FirstState = {
    at: request.at,
    path: request.path,
    preferences: preferencesOf(request.cookie, request.acceptLanguage),
    page: { ...request.page, snapshot: request.page.snapshot && withNewestRows(request.page.snapshot) },
    problem: request.isLinkUsed ? 'link-used' : null,
  };
  seed(first);
  const bars = renderToString(<Bars path={request.path} />);
  const root = renderToString(
    <StaticRouter location={request.path}>
      <App first={first} />
    </StaticRouter>,
  );
  return documentOf(first, bars, root);
}

/** Rows beyond those in sight at first come with the stream. */
const FIRST_ROWS = 8;

function withNewestRows(snapshot: SessionSnapshot): SessionSnapshot {
  const { fills, decisions, events } = snapshot;
  return {
    ...snapshot,
    fills: fills.slice(0, FIRST_ROWS),
    decisions: decisions.slice(0, FIRST_ROWS).map((decision) => ({ ...decision, checks: [] })),
    // The newest failure of a strategy is told wherever it stands.
    events: events.filter((event, place) => place < FIRST_ROWS || event.code === 'STRATEGY_FAILED'),
  };
}

/** Every file the page needs before it is alive: asked for at once, not one after the other. */
function scriptsOf(first: FirstState): string[] {
  const page = firstPage(first);
  const { language } = first.preferences;
  const own = page ? [page.file, `i18n/spoken-${language}.ts`, 'live/questions.tsx'] : [];
  const wanted = [ENTRY, `i18n/${language}.ts`, 'rest.tsx', ...own];
  const files = new Set<string>();
  const add = (key: string): void => {
    const chunk = CLIENT_MANIFEST[key];
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const imported of chunk.imports ?? []) add(imported);
  };
  for (const key of wanted) add(key);
  return [...files];
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

function documentOf(first: FirstState, bars: string, root: string): string {
  const attributes = Object.entries(rootAttributes(first.preferences))
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
  const { words } = spokenIn(first.preferences.language);
  const scripts = scriptsOf(first);
  return `<!doctype html>
<html${attributes}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f5f6f8" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#0b0e13" media="(prefers-color-scheme: dark)">
<meta name="robots" content="noindex">
<title>Atalaya</title>
${STYLES.map((file) => `<link rel="stylesheet" href="/${file}">`).join('\n')}
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="apple-touch-icon" href="/icon-192.png">
<link rel="manifest" href="/atalaya.webmanifest">
<script type="module" src="/${scripts[0]}"></script>
${scripts
  .slice(1)
  .map((file) => `<link rel="modulepreload" href="/${file}">`)
  .join('\n')}
</head>
<body>
${ICONS}
<div id="bars" class="contents">${bars}</div>
<div id="root">${root}</div>
${stateElement(first)}
<noscript>${escaped(words.app.noScript)}</noscript>
</body>
</html>
`;
}
