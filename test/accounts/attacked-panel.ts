// A whole interface with a small panel for tests that attack it: no haste, and owners in browsers.

import type { WebServer } from '../../src/adapters/http/create-server.ts';
import { buildSmallPanel } from '../http/small-panel.ts';
import { HttpBrowser } from './http-browser.ts';
import { serveEverything, type WholeInterface } from './whole-interface.ts';

export interface AttackedPanel extends WholeInterface {
  /** As on the first day. */
  clear(): Promise<void>;
  /** An owner in a browser, with a fresh second factor. */
  ownerIn(at?: WebServer): Promise<HttpBrowser>;
  browserOf(session: string | null): Promise<HttpBrowser>;
}

export async function openAttackedPanel(): Promise<AttackedPanel> {
  const panel = buildSmallPanel();
  const served = await serveEverything({ panelFolder: panel.folder, hasteFactor: 1e6 });
  const { lab, server } = served;
  async function browserOf(session: string | null, at = server): Promise<HttpBrowser> {
    const browser = new HttpBrowser(at);
    browser.cookies.set(`atalaya_session_${at.port}`, session ?? '');
    const { body } = await browser.get('/api/v1/session');
    browser.cookies.set(`atalaya_csrf_${at.port}`, body.csrfToken);
    return browser;
  }
  return {
    ...served,
    async clear() {
      await lab.clear();
      lab.now = Math.max(lab.now, Date.now());
    },
    async ownerIn(at = server) {
      const { browser } = await lab.owner();
      return browserOf(browser.session, at);
    },
    browserOf,
    async close() {
      await served.close();
      panel.remove();
    },
  };
}
