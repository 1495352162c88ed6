/** Equity and drawdown over the session, with the limit the drawdown meets next. */

import type { EquitySeries } from '../../src/api/market.ts';
import { EquityChart } from '../charts/equity-chart.tsx';
import { money, percent } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import type { Curve } from '../live/curves.ts';
import { useStatus } from '../live/session.ts';
import { Card } from '../parts/card.tsx';
import { EmptyState, Skeleton } from '../parts/states.tsx';

/** The limit is drawn once the deepest drawdown has used this part of the way to it; before, it is told. */
const NEAR = 0.4;

export function EquityPanel({ curve }: { curve: Curve<EquitySeries> }) {
  const { words, language } = useSpeech();
  const { account } = useStatus();
  const { displayDecimals: decimals, currency } = account;
  const series = curve.rows;
  const hasPoints = series !== null && series.time.length > 1;
  const deepest = hasPoints ? Math.max(...series.drawdownRatio) : 0;
  const next = account.ladder
    .filter((rung) => rung.window === 'drawdown' && rung.state === 'idle')
    .sort((a, b) => a.limitRatio - b.limitRatio)[0];
  const nextTold = next ? words.equityChart.next(words.demands[next.demands], percent(language, -next.limitRatio)) : '';
  return (
    <Card id="equity" title={words.equityChart.title} sub={words.equityChart.sub(currency)}>
      <div className="legend">
        <span>
          <i className="line-subject" />
          {words.equityChart.equity}
        </span>
        <span>
          <i className="line-reference" />
          {words.equityChart.peak}
        </span>
        <span>
          <i className="line-drawdown" />
          {words.equityChart.drawdown}
        </span>
        <span className="legend-end">{nextTold}</span>
      </div>
      {curve.state === 'loading' && <Skeleton heights={[220]} label={words.loading} />}
      {curve.state !== 'loading' && !hasPoints && (
        <EmptyState icon="candles" title={words.equityChart.emptyTitle} text={words.equityChart.emptyText} />
      )}
      {hasPoints && (
        <EquityChart
          series={series}
          version={curve.version}
          epoch={curve.epoch}
          decimals={decimals}
          limitRatio={next && deepest > next.limitRatio * NEAR ? next.limitRatio : null}
          summary={words.equityChart.summary(
            money(language, series.equity[0], currency, decimals),
            money(language, series.equity.at(-1), currency, decimals),
            percent(language, deepest),
          )}
        />
      )}
    </Card>
  );
}
