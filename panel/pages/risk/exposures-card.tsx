/** What is held, added up by instrument, asset, class or strategy: long, short, net, gross, and as a share of equity. */

import { useState } from 'react';
import type { Exposures, RiskReport } from '../../../src/api/risk.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Card } from '../../parts/card.tsx';
import { MoneyText, RatioText } from '../../parts/figures.tsx';
import { Meter } from '../../parts/meter.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { useRiskWords } from './words.ts';

type Kind = 'instrument' | 'base' | 'class' | 'strategy';
type Held = Pick<Exposures, 'long' | 'short' | 'net' | 'gross' | 'working'>;
interface Row extends Held {
  readonly name: string;
  /** Share of equity at which it is cut; null where nothing limits it as such. */
  readonly limit: number | null;
}

export function ExposuresCard({ report }: { report: RiskReport }) {
  const speech = useSpeech();
  const own = useRiskWords();
  const [kind, setKind] = useState<Kind>('instrument');
  const { exposures, displayDecimals, currency } = report;
  const limitOf = (code: string) => report.limits.find((row) => row.code === code && row.instrumentId === null)?.limit ?? null;
  const isThere = ({ gross, working }: Held) => Number(gross.money) !== 0 || Number(working.money) !== 0;
  const rows: readonly Row[] = rowsOf(exposures, kind, own.exposures.unknownClass, limitOf).filter(isThere);
  const money = (value: string, manner: 'plain' | 'signed' = 'plain') => (
    <MoneyText value={value} decimals={displayDecimals} manner={manner} />
  );
  const amount = (pick: (row: Row) => { money: string }, manner?: 'signed') => (row: Row) => money(pick(row).money, manner);
  const columns: readonly Column<Row>[] = [
    { key: 'name', title: own.exposures.name, phone: 'title', cell: ({ name }) => <b className="font-medium">{name}</b> },
    { key: 'long', title: own.exposures.long, numeric: true, phone: 'line', secondary: true, cell: amount(({ long }) => long) },
    { key: 'short', title: own.exposures.short, numeric: true, phone: 'line', secondary: true, cell: amount(({ short }) => short) },
    { key: 'net', title: own.exposures.net, numeric: true, phone: 'line', cell: amount(({ net }) => net, 'signed') },
    { key: 'gross', title: own.exposures.gross, numeric: true, phone: 'figure', cell: amount(({ gross }) => gross) },
    { key: 'working', title: own.exposures.working, numeric: true, phone: 'hide', secondary: true, cell: amount(({ working }) => working) },
    {
      key: 'share',
      title: own.exposures.share,
      phone: 'wide',
      cell: ({ gross, limit }) => {
        const told = limit === null ? '' : own.exposures.ofLimit(speech.limit(limit, 'ratio', currency));
        return (
          <div className="min-w-32">
            <div className="mb-0.5 flex justify-between gap-2">
              <RatioText value={gross.ratio} /> <span className="text-muted">{told}</span>
            </div>
            <Meter
              value={gross.ratio ?? 0}
              full={limit ?? 1}
              tone={limit !== null && (gross.ratio ?? 0) > 0.85 * limit ? 'warn' : 'plain'}
              label={`${own.exposures.share}: ${speech.figure(gross.ratio, 'ratio', currency)} ${told}`}
            />
          </div>
        );
      },
    },
  ];
  const kinds = Object.entries(own.exposures.kinds).map(([value, text]) => ({ value: value as Kind, text }));
  return (
    <Card
      id="exposures"
      title={own.exposures.title}
      sub={own.exposures.told}
      end={<Segmented label={own.exposures.by} options={kinds} value={kind} onChoose={setKind} />}
    >
      {rows.length === 0 ? (
        <EmptyState icon="shield" title={own.exposures.emptyTitle} text={own.exposures.emptyText} />
      ) : (
        <RowTable caption={own.exposures.title} columns={columns} rows={rows} keyOf={({ name }) => name} />
      )}
    </Card>
  );
}

function rowsOf(exposures: Exposures, kind: Kind, unknownClass: string, limitOf: (code: string) => number | null): Row[] {
  switch (kind) {
    case 'instrument':
      return exposures.byInstrument.map((row) => ({ ...row, name: row.instrumentId, limit: row.position?.limit ?? null }));
    case 'base':
      return exposures.byBase.map((row) => ({ ...row, limit: null }));
    case 'class':
      return exposures.byClass.map((row) => ({
        ...row,
        name: row.name ?? unknownClass,
        limit: row.name === 'crypto' ? limitOf('RISK_CRYPTO') : null,
      }));
    case 'strategy':
      return exposures.byStrategy.map((row) => ({ ...row, name: row.strategyId, limit: null }));
  }
}
