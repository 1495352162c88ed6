/** Test support: a page looked at in both sizes, languages and themes, checked in each, and kept as a picture on a sheet that a person can open. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { addAxe, axeFaults } from './axe.ts';
import { SIZES } from './browser.ts';
import { checkPage } from './in-page.mjs';

const FOLDER = fileURLToPath(new URL('../../var/pictures/', import.meta.url));
export const LANGUAGES = ['en', 'es'] as const;

const LOOKS = [
  ['desktop', 'light'],
  ['desktop', 'dark'],
  ['phone', 'dark'],
  ['phone', 'light'],
] as const;
const BRIEFLY = { es: [['desktop', 'light']], en: [['phone', 'dark']] } as const;

interface Picture {
  readonly file: string;
  readonly told: string;
  readonly faults: readonly string[];
}

export interface Scene {
  readonly name: string;
  /** Leaves the page as it is to be looked at, in a language; called once for each. */
  show(page: Page, language: (typeof LANGUAGES)[number]): Promise<unknown>;
  /** Two of the eight: a state of a page that is there in full already. */
  readonly isBrief?: boolean;
  /** Nothing lies over it: also as long as it is. */
  readonly isPlain?: boolean;
}

export class PictureBook {
  private readonly sheets = new Map<string, Picture[]>();

  private readonly url: string;

  /** `url`: of the server whose pages they are. */
  constructor(url: string) {
    this.url = url;
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
  }

  /** Eight pictures; sentences about what is wrong in them. Theme and size change under the open page, the language with a new one. */
  async take(page: Page, { name, show, isBrief = false, isPlain = true }: Scene): Promise<string[]> {
    const found: string[] = [];
    for (const language of LANGUAGES) {
      await page.setViewportSize(SIZES[isBrief && language === 'en' ? 'phone' : 'desktop']);
      const display = `language=${language}.theme=system.pair=green-red.density=comfortable`;
      await page.context().addCookies([{ name: 'atalaya_display', value: display, url: this.url }]);
      await show(page, language);
      await addAxe(page);
      for (const [size, theme] of isBrief ? BRIEFLY[language] : LOOKS) {
        await page.setViewportSize(SIZES[size]);
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        // Charts are drawn anew in the next frames.
        await page.waitForTimeout(120);
        const faults = [...(await page.evaluate(checkPage)), ...(await axeFaults(page))];
        const told = `${size}, ${language}, ${theme}`;
        const file = `${name}-${size}-${language}-${theme}.png`;
        await page.screenshot({ path: join(FOLDER, file) });
        this.add(name, { file, told, faults });
        if (isPlain && !isBrief && language === 'es' && theme === 'light') {
          const whole = `${name}-${size}-whole.png`;
          await page.screenshot({ path: join(FOLDER, whole), fullPage: true });
          this.add(name, { file: whole, told: `${size}, as long as it is`, faults: [] });
        }
        found.push(...faults.map((fault) => `${told}: ${fault}`));
      }
    }
    return [...new Set(found)];
  }

  private add(name: string, picture: Picture): void {
    this.sheets.set(name, [...(this.sheets.get(name) ?? []), picture]);
    this.write();
  }

  /** One page with a row for each scene. */
  private write(): void {
    const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const row = ([name, pictures]: [string, Picture[]]) => {
      const each = pictures.map(
        ({ file, told, faults }) =>
          `<figure><a href="${file}"><img loading="lazy" src="${file}" alt="${told}"></a><figcaption>${told}${faults.map((fault) => `<br><b>${escaped(fault)}</b>`).join('')}</figcaption></figure>`,
      );
      return `<h2 id="${name}">${name}</h2><div>${each.join('')}</div>`;
    };
    const style =
      'body{font:14px system-ui;margin:24px;background:#777;color:#fff}div{display:flex;flex-wrap:wrap;gap:12px}figure{margin:0;max-width:460px}img{max-height:520px;max-width:460px;border:1px solid #444}b{color:#fd8}a{color:inherit}nav{columns:4}';
    const sheets = [...this.sheets];
    const ways = sheets.map(([name]) => `<a href="#${name}">${name}</a><br>`).join('');
    writeFileSync(
      join(FOLDER, 'index.html'),
      `<!doctype html><meta charset="utf-8"><title>Atalaya: every page</title><style>${style}</style><nav>${ways}</nav>${sheets.map(row).join('')}\n`,
    );
  }
}
