/** A backtest as one HTML file: no request leaves it, it works from a folder, in both languages, light and dark, on a desk, a phone and paper. */

import { sha256 } from '../../domain/sha256.ts';
import { createContext } from './context.ts';
import { type Html, html, inBoth, scriptJson, trusted } from './html.ts';
import { createChartKit } from './page/chart-kit.ts';
import { base64, decodeColumn } from './page/columns.ts';
import { createEquityChart } from './page/equity-chart.ts';
import { createFormat } from './page/format.ts';
import { watchGestures } from './page/gestures.ts';
import { createPriceChart } from './page/price-chart.ts';
import { startPage } from './page/start.ts';
import { createTradeMarks } from './page/trade-marks.ts';
import { createTradeTable } from './page/trade-table.ts';
import { pageData } from './page-data.ts';
import { reportHash } from './report-hash.ts';
import type { ReportInput } from './report-input.ts';
import { equityPanel, pricePanel } from './sections/charts.ts';
import { costsPanel } from './sections/costs.ts';
import { daysPanel, fallsPanel, resultsPanel } from './sections/distribution.ts';
import { doubtsPanel } from './sections/doubts.ts';
import { modesPanel, refusalsPanel } from './sections/events.ts';
import { groupsPanel } from './sections/groups.ts';
import { opening, topBar } from './sections/header.ts';
import { metricsPanel } from './sections/metrics-list.ts';
import { monthsPanel } from './sections/months.ts';
import { againPanel, dataPanel, parametersPanel, riskPanel, settingsPanel } from './sections/setup.ts';
import { tradesPanel } from './sections/trades.ts';
import { STYLE } from './style.ts';
import { verdictOf } from './verdict.ts';

/** The page's script: the sources of the functions in `page/`, which depend on nothing but what they are given. */
function pageScript(): string {
  const parts = {
    createFormat,
    decodeColumn,
    createChartKit,
    createEquityChart,
    createPriceChart,
    createTradeMarks,
    createTradeTable,
    watchGestures,
  };
  const sources = Object.entries(parts).map(([name, part]) => `${name}: ${part}`);
  return `'use strict';(${startPage})(window, {\n${sources.join(',\n')}\n});`;
}

/** The whole file as text. The same input gives the same text; nothing in it comes from a clock, and every text from outside is escaped. */
export function renderReport(input: ReportInput): string {
  const context = createContext(input, reportHash(input));
  const verdict = verdictOf(context);
  const script = pageScript();
  const policy = `default-src 'none'; script-src 'sha256-${base64(sha256(script))}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
  const pair = (...panels: (Html | null)[]) => html`<div class="two">${panels}</div>`;
  const stack = (...panels: Html[]) => html`<div class="stack">${panels}</div>`;
  const page = html`<!doctype html>
<html lang="${input.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<meta name="referrer" content="no-referrer">
<meta name="report-hash" content="${context.hash}">
<title>${inBoth(verdict.title)[input.lang]} · ${input.strategy.id} · Atalaya</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
${topBar(context)}<main id="main"><article aria-labelledby="t">
${opening(context, verdict)}${equityPanel(context)}${pricePanel(context)}${pair(doubtsPanel(context), stack(costsPanel(context), fallsPanel(context)))}${monthsPanel(context)}${pair(resultsPanel(context), daysPanel(context))}${tradesPanel(context)}${groupsPanel(context)}${pair(refusalsPanel(context), modesPanel(context))}${metricsPanel(context)}<div id="setup">${pair(stack(parametersPanel(context), settingsPanel(context)), stack(riskPanel(context), dataPanel(context), againPanel(context)))}</div>
</article></main>
<script type="application/json" id="data">${scriptJson(pageData(context))}</script>
<script>${trusted(script)}</script>
</body>
</html>
`;
  return page.html;
}
