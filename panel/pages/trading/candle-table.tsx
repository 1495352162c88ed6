/** The chart as a table: the newest candles, and what was done in each. */

import type { CandleBatch } from '../../../src/api/market.ts';
import type { Instrument } from '../../../src/api/session.ts';
import type { Mark } from '../../charts/marks.ts';
import { money, plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useSnapshot } from '../../live/session.ts';
import { PriceText, TimeText } from '../../parts/figures.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';

const TABLE_ROWS = 100;

export function CandleTable({
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
    <div className="table-frame max-h-112 overflow-auto [&_thead_th]:sticky [&_thead_th]:top-0 [&_thead_th]:z-1 [&_thead_th]:bg-surface">
      <RowTable caption={words.chart.title} columns={columns} rows={rows} keyOf={(row) => String(batch.time[row])} />
    </div>
  );
}
