/** Around the chart: the candle pointed at above it, what the marks mean below it. */

import type { ReactNode } from 'react';
import type { CandleBatch } from '../../../src/api/market.ts';
import type { Instrument } from '../../../src/api/session.ts';
import { decimal, plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';

export function Legend({ batch, row, instrument }: { batch: CandleBatch; row: number; instrument: Instrument }) {
  const { words, language } = useSpeech();
  const at = Math.min(row, batch.time.length - 1);
  const price = (value: number | undefined) => decimal(language, value, instrument.priceDecimals);
  return (
    <div
      className="absolute top-2.25 left-4 flex gap-3.5 text-12 whitespace-nowrap text-muted phone:right-3 phone:left-3 phone:flex-wrap phone:gap-x-2 phone:gap-y-0 phone:text-[11px] [&_b]:font-medium [&_b]:text-text-2"
      aria-hidden="true"
    >
      <span>
        {words.chart.open} <b>{price(batch.open[at])}</b>
      </span>
      <span>
        {words.chart.high} <b>{price(batch.high[at])}</b>
      </span>
      <span>
        {words.chart.low} <b>{price(batch.low[at])}</b>
      </span>
      <span>
        {words.chart.close} <b>{price(batch.close[at])}</b>
      </span>
      <span className="phone:hidden">
        {words.chart.volume} <b>{plain(language, batch.volume[at], 2)}</b>
      </span>
    </div>
  );
}

/** The marks of the chart, as they are drawn in it. */
const KEYS = [
  { name: 'entry', path: { d: 'M5 1 9.5 9H.5z', fill: 'var(--text)' } },
  { name: 'exit', path: { d: 'M5 9 .5 1h9z', fill: 'var(--gain)' } },
  { name: 'stop', path: { d: 'M1.5 1.5l7 7m0-7l-7 7', stroke: 'var(--loss)', strokeWidth: '1.8' } },
  { name: 'refused', path: { d: 'M5 1a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM2.3 7.7l5.4-5.4', stroke: 'var(--muted)', strokeWidth: '1.2' } },
] as const;

export function ChartFoot({ children }: { children: ReactNode }) {
  const { words } = useSpeech();
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-t border-line px-4 py-2 text-12 text-muted phone:px-3.5 phone:py-2.5">
      {KEYS.map(({ name, path }) => (
        <span className="inline-flex items-center gap-1.5" key={name}>
          <svg viewBox="0 0 10 10" aria-hidden="true" className="size-2.5">
            <path fill="none" {...path} />
          </svg>
          {words.chart[name]}
        </span>
      ))}
      <span className="ml-auto flex gap-4 phone:ml-0 phone:w-full phone:flex-wrap phone:justify-between phone:gap-x-4 phone:gap-y-1">
        {children}
        <span className="text-muted">
          {words.chart.by}{' '}
          <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
            TradingView
          </a>
        </span>
      </span>
    </div>
  );
}
