/** Brings the report's page to life: decodes its data, draws the charts and the trade list, and switches language, theme and colours. */

import type { Browser, CreateFormat, Page, PageData, PageElement } from './browser.ts';
import type { createChartKit } from './chart-kit.ts';
import type { decodeColumn } from './columns.ts';
import type { createEquityChart } from './equity-chart.ts';
import type { watchGestures } from './gestures.ts';
import type { createPriceChart } from './price-chart.ts';
import type { createTradeMarks } from './trade-marks.ts';
import type { createTradeTable } from './trade-table.ts';

export interface PageParts {
  readonly createFormat: CreateFormat;
  readonly decodeColumn: typeof decodeColumn;
  readonly createChartKit: typeof createChartKit;
  readonly createEquityChart: typeof createEquityChart;
  readonly createPriceChart: typeof createPriceChart;
  readonly createTradeMarks: typeof createTradeMarks;
  readonly createTradeTable: typeof createTradeTable;
  readonly watchGestures: typeof watchGestures;
}

export function startPage(browser: Browser, parts: PageParts): void {
  const { document } = browser;
  const root = document.documentElement;
  const byId = (id: string) => document.getElementById(id);
  const data = JSON.parse(byId('data')?.textContent ?? 'null') as PageData;
  const decode = (column: Parameters<typeof parts.decodeColumn>[0]) => parts.decodeColumn(column, (text) => browser.atob(text));
  const language = () => (root.getAttribute('lang') === 'es' ? 'es' : 'en');
  const { columns, texts } = data.trades;
  const reasons = new Map(data.trades.reasons);
  const column = Object.fromEntries(Object.entries(columns).map(([name, encoded]) => [name, decode(encoded)]));

  const page: Page = {
    browser,
    data,
    trades: { count: columns.net?.count ?? 0, texts, column },
    format: parts.createFormat(language()),
    decode,
    money: (value, signed = false) => page.format.money(value, data.currency, data.moneyDecimals, signed),
    exitReason(trade) {
      const reason = texts[column.exitReason?.[trade] as number] as string;
      const words = reasons.get(reason);
      return words ? page.format.pick(words) : reason;
    },
    element(tag, className = '', ...children) {
      const element = document.createElement(tag);
      if (className) element.className = className;
      element.append(...children);
      return element;
    },
  };

  const draws: (() => void)[] = [];
  const priceCanvas = byId('price-canvas');
  const equityCanvas = byId('equity-canvas');
  let mark = (_from: number, _to: number) => {};
  let price: ReturnType<typeof createPriceChart> | null = null;
  if (priceCanvas) {
    const kit = parts.createChartKit(page, priceCanvas);
    price = parts.createPriceChart(
      page,
      {
        canvas: priceCanvas,
        readout: byId('price-readout') as PageElement,
        tip: byId('price-tip') as PageElement,
        presets: byId('price-presets') as PageElement,
        choice: byId('price-choice'),
        note: byId('price-note') as PageElement,
        kit,
        marks: parts.createTradeMarks(page, kit),
        watchGestures: parts.watchGestures,
      },
      (from, to) => mark(from, to),
    );
    draws.push(price.draw);
  }
  if (equityCanvas) {
    const kit = parts.createChartKit(page, equityCanvas);
    const equity = parts.createEquityChart(page, kit, equityCanvas, byId('equity-readout') as PageElement, (from, to) =>
      price?.show(from, to),
    );
    mark = equity.mark;
    draws.push(equity.draw);
  }
  const table = byId('trade-table');
  if (table) {
    const list = {
      table,
      pager: byId('trade-pager') as PageElement,
      filters: byId('trade-filters') as PageElement,
      count: byId('trade-count') as PageElement,
    };
    const trades = parts.createTradeTable(page, list, (trade) => {
      price?.showTrade(trade);
      byId('price')?.scrollIntoView({ block: 'start' });
    });
    draws.push(trades.draw);
  }
  const drawAll = () => {
    for (const draw of draws) draw();
  };

  function speak(lang: 'en' | 'es'): void {
    root.setAttribute('lang', lang);
    page.format = parts.createFormat(lang);
    for (const name of ['aria-label', 'title', 'placeholder', 'data-label']) {
      for (const element of Array.from(document.querySelectorAll(`[data-${lang}-${name}]`)))
        element.setAttribute(name, element.getAttribute(`data-${lang}-${name}`) as string);
    }
    for (const option of Array.from(document.querySelectorAll('[data-en-text]')))
      option.textContent = option.getAttribute(`data-${lang}-text`);
    for (const button of Array.from(document.querySelectorAll('[data-lang]')))
      button.setAttribute('aria-pressed', String(button.getAttribute('data-lang') === lang));
    drawAll();
  }
  for (const button of Array.from(document.querySelectorAll('[data-lang]'))) {
    button.addEventListener('click', () => speak(button.getAttribute('data-lang') === 'es' ? 'es' : 'en'));
  }
  const toggle = (id: string, name: string, choose: () => string | null) =>
    byId(id)?.addEventListener('click', () => {
      const wanted = choose();
      if (wanted) root.setAttribute(name, wanted);
      else root.removeAttribute(name);
      drawAll();
    });
  const dark = () =>
    (root.getAttribute('data-theme') ?? (browser.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  toggle('theme', 'data-theme', () => (dark() ? 'light' : 'dark'));
  toggle('pair', 'data-pair', () => (root.getAttribute('data-pair') ? null : 'blue-orange'));
  byId('print')?.addEventListener('click', () => browser.print());

  // Paper is light and shows every definition.
  let theme: string | null = null;
  browser.addEventListener('beforeprint', () => {
    theme = root.getAttribute('data-theme');
    root.setAttribute('data-theme', 'light');
    for (const details of Array.from(document.querySelectorAll('.defs details'))) details.open = true;
    drawAll();
  });
  browser.addEventListener('afterprint', () => {
    if (theme) root.setAttribute('data-theme', theme);
    else root.removeAttribute('data-theme');
    drawAll();
  });
  browser.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  const resized = new browser.ResizeObserver(() => browser.requestAnimationFrame(drawAll));
  for (const canvas of [priceCanvas, equityCanvas]) if (canvas) resized.observe(canvas);
  speak(language());
}
