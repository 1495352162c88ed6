/** The state of risk in one sentence: the gravest thing first. */

import type { RiskLimit, RiskReport } from '../../../src/api/risk.ts';
import { money, percent } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useRiskWords } from './words.ts';

export interface RiskSentence {
  readonly title: string;
  readonly details: readonly string[];
  readonly isAlarm: boolean;
}

export function useRiskSentence(report: RiskReport): RiskSentence {
  const { words, language } = useSpeech();
  const own = useRiskWords();
  const { currency, displayDecimals } = report;
  const cash = (value: string) => money(language, value, currency, displayDecimals);
  const active = report.ladder.filter(({ state, demands }) => state !== 'idle' && demands !== 'ALERT');
  const broken = report.limits.filter(isPassed);
  const [parametric] = report.estimates;
  const isFlat = Number(report.exposures.gross.money) === 0 && Number(report.exposures.working.money) === 0;
  const bad = parametric?.valueAtRisk;
  const badDay =
    isFlat || !bad
      ? own.title.flat
      : (parametric.assumed.length > 0 ? own.title.assumed : own.title.held)(percent(language, bad.ratio), cash(bad.money));
  const next = nextRung(report);
  const tightest = leastRoom(report.limits);
  const details = [
    ...(next?.moneyLeft == null
      ? []
      : [own.told.next(cash(next.moneyLeft), words.windows[next.window].toLowerCase(), words.demands[next.demands])]),
    ...(tightest?.room == null ? [] : [own.told.tightest(nameOf(own, tightest), cash(tightest.room))]),
  ];
  if (active.length > 0) {
    const demands = [...new Set(active.map(({ demands: demanded }) => words.demands[demanded]))].join(', ');
    return { title: own.title.active(demands), details: [badDay, ...details], isAlarm: true };
  }
  if (broken.length > 0)
    return { title: own.title.broken(new Set(broken.map(({ code }) => code)).size), details: [badDay, ...details], isAlarm: true };
  return { title: badDay, details, isAlarm: false };
}

type Words = ReturnType<typeof useRiskWords>;

export function nameOf(own: Words, { code, instrumentId, strategyId }: Pick<RiskLimit, 'code' | 'instrumentId' | 'strategyId'>): string {
  const name = own.limits.names[code] ?? code;
  const of = strategyId ?? instrumentId;
  return of === null ? name : `${name} (${of})`;
}

/** What an entry in one instrument alone would meet (correlation with the rest, its range, its volume) is no state of the account. */
const OF_AN_ENTRY = new Set(['RISK_CORRELATION', 'HALF_CORRELATION', 'RISK_VOLATILITY', 'RISK_VOLUME', 'WARN_BETA']);

/** Passed by what is held, with consequences. */
export function isPassed({ isBroken, code, action }: RiskLimit): boolean {
  return isBroken && action !== 'warn' && !OF_AN_ENTRY.has(code);
}

/** The rung that the least money stands before. */
export function nextRung({ ladder }: RiskReport): RiskReport['ladder'][number] | undefined {
  const waiting = ladder.filter(({ state, moneyLeft }) => state === 'idle' && moneyLeft !== null);
  return waiting.sort((a, b) => Number(a.moneyLeft) - Number(b.moneyLeft))[0];
}

const used = ({ bound, measured, limit }: RiskLimit): number =>
  measured === null
    ? -1
    : bound === 'at-least'
      ? measured === 0
        ? Number.POSITIVE_INFINITY
        : limit / measured
      : limit === 0
        ? 1
        : measured / limit;

/** The most used of those that leave money. */
function leastRoom(limits: readonly RiskLimit[]): RiskLimit | undefined {
  return limits.filter(({ room, measured }) => room !== null && measured !== null && measured > 0).sort((a, b) => used(b) - used(a))[0];
}

/** The most used of each code, in the order they are checked; all that are passed or not known with them. */
export function tightestOfEach(limits: readonly RiskLimit[]): RiskLimit[] {
  return [...new Set(limits.map(({ code, bound }) => `${code} ${bound}`))].flatMap((key) => {
    const own = limits.filter(({ code, bound }) => `${code} ${bound}` === key);
    const rank = (row: RiskLimit) => (row.isUnknown ? Number.POSITIVE_INFINITY : used(row));
    return own.sort((a, b) => rank(b) - rank(a)).slice(0, 1);
  });
}
