// Asks the registry which installed packages have published holes, and reads its answer.
import { spawnSync } from 'node:child_process';

export interface AuditAnswer {
  readonly is: 'passed' | 'failed' | 'skipped';
  readonly detail: string;
}

interface Report {
  readonly auditReportVersion?: number;
  readonly vulnerabilities?: Record<string, { readonly severity: string; readonly range: string }>;
  readonly message?: string;
  readonly error?: { readonly summary?: string };
}

/** Holes of severity high or worse in what is installed for running. A registry that does not answer is a skip with its reason, never a pass. */
export function auditDependencies(root: string): AuditAnswer {
  const args = ['audit', '--omit=dev', '--audit-level=high', '--json', '--fetch-retries=0', '--fetch-timeout=20000', '--loglevel=silent'];
  return readAudit(spawnSync('npm', args, { cwd: root, encoding: 'utf8' }).stdout ?? '');
}

/** Reads what `npm audit --json` prints. */
export function readAudit(output: string): AuditAnswer {
  let report: Report = {};
  try {
    report = JSON.parse(output);
  } catch {
    // No report: the reason below is all there is.
  }
  if (report.auditReportVersion === undefined || report.vulnerabilities === undefined) {
    return { is: 'skipped', detail: `the registry does not answer (${report.message ?? report.error?.summary ?? 'no reply'})` };
  }
  const grave = Object.entries(report.vulnerabilities).filter(([, { severity }]) => severity === 'high' || severity === 'critical');
  return {
    is: grave.length === 0 ? 'passed' : 'failed',
    detail: grave.map(([name, { severity, range }]) => `${name} ${range}: ${severity}`).join('\n'),
  };
}
