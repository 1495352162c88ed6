/** Cells that several lists have. */

import type { ReactNode } from 'react';
import { useSpeech } from '../../i18n/words.ts';
import { useInstrument } from '../../live/instruments.ts';
import { PriceText, QuantityText, TimeText } from '../../parts/figures.tsx';
import type { Column } from '../../parts/row-table.tsx';

export interface InMarket {
  readonly instrumentId: string;
  readonly strategyId: string;
}

export function Price({ row, value }: { row: InMarket; value: string | null }) {
  const instrument = useInstrument()(row.instrumentId);
  return <PriceText value={value} decimals={instrument.priceDecimals} />;
}

export function Quantity({ row, value }: { row: InMarket; value: string | null }) {
  const instrument = useInstrument()(row.instrumentId);
  return <QuantityText value={value} decimals={instrument.quantityDecimals} />;
}

/** "Buy BTC/USDT" */
export function Sided({ row, verb }: { row: InMarket; verb: string }) {
  const instrument = useInstrument()(row.instrumentId);
  return (
    <>
      <b>{verb}</b> {instrument.label}
    </>
  );
}

export function Reason({ text }: { text: string | null }) {
  const speech = useSpeech();
  return (
    <span className="block max-w-60 truncate" title={text ?? undefined}>
      {speech.reason(text)}
    </span>
  );
}

/** An id as it is searched for; not copied by a click, which opens the row. */
export function Id({ children }: { children: ReactNode }) {
  return <span className="font-mono text-12 text-text-2">{children}</span>;
}

export function timeColumn<Row>(title: string, at: (row: Row) => number): Column<Row> {
  return { key: 'time', title, phone: 'line', sortable: true, cell: (row) => <TimeText at={at(row)} withYear /> };
}

export function strategyColumn<Row extends InMarket>(title: string): Column<Row> {
  return { key: 'strategy', title, phone: 'line', sortable: true, cell: (row) => row.strategyId };
}
