/** Risk in lines: what is held, what a bad day could cost, the ladder, the limits. */

import type { LossEstimate, RiskLimit, RiskReport, ShockAnswer } from '../../api/risk.ts';
import { facts, money, percent as signedPercent, UNKNOWN } from './figures.ts';
import { table } from './output.ts';

/** Shares of what is there and of what is allowed are no changes: without a plus. */
const percent = (ratio: number | null) => signedPercent(ratio).replace('+', '');
const METHODS = { parametric: 'parametric', historical: 'historical', simulated: 'Monte Carlo' } as const;

export function riskLines(report: RiskReport): string[] {
  const { currency, exposures, drawdown, estimates, ladder, limits } = report;
  const amount = ({ money: text, ratio }: { money: string; ratio: number | null }) => `${money(text)} ${currency}  (${percent(ratio)})`;
  return [
    ...facts([
      ['Equity', `${money(report.equity)} ${currency}  (free ${money(report.free)})`],
      ['Gross exposure', amount(exposures.gross)],
      ['Net exposure', amount(exposures.net)],
      ['Drawdown', amount(drawdown)],
      ...estimates.map((one): [string, string] => [`Bad day, ${METHODS[one.method]}`, estimateText(one, amount)]),
    ]),
    ...assumedLines(estimates, report.assumedDailyVolatility),
    ...tableOf(
      ['rung', 'at', 'lost', `left ${currency}`, 'state'],
      ladder.map(({ id, limitRatio, measuredRatio, moneyLeft, state }) => [
        id,
        percent(limitRatio),
        percent(measuredRatio),
        money(moneyLeft),
        state,
      ]),
    ),
    ...tableOf(
      ['limit', 'of', 'measured', 'allowed', `left ${currency}`, 'beyond it'],
      limits.map((row) => [
        row.code,
        [row.strategyId, row.instrumentId].filter((text) => text !== null).join(' ') || 'account',
        `${row.isUnknown ? 'not known' : figure(row.measured, row.unit)}${row.isBroken ? ' !' : ''}`,
        `${row.bound === 'at-least' ? '>= ' : ''}${figure(row.limit, row.unit)}`,
        money(row.room),
        row.action,
      ]),
    ),
  ];
}

/** A profile without limits has none to list. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : ['', ...table([head, ...rows])];
}

function estimateText(
  { valueAtRisk, shortfall, days }: LossEstimate,
  amount: (one: { money: string; ratio: number | null }) => string,
): string {
  if (valueAtRisk === null || shortfall === null) return `no data: ${days ?? 0} common days`;
  return `${amount(valueAtRisk)}, shortfall ${percent(shortfall.ratio)}`;
}

function assumedLines(estimates: readonly LossEstimate[], volatility: number): string[] {
  const assumed = estimates.flatMap((one) => one.assumed);
  return assumed.length === 0 ? [] : ['', `Too little history, counted as ${percent(volatility)} a day: ${assumed.join(', ')}.`];
}

function figure(value: number | null, unit: RiskLimit['unit']): string {
  if (value === null) return UNKNOWN;
  if (unit === 'ratio') return percent(value);
  return unit === 'multiple' ? `${value.toFixed(2)}x` : String(Number(value.toFixed(4)));
}

export function shockLines({ loss, account, ladder, positions, liquidated }: ShockAnswer, move: number): string[] {
  const fires = ladder.rungs.filter((rung) => rung.fires).map(({ id }) => id);
  const broken = account.limits.filter(({ isBroken }) => isBroken).map(({ code }) => code);
  return facts([
    ['If prices moved', `${move} %`],
    ['Lost', loss === null ? UNKNOWN : `${money(loss.money)}  (${percent(loss.ratio)})`],
    ...positions.map(({ instrumentId, result }): [string, string] => [instrumentId, money(result)]),
    ['Equity', `${money(account.equityBefore)} -> ${money(account.equityAfter)}`],
    ['Drawdown', percent(account.drawdownAfter)],
    ['Mode', ladder.modeBefore === ladder.modeAfter ? ladder.modeAfter : `${ladder.modeBefore} -> ${ladder.modeAfter}`],
    ['Fires', fires.join(', ') || 'nothing'],
    ['Limits passed', [...new Set(broken)].join(', ') || 'none'],
    ...(liquidated.length > 0 ? [['Liquidated', liquidated.join(', ')] as const] : []),
  ]);
}
