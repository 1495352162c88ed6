/** Test support: axe inside a page that was opened with `bypassCSP`. */

import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

export const addAxe = (page: Page) => page.addScriptTag({ path: AXE });

/** One line per fault: of WCAG's rules, and of those of good practice (landmarks, order of headings, one first heading). */
export async function axeFaults(page: Page): Promise<string[]> {
  const violations = await page.evaluate<Violation[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations)',
  );
  return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}
