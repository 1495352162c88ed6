import { expect, test } from 'vitest';
import { readAudit } from './dependency-audit.ts';

// The form of npm 7 and later, cut to the fields that matter (docs.npmjs.com, npm audit, "Audit report").
const report = (severity: string) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: {
      minimist: { name: 'minimist', severity, isDirect: false, via: [], effects: [], range: '<=0.2.3', nodes: [], fixAvailable: true },
    },
    metadata: { vulnerabilities: { total: 1 } },
  });

test.each([
  ['no holes', JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} }), { is: 'passed', detail: '' }],
  ['a small one', report('moderate'), { is: 'passed', detail: '' }],
  ['a high one', report('high'), { is: 'failed', detail: 'minimist <=0.2.3: high' }],
  ['a critical one', report('critical'), { is: 'failed', detail: 'minimist <=0.2.3: critical' }],
  [
    'no network',
    '{"error": {"code": "ENOTFOUND", "summary": "getaddrinfo ENOTFOUND"}}',
    { is: 'skipped', detail: 'the registry does not answer (getaddrinfo ENOTFOUND)' },
  ],
  [
    'a registry without audits',
    '{"message": "405 Method Not Allowed"}',
    { is: 'skipped', detail: 'the registry does not answer (405 Method Not Allowed)' },
  ],
  ['nothing at all', '', { is: 'skipped', detail: 'the registry does not answer (no reply)' }],
])('%s', (_, output, expected) => {
  expect(readAudit(output)).toEqual(expected);
});
