/** The price: which instrument, strategy and timeframe, the chart with what was done on it, and the same as a table. */

import { type ReactNode, useMemo, useState } from 'react';
import type { CandleBatch } from '../../../src/api/market.ts';
import type { Fill } from '../../../src/api/records.ts';
import type { Instrument } from '../../../src/api/session.ts';
import { levelsOf, type Mark, marksOf, pausesOf, tradeLinesOf } from '../../charts/marks.ts';
import { PriceChart } from '../../charts/price-chart.tsx';
import { decimal, money, plain, zoneOffsetMs } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useCandles } from '../../live/curves.ts';
import { useFeedAge, useSnapshot } from '../../live/session.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { PriceText, RatioText, TimeText } from '../../parts/figures.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { EmptyState, Skeleton } from '../../parts/states.tsx';
import { ReplayControls } from './replay-controls.tsx';

export function PricePanel() {
  const { words } = useSpeech();
  const snapshot = useSnapshot();
  const { strategies } = snapshot.status;
  const [instrumentId, setInstrument] = useState(strategies[0]?.instrumentId ?? snapshot.instruments[0]?.instrumentId ?? '');
  const [strategyId, setStrategy] = useState<string | null>(null);
  const instrument = snapshot.instruments.find((each) => each.instrumentId === instrumentId) ?? (snapshot.instruments[0] as Instrument);
  const own = strategies.find((each) => each.instrumentId === instrumentId && (strategyId === null || each.strategyId === strategyId));
  const [chosenTimeframe, setTimeframe] = useState<string | null>(null);
  const timeframe =
    chosenTimeframe !== null && instrument.timeframes.includes(chosenTimeframe)
      ? chosenTimeframe
      : startingTimeframe(instrument, own?.timeframe);
  const curve = useCandles(instrumentId, timeframe);
  const batch = curve.rows;
  const hasCandles = batch !== null && batch.time.length > 0;
  return (
    <section className="card" id="chart" aria-label={words.chart.title}>
      <div className="instrument-head">
        <Chooser
          label={words.chart.instrument}
          value={instrumentId}
          options={snapshot.instruments.map((each) => [each.instrumentId, each.label])}
          onChoose={setInstrument}
          strong
        />
        <LastPrice batch={batch} version={curve.version} instrument={instrument} />
        <Chooser
          label={words.chart.strategy}
          value={strategyId ?? ''}
          options={[
            ['', words.chart.allStrategies],
            ...strategies
              .filter((each) => each.instrumentId === instrumentId)
              .map((each): [string, string] => [each.strategyId, each.strategyId]),
          ]}
          onChoose={(value) => setStrategy(value === '' ? null : value)}
        />
        <Segmented
          label={words.chart.timeframe}
          options={instrument.timeframes.map((value) => ({ value, text: value }))}
          value={timeframe}
          onChoose={setTimeframe}
        />
      </div>
      <ReplayControls />
      {curve.state === 'loading' && <Skeleton heights={[360]} label={words.loading} />}
      {curve.state === 'failed' && <EmptyState icon="alert" title={words.failed.title} text={words.failed.text} />}
      {curve.state === 'ready' && !hasCandles && <EmptyState icon="candles" title={words.chart.emptyTitle} text={words.chart.emptyText} />}
      {curve.state === 'ready' && hasCandles && (
        <PriceView batch={batch} version={curve.version} epoch={curve.epoch} instrument={instrument} strategyId={strategyId} />
      )}
    </section>
  );
}

/** The strategy's own where the chart may show it, else the second finest: the finest is mostly noise. */
function startingTimeframe(instrument: Instrument, wanted: string | undefined): string {
  if (wanted !== undefined && instrument.timeframes.includes(wanted)) return wanted;
  return instrument.timeframes[1] ?? (instrument.timeframes[0] as string);
}

