/** Lines of XTB's cash operations that belong together: a sale, and what its position came to. */

export interface XtbLine {
  readonly type: string;
  readonly time: string;
  readonly symbol: string;
  readonly comment: string;
  /** Plain decimal text; empty where it is none. */
  readonly amount: string;
}

/** `OPEN BUY 34/42.5658 @ 11.7480`: these 34, of an order of so many. */
export const TRADE = /^(OPEN|CLOSE) BUY (\d+(?:[.,]\d+)?)(?:\/\d+(?:[.,]\d+)?)? @ (\d+(?:[.,]\d+)?)$/i;

export const isResult = (type: string): boolean =>
  /close trade|profit\/loss|cierre de (la )?(operaci[oó]n|posici[oó]n)|beneficio\/p[eé]rdida/i.test(type);

/** By the place of a sale the result beside it: of the same moment and symbol, the first with the first. */
export function pairedResults(lines: readonly XtbLine[]): {
  readonly resultOf: ReadonlyMap<number, string>;
  readonly isPaired: ReadonlySet<number>;
} {
  const sales = new Map<string, number[]>();
  const keyOf = ({ time, symbol }: XtbLine) => `${time}\n${symbol}`;
  lines.forEach((line, i) => {
    if (!/^CLOSE/i.test(line.comment) || !TRADE.test(line.comment)) return;
    const others = sales.get(keyOf(line));
    if (others) others.push(i);
    else sales.set(keyOf(line), [i]);
  });
  const resultOf = new Map<number, string>();
  const isPaired = new Set<number>();
  lines.forEach((line, i) => {
    if (!isResult(line.type) || line.amount === '') return;
    const sale = sales.get(keyOf(line))?.shift();
    if (sale === undefined) return;
    resultOf.set(sale, line.amount);
    isPaired.add(i);
  });
  return { resultOf, isPaired };
}
