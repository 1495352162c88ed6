/** Test support: axe in a page, and the faults it finds that keep somebody out. */

import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** For `addScriptTag`, in a page that bypasses its content security policy. */
export const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** One line per serious or critical fault. */
export async function faultsOf(page: Page): Promise<string[]> {
  const violations = await page.evaluate<Violation[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations)',
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}
