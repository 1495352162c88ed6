/** The chart as a table: the lines of what is held, the newest candles, and what was done in each; older candles where something was done. */

import type { CandleBatch } from '../../../src/api/market.ts';
import type { Instrument } from '../../../src/api/session.ts';
import type { IndicatorLine } from '../../charts/indicator-lines.ts';
import type { Level, Mark } from '../../charts/marks.ts';
import { money, plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useSnapshot } from '../../live/session.ts';
import { PriceText, TimeText } from '../../parts/figures.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { useLineName, useLineValue } from './indicator-legend.tsx';

/** Newest candles, and so many older ones with something in them. */
const TABLE_ROWS = 100;
const OLDER_ROWS = 100;

export function CandleTable({
  batch,
  marks,
  levels,
  indicators,
  instrument,
}: {
  batch: CandleBatch;
  version: number;
  marks: readonly Mark[];
  levels: readonly Level[];
  indicators: readonly IndicatorLine[];
  instrument: Instrument;
}) {
  const { words, language } = useSpeech();
  const { status } = useSnapshot();
  const nameOf = useLineName();
  const valueOf = useLineValue(instrument.priceDecimals);
  const firstNew = Math.max(0, batch.time.length - TABLE_ROWS);
  // What was done where no candle is yet stands in the last one.
  const marksOf = Map.groupBy(marks, ({ at }) => batch.time.findLastIndex((time) => time <= at));
  const marked = [...marksOf.keys()].filter((row) => row >= 0 && row < firstNew);
  const newest = batch.time.slice(firstNew).map((_, n) => firstNew + n);
  const rows = [...marked.sort((a, b) => a - b).slice(-OLDER_ROWS), ...newest].reverse();
  const price = (key: 'open' | 'high' | 'low' | 'close', title: string, phone: Column<number>['phone']): Column<number> => ({
    key,
    title,
    numeric: true,
    phone,
    cell: (row) => <PriceText value={batch[key][row]} decimals={instrument.priceDecimals} />,
  });
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
    ...indicators.map(
      (line): Column<number> => ({
        key: line.key,
        title: nameOf(line),
        numeric: true,
        phone: 'line',
        cell: (row) => valueOf(line, row),
      }),
    ),
    {
      key: 'marks',
      title: words.chart.marks,
      phone: 'wide',
      cell: (row) =>
        (marksOf.get(row) ?? [])
          .map(
            (mark) =>
              `${words.chart[mark.kind]}, ${words.orders[mark.side].toLowerCase()}${mark.price === null ? '' : ` ${money(language, mark.price, status.account.currency, instrument.priceDecimals)}`}${mark.text === '' ? '' : ` (${mark.text})`}`,
          )
          .join('; '),
    },
  ];
  return (
    <>
      {levels.length > 0 && (
        <dl className="flex flex-wrap gap-x-5 gap-y-1 border-b border-line px-4 py-2 text-12 phone:px-3.5">
          {levels.map(({ kind, price: at, from }) => (
            <div key={`${kind} ${at} ${from}`} className="flex gap-1.5">
              <dt className="text-muted">{words.chart[kind]}</dt>
              <dd>
                <PriceText value={at} decimals={instrument.priceDecimals} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div className="table-frame max-h-112 overflow-auto [&_thead_th]:sticky [&_thead_th]:top-0 [&_thead_th]:z-1 [&_thead_th]:bg-surface">
        <RowTable caption={words.chart.title} columns={columns} rows={rows} keyOf={(row) => String(batch.time[row])} />
      </div>
    </>
  );
}
