/** Where the result came from: trades by how they ended, side, instrument, strategy, reason and hour of entry. */

import { groupTrades, type TradeGroup } from '../../metrics/trade-statistics.ts';
import type { TradeRow } from '../../result.ts';
import type { ReportContext } from '../context.ts';
import { attribute, type Content, type Html, html, type Line } from '../html.ts';
import { reasonWords } from '../reason-words.ts';
import { outcome, panel, table } from './panel.ts';

const MOST_ROWS = 12;

interface Grouping {
  readonly title: Content;
  readonly key: (trade: TradeRow) => string;
  /** How a key is shown, where it is not shown as it is. */
  readonly name?: (key: string) => Content;
}

const GROUPINGS: readonly Grouping[] = [
  { title: { en: 'Left by', es: 'Salió por' }, key: (trade) => trade.exitReason, name: reasonWords },
  {
    title: { en: 'Side', es: 'Sentido' },
    key: (trade) => String(trade.side),
    name: (side) => (side === '1' ? { en: 'long', es: 'largo' } : { en: 'short', es: 'corto' }),
  },
  { title: { en: 'Instrument', es: 'Instrumento' }, key: (trade) => trade.instrumentId },
  { title: { en: 'Strategy', es: 'Estrategia' }, key: (trade) => trade.strategyId },
  { title: { en: 'Entry reason', es: 'Motivo de entrada' }, key: (trade) => trade.entryReason },
];

/** Groupings with one group say nothing and are left out; null when none is left. */
export function groupsPanel({ input, money }: ReportContext): Html | null {
  const { trades } = input.run;
  const tables = GROUPINGS.flatMap((grouping) => {
    const groups = groupTrades(trades, grouping.key);
    return groups.length < 2 ? [] : [groupTable(grouping, groups.slice(0, MOST_ROWS), money)];
  });
  const hours = groupTrades(trades, (trade) => String(new Date(trade.openedAt).getUTCHours()));
  const strip = hours.length > 3 ? hourStrip(hours, money) : null;
  if (tables.length === 0 && !strip) return null;
  return panel(
    'groups',
    { en: 'Where the result came from', es: 'De dónde vino el resultado' },
    html`<div class="cols">${tables}</div>${strip}`,
  );
}

function groupTable({ title, name = (key) => key }: Grouping, groups: readonly TradeGroup[], money: ReportContext['money']): Html {
  const largest = Math.max(...groups.map((group) => Math.abs(group.net)), 1e-12);
  const bar = (net: number) =>
    html`<span class="mini"><i class="${net < 0 ? 'l' : 'p'}" style="width:${((Math.abs(net) / largest) * 100).toFixed(0)}%"></i></span>`;
  const columns = [
    { title },
    { title: { en: 'Trades', es: 'Oper.' }, right: true },
    { title: { en: 'Won', es: 'Ganadas' }, right: true },
    { title: { en: 'Result', es: 'Resultado' }, right: true },
    { title: html`<span class="vh">${{ en: 'Result as a bar', es: 'Resultado en barra' }}</span>` },
  ];
  const rows = groups.map((group): readonly Content[] => [
    name(group.key),
    (f) => f.number(group.trades, 0),
    (f) => f.ratio(group.wins / group.trades, 0),
    outcome(group.net, money(group.net, true)),
    bar(group.net),
  ]);
  return table(title, columns, rows, 'dense');
}

/** Result by UTC hour of entry: a bar up or down from a common zero line. */
function hourStrip(hours: readonly TradeGroup[], money: ReportContext['money']): Html {
  const nets = Array.from({ length: 24 }, (_, hour) => hours.find((group) => group.key === String(hour)));
  const high = Math.max(0, ...hours.map((group) => group.net));
  const low = Math.min(0, ...hours.map((group) => group.net));
  const share = (value: number) => `${((value / (high - low || 1)) * 100).toFixed(1)}%`;
  const bars = nets.map((group, hour) => {
    const net = group?.net ?? 0;
    const said: Line = (f) =>
      group
        ? `${hour}:00 · ${money(net, true)(f)} · ${f.plural(group.trades, f.pick({ en: 'trade', es: 'operación' }), f.pick({ en: 'trades', es: 'operaciones' }))}`
        : `${hour}:00 · ${f.pick({ en: 'no trade', es: 'ninguna' })}`;
    const label = hour % 3 === 0 ? html`<em>${hour}</em>` : null;
    return html`<span ${attribute('title', said)}><i class="${net < 0 ? 'l' : 'p'}" style="top:${share(high - Math.max(0, net))};height:${share(Math.abs(net))}"></i>${label}</span>`;
  });
  const summary = { en: 'Result by hour of entry, UTC', es: 'Resultado por hora de entrada, UTC' };
  return html`<h3 class="h3">${summary}</h3><div class="hours" role="img" ${attribute('aria-label', summary)}>${bars}</div>`;
}
