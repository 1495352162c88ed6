/** The metrics once more, written from docs/reference/metrics.md alone with plain arrays: slow, obvious, sharing nothing with src. */

interface Run {
  readonly equityTime: Float64Array;
  readonly equity: Float64Array;
  readonly startingCash: number;
  readonly trades: readonly { readonly net: number; readonly returnRatio: number; readonly openedAt: number; readonly closedAt: number }[];
}

const DAY = 86_400_000;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const average = (values: readonly number[]) => sum(values) / values.length;
const spread = (values: readonly number[]) => Math.sqrt(sum(values.map((value) => (value - average(values)) ** 2)) / (values.length - 1));
const finite = (value: number) => (Number.isFinite(value) ? value : null);

/** UTC date text of the day a close belongs to. */
const dateOf = (time: number) => new Date(time - 1).toISOString().slice(0, 10);

function days(run: Run, everyDay: boolean): { date: string; equity: number }[] {
  const last = new Map<string, number>();
  run.equityTime.forEach((time, i) => {
    last.set(dateOf(time), run.equity[i] as number);
  });
  const dates = [...last.keys()];
  if (!everyDay) return dates.map((date) => ({ date, equity: last.get(date) as number }));
  const all: { date: string; equity: number }[] = [];
  for (let at = Date.parse(dates[0] as string); at <= Date.parse(dates.at(-1) as string); at += DAY) {
    const date = new Date(at).toISOString().slice(0, 10);
    all.push({ date, equity: last.get(date) ?? (all.at(-1)?.equity as number) });
  }
  return all;
}

/** Every point against every earlier one. */
function falls(run: Run, startedAt: number) {
  const points = [
    { at: startedAt, value: run.startingCash },
    ...Array.from(run.equity, (value, i) => ({ at: run.equityTime[i] as number, value })),
  ];
  let ratio = 0;
  let money = 0;
  let longest = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < points.length; i++) {
    const peak = points[i] as { at: number; value: number };
    const isPeak = peak.value >= highest;
    highest = Math.max(highest, peak.value);
    if (!isPeak || i + 1 >= points.length || (points[i + 1] as { value: number }).value >= peak.value) continue;
    let j = i + 1;
    for (; j < points.length && (points[j] as { value: number }).value < peak.value; j++) {
      ratio = Math.max(ratio, (peak.value - (points[j] as { value: number }).value) / peak.value);
      money = Math.max(money, peak.value - (points[j] as { value: number }).value);
    }
    longest = Math.max(longest, (points[Math.min(j, points.length - 1)] as { at: number }).at - peak.at);
  }
  return { ratio, money, longest };
}

export function naiveMetrics(run: Run, stated: number, startedAt: number): Record<string, number | null> {
  const daily = days(run, stated === 365);
  const returns = daily.map(({ equity }, i) => equity / (daily[i - 1]?.equity ?? run.startingCash) - 1);
  const span = (Date.parse(daily.at(-1)?.date as string) - Date.parse(daily[0]?.date as string)) / DAY;
  const seen = ((daily.length - 1) / span) * 365.25;
  const perYear = daily.length > 1 && seen < stated / 2 ? seen : stated;
  const final = run.equity.at(-1) as number;
  const fall = falls(run, startedAt);
  const cagr = (final / run.startingCash) ** ((365.25 * DAY) / ((run.equityTime.at(-1) as number) - startedAt)) - 1;
  const downside = Math.sqrt(sum(returns.map((value) => Math.min(value, 0) ** 2)) / (returns.length - 1));
  const nets = run.trades.map((trade) => trade.net);
  const wins = nets.filter((net) => net > 0);
  const losses = nets.filter((net) => net < 0);
  const best = [...nets].sort((a, b) => b - a).slice(0, 5);
  const flat = spread(returns) <= Math.abs(average(returns)) * 1e-12;
  const streaks = nets
    .map((net) => (net < 0 ? 'L' : '.'))
    .join('')
    .split(/\.+/);
  return {
    returnRatio: (final - run.startingCash) / run.startingCash,
    cagrRatio: finite(cagr),
    maxDrawdownRatio: fall.ratio,
    maxDrawdownMoney: fall.money,
    longestDrawdownMs: fall.longest,
    volatilityRatio: finite(spread(returns) * Math.sqrt(perYear)),
    sharpe: flat ? null : finite((average(returns) / spread(returns)) * Math.sqrt(perYear)),
    sortino: finite((average(returns) / downside) * Math.sqrt(perYear)),
    calmar: fall.ratio > 0 ? finite(cagr / fall.ratio) : null,
    recoveryFactor: fall.money > 0 ? (final - run.startingCash) / fall.money : null,
    winRate: finite(wins.length / nets.length),
    profitFactor: losses.length > 0 ? sum(wins) / -sum(losses) : null,
    expectancy: finite(average(nets)),
    kellyRatio:
      wins.length && losses.length
        ? wins.length / nets.length - (1 - wins.length / nets.length) / (average(wins) / -average(losses))
        : null,
    sqn: spread(nets) > 0 ? (average(nets) / spread(nets)) * Math.sqrt(nets.length) : null,
    bestTradesShare: sum(nets) > 0 ? sum(best) / sum(nets) : null,
    longestLosingStreak: Math.max(...streaks.map((streak) => streak.length)),
    averageTradeRatio: finite(average(run.trades.map((trade) => trade.returnRatio))),
  };
}
