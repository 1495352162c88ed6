/** What is in a report's file: its data, and the text a reader of one language sees. */

import type { PageData } from '../../src/core/research/report/page/browser.ts';

export function dataOf(page: string): PageData {
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] as string) as PageData;
}

/** What a reader of one language sees: the page without its head, scripts and the other language, tags removed. */
export function textOf(page: string, lang: 'en' | 'es'): string {
  const other = lang === 'en' ? 'es' : 'en';
  const body = page.slice(page.indexOf('<body>'), page.indexOf('<script type="application/json"'));
  return body
    .replace(new RegExp(`<span lang="${other}">[^<]*</span>`, 'g'), '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}
