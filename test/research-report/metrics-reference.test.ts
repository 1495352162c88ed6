/** docs/reference/metrics.md is written from the table of definitions: `npx vitest run test/research-report/metrics-reference.test.ts --update` writes it again after a change. */

import { expect, it } from 'vitest';
import { METRIC_DEFINITIONS, METRIC_SYMBOLS, type MetricDefinition } from '../../src/core/research/metrics/definitions.ts';

const UNITS: Record<MetricDefinition['unit'], string> = {
  ratio: 'ratio (0.01 is 1 %)',
  money: 'account currency',
  number: 'plain number',
  count: 'count',
  duration: 'milliseconds',
};

function needs({ needs: needed }: MetricDefinition): string {
  if (!needed) return '–';
  return [needed.trades ? `${needed.trades} trades` : '', needed.days ? `${needed.days} days` : ''].filter(Boolean).join(', ');
}

function referencePage(): string {
  const symbols = METRIC_SYMBOLS.map(({ symbol, meaning }) => `| ${symbol} | ${meaning.en} | ${meaning.es} |`);
  const rows = METRIC_DEFINITIONS.map((definition) => {
    const { id, title, formula, unit, meaning } = definition;
    return `| \`${id}\` | ${title.en} | ${title.es} | \`${formula.en.replaceAll('|', '\\|')}\` | ${UNITS[unit]} | ${needs(definition)} | ${meaning.en} |`;
  });
  return `# Metrics

Every figure that a backtest reports, written from the table in \`src/core/research/metrics/definitions.ts\`. A figure that is not defined (a profit factor
without a losing trade) has no value and says why; it is never shown as 0 or infinite. A figure on less evidence than the column *needs* is given and marked insufficient, with the count it has.

## Letters in the formulas

| letter | meaning | significado |
|---|---|---|
${symbols.join('\n')}

Equity is taken at closes: a fall inside a candle is not seen. Drawdowns are positive magnitudes; the starting cash counts as the first peak.

## Figures

| id | name | nombre | formula | unit | needs | what it says |
|---|---|---|---|---|---|---|
${rows.join('\n')}

## Beside other programs

Checked against published figures in \`test/research-report/\`.

- **empyrical**: same Sharpe, volatility and maximum drawdown. Its Sortino divides the squares by n, ours by n − 1 (the sample convention everywhere here): multiply ours by √(n ÷ (n − 1)).
- **backtesting.py**: same return, CAGR, maximum drawdown, win rate, best and worst trade, SQN and Kelly, to the last published digit on its own data (\`test/research-report/backtesting-py.test.ts\`). Its Sharpe, Sortino and Calmar use a compounded yearly return, and its profit factor sums percentages instead of money.
- **backtrader**: its SQN uses the deviation divided by n: multiply ours by √(n ÷ (n − 1)).
`;
}

it('is the table of definitions', async () => {
  await expect(referencePage()).toMatchFileSnapshot('../../docs/reference/metrics.md');
});
