/** The list of trades: sorted by any column, filtered, in pages; each row shows its trade in the chart. */

import type { Page, PageElement } from './browser.ts';

export interface TradeTable {
  draw(): void;
}

interface Column {
  readonly key: string;
  readonly title: { readonly en: string; readonly es: string };
  readonly right?: boolean;
  /** Left out when it would say the same in every row. */
  readonly onlyIfVaried?: boolean;
  text(trade: number): string;
  /** What to sort by when it is not the column's number. */
  order?(trade: number): number | string;
}

export function createTradeTable(
  page: Page,
  parts: { table: PageElement; pager: PageElement; filters: PageElement; count: PageElement },
  show: (trade: number) => void,
): TradeTable {
  const { trades, data } = page;
  const pageSize = page.browser.innerWidth < 720 ? 10 : 25;
  const state = { sort: 'number', down: true, from: 0 };
  const value = (name: string, trade: number) => trades.column[name]?.[trade] as number;
  const text = (name: string, trade: number) => trades.texts[value(name, trade)] as string;
  const words = (en: string, es: string) => page.format.pick({ en, es });
  const sideText = (trade: number) => (value('side', trade) > 0 ? words('long', 'largo') : words('short', 'corto'));
  const priceDecimals = new Map(data.candles.map((set) => [set.instrumentId, set.decimals]));
  const price = (name: string, trade: number) => page.format.number(value(name, trade), priceDecimals.get(text('instrument', trade)) ?? 2);

  const columns: readonly Column[] = [
    {
      key: 'number',
      title: { en: 'No.', es: 'N.º' },
      right: true,
      text: (trade) => page.format.number(trade + 1, 0),
      order: (trade) => trade,
    },
    { key: 'openedAt', title: { en: 'Entered, UTC', es: 'Entrada, UTC' }, text: (trade) => page.format.time(value('openedAt', trade)) },
    {
      key: 'instrument',
      title: { en: 'Instrument', es: 'Instrumento' },
      onlyIfVaried: true,
      text: (trade) => text('instrument', trade),
      order: (trade) => text('instrument', trade),
    },
    {
      key: 'strategy',
      title: { en: 'Strategy', es: 'Estrategia' },
      onlyIfVaried: true,
      text: (trade) => text('strategy', trade),
      order: (trade) => text('strategy', trade),
    },
    { key: 'side', title: { en: 'Side', es: 'Sentido' }, text: sideText },
    {
      key: 'quantity',
      title: { en: 'Quantity', es: 'Cantidad' },
      right: true,
      text: (trade) => page.format.number(value('quantity', trade), data.quantityDecimals),
    },
    { key: 'entryPrice', title: { en: 'Entry', es: 'Entrada' }, right: true, text: (trade) => price('entryPrice', trade) },
    { key: 'exitPrice', title: { en: 'Exit', es: 'Salida' }, right: true, text: (trade) => price('exitPrice', trade) },
    {
      key: 'exitReason',
      title: { en: 'Left by', es: 'Salió por' },
      text: (trade) => page.exitReason(trade),
      order: (trade) => text('exitReason', trade),
    },
    {
      key: 'held',
      title: { en: 'Held', es: 'Duró' },
      right: true,
      text: (trade) => page.format.duration(value('closedAt', trade) - value('openedAt', trade)),
      order: (trade) => value('closedAt', trade) - value('openedAt', trade),
    },
    {
      key: 'adverse',
      title: { en: 'Worst move', es: 'Peor momento' },
      right: true,
      text: (trade) => page.format.ratio(-value('adverse', trade), 1),
      order: (trade) => -value('adverse', trade),
    },
    {
      key: 'costs',
      title: { en: 'Costs', es: 'Costes' },
      right: true,
      text: (trade) => page.money(-value('costs', trade), true),
      order: (trade) => -value('costs', trade),
    },
    { key: 'net', title: { en: 'Result', es: 'Resultado' }, right: true, text: (trade) => page.money(value('net', trade), true) },
    {
      key: 'returnRatio',
      title: { en: 'Result %', es: 'Resultado %' },
      right: true,
      text: (trade) => page.format.ratio(value('returnRatio', trade), 2, true),
    },
  ];
  const varied = (name: string) => {
    const column = trades.column[name] as Float64Array;
    return column.some((entry) => entry !== column[0]);
  };
  const shown = columns.filter((column) => !column.onlyIfVaried || varied(column.key));

  const [search, side, result, exit] = ['input', 'select[name=side]', 'select[name=result]', 'select[name=exit]'].map(
    (selector) => parts.filters.querySelector(selector) as PageElement,
  ) as [PageElement, PageElement, PageElement, PageElement];
  for (const [filter, event] of [
    [search, 'input'],
    [side, 'change'],
    [result, 'change'],
    [exit, 'change'],
  ] as const) {
    filter.addEventListener(event, () => {
      state.from = 0;
      draw();
    });
  }

  function matching(): number[] {
    const wanted = search.value.trim().toLowerCase();
    const found: number[] = [];
    for (let trade = 0; trade < trades.count; trade++) {
      if (side.value && String(value('side', trade)) !== side.value) continue;
      if (result.value && value('net', trade) > 0 !== (result.value === 'win')) continue;
      if (exit.value && text('exitReason', trade) !== exit.value) continue;
      if (wanted && !shown.some((column) => column.text(trade).toLowerCase().includes(wanted))) continue;
      found.push(trade);
    }
    const column = shown.find(({ key }) => key === state.sort) as Column;
    const order = column.order ?? ((trade: number) => value(column.key, trade));
    const sign = state.down ? -1 : 1;
    return found.sort((a, b) => {
      const [first, second] = [order(a), order(b)];
      return first === second ? b - a : first < second ? -sign : sign;
    });
  }

  function header(): PageElement {
    const row = page.element('tr');
    for (const column of shown) {
      const cell = page.element('th', column.right ? 'num' : '');
      cell.setAttribute('scope', 'col');
      const sorted = state.sort === column.key;
      if (sorted) cell.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
      const button = page.element(
        'button',
        'sort',
        page.format.pick(column.title),
        page.element('span', 'ar', sorted ? (state.down ? '▼' : '▲') : ''),
      );
      button.addEventListener('click', () => {
        state.down = sorted ? !state.down : true;
        state.sort = column.key;
        state.from = 0;
        draw();
      });
      cell.append(button);
      row.append(cell);
    }
    return page.element('thead', '', row);
  }
  function line(trade: number): PageElement {
    const row = page.element('tr');
    const outcome = value('net', trade) > 0 ? 'gain' : value('net', trade) < 0 ? 'loss' : '';
    for (const column of shown) {
      const cell = page.element(
        'td',
        `${column.right ? 'num ' : ''}c-${column.key} ${column.key === 'net' || column.key === 'returnRatio' ? outcome : ''}`,
      );
      if (column.key === 'exitReason') cell.setAttribute('title', column.text(trade));
      cell.setAttribute('data-label', page.format.pick(column.title));
      const arrow = column.key === 'net' && outcome ? [page.element('span', 'ar', outcome === 'gain' ? '▲' : '▼')] : [];
      cell.append(page.element('span', '', ...arrow, column.text(trade)));
      row.append(cell);
    }
    row.setAttribute('tabindex', '0');
    row.setAttribute('title', words('Show in the chart', 'Ver en el gráfico'));
    row.addEventListener('click', () => show(trade));
    row.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') show(trade);
    });
    return row;
  }
  function pager(found: number): void {
    const { format } = page;
    const move = (label: string, to: number, possible: boolean) => {
      const button = page.element('button', 'btn', label);
      button.disabled = !possible;
      button.addEventListener('click', () => {
        state.from = to;
        draw();
      });
      return button;
    };
    const end = Math.min(found, state.from + pageSize);
    const range =
      found === 0 ? '' : `${format.number(state.from + 1, 0)}–${format.number(end, 0)} ${words('of', 'de')} ${format.number(found, 0)}`;
    parts.pager.hidden = found <= pageSize;
    parts.pager.replaceChildren(
      move(words('Back', 'Anteriores'), Math.max(0, state.from - pageSize), state.from > 0),
      page.element('span', 'muted', range),
      move(words('Next', 'Siguientes'), state.from + pageSize, end < found),
    );
  }

  function draw(): void {
    const found = matching();
    const body = page.element('tbody', '', ...found.slice(state.from, state.from + pageSize).map(line));
    if (found.length === 0) {
      const cell = page.element('td', 'none', words('No trade matches these filters.', 'Ninguna operación cumple estos filtros.'));
      cell.setAttribute('colspan', String(shown.length));
      body.append(page.element('tr', '', cell));
    }
    parts.table.replaceChildren(header(), body);
    let sum = 0;
    for (const trade of found) sum += value('net', trade);
    const all = found.length === trades.count;
    parts.count.textContent = all
      ? page.format.plural(trades.count, words('trade', 'operación'), words('trades', 'operaciones'))
      : `${page.format.number(found.length, 0)} ${words('of', 'de')} ${page.format.number(trades.count, 0)} · ${page.money(sum, true)}`;
    pager(found.length);
  }
  return { draw };
}
