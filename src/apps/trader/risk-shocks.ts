/** What if the market did this: the loss by its parts, the account after it, the rungs and limits it would run into. */

import type { AccountAfter, RiskRung, Shock, ShockAnswer, StressTest } from '../../api/risk.ts';
import { InputError } from '../../core/domain/result.ts';
import type { AccountAsOf } from '../../core/trading/engine/account-as-of.ts';
import { feeOf } from '../../core/trading/ledger/position-book.ts';
import { ladderAfter } from '../../core/trading/risk/ladder-after.ts';
import { type LimitInForce, limitsInForce } from '../../core/trading/risk/limits-in-force.ts';
import { deviationTogether } from '../../core/trading/risk/loss-estimates.ts';
import { worse } from '../../core/trading/risk/mode-table.ts';
import { dailyDeviation } from '../../core/trading/risk/portfolio-rules.ts';
import { SHORTFALL_Z, VAR_Z } from '../../core/trading/risk/statistics.ts';
import { candidatesAt, measuredAt, type RiskNow } from './risk-now.ts';
import { amountOf, exposuresIn, limitOf, moneyOf, rungsOf, totalHeld } from './risk-rows.ts';

const CALM: Shock = { kind: 'market', all: 0, moves: [], volatility: 1, areCorrelationsOne: false, spread: 0 };

/** The stress of the rules (trading rules 10.6) that a portfolio of today can be asked. */
const STRESS: readonly { readonly id: StressTest['id']; readonly shock: Shock }[] = [
  { id: 'fall-10', shock: { ...CALM, all: -0.1 } },
  { id: 'rise-10', shock: { ...CALM, all: 0.1 } },
  { id: 'volatility-3', shock: { ...CALM, volatility: 3 } },
  { id: 'correlations-1', shock: { ...CALM, areCorrelationsOne: true } },
  { id: 'spread-5', shock: { ...CALM, spread: 5 } },
];

export function stressTests(now: RiskNow): StressTest[] {
  return STRESS.map(({ id, shock }) => {
    const { parts, account } = now;
    const { loss } = lossBy(now, shock);
    if (Number.isNaN(loss)) return { id, loss: null, equityAfter: null, drawdownAfter: null, modeAfter: null, fires: [] };
    const { fired, modeAfter } = ladderBy(now, account.equity - loss);
    return {
      ...{ id, modeAfter, fires: [...fired] },
      loss: amountOf(parts, loss, account.equity),
      equityAfter: moneyOf(parts, account.equity - loss),
      drawdownAfter: drawdownAt(now, account.equity - loss),
    };
  });
}

interface Loss {
  readonly marks: readonly number[];
  readonly moved: AccountAsOf;
  /** Quanta; NaN where it is not known. */
  readonly parts: readonly { readonly part: ShockAnswer['parts'][number]['part']; readonly quanta: number }[];
  readonly loss: number;
  /** Deviation of a day after it. */
  readonly deviation: number;
}

function lossBy(now: RiskNow, shock: Shock): Loss {
  const { parts, account, context } = now;
  const marks = marksAfter(now, shock);
  const moved = account.movedTo(marks);
  const exposures = exposuresIn(parts, moved);
  const deviation =
    (shock.areCorrelationsOne ? deviationTogether(context, exposures) : dailyDeviation(context, exposures, 0, 0)) * shock.volatility;
  const isRestless = shock.areCorrelationsOne || shock.volatility !== 1;
  const told: Loss['parts'][number][] = [
    ...(shock.all !== 0 || shock.moves.length > 0 ? [{ part: 'prices', quanta: Math.round(account.equity - moved.equity) } as const] : []),
    ...(isRestless ? [{ part: 'bad-day', quanta: Math.round(VAR_Z * deviation) } as const] : []),
    ...(shock.spread > 0 ? [{ part: 'leaving', quanta: leavingCost(now, moved, shock.spread) } as const] : []),
  ];
  return { marks, moved, deviation, parts: told, loss: told.reduce((sum, { quanta }) => sum + quanta, 0) };
}

/** Prices after the moves: an instrument's own counts instead of everybody's. */
function marksAfter({ parts, marks }: RiskNow, { all, moves }: Shock): number[] {
  const unknown = moves.find(({ instrumentId }) => !parts.instruments.some(({ id }) => id === instrumentId));
  if (unknown) throw new InputError('SYMBOL_UNKNOWN', `no instrument ${unknown.instrumentId} in this session`, 2);
  return parts.instruments.map(({ id, index }) => {
    const ratio = moves.find(({ instrumentId }) => instrumentId === id)?.ratio ?? all;
    const ticks = marks[index] as number;
    return ratio === 0 || Number.isNaN(ticks) ? ticks : Math.max(1, Math.round(ticks * (1 + ratio)));
  });
}

