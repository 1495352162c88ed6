/** What a run or a check has found and warned of, in both languages, from what was written down of it. */

import type { Words } from '../../core/domain/parameters.ts';
import { findingTold } from '../../core/research/finding-text.ts';
import type { Finding } from '../../core/research/result.ts';

export interface ToldFinding {
  readonly id: string;
  readonly severity: Finding['severity'];
  readonly title: Words;
  readonly detail: Words;
}

export function toldFindings(findings: unknown): ToldFinding[] {
  if (!Array.isArray(findings)) return [];
  return (findings as Finding[]).map((finding) => ({ id: finding.id, severity: finding.severity, ...findingTold(finding) }));
}

/** A run of before there were words in both languages has them in English alone. */
export function toldRun(result: Readonly<Record<string, unknown>>): { readonly warnings: Words[]; readonly findings: ToldFinding[] } {
  const { told, warnings } = result as { told?: { warnings?: Words[] }; warnings?: unknown };
  const plain = Array.isArray(warnings) ? (warnings as string[]).map((text) => ({ en: text, es: text })) : [];
  return { warnings: told?.warnings ?? plain, findings: toldFindings(result.findings) };
}
