/** Figures for a terminal: money with its sign, ratios in per cent, times in UTC, a dash for what nobody knows. */

export const UNKNOWN = '–';

export const utc = (at: number | null) => (at === null ? UNKNOWN : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`);
const signOf = (value: number) => (value > 0 ? '+' : value < 0 ? '−' : '');
const number = (text: string | null, decimals?: number) =>
  text === null
    ? UNKNOWN
    : Math.abs(Number(text)).toLocaleString('en-US', { minimumFractionDigits: decimals ?? 0, maximumFractionDigits: decimals ?? 8 });
/** With its sign only where it is negative; `signed` shows a plus too. */
export const money = (text: string | null, decimals = 2) =>
  text === null ? UNKNOWN : `${Number(text) < 0 ? '−' : ''}${number(text, decimals)}`;
export const signed = (text: string | null, decimals = 2) => (text === null ? UNKNOWN : `${signOf(Number(text))}${number(text, decimals)}`);
export const percent = (ratio: number | null) => (ratio === null ? UNKNOWN : `${signOf(ratio)}${Math.abs(ratio * 100).toFixed(2)} %`);
export const result = (one: { readonly money: string; readonly ratio: number } | null, currency: string) =>
  one === null ? UNKNOWN : `${signed(one.money)} ${currency}  (${percent(one.ratio)})`;

export function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${rest} min`;
  return minutes > 0 ? `${minutes} min` : `${Math.floor(ms / 1000)} s`;
}

/** Names to the left, what they are to the right. */
export function facts(rows: readonly (readonly [name: string, value: string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}

export const count = (n: number | null, one: string) => `${n ?? UNKNOWN} ${one}${n === 1 ? '' : 's'}`;
export const WORLDS = { demo: 'invented data', paper: 'paper money', real: 'REAL MONEY', simulated: 'a simulated venue' } as const;
