/** What a backtest may be hiding: every self-check with its answer, also the ones that were not made. */

import { findingDetail, findingName } from '../../finding-text.ts';
import type { Finding } from '../../result.ts';
import type { ReportContext } from '../context.ts';
import { type Content, type Html, html } from '../html.ts';
import { icon, panel } from './panel.ts';

/** Checks every backtest should come with. */
const EXPECTED: readonly Finding['id'][] = ['look-ahead', 'warm-up', 'costs', 'best-trades', 'few-trades', 'buy-and-hold'];

const ORDER = ['fault', 'warning', 'note', 'ok'] as const;

const ANSWERS = {
  fault: { en: 'fault', es: 'fallo' },
  warning: { en: 'warning', es: 'aviso' },
  note: { en: 'note', es: 'nota' },
  ok: { en: 'passes', es: 'bien' },
  none: { en: 'not checked', es: 'sin comprobar' },
} as const;

export function doubtsPanel({ input }: ReportContext): Html {
  const sorted = [...input.findings].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  const missing = EXPECTED.filter((id) => !input.findings.some((finding) => finding.id === id));
  const rows = [
    ...sorted.map((finding) => row(finding.severity, findingName(finding.id), findingDetail(finding))),
    ...missing.map((id) =>
      row('none', findingName(id), { en: 'This check was not made for this run.', es: 'Esta comprobación no se hizo en esta simulación.' }),
    ),
  ];
  const bad = input.findings.filter(({ severity }) => severity === 'fault' || severity === 'warning').length;
  const end =
    bad > 0
      ? html`<span class="tag tag--${sorted[0]?.severity === 'fault' ? 'bad' : 'warn'}">${icon('warning')}${(f) => f.plural(bad, f.pick({ en: 'doubt', es: 'duda' }), f.pick({ en: 'doubts', es: 'dudas' }))}</span>`
      : null;
  const warnings =
    input.run.warnings.length > 0
      ? html`<h3 class="h3">${{ en: 'Assumed, or missing', es: 'Supuesto, o ausente' }}</h3><ul class="checks">${input.run.warnings.map((text) => row('note', null, text))}</ul>`
      : null;
  return panel(
    'doubts',
    { en: 'What this backtest may be hiding', es: 'Lo que este backtest puede ocultar' },
    html`<ul class="checks">${rows}</ul>${warnings}`,
    { end },
  );
}

function row(severity: keyof typeof ANSWERS, title: Content, detail: Content): Html {
  return html`<li class="s-${severity}">${icon(severity)}<span>${title === null ? null : html`<b>${title}</b> `}<span class="t2">${detail}</span></span><em>${ANSWERS[severity]}</em></li>`;
}