/** Leaving every position at so many times the estimated slippage, and the fee. NaN where none is estimated: a live market's is not known before it is met. */
function leavingCost({ parts, context }: RiskNow, account: AccountAsOf, times: number): number {
  const dearest = Math.max(0, ...parts.instruments.map(({ takerFee }) => takerFee.numerator / takerFee.denominator));
  const slippage = context.roundTripCost.ratio / 2 - dearest;
  const values = parts.instruments.map((instrument) => [instrument, Math.abs(account.heldIn(instrument.index))] as const);
  if (values.every(([, value]) => value === 0)) return 0;
  if (!(slippage > 1e-12)) return Number.NaN;
  return values.reduce((sum, [instrument, value]) => sum + Math.round(value * slippage * times) + feeOf(instrument, value, false), 0);
}

/** The ladder at another equity, and the mode that would be in force: it only rises by itself. */
function ladderBy({ context, state, at }: RiskNow, equity: number) {
  const after = ladderAfter(context.ladder, equity, at);
  return { ...after, modeAfter: worse(state.modes.mode, after.demand) };
}

function drawdownAt({ state }: RiskNow, equity: number): number {
  const { peak } = state.ladder.marks;
  return peak > 0 ? Math.max(0, (peak - equity) / peak) : 0;
}

/** The account as it would be, in the words of the interface. `deviation`: of a day, where it is not the one measured. */
export function accountAfter(now: RiskNow, account: AccountAsOf, marks: readonly number[], deviation?: number): AccountAfter {
  const { parts, context } = now;
  const { equity } = account;
  const ofDay = deviation ?? dailyDeviation(context, exposuresIn(parts, account), 0, 0);
  const [valueAtRisk, shortfall] = [VAR_Z * ofDay, SHORTFALL_Z * ofDay];
  const scenario = (row: LimitInForce): LimitInForce => {
    const loss = /VALUE_AT_RISK$/.test(row.code) ? valueAtRisk : /^SHORTFALL/.test(row.code) ? shortfall : null;
    if (loss === null || deviation === undefined) return row;
    return { ...row, measured: loss / equity, room: Math.max(0, Math.round(row.limit * equity - loss)) };
  };
  return {
    equityBefore: moneyOf(parts, now.account.equity),
    equityAfter: moneyOf(parts, equity),
    drawdownAfter: drawdownAt(now, equity),
    exposures: totalHeld(parts, account),
    free: moneyOf(parts, account.free),
    margin: moneyOf(parts, account.margin),
    valueAtRisk: amountOf(parts, valueAtRisk, equity),
    shortfall: amountOf(parts, shortfall, equity),
    limits: limitsInForce(context, account, candidatesAt(parts, marks, measuredAt(context, now.at))).map((row) =>
      limitOf(parts, scenario(row)),
    ),
  };
}

export function answerShock(now: RiskNow, shock: Shock): ShockAnswer {
  const { parts, account, state, at } = now;
  const { marks, moved, parts: told, loss, deviation } = lossBy(now, shock);
  const isKnown = !Number.isNaN(loss);
  // What is not known can't be taken off: the account is then shown as prices alone leave it.
  const after = isKnown ? moved.losing(Math.round(loss - (account.equity - moved.equity))) : moved;
  const ladder = ladderBy(now, after.equity);
  const results = account.resultAt(marks);
  return {
    kind: 'market',
    at,
    loss: isKnown ? amountOf(parts, loss, account.equity) : null,
    parts: told.map(({ part, quanta }) => ({ part, money: Number.isNaN(quanta) ? null : moneyOf(parts, quanta) })),
    positions: parts.instruments.flatMap(({ id, index }) => {
      if (account.heldIn(index) === 0) return [];
      const moveRatio = (marks[index] as number) / (now.marks[index] as number) - 1;
      return [{ instrumentId: id, moveRatio, result: moneyOf(parts, results[index] as number) }];
    }),
    account: accountAfter(now, after, marks, deviation),
    ladder: {
      rungs: rungsOf(parts, ladder.state, after.equity).map((rung): RiskRung & { fires: boolean } => ({
        ...rung,
        fires: ladder.fired.includes(rung.id) || (rung.id === 'drawdown-alert' && rung.state === 'active' && !state.ladder.alert),
      })),
      modeBefore: state.modes.mode,
      modeAfter: ladder.modeAfter,
    },
    liquidated: moved.liquidated.map((index) => parts.instruments[index]?.id ?? String(index)),
  };
}
