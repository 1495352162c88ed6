/** Every limit that an entry would meet now, measured by the rules themselves on what is held, with nothing asked for. */

import type { AccountView, Candidate } from './candidate.ts';
import type { InstrumentClass } from './classes.ts';
import { FILTERS } from './filters.ts';
import { Judgement, type RiskContext, type Rule } from './judgement.ts';
import { LIMITS } from './limits.ts';
import { expectedShortfall, portfolioBeta } from './portfolio-rules.ts';
import type { VolatilityGauge } from './volatility-gauge.ts';

/** What comes of going beyond it. */
export type LimitAction = 'cut' | 'refuse' | 'halve' | 'warn' | 'defensive' | 'reduce';
type LimitUnit = 'ratio' | 'multiple' | 'count' | 'money' | 'number';

export interface LimitInForce {
  /** Of the rule; where a rule has a milder level, that level's own. */
  readonly code: string;
  readonly action: LimitAction;
  readonly unit: LimitUnit;
  readonly bound: 'at-most' | 'at-least';
  /** What it is of: an instrument or a slot by number; null where it is the account's. */
  readonly instrument: number | null;
  readonly slot: number | null;
  /** NaN where it is not known, or where it is each order's own. */
  readonly measured: number;
  readonly limit: number;
  /** Quanta until it is reached; NaN where it is not measured in money. */
  readonly room: number;
  /** Its figure is not known: it counts as the worst case. */
  readonly isUnknown: boolean;
}

interface Row {
  readonly code: string;
  readonly scope: 'account' | 'instrument' | 'slot';
  readonly action: LimitAction;
  readonly unit: LimitUnit;
  readonly bound?: 'at-least';
  /** The rule counts the entry it judges. */
  readonly countsOneMore?: true;
  /** A share of equity: what is left of it is money. */
  readonly isOfEquity?: true;
  /** There is nothing to measure before an order is there. */
  readonly isOfOrder?: true;
  readonly applies?: (c: RiskContext, account: AccountView) => boolean;
}

const inDefensive = (c: RiskContext) => c.modes.mode === 'DEFENSIVE';
const countsDayTrades = (c: RiskContext, { equity }: AccountView) =>
  c.classes.some(({ usEquity }) => usEquity) && !(c.accountInDollars && equity >= c.figures.dayTradeEquity);

const ROWS: readonly Row[] = [
  { code: 'RISK_POSITION_LIMIT', scope: 'instrument', action: 'cut', unit: 'ratio', isOfEquity: true },
  { code: 'RISK_REGIME_POSITION', scope: 'instrument', action: 'cut', unit: 'ratio', isOfEquity: true },
  { code: 'RISK_FIRST_ORDERS', scope: 'account', action: 'cut', unit: 'money', isOfOrder: true },
  { code: 'RISK_REGIME_EXPOSURE', scope: 'account', action: 'refuse', unit: 'ratio', isOfEquity: true },
  { code: 'RISK_DEFENSIVE_EXPOSURE', scope: 'account', action: 'refuse', unit: 'ratio', isOfEquity: true, applies: inDefensive },
  { code: 'RISK_GROSS_LEVERAGE', scope: 'account', action: 'refuse', unit: 'multiple', isOfEquity: true },
  { code: 'RISK_LEVERAGE', scope: 'instrument', action: 'refuse', unit: 'multiple' },
  { code: 'RISK_SECTOR', scope: 'instrument', action: 'refuse', unit: 'ratio', isOfEquity: true },
  { code: 'RISK_ASSET_CLASS', scope: 'instrument', action: 'refuse', unit: 'ratio', isOfEquity: true },
  { code: 'RISK_GEOGRAPHY', scope: 'instrument', action: 'refuse', unit: 'ratio', isOfEquity: true },
  {
    code: 'RISK_USD',
    scope: 'account',
    action: 'refuse',
    unit: 'ratio',
    isOfEquity: true,
    applies: (c) => c.classes.some(({ usd }) => usd),
  },
  {
    code: 'RISK_CRYPTO',
    scope: 'account',
    action: 'refuse',
    unit: 'ratio',
    isOfEquity: true,
    applies: (c) => c.classes.some(({ crypto }) => crypto),
  },
  { code: 'RISK_CORRELATION', scope: 'instrument', action: 'refuse', unit: 'number' },
  { code: 'WARN_MEAN_CORRELATION', scope: 'account', action: 'warn', unit: 'number' },
  { code: 'RISK_OPEN_POSITIONS', scope: 'account', action: 'refuse', unit: 'count', countsOneMore: true },
  { code: 'RISK_CASH', scope: 'account', action: 'refuse', unit: 'ratio', isOfEquity: true, bound: 'at-least' },
  { code: 'RISK_ENTRIES_PER_DAY', scope: 'account', action: 'refuse', unit: 'count', countsOneMore: true },
  { code: 'SIGNAL_RATE_INSTRUMENT', scope: 'instrument', action: 'refuse', unit: 'count', countsOneMore: true },
  { code: 'SIGNAL_RATE_STRATEGY', scope: 'slot', action: 'refuse', unit: 'count', countsOneMore: true },
  { code: 'RISK_ORDER_NOTIONAL', scope: 'account', action: 'refuse', unit: 'money', isOfOrder: true },
  { code: 'RISK_VOLATILITY', scope: 'slot', action: 'refuse', unit: 'ratio' },
  { code: 'RISK_VOLUME', scope: 'slot', action: 'refuse', unit: 'multiple', bound: 'at-least' },
  { code: 'RISK_VALUE_AT_RISK', scope: 'account', action: 'refuse', unit: 'ratio', isOfEquity: true },
  { code: 'RISK_DAY_TRADES', scope: 'account', action: 'refuse', unit: 'count', countsOneMore: true, applies: countsDayTrades },
];

