/** The reference page names every code there is, and no other. */

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { APPROVAL, FILTERS, GATE } from '../../src/core/trading/risk/filters.ts';
import { CUTS } from '../../src/core/trading/risk/judgement.ts';
import { LIMITS } from '../../src/core/trading/risk/limits.ts';
import { SENTENCES } from '../../src/core/trading/risk/refusal.ts';

it('explains every code', () => {
  const page = readFileSync(new URL('../../docs/reference/risk.md', import.meta.url), 'utf8');
  const named = new Set([...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, code]) => code));
  const codes = new Set([...Object.keys(SENTENCES), ...CUTS]);
  expect([...codes].filter((code) => !named.has(code))).toEqual([]);
  expect([...named].filter((code) => !codes.has(code as string)).sort()).toEqual(['DRAWDOWN_ALERT', 'STOP_EVERY_ACCOUNT']);
});

it('every rule that can refuse has a sentence', () => {
  const warnings = ['WARN_MEAN_CORRELATION', 'WARN_BETA'];
  const refusing = [...FILTERS, ...GATE, ...LIMITS, ...APPROVAL].map(({ code }) => code).filter((code) => !warnings.includes(code));
  expect(refusing.filter((code) => !(code in SENTENCES))).toEqual([]);
  for (const sentence of Object.values(SENTENCES)) expect(sentence(0.5, 0.25).length).toBeGreaterThan(20);
});
