/** The frame of a section: a titled panel, with what stands beside the title. */

import { type Content, type Html, html, trusted } from '../html.ts';

const ICONS = {
  ok: 'm3 8.500 3.300 3.300L13 4.500',
  note: 'M8 7v4.500M8 4.300v.1',
  warning: 'M8 2.200 14.500 13.500h-13zM8 6.500v3M8 11.600v.1',
  fault: 'M5.300 1.800h5.400l3.500 3.500v5.400l-3.500 3.500H5.300l-3.500-3.500V5.300zM5.700 5.700l4.600 4.600M10.300 5.700l-4.600 4.600',
  none: 'M4 8h8',
  tower: 'M5 14 6.200 6.500h3.600L11 14M4.500 6.500h7M5.200 6.500V3.800h5.600v2.700M8 3.800V1.500M5.700 10.500h4.600M3.500 14h9',
  theme: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12',
  print: 'M4.500 6V2h7v4M4.500 11.500H2.500v-5h11v5h-2M4.500 9.500h7V14h-7z',
  pair: 'M5.500 8a3 3 0 1 0 6 0 3 3 0 1 0-6 0M2.500 8h1M12.500 8h1M8 2.500v1M8 12.500v1',
} as const;

export type IconName = keyof typeof ICONS;

export function icon(name: IconName): Html {
  return trusted(`<svg class="i i-${name}" viewBox="0 0 16 16" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`);
}

export function panel(id: string, title: Content, body: Content, beside: { sub?: Content; end?: Content } = {}): Html {
  return html`<section class="panel" id="${id}" aria-labelledby="${id}-h"><div class="ph"><h2 id="${id}-h">${title}</h2><span class="sub">${beside.sub ?? null}</span><div class="end">${beside.end ?? null}</div></div>${body}</section>
`;
}

/** A figure in the colour of its sign, with an arrow: never colour alone. */
export function outcome(value: number | null, text: Content): Html {
  if (value === null || value === 0 || !Number.isFinite(value)) return html`${text}`;
  return value > 0
    ? html`<span class="gain"><span class="ar" aria-hidden="true">▲</span>${text}</span>`
    : html`<span class="loss"><span class="ar" aria-hidden="true">▼</span>${text}</span>`;
}

export interface TableColumn {
  readonly title: Content;
  readonly right?: boolean;
}

/** A plain table; the first cell of each row is its heading. Scrolls sideways within itself on narrow screens. */
export function table(caption: Content, columns: readonly TableColumn[], rows: readonly (readonly Content[])[], className = ''): Html {
  const head = columns.map(({ title, right }) => html`<th scope="col" class="${right ? 'num' : ''}">${title}</th>`);
  const body = rows.map(
    (cells) =>
      html`<tr>${cells.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : html`<td class="${columns[i]?.right ? 'num' : ''}">${cell}</td>`))}</tr>`,
  );
  return html`<div class="tw" tabindex="0" role="region"><table class="${className}"><caption class="vh">${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** A list of names and values. */
export function facts(rows: readonly (readonly [name: Content, value: Content])[], className = 'pairs'): Html {
  return html`<dl class="${className}">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** The start and end of a long fingerprint; the whole of it is in the title. */
export function shortHash(hash: string): Html {
  return hash.length > 16
    ? html`<span class="mono" title="${hash}">${hash.slice(0, 6)}…${hash.slice(-4)}</span>`
    : html`<span class="mono">${hash}</span>`;
}