function Chooser({
  label,
  value,
  options,
  onChoose,
  strong = false,
}: {
  label: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  onChoose: (value: string) => void;
  strong?: boolean;
}) {
  if (options.length === 1) return <span className={strong ? 'chooser chooser--strong' : 'chooser'}>{options[0]?.[1]}</span>;
  return (
    <label className={strong ? 'chooser chooser--strong' : 'chooser'}>
      <span className="visually-hidden">{label}</span>
      <select value={value} onChange={(event) => onChoose(event.target.value)}>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </label>
  );
}

function LastPrice({ batch, instrument }: { batch: CandleBatch | null; version: number; instrument: Instrument }) {
  const { words, zone } = useSpeech();
  const { isStale } = useFeedAge();
  const last = batch?.close.at(-1) ?? null;
  const first = batch ? openOfTheDay(batch, zone) : null;
  return (
    <>
      <span className="last-price">
        <PriceText value={last} decimals={instrument.priceDecimals} stale={isStale} />
      </span>
      <span className="change">
        <span className="muted">{words.chart.change}</span>
        <RatioText value={last === null || first === null ? null : last / first - 1} manner="result" stale={isStale} />
      </span>
    </>
  );
}

/** Price at which the newest candle's day began in the zone, as far as candles reach back. */
function openOfTheDay(batch: CandleBatch, zone: string): number | null {
  const newest = batch.time.at(-1);
  if (newest === undefined) return null;
  const local = newest + zoneOffsetMs(newest, zone);
  const start = newest - (((local % DAY_MS) + DAY_MS) % DAY_MS);
  return batch.open[batch.time.findIndex((time) => time >= start)] ?? null;
}

