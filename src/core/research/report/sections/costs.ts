/** Where the money went: from what the prices gave, through each cost, to what was left. */

import type { ReportContext } from '../context.ts';
import { type Content, type Html, html, type Line } from '../html.ts';
import type { ReportInput } from '../report-input.ts';
import { panel } from './panel.ts';

interface Step {
  readonly name: Content;
  /** Added to the running sum. */
  readonly change: number;
  readonly kind: 'sum' | 'cost' | 'other';
}

/** Slippage in money: measured, or from fixed settings and the fills that pay it; null when it can't be known. */
export function slippageOf(input: ReportInput): { readonly money: number; readonly estimated: boolean } | null {
  if (input.slippagePaid !== undefined) return { money: input.slippagePaid, estimated: false };
  const { slippage } = input.settings;
  if (slippage.kind === 'none') return { money: 0, estimated: false };
  if (slippage.kind === 'volume-share') return null;
  const ratio = slippage.kind === 'spread' ? slippage.ratio / 2 : slippage.ratio;
  let money = 0;
  // A fill at p * (1 ± ratio) paid p * ratio.
  for (const fill of input.run.fills) {
    if (fill.liquidity === 'taker' && fill.kind !== 'liquidation') money += (fill.quantity * fill.price * ratio) / (1 + fill.side * ratio);
  }
  return { money, estimated: true };
}

/** The steps from prices to net result, which add up to final equity minus starting cash. */
export function bridgeSteps(input: ReportInput): { steps: Step[]; net: number; unexplained: number } {
  const { run, metrics } = input;
  const net = metrics.values.netProfit.value ?? 0;
  let realised = 0;
  for (const fill of run.fills) realised += fill.realised;
  const open = run.openPositions.reduce((sum, position) => sum + position.unrealised, 0);
  const slippage = slippageOf(input);
  const slipped = slippage?.money ?? 0;
  const closed = realised + slipped;
  const funding: Content =
    run.fundingPaid < 0 ? { en: 'Funding received', es: 'Financiación cobrada' } : { en: 'Funding', es: 'Financiación' };
  const slippageName: Content = slippage?.estimated
    ? { en: 'Slippage, estimated', es: 'Deslizamiento, estimado' }
    : { en: 'Slippage', es: 'Deslizamiento' };
  const steps: Step[] = [
    {
      name: slippage ? { en: 'Before costs', es: 'Antes de costes' } : { en: 'Before fees', es: 'Antes de comisiones' },
      change: closed,
      kind: 'sum',
    },
  ];
  if (run.openPositions.length > 0)
    steps.push({ name: { en: 'Positions still open', es: 'Posiciones aún abiertas' }, change: open, kind: 'other' });
  steps.push({ name: { en: 'Fees', es: 'Comisiones' }, change: -run.feesPaid, kind: 'cost' });
  if (slippage) steps.push({ name: slippageName, change: -slipped, kind: 'cost' });
  if (run.fundingPaid !== 0) steps.push({ name: funding, change: -run.fundingPaid, kind: 'cost' });
  return { steps, net, unexplained: net - steps.reduce((sum, step) => sum + step.change, 0) };
}

export function costsPanel(context: ReportContext): Html {
  const { input, money } = context;
  const title = { en: 'Where the money went', es: 'Adónde fue el dinero' };
  if (input.run.fills.length === 0)
    return panel('costs', title, html`<p class="empty">${{ en: 'No order was filled.', es: 'No se ejecutó ninguna orden.' }}</p>`);
  const { steps, net, unexplained } = bridgeSteps(input);
  const all = [...steps];
  if (Math.abs(unexplained) > 1e-6 * input.run.startingCash)
    all.push({ name: { en: 'Not explained', es: 'Sin explicar' }, change: unexplained, kind: 'cost' });
  let sum = 0;
  const spans = all.map((step) => {
    const from = sum;
    sum += step.change;
    return [Math.min(from, sum), Math.max(from, sum)] as const;
  });
  const low = Math.min(0, net, ...spans.map(([from]) => from));
  const high = Math.max(0, net, ...spans.map(([, to]) => to));
  const share = (value: number) => `${(((value - low) / (high - low || 1)) * 100).toFixed(2)}%`;
  const bar = (from: number, to: number, className: string) =>
    html`<span class="wb"><u style="left:${share(0)}"></u>${to > from ? html`<i class="${className}" style="left:${share(from)};width:${(((to - from) / (high - low || 1)) * 100).toFixed(2)}%"></i>` : null}</span>`;
  const rows = all.map((step, i) => {
    const [from, to] = spans[i] as readonly [number, number];
    const className = step.kind === 'sum' ? '' : step.change < 0 ? 'l' : 'p';
    return html`<li><span>${step.name}</span>${bar(from, to, className)}<span class="num">${money(step.change, true)}</span></li>`;
  });
  const total = html`<li><span>${{ en: 'Net result', es: 'Resultado neto' }}</span>${bar(Math.min(0, net), Math.max(0, net), 'b')}<span class="num">${money(net, true)}</span></li>`;
  return panel('costs', title, html`<ul class="wf">${rows}${total}</ul><p class="pad t2">${explain(context)}</p>`, {
    sub: (f) => f.plural(input.run.fills.length, f.pick({ en: 'fill', es: 'ejecución' }), f.pick({ en: 'fills', es: 'ejecuciones' })),
  });
}

function explain({ input }: ReportContext): Line {
  const { run } = input;
  const { costShareRatio, turnoverRatio } = input.metrics.values;
  const known = slippageOf(input) !== null;
  return (f) => {
    const turnover = !turnoverRatio.value
      ? ''
      : f.pick({
          en: `The account was traded ${f.number(turnoverRatio.value, 1)} times over. `,
          es: `Se negoció ${f.number(turnoverRatio.value, 1)} veces el valor de la cuenta. `,
        });
    const costs = f.pick(
      run.fundingPaid === 0 ? { en: 'Fees', es: 'Las comisiones' } : { en: 'Fees and funding', es: 'Las comisiones y la financiación' },
    );
    const share =
      costShareRatio.value === null
        ? f.pick({
            en: `There was no gain to take ${costs.toLowerCase()} from.`,
            es: `No hubo ganancia de la que pagar ${costs.toLowerCase()}.`,
          })
        : costShareRatio.value > 1
          ? f.pick({
              en: `${costs} were more than all that was gained before them.`,
              es: `${costs} fueron más que todo lo ganado antes de ellas.`,
            })
          : f.pick({
              en: `${costs} took ${f.ratio(costShareRatio.value, 0)} of what was gained before them.`,
              es: `${costs} se llevaron el ${f.ratio(costShareRatio.value, 0)} de lo ganado antes de ellas.`,
            });
    const hidden = known
      ? ''
      : f.pick({
          en: ' Slippage is inside the prices and was not measured apart.',
          es: ' El deslizamiento está en los precios y no se midió aparte.',
        });
    return turnover + share + hidden;
  };
}
