/** The price: which instrument, strategy and timeframe, the chart with what was done on it, and the same as a table. */

import { useMemo, useState } from 'react';
import type { CandleBatch } from '../../../src/api/market.ts';
import type { Fill } from '../../../src/api/records.ts';
import type { Instrument } from '../../../src/api/session.ts';
import { resultOf } from '../../blocks/trade-result.tsx';
import { type IndicatorLine, withoutHidden } from '../../charts/indicator-lines.ts';
import { levelsOf, type Mark, marksOf, pausesOf, tradeLinesOf } from '../../charts/marks.ts';
import { PriceChart } from '../../charts/price-chart.tsx';
import { decimal, zoneOffsetMs } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useCandles } from '../../live/curves.ts';
import { useAccountZone, useFeedAge, useSnapshot } from '../../live/session.ts';
import { PriceText, RatioText } from '../../parts/figures.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { EmptyState, Skeleton } from '../../parts/states.tsx';
import { choose, usePreferences } from '../../preferences.ts';
import { CandleTable } from './candle-table.tsx';
import { ChartFoot, Legend } from './chart-legend.tsx';
import { useHiddenIndicators } from './hidden-indicators.ts';
import { IndicatorLegend } from './indicator-legend.tsx';
import { useIndicatorWords } from './indicator-words.ts';
import { type ChosenFill, lookAtInstrument, useLookedAt } from './looked-at.ts';
import { ReplayControls } from './replay-controls.tsx';
import { useShownIndicators } from './shown-indicators.ts';

export function PricePanel() {
  const { words } = useSpeech();
  const snapshot = useSnapshot();
  const { strategies } = snapshot.status;
  const looked = useLookedAt();
  const instrumentId = looked.instrumentId ?? strategies[0]?.instrumentId ?? snapshot.instruments[0]?.instrumentId ?? '';
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
    <section className="min-w-0 rounded-l border border-line bg-surface" id="chart" aria-label={words.chart.title}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2.5 border-b border-line px-4 py-2.5 phone:px-3.5">
        <Chooser
          label={words.chart.instrument}
          value={instrumentId}
          options={snapshot.instruments.map((each) => [each.instrumentId, each.label])}
          onChoose={lookAtInstrument}
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
        <div className="ml-auto phone:ml-0 phone:w-full phone:[&_button]:flex-1 phone:[&_fieldset]:flex">
          <Segmented
            label={words.chart.timeframe}
            options={instrument.timeframes.map((value) => ({ value, text: value }))}
            value={timeframe}
            onChoose={setTimeframe}
          />
        </div>
      </div>
      <ReplayControls />
      {curve.state === 'loading' && <Skeleton heights={[360]} label={words.loading} />}
      {curve.state === 'failed' && <EmptyState icon="alert" title={words.failed.title} text={words.failed.text} />}
      {curve.state === 'ready' && !hasCandles && <EmptyState icon="candles" title={words.chart.emptyTitle} text={words.chart.emptyText} />}
      {curve.state === 'ready' && hasCandles && (
        <PriceView
          batch={batch}
          version={curve.version}
          epoch={curve.epoch}
          instrument={instrument}
          strategyId={looked.fill === null ? strategyId : null}
          chosenStrategy={strategyId}
          onTimeframe={setTimeframe}
          chosen={looked.fill}
        />
      )}
    </section>
  );
}

/** The strategy's own where the chart may show it, else the second finest: the finest is mostly noise. */
function startingTimeframe(instrument: Instrument, wanted: string | undefined): string {
  if (wanted !== undefined && instrument.timeframes.includes(wanted)) return wanted;
  return instrument.timeframes[1] ?? (instrument.timeframes[0] as string);
}

const CHOOSER = 'relative inline-flex items-center';

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
  if (options.length === 1)
    return <span className={`${CHOOSER} ${strong ? 'text-16 font-semibold' : 'font-medium'}`}>{options[0]?.[1]}</span>;
  return (
    <label className={`${CHOOSER} ${strong ? 'text-16 font-semibold' : 'font-medium'}`}>
      <span className="sr-only">{label}</span>
      <select
        className="-ml-1 max-w-55 cursor-pointer appearance-none truncate rounded-m border border-transparent py-1 pr-5.5 pl-1 hover:border-line-strong [&>option]:bg-raised [&>option]:font-normal [&>option]:text-text"
        value={value}
        onChange={(event) => onChoose(event.target.value)}
      >
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
      <Icon name="down" className="pointer-events-none absolute right-1 size-3.5" />
    </label>
  );
}

