/** Monthly returns as a heat map, with the year's total. */

import type { MonthReturn } from '../../metrics/equity-curve.ts';
import type { ReportContext } from '../context.ts';
import { type Html, html } from '../html.ts';
import { outcome, panel } from './panel.ts';

export function monthsPanel({ input }: ReportContext): Html {
  const { months } = input.metrics;
  const title = { en: 'Monthly returns', es: 'Rentabilidad mensual' };
  if (months.length === 0) return panel('months', title, html`<p class="empty">${(f) => f.noData}</p>`);
  if (months.every(({ ratio }) => ratio === 0))
    return panel(
      'months',
      title,
      html`<p class="empty">${{ en: 'No month changed the account.', es: 'Ningún mes cambió la cuenta.' }}</p>`,
    );
  const largest = Math.max(...months.map(({ ratio }) => Math.abs(ratio)));
  const strongest = Math.max(largest, 0.01);
  const decimals = largest < 0.01 ? 2 : 1;
  const years = [...new Set(months.map(({ year }) => year))];
  const gained = months.filter(({ ratio }) => ratio > 0).length;
  const worst = Math.min(...months.map(({ ratio }) => ratio));
  const head = Array.from({ length: 12 }, (_, i) => html`<th scope="col">${(f) => f.month(i)}</th>`);
  const rows = years.map((year) => {
    const own = months.filter((month) => month.year === year);
    const total = own.reduce((product, { ratio }) => product * (1 + ratio), 1) - 1;
    const cells = Array.from({ length: 12 }, (_, i) =>
      monthCell(
        own.find(({ month }) => month === i + 1),
        strongest,
        decimals,
      ),
    );
    return html`<tr><th scope="row">${year}</th>${cells}<td class="yr">${outcome(Math.abs(total) < 0.5 / 10 ** (decimals + 2) ? 0 : total, (f) => f.number(total * 100, decimals, true))}</td></tr>`;
  });
  const body = html`<div class="tw" tabindex="0" role="region"><table class="heat"><caption class="vh">${{ en: 'Monthly returns in per cent', es: 'Rentabilidad mensual en tanto por ciento' }}</caption><thead><tr><th scope="col"><span class="vh">${{ en: 'Year', es: 'Año' }}</span></th>${head}<th scope="col">${{ en: 'Year', es: 'Año' }}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return panel('months', title, body, {
    sub: (f) =>
      f.pick({
        en: `% after costs · ${gained} of ${months.length} positive · worst ${f.percent(worst)}`,
        es: `% tras costes · ${gained} de ${months.length} en positivo · peor ${f.percent(worst)}`,
      }),
  });
}

function monthCell(month: MonthReturn | undefined, strongest: number, decimals: number): Html {
  if (!month) return html`<td class="z"><span class="vh">${(f) => f.noData}</span></td>`;
  const { ratio } = month;
  const kind = ratio > 0 ? 'p' : ratio < 0 ? 'q' : '';
  return html`<td class="${kind}" style="--a:${Math.round((Math.abs(ratio) / strongest) * 42) + (ratio === 0 ? 0 : 4)}%">${(f) => f.number(ratio * 100, decimals, true)}</td>`;
}