const RULES = new Map([...FILTERS, ...LIMITS].map((rule) => [rule.code, rule]));

type Measured = Omit<LimitInForce, 'room'> & Pick<Row, 'isOfEquity' | 'isOfOrder'>;

interface Parts {
  readonly j: Judgement;
  readonly c: RiskContext;
  readonly account: AccountView;
}

/**
 * `candidates`: one of each slot, at its last close; they are only looked at. Limits that the profile does not set are left out. An account's limit that
 * differs by instrument (the regime's) is told where it leaves the least room.
 */
export function limitsInForce(c: RiskContext, account: AccountView, candidates: readonly Candidate[]): LimitInForce[] {
  const parts: Parts = { j: new Judgement(c.instruments.length), c, account };
  const firstOf = candidates.filter((one, i) => candidates.findIndex(({ instrument }) => instrument === one.instrument) === i);
  const rows = ROWS.filter(({ applies }) => applies?.(c, account) ?? true).flatMap((row) => {
    const measured = (row.scope === 'slot' ? candidates : firstOf)
      .filter((candidate) => isMeasured(row, candidate, c))
      .map((candidate) => measure(row, candidate, parts));
    return row.scope === 'account' ? tightestOf(measured) : measured;
  });
  const all = [...rows.flatMap((row) => [...milderOf(row, c), row]), ...shortfallOf(parts), ...betaOf(candidates, parts)];
  return all.filter(({ limit }) => Number.isFinite(limit)).map((row) => withRoom(row, parts));
}

/** What an entry alone would meet: its market, its instrument, what it goes along with. Nothing that is held comes nearer to these. */
const OF_AN_ENTRY: ReadonlySet<string> = new Set([
  'RISK_LEVERAGE',
  'RISK_CORRELATION',
  'HALF_CORRELATION',
  'RISK_VOLATILITY',
  'RISK_VOLUME',
]);

/** Levels of one and the same figure: only the one that is reached first says something. */
const SAME_FIGURE: Readonly<Record<string, string>> = {
  RISK_REGIME_POSITION: 'RISK_POSITION_LIMIT',
  RISK_REGIME_EXPOSURE: 'RISK_GROSS_LEVERAGE',
  RISK_DEFENSIVE_EXPOSURE: 'RISK_GROSS_LEVERAGE',
  HALF_VALUE_AT_RISK: 'RISK_VALUE_AT_RISK',
  SHORTFALL_DEFENSIVE: 'SHORTFALL_REDUCTION',
};
const figureOf = ({ code }: LimitInForce) => SAME_FIGURE[code] ?? code;

/** Of limits on what is held: the most used of each figure, the nearest to its limit first; at most so many. */
export function nearestLimits(limits: readonly LimitInForce[], most: number): LimitInForce[] {
  const held = limits.filter(({ code, action, measured }) => action !== 'warn' && !OF_AN_ENTRY.has(code) && !Number.isNaN(measured));
  const byUse = held.toSorted((a, b) => usedOf(b) - usedOf(a));
  return byUse.filter((row, i) => byUse.findIndex((one) => figureOf(one) === figureOf(row)) === i).slice(0, most);
}

/** How much of a limit is used: 1 at the limit itself, more beyond it. Of a minimum share of the account, of the way down to it from the whole. */
function usedOf({ bound, measured, limit, unit }: LimitInForce): number {
  if (bound === 'at-least') {
    if (measured <= 0) return Number.POSITIVE_INFINITY;
    return unit === 'ratio' && limit < 1 ? (1 - measured) / (1 - limit) : limit / measured;
  }
  if (limit > 0) return measured / limit;
  return measured > limit ? Number.POSITIVE_INFINITY : 1;
}

