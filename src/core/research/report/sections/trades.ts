/** The list of trades (filled in by the page's script) and the positions left open. */

import type { ReportContext } from '../context.ts';
import { attribute, type Content, type Html, html, inBoth } from '../html.ts';
import { reasonWords } from '../reason-words.ts';
import { outcome, panel, table } from './panel.ts';

export function tradesPanel(context: ReportContext): Html {
  const { input } = context;
  const title = { en: 'Trades', es: 'Operaciones' };
  const left = openPositions(context);
  if (input.run.trades.length === 0) {
    return panel(
      'trades',
      title,
      html`<p class="empty">${{ en: 'No trade was closed.', es: 'No se cerró ninguna operación.' }}</p>${left}`,
    );
  }
  const option = (value: string, text: { en: string; es: string } | string) => {
    const { en, es } = inBoth(text);
    return html`<option value="${value}" data-en-text="${en}" data-es-text="${es}">${en}</option>`;
  };
  const select = (name: string, label: { en: string; es: string }, options: readonly Content[]) =>
    html`<select name="${name}" ${attribute('aria-label', label)}>${options}</select>`;
  const exits = [...new Set(input.run.trades.map((trade) => trade.exitReason))].sort();
  const filters = html`<div class="filters" id="trade-filters"><input type="search" ${attribute('placeholder', { en: 'Find in trades', es: 'Buscar en operaciones' })} ${attribute('aria-label', { en: 'Find in trades', es: 'Buscar en operaciones' })}>${[
    select('side', { en: 'Side', es: 'Sentido' }, [
      option('', { en: 'Both sides', es: 'Ambos sentidos' }),
      option('1', { en: 'Long', es: 'Largo' }),
      option('-1', { en: 'Short', es: 'Corto' }),
    ]),
    select('result', { en: 'Result', es: 'Resultado' }, [
      option('', { en: 'All results', es: 'Todos' }),
      option('win', { en: 'Winners', es: 'Ganadoras' }),
      option('loss', { en: 'Not winners', es: 'No ganadoras' }),
    ]),
    select('exit', { en: 'Left by', es: 'Salió por' }, [
      option('', { en: 'Any exit', es: 'Cualquier salida' }),
      ...exits.map((reason) => option(reason, reasonWords(reason))),
    ]),
  ]}</div>`;
  const body = html`${filters}<noscript><p class="empty">${{ en: 'The charts and this list need scripts; the trades are in the CSV file too.', es: 'Los gráficos y esta lista necesitan scripts; las operaciones están también en el CSV.' }}</p></noscript><div class="tw" tabindex="0" role="region" ${attribute('aria-label', title)}><table class="trades" id="trade-table"></table></div><div class="pager" id="trade-pager" hidden></div>${left}`;
  return panel('trades', title, body, { sub: html`<span id="trade-count"></span>` });
}

function openPositions({ input, money }: ReportContext): Html | null {
  const { openPositions: positions } = input.run;
  if (positions.length === 0) return null;
  const list = table(
    { en: 'Open positions', es: 'Posiciones abiertas' },
    [
      { title: { en: 'Instrument', es: 'Instrumento' } },
      { title: { en: 'Side', es: 'Sentido' } },
      { title: { en: 'Quantity', es: 'Cantidad' }, right: true },
      { title: { en: 'Entry', es: 'Entrada' }, right: true },
      { title: { en: 'Result so far', es: 'Resultado hasta ahora' }, right: true },
    ],
    positions.map((position) => [
      position.instrumentId,
      position.side > 0 ? { en: 'long', es: 'largo' } : { en: 'short', es: 'corto' },
      (f) => trimmed(f.number(position.quantity, 8), f.lang),
      (f) => trimmed(f.number(position.entryPrice, 8), f.lang),
      outcome(position.unrealised, money(position.unrealised, true)),
    ]),
  );
  return html`<h3 class="h3">${{ en: 'Still open at the end, at the last close', es: 'Abiertas al final, al último cierre' }}</h3>${list}`;
}

/** Without the zeros after the last decimal that says something. */
function trimmed(text: string, lang: 'en' | 'es'): string {
  return text.includes(lang === 'en' ? '.' : ',') ? text.replace(/[.,]?0+$/, '') : text;
}