function PriceView({
  batch,
  version,
  epoch,
  instrument,
  strategyId,
}: {
  batch: CandleBatch;
  version: number;
  epoch: number;
  instrument: Instrument;
  strategyId: string | null;
}) {
  const { words, language } = useSpeech();
  const snapshot = useSnapshot();
  const [pointed, setPointed] = useState<number | null>(null);
  const [isTable, setTable] = useState(false);
  const { instrumentId } = instrument;
  const isOwn = (row: { instrumentId: string; strategyId: string }) =>
    row.instrumentId === instrumentId && (strategyId === null || row.strategyId === strategyId);
  const { account } = snapshot.status;

  // biome-ignore lint/correctness/useExhaustiveDependencies: isOwn is made of the instrument and the strategy.
  const drawn = useMemo(() => {
    const fills = snapshot.fills.filter(isOwn);
    const textOf = (fill: Fill) => (fill.realised === null ? '' : decimal(language, fill.realised, account.displayDecimals, true));
    return { marks: marksOf(fills, snapshot.decisions.filter(isOwn), textOf, ''), trades: tradeLinesOf(fills) };
  }, [snapshot.fills, snapshot.decisions, instrumentId, strategyId, language, account.displayDecimals]);
  const positions = snapshot.status.positions.filter(isOwn);
  const levelsKey = JSON.stringify(positions.map((each) => [each.positionId, each.entryPrice, each.stopPrice, each.targetPrice]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds all that the lines are made of.
  const levels = useMemo(() => levelsOf(positions), [levelsKey]);
  const pauses = useMemo(() => pausesOf(snapshot.events), [snapshot.events]);
  const count = (kind: Mark['kind']) => drawn.marks.filter((mark) => mark.kind === kind).length;
  const lastPrice = decimal(language, batch.close.at(-1), instrument.priceDecimals);
  const summary = words.chart.summary(
    instrument.label,
    batch.timeframe,
    batch.time.length,
    lastPrice,
    count('entry'),
    count('exit') + count('stop'),
    count('refused'),
  );
  return (
    <>
      {isTable ? (
        <CandleTable batch={batch} version={version} marks={drawn.marks} instrument={instrument} />
      ) : (
        <div className="chart-frame">
          <Legend batch={batch} row={pointed ?? batch.time.length - 1} instrument={instrument} />
          <PriceChart
            batch={batch}
            version={version}
            epoch={epoch}
            priceDecimals={instrument.priceDecimals}
            marks={drawn.marks}
            trades={drawn.trades}
            levels={levels}
            pauses={pauses}
            summary={summary}
            onPoint={setPointed}
          />
        </div>
      )}
      <ChartFoot>
        <button type="button" className="link" onClick={() => setTable(!isTable)}>
          {isTable ? words.chart.asChart : words.chart.asTable}
        </button>
      </ChartFoot>
    </>
  );
}

function Legend({ batch, row, instrument }: { batch: CandleBatch; row: number; instrument: Instrument }) {
  const { words, language } = useSpeech();
  const at = Math.min(row, batch.time.length - 1);
  const price = (value: number | undefined) => decimal(language, value, instrument.priceDecimals);
  return (
    <div className="ohlc" aria-hidden="true">
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
      <span className="only-desktop">
        {words.chart.volume} <b>{plain(language, batch.volume[at], 2)}</b>
      </span>
    </div>
  );
}

function ChartFoot({ children }: { children: ReactNode }) {
  const { words } = useSpeech();
  return (
    <div className="chart-foot">
      <span className="key">
        <svg viewBox="0 0 10 10" aria-hidden="true">
          <path d="M5 1 9.5 9H.5z" fill="var(--text)" />
        </svg>
        {words.chart.entry}
      </span>
      <span className="key">
        <svg viewBox="0 0 10 10" aria-hidden="true">
          <path d="M5 9 .5 1h9z" fill="var(--gain)" />
        </svg>
        {words.chart.exit}
      </span>
      <span className="key">
        <svg viewBox="0 0 10 10" aria-hidden="true">
          <path d="M1.5 1.5l7 7m0-7l-7 7" stroke="var(--loss)" strokeWidth="1.8" />
        </svg>
        {words.chart.stop}
      </span>
      <span className="key">
        <svg viewBox="0 0 10 10" aria-hidden="true">
          <path d="M5 1a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM2.3 7.7l5.4-5.4" stroke="var(--muted)" strokeWidth="1.2" fill="none" />
        </svg>
        {words.chart.refused}
      </span>
      <span className="end">
        {children}
        <span className="muted">
          {words.chart.by}{' '}
          <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
            TradingView
          </a>
        </span>
      </span>
    </div>
  );
}

const DAY_MS = 86_400_000;
const TABLE_ROWS = 100;

function CandleTable({
  batch,
  marks,
  instrument,
}: {
  batch: CandleBatch;
  version: number;
  marks: readonly Mark[];
  instrument: Instrument;
}) {
  const { words, language } = useSpeech();
  const { status } = useSnapshot();
  const rows = batch.time
    .map((_, row) => row)
    .slice(-TABLE_ROWS)
    .reverse();
  const price = (key: 'open' | 'high' | 'low' | 'close', title: string, phone: Column<number>['phone']): Column<number> => ({
    key,
    title,
    numeric: true,
    phone,
    cell: (row) => <PriceText value={batch[key][row]} decimals={instrument.priceDecimals} />,
  });
  const marksIn = (row: number) =>
    marks.filter((mark) => mark.at >= (batch.time[row] as number) && mark.at < (batch.time[row] as number) + batch.intervalMs);
  const columns: Column<number>[] = [
    {
      key: 'time',
      title: words.chart.time,
      phone: 'title',
      cell: (row) => <TimeText at={batch.time[row] as number} seconds={false} withDay />,
    },
    price('open', words.chart.open, 'hide'),
    price('high', words.chart.high, 'line'),
    price('low', words.chart.low, 'line'),
    price('close', words.chart.close, 'figure'),
    { key: 'volume', title: words.chart.volume, numeric: true, phone: 'hide', cell: (row) => plain(language, batch.volume[row], 3) },
    {
      key: 'marks',
      title: words.chart.marks,
      phone: 'wide',
      cell: (row) =>
        marksIn(row)
          .map(
            (mark) =>
              `${words.chart[mark.kind]}${mark.price === null ? '' : ` ${money(language, mark.price, status.account.currency, instrument.priceDecimals)}`}`,
          )
          .join(', '),
    },
  ];
  return (
    <div className="table-frame">
      <DataTable caption={words.chart.title} columns={columns} rows={rows} keyOf={(row) => String(batch.time[row])} />
    </div>
  );
}