function LastPrice({ batch, instrument }: { batch: CandleBatch | null; version: number; instrument: Instrument }) {
  const { words } = useSpeech();
  const zone = useAccountZone();
  const { isStale } = useFeedAge();
  const last = batch?.close.at(-1) ?? null;
  const first = batch ? openOfTheDay(batch, zone) : null;
  return (
    <>
      <span className="text-20 font-semibold tracking-tight phone:ml-auto">
        <PriceText value={last} decimals={instrument.priceDecimals} stale={isStale} />
      </span>
      <span className="inline-grid leading-[1.3]">
        <span className="text-12 text-muted">{words.chart.change}</span>
        <RatioText value={last === null || first === null ? null : last / first - 1} manner="result" stale={isStale} />
      </span>
    </>
  );
}

const DAY_MS = 86_400_000;

/** Price at which the newest candle's day began in the account's zone, as far as candles reach back. */
function openOfTheDay(batch: CandleBatch, zone: string): number | null {
  const newest = batch.time.at(-1);
  if (newest === undefined) return null;
  const local = newest + zoneOffsetMs(newest, zone);
  const start = newest - (((local % DAY_MS) + DAY_MS) % DAY_MS);
  return batch.open[batch.time.findIndex((time) => time >= start)] ?? null;
}

const FOOT_BUTTON = 'cursor-pointer whitespace-nowrap text-accent hover:underline hover:underline-offset-2';
const NO_LINES: readonly IndicatorLine[] = [];

function PriceView({
  batch,
  version,
  epoch,
  instrument,
  strategyId,
  chosenStrategy,
  chosen,
  onTimeframe,
}: {
  batch: CandleBatch;
  version: number;
  epoch: number;
  instrument: Instrument;
  strategyId: string | null;
  /** Whose indicators are drawn; null where nobody has chosen. */
  chosenStrategy: string | null;
  chosen: ChosenFill | null;
  onTimeframe: (timeframe: string) => void;
}) {
  const { words, language } = useSpeech();
  const indicatorWords = useIndicatorWords();
  const snapshot = useSnapshot();
  const [pointed, setPointed] = useState<number | null>(null);
  const [isTable, setTable] = useState(false);
  const { instrumentId } = instrument;
  const isOwn = (row: { instrumentId: string; strategyId: string }) =>
    row.instrumentId === instrumentId && (strategyId === null || row.strategyId === strategyId);
  const { account } = snapshot.status;

  // biome-ignore lint/correctness/useExhaustiveDependencies: isOwn is made of the instrument and the strategy.
  const drawn = useMemo(() => {
    // What a trade leaves is told and coloured after its fees.
    const fills = snapshot.fills.filter(isOwn).map((fill) => ({ ...fill, realised: resultOf(fill) }));
    const textOf = (fill: Fill) => (fill.realised === null ? '' : decimal(language, fill.realised, account.displayDecimals, true));
    return { marks: marksOf(fills, snapshot.decisions.filter(isOwn), textOf, ''), trades: tradeLinesOf(fills) };
  }, [snapshot.fills, snapshot.decisions, instrumentId, strategyId, language, account.displayDecimals]);
  const positions = snapshot.status.positions.filter(isOwn);
  const levelsKey = JSON.stringify(positions.map((each) => [each.positionId, each.entryPrice, each.stopPrice, each.targetPrice]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds all that the lines are made of.
  const levels = useMemo(() => levelsOf(positions), [levelsKey]);
  const pauses = useMemo(() => pausesOf(snapshot.events), [snapshot.events]);
  const indicators = useShownIndicators(snapshot.status.strategies, instrument, batch, chosenStrategy);
  const isHidden = usePreferences().indicators === 'hidden';
  const all = indicators.kind === 'drawn' ? indicators.lines : NO_LINES;
  const hidden = useHiddenIndicators(indicators.kind === 'drawn' ? indicators.strategyId : null);
  const lines = useMemo(() => withoutHidden(all, hidden.names), [all, hidden.names]);
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
      <IndicatorLegend
        shown={indicators}
        hidden={hidden}
        row={isTable ? null : pointed}
        priceDecimals={instrument.priceDecimals}
        onTimeframe={onTimeframe}
      />
      {isTable ? (
        <CandleTable batch={batch} version={version} marks={drawn.marks} levels={levels} indicators={lines} instrument={instrument} />
      ) : (
        <div className="relative pt-7.5">
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
            indicators={lines}
            summary={summary}
            chosen={chosen}
            onPoint={setPointed}
          />
        </div>
      )}
      <ChartFoot>
        <button type="button" className={FOOT_BUTTON} onClick={() => void choose({ indicators: isHidden ? 'shown' : 'hidden' })}>
          {isHidden ? indicatorWords.show : indicatorWords.hide}
        </button>
        <button type="button" className={FOOT_BUTTON} onClick={() => setTable(!isTable)}>
          {isTable ? words.chart.asChart : words.chart.asTable}
        </button>
      </ChartFoot>
    </>
  );
}
