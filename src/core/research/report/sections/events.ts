/** What did not become an order, with the numbers, and how the mode changed. */

import type { RefusalRow } from '../../result.ts';
import type { ReportContext } from '../context.ts';
import { type Html, html, type Line } from '../html.ts';
import { refusalWords } from '../refusal-words.ts';
import { panel, table } from './panel.ts';

export function refusalsPanel({ input }: ReportContext): Html {
  const { refusals, refusalCounts } = input.run;
  const title = { en: 'Refused', es: 'Rechazado' };
  const counts = Object.entries(refusalCounts).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (counts.length === 0)
    return panel(
      'refusals',
      title,
      html`<p class="empty">${{ en: 'Every wish became an order.', es: 'Todos los deseos llegaron a ser órdenes.' }}</p>`,
    );
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const rows = counts.map(([code, count]) => {
    const first = refusals.find((refusal) => refusal.code === code);
    return [
      html`<span class="mono">${code}</span>`,
      (f: Parameters<Line>[0]) => f.number(count, 0),
      first ? html`${refusalWords(first)}<small>${measuredText(first)}</small>` : (f: Parameters<Line>[0]) => f.noData,
      first ? html`<span class="nb">${(f) => f.time(first.at)}</span>` : (f: Parameters<Line>[0]) => f.noData,
    ];
  });
  const body = table(
    title,
    [
      { title: { en: 'Code', es: 'Código' } },
      { title: { en: 'Times', es: 'Veces' }, right: true },
      { title: { en: 'First time, with its numbers', es: 'Primera vez, con sus números' } },
      { title: { en: 'When, UTC', es: 'Cuándo, UTC' } },
    ],
    rows,
    'wrap',
  );
  return panel('refusals', title, body, {
    sub: (f) =>
      f.pick({
        en: `${f.plural(total, 'wish', 'wishes')} that did not become an order`,
        es: `${f.plural(total, 'deseo', 'deseos')} que no llegaron a ser orden`,
      }),
  });
}

function measuredText({ measured, limit }: RefusalRow): Line {
  if (measured === undefined) return () => '';
  const places = (value: number) => Math.min(6, String(Number(value.toPrecision(6))).split('.')[1]?.length ?? 0);
  return (f) => {
    const found = f.pick({ en: `measured ${f.number(measured, places(measured))}`, es: `medido ${f.number(measured, places(measured))}` });
    return limit === undefined ? found : `${found} · ${f.pick({ en: 'limit', es: 'límite' })} ${f.number(limit, places(limit))}`;
  };
}

export function modesPanel({ input }: ReportContext): Html {
  const { modes } = input.run;
  const title = { en: 'Mode changes', es: 'Cambios de modo' };
  if (modes.length === 0)
    return panel(
      'modes',
      title,
      html`<p class="empty">${{ en: 'NORMAL from the first candle to the last.', es: 'NORMAL de la primera vela a la última.' }}</p>`,
    );
  const shown = modes.slice(0, 50);
  const body = table(
    title,
    [{ title: { en: 'When, UTC', es: 'Cuándo, UTC' } }, { title: { en: 'Change', es: 'Cambio' } }, { title: { en: 'Why', es: 'Por qué' } }],
    shown.map((mode) => [html`<span class="nb">${(f) => f.time(mode.at)}</span>`, html`${mode.from} → <b>${mode.to}</b>`, mode.reason]),
    'wrap',
  );
  return panel('modes', title, body, {
    sub: (f) =>
      modes.length > shown.length
        ? f.pick({ en: `first ${shown.length} of ${modes.length}`, es: `primeros ${shown.length} de ${modes.length}` })
        : '',
  });
}
