/** Test support: the panel with accounts on a real database, people who enter it in Chromium, and what they hold in their hands. */

import type { BrowserContextOptions, Page } from 'playwright-core';
import type { WebServer } from '../../src/adapters/http/create-server.ts';
import { createAccountDesk } from '../../src/apps/web/accounts/desk.ts';
import { newSetupCode } from '../../src/apps/web/accounts/users.ts';
import { AccountsLab, HOST, PASSWORD } from '../accounts/accounts-lab.ts';
import { codeShownAt, STEP_MS } from './authenticator.ts';
import { BrowserLab } from './browser.ts';
import { ScriptedSession } from './scripted-session.ts';

export interface Opened {
  readonly page: Page;
  /** Exceptions, and what the console complains of except refusals, which are what is tested. */
  readonly faults: string[];
}

export class EntranceLab {
  readonly browsers = new BrowserLab();
  accounts!: AccountsLab;
  server!: WebServer;
  session!: ScriptedSession;

  async start(): Promise<void> {
    await this.browsers.start();
    this.accounts = await AccountsLab.start();
  }

  async stop(): Promise<void> {
    await this.browsers.stop();
    await this.accounts?.end();
  }

  /** As on the first day, with the panel in front of it. */
  async begin(): Promise<void> {
    await this.accounts.clear();
    this.accounts.now = Date.now();
    this.session = new ScriptedSession(300);
    this.server = await this.browsers.serve(this.session, { accounts: createAccountDesk(this.accounts.accounts), heartbeatMs: 200 });
  }

  async open(path: string, size: 'desktop' | 'phone' = 'desktop', more: BrowserContextOptions = {}): Promise<Opened> {
    const page = await this.browsers.newPage(size, more);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
    page.on('console', (message) => {
      const isRefusal = /status of 4\d\d|status of 503|WebSocket connection/.test(message.text());
      if (['error', 'warning'].includes(message.type()) && !isRefusal) faults.push(`console: ${message.text()}`);
    });
    await page.goto(`${this.server.url}${path}`);
    return { page, faults };
  }

  async setupCode(): Promise<string> {
    return (await newSetupCode(this.accounts.parts, HOST))?.code ?? '';
  }

  /** What the authenticator with this secret shows now; the clock then goes on to its next code. */
  code(secret: string): string {
    const shown = codeShownAt(secret, this.accounts.now);
    this.accounts.now += STEP_MS;
    return shown;
  }

  /** The recovery codes on the page. */
  async shownCodes(page: Page): Promise<string[]> {
    const codes = page.getByRole('list', { name: 'The ten recovery codes' }).getByRole('listitem');
    await codes.first().waitFor();
    return codes.allTextContents();
  }

  /** The first owner, made without the panel; gives what the authenticator shows, each time the next. */
  async owner(): Promise<() => string> {
    const { code } = await this.accounts.owner('marta');
    await this.accounts.accounts.owner.isNeeded();
    return () => {
      const shown = code();
      this.accounts.now += STEP_MS;
      return shown;
    };
  }

  /** Somebody who is in: name, password and code typed on the page to sign in. */
  async signIn(page: Page, code: () => string, name = 'marta'): Promise<void> {
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('Code of the authenticator').fill(code());
    await page.getByRole('button', { name: 'Confirm' }).click();
  }

  /** A signed-in owner at a page of the panel. */
  async ownerAt(
    path: string,
    size: 'desktop' | 'phone' = 'desktop',
    more: BrowserContextOptions = {},
  ): Promise<Opened & { readonly code: () => string }> {
    const code = await this.owner();
    const opened = await this.open(path, size, more);
    await this.signIn(opened.page, code);
    await opened.page.locator('#content[data-link=live]').waitFor();
    return { ...opened, code };
  }

  /** The second factor was given too long ago for anything dangerous. */
  letStepUpGrowOld(): void {
    this.accounts.now += 6 * 60_000;
  }
}