/** Some rules ask nothing of some slots. */
function isMeasured({ code }: Row, { candles, ignoresVolume, instrument }: Candidate, { classes }: RiskContext): boolean {
  if (code === 'RISK_VOLUME') return candles.hasVolume && !ignoresVolume;
  const own = classes[instrument.index] as InstrumentClass;
  return code === 'RISK_USD' ? own.usd : code === 'RISK_CRYPTO' ? own.crypto : code === 'RISK_DAY_TRADES' ? own.usEquity : true;
}

const ruleOf = (code: string) => RULES.get(code) as Rule;

function measure(row: Row, candidate: Candidate, { j, c, account }: Parts): Measured {
  const { code, action, unit, bound = 'at-most', scope, isOfEquity, isOfOrder } = row;
  const rule = ruleOf(code);
  if (code === 'RISK_VOLATILITY') (c.gauges[candidate.slot] as VolatilityGauge).catchUp(candidate.candles, candidate.index);
  j.begin(candidate, c);
  j.look(account, c);
  const found = isOfOrder ? Number.NaN : (rule.measured?.(j, c) ?? Number.NaN) - (row.countsOneMore ? 1 : 0);
  // Nothing held to be correlated with: the rules say -1.
  const isAlone = found === -1 && (code === 'RISK_CORRELATION' || code === 'WARN_MEAN_CORRELATION');
  return {
    ...{ code, action, unit, bound },
    ...(isOfEquity && { isOfEquity }),
    ...(isOfOrder && { isOfOrder }),
    instrument: scope === 'account' ? null : candidate.instrument.index,
    slot: scope === 'slot' ? candidate.slot : null,
    measured: isAlone ? Number.NaN : found,
    limit: rule.limit?.(j, c) ?? Number.NaN,
    isUnknown: Number.isNaN(found) && !isOfOrder,
  };
}

/** How far from the limit; what is not known is the least of all. */
function looseness({ bound, measured, limit }: Measured): number {
  if (Number.isNaN(measured)) return limit;
  return bound === 'at-least' ? measured - limit : limit - measured;
}

function tightestOf(rows: readonly Measured[]): Measured[] {
  const [first, ...others] = rows;
  return first ? [others.reduce((tightest, row) => (looseness(row) < looseness(tightest) ? row : tightest), first)] : [];
}

/** The level that halves an entry, before the one that refuses it. */
function milderOf(row: Measured, { figures }: RiskContext): Measured[] {
  const { pairCorrelationHalve, valueAtRiskHalve } = figures.profile.limits;
  if (row.code === 'RISK_CORRELATION') return [{ ...row, code: 'HALF_CORRELATION', action: 'halve', limit: pairCorrelationHalve }];
  if (row.code === 'RISK_VALUE_AT_RISK') return [{ ...row, code: 'HALF_VALUE_AT_RISK', action: 'halve', limit: valueAtRiskHalve }];
  return [];
}

const OF_ACCOUNT = { instrument: null, slot: null, isUnknown: false } as const;

/** Looked at once a day. */
function shortfallOf({ c, account }: Parts): Measured[] {
  const { shortfallDefensive, shortfallReduce } = c.figures.profile.limits;
  const exposures = Float64Array.from(c.instruments, ({ index }) => account.exposureOf(index));
  const measured = expectedShortfall(exposures, account.equity, c);
  const row = { ...OF_ACCOUNT, unit: 'ratio', bound: 'at-most', isOfEquity: true, measured } as const;
  return [
    { ...row, code: 'SHORTFALL_DEFENSIVE', action: 'defensive', limit: shortfallDefensive },
    { ...row, code: 'SHORTFALL_REDUCTION', action: 'reduce', limit: shortfallReduce },
  ];
}

/** A band: its floor and its ceiling. */
function betaOf([candidate]: readonly Candidate[], { j, c, account }: Parts): Measured[] {
  if (candidate === undefined) return [];
  j.begin(candidate, c);
  j.look(account, c);
  const measured = portfolioBeta(j, c);
  const row = { ...OF_ACCOUNT, code: 'WARN_BETA', action: 'warn', unit: 'number', measured, isUnknown: Number.isNaN(measured) } as const;
  const { betaMinimum, betaMaximum } = c.figures.profile.limits;
  return [
    { ...row, bound: 'at-least', limit: betaMinimum },
    { ...row, bound: 'at-most', limit: betaMaximum },
  ];
}

function withRoom({ isOfEquity, isOfOrder, ...row }: Measured, { c, account }: Parts): LimitInForce {
  const ofEquity = isOfEquity ? Math.max(0, looseness(row)) * Math.max(0, account.equity) : Number.NaN;
  const room = isOfOrder ? row.limit * c.figures.quantaPerUnit : ofEquity;
  // A limit that no money reaches leaves no amount to tell.
  return { ...row, room: room <= Number.MAX_SAFE_INTEGER ? Math.round(room) : Number.NaN };
}
