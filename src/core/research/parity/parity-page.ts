/** The parity report as one HTML page without scripts: no request leaves it, in the language asked for. */

import type { Words } from '../../domain/parameters.ts';
import { type Content, type Html, html, inBoth, trusted } from '../report/html.ts';
import { STYLE } from '../report/style.ts';
import { CAUSES } from './causes.ts';
import { type CostLine, FILLS_NEEDED } from './cost-model.ts';
import type { Difference } from './differences.ts';
import type { ParityReport, ParityTrade } from './parity.ts';
import { COST_WORDS, costFigure, whereText } from './parity-words.ts';
import { tripOf } from './trade-pairs.ts';
import type { Trip } from './trips.ts';

const words = (en: string, es: string): Words => ({ en, es });
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STATES: Readonly<Record<ParityTrade['state'], Words>> = {
  equal: words('same on both sides', 'iguales en ambos lados'),
  differs: words('different', 'distintas'),
  missed: words('missed: only in the backtest', 'perdidas: solo en la simulación'),
  extra: words('extra: only in the session', 'de más: solo en la sesión'),
};

/** The same report gives the same text; every text from outside is escaped. */
export function renderParity(account: string, report: ParityReport, lang: 'en' | 'es'): string {
  const title = words(`Parity of ${account}`, `Paridad de ${account}`);
  return html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${inBoth(title)[lang]} · Atalaya</title>
<style>${trusted(STYLE)}</style>
</head>
<body><main><article>
<h1>${title}</h1>
${report.alerts.map(({ code, message }) => html`<p><span class="tag tag--bad">${code}</span> ${message}</p>`)}
${countsPanel(report)}${differencesPanel(report.differences)}${tradesPanel(report.trades)}${costsPanel(report.costs)}${daysPanel(report)}
</article></main></body>
</html>
`.html;
}

function panel(title: Words, head: readonly Content[], rows: readonly (readonly Content[])[]): Html {
  const body =
    rows.length === 0
      ? html`<p class="empty">${words('None.', 'Ninguna.')}</p>`
      : html`<div class="tw"><table class="dense wrap"><thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => (typeof cell === 'number' ? html`<td class="num">${cell}</td>` : html`<td>${cell}</td>`))}</tr>`)}</tbody></table></div>`;
  return html`<section class="panel"><div class="ph"><h2>${title}</h2></div>${body}</section>`;
}

function countsPanel({ counts, unexplainedRatio, daily, from, to }: ParityReport): Html {
  const states = (Object.keys(STATES) as ParityTrade['state'][]).map((state) => [STATES[state], counts[state]]);
  const correlation = daily.correlation === null ? words('too few days', 'muy pocos días') : daily.correlation.toFixed(2);
  return panel(
    words('Trades', 'Operaciones'),
    [`${iso(from)} – ${iso(to)}`, ''],
    [
      ...states,
      [words('unexplained (alert above 5 %)', 'sin explicar (alerta por encima del 5 %)'), `${(unexplainedRatio * 100).toFixed(1)} %`],
      [
        words('correlation of daily returns (alert below 0.7)', 'correlación de rendimientos diarios (alerta por debajo de 0,7)'),
        correlation,
      ],
    ],
  );
}

function differencesPanel(differences: readonly Difference[]): Html {
  return panel(
    words('Differences, each with its cause', 'Diferencias, cada una con su causa'),
    [
      '#',
      words('When', 'Cuándo'),
      words('Where', 'Dónde'),
      words('What', 'Qué'),
      words('Session', 'Sesión'),
      words('Backtest', 'Simulación'),
      words('Cause', 'Causa'),
    ],
    differences.map((one) => [
      one.number,
      iso(one.at),
      whereText(one),
      one.aspect,
      one.session,
      one.backtest,
      html`<b>${CAUSES[one.cause]}</b><small>${one.evidence}</small>`,
    ]),
  );
}

function tradesPanel(trades: readonly ParityTrade[]): Html {
  const side = (trip: Trip | null) =>
    trip === null ? '–' : `${trip.quantity} @ ${trip.entryPrice} → ${trip.exit ? trip.exit.price : '…'}`;
  return panel(
    words('Trade by trade', 'Operación por operación'),
    [
      words('Decided', 'Decidida'),
      words('Where', 'Dónde'),
      words('Side', 'Lado'),
      words('Session', 'Sesión'),
      words('Backtest', 'Simulación'),
      '',
      '#',
    ],
    trades.map((trade) => {
      const trip = tripOf(trade);
      return [
        iso(trip.decidedAt),
        whereText(trip),
        trip.side === 'long' ? words('long', 'largo') : words('short', 'corto'),
        side(trade.session),
        side(trade.backtest),
        STATES[trade.state],
        trade.differences.join(', '),
      ];
    }),
  );
}

function costsPanel(costs: readonly CostLine[]): Html {
  return panel(
    words('Costs seen, and what to assume', 'Costes vistos y qué suponer'),
    [
      words('Instrument', 'Instrumento'),
      words('Cost', 'Coste'),
      words('Fills', 'Ejecuciones'),
      words('Median', 'Mediana'),
      words('75th percentile', 'Percentil 75'),
      words('Configured', 'Configurado'),
      words('Proposed', 'Propuesto'),
    ],
    costs.map((line) => [
      line.instrumentId,
      COST_WORDS[line.what],
      line.seen.fills,
      costFigure(line, line.seen.median),
      costFigure(line, line.seen.upperQuartile),
      line.configured === null ? '–' : costFigure(line, line.configured),
      line.proposed === null
        ? words(`insufficient: ${FILLS_NEEDED} fills needed`, `insuficiente: hacen falta ${FILLS_NEEDED} ejecuciones`)
        : costFigure(line, line.proposed),
    ]),
  );
}

function daysPanel({ daily }: ParityReport): Html {
  const percent = (ratio: number) => `${(ratio * 100).toFixed(4)} %`;
  return panel(
    words('Daily returns', 'Rendimientos diarios'),
    [words('Day', 'Día'), words('Session', 'Sesión'), words('Backtest', 'Simulación')],
    daily.days.map(({ day, session, backtest }) => [day, percent(session), percent(backtest)]),
  );
}

const iso = (at: number) => (Number.isFinite(at) ? `${new Date(at).toISOString().slice(0, 19)}Z` : '–');
