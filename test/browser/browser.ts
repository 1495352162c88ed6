/** Test support: Chromium where there is one, a page over the scripted session, and what went wrong inside the page. */

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { ArchiveSource } from '../../src/adapters/http/archive-source.ts';
import { createServer, type ServerOptions, type WebServer } from '../../src/adapters/http/create-server.ts';
import type { RiskSource } from '../../src/adapters/http/live-source.ts';
import type { ResearchSource } from '../../src/adapters/http/research-source.ts';
import { buildPanel } from '../../tools/build-panel.mjs';
import { ScriptedSession } from './scripted-session.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PANEL = fileURLToPath(new URL('../../panel/dist', import.meta.url));
const PLACES = [process.env.ATALAYA_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Undefined, and said so once, where no browser is installed. */
export const CHROMIUM = PLACES.find((path) => path !== undefined && existsSync(path));
if (CHROMIUM === undefined)
  console.log('skipped: there is no Chromium on this machine; install it (Debian: apt-get install chromium) or set ATALAYA_CHROMIUM');

export const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly server: WebServer;
  readonly session: ScriptedSession;
  /** Errors of the console, exceptions, and requests to anywhere else. Empty in a good page. */
  readonly faults: string[];
}

interface PageOptions {
  readonly size?: keyof typeof SIZES;
  readonly locale?: string;
  readonly dark?: boolean;
  /** Minutes already played. */
  readonly played?: number;
  readonly sessionsFile?: string;
  readonly enters?: boolean;
  /** Requests that get no answer. */
  readonly blocks?: RegExp;
  /** Before the server sees it. */
  readonly prepare?: (session: ScriptedSession) => void;
  /** What the pages of research ask. */
  readonly research?: ResearchSource;
  /** Lets a test put a script of its own into the page. */
  readonly bypassCSP?: boolean;
  /** Page to be on, once entered. */
  readonly path?: string;
  /** The recorded history; without one there is none to ask for. */
  readonly archive?: ArchiveSource;
  /** Risk; without it there is none to ask for. */
  readonly risk?: RiskSource;
}

/** On a phone: opens sections of a page that are folded behind their headings. */
export async function unfold(page: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names) await page.locator(`[aria-controls="${name}-body"]`).click();
}

/** One browser for a file of tests, and everything opened in it closed after each. */
export class BrowserLab {
  private browser: Browser | undefined;
  private sessions: string | undefined;
  private readonly closers: (() => Promise<void>)[] = [];

  async start(): Promise<void> {
    await buildPanel(ROOT);
    const executablePath = CHROMIUM as string;
    this.browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  }

  async stop(): Promise<void> {
    await this.browser?.close();
  }

  async closeAll(): Promise<void> {
    for (const close of this.closers.splice(0).reverse()) await close();
  }

  /** A file for the sessions of one test, so that a page outlives a restart of its server. */
  sessionsFile(): string {
    if (this.sessions === undefined) {
      const folder = mkdtempSync(join(tmpdir(), 'atalaya-browser-'));
      this.sessions = join(folder, 'sessions.json');
      this.closers.unshift(async () => {
        rmSync(folder, { recursive: true, force: true });
        this.sessions = undefined;
      });
    }
    return this.sessions;
  }

  async serve(session: ScriptedSession, options: Partial<ServerOptions> = {}): Promise<WebServer> {
    const onBug = (error: unknown) => console.error(error);
    const server = await createServer({ source: session, port: 0, panelFolder: PANEL, onBug, ...options });
    this.closers.push(async () => {
      session.stopClock();
      await server.close();
    });
    return server;
  }

  /** An empty page, for what is not the product. */
  async newPage(size: keyof typeof SIZES, more: BrowserContextOptions = {}): Promise<Page> {
    const context = await (this.browser as Browser).newContext({
      viewport: SIZES[size],
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...more,
    });
    this.closers.push(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    return page;
  }

  async open({
    size = 'desktop',
    locale = 'en-GB',
    dark = false,
    played = 800,
    sessionsFile,
    enters = true,
    path = '/',
    bypassCSP = false,
    archive,
    prepare,
    blocks,
    research,
    risk,
  }: PageOptions = {}): Promise<OpenPage> {
    const session = new ScriptedSession(played);
    prepare?.(session);
    const server = await this.serve(session, {
      ...(sessionsFile !== undefined && { sessionsFile }),
      ...(archive && { archive }),
      ...(research && { research }),
      ...(risk && { risk }),
    });
    const context = await (this.browser as Browser).newContext({
      viewport: SIZES[size],
      locale,
      bypassCSP,
      // What the worker of the page fetches is not seen by a test that blocks it.
      ...(blocks && { serviceWorkers: 'block' as const }),
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      isMobile: size === 'phone',
      hasTouch: size === 'phone',
    });
    this.closers.push(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    if (blocks) await page.route(blocks, (route) => route.abort());
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url)) faults.push(`foreign request: ${request.url()}`);
    });
    if (enters) {
      await page.goto(server.loginLink());
      await page.locator('[data-page="/"] #figures').waitFor();
      if (path !== '/') await page.goto(`${server.url}${path}`);
      await page.locator(`[data-page="${path}"] #figures`).waitFor();
      await page.locator('#content[data-link=live]').waitFor();
    }
    return { page, context, server, session, faults };
  }
}
