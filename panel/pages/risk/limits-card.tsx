/** Every limit the engine enforces: measured, allowed, what is left of it in money, what comes of passing it, and the way to what it has refused. */

import { useState } from 'react';
import { Link } from 'react-router';
import type { RiskLimit, RiskReport } from '../../../src/api/risk.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useFold } from '../../live/folded.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { MoneyText } from '../../parts/figures.tsx';
import { isNearLimit, LimitMeter } from '../../parts/limit-meter.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { Tag } from '../../parts/tag.tsx';
import { tightestOfEach } from './sentence.ts';
import { useRiskWords } from './words.ts';

export function LimitsCard({ report }: { report: RiskReport }) {
  const own = useRiskWords();
  const [isWhole, showAll] = useState(false);
  const tightest = tightestOfEach(report.limits);
  const rows = isWhole ? report.limits : tightest;
  return (
    <Card
      id="limits"
      className="narrow:order-3 phone:order-none"
      title={own.limits.title}
      sub={own.limits.told}
      fold={useFold('limits')}
      summary={<HowNear rows={tightest} />}
      end={
        report.limits.length > tightest.length && (
          <Button size="small" aria-pressed={isWhole} onClick={() => showAll(!isWhole)}>
            {isWhole ? own.limits.fewer : own.limits.all(report.limits.length)}
          </Button>
        )
      }
    >
      <RowTable
        caption={own.limits.title}
        columns={useLimitColumns(report)}
        rows={rows}
        keyOf={({ code, bound, instrumentId, strategyId }) => [code, bound, instrumentId, strategyId].join(' ')}
      />
    </Card>
  );
}

function HowNear({ rows }: { rows: readonly RiskLimit[] }) {
  const own = useRiskWords();
  const passed = rows.filter(({ isBroken }) => isBroken).length;
  const near = rows.filter((row) => !row.isBroken && isNear(row)).length;
  const told = [passed > 0 ? own.limits.passedOf(passed) : null, near > 0 ? own.limits.nearOf(near) : null].filter((text) => text !== null);
  return told.length === 0 ? rows.length : <span className="text-warn">{told.join(', ')}</span>;
}

/** What an instrument is traded at is a setting: at its limit it is where it may be. */
const isNear = (row: RiskLimit): boolean => row.code !== 'RISK_LEVERAGE' && isNearLimit(row);

/** A purchase, since correlation has a side. */
const OF_A_BUY = /CORRELATION$/;

function useLimitColumns({ currency, displayDecimals }: RiskReport): readonly Column<RiskLimit>[] {
  const own = useRiskWords();
  return [
    {
      key: 'limit',
      isProse: true,
      title: own.limits.limit,
      phone: 'title',
      cell: ({ code, instrumentId, strategyId }) => (
        <div className="max-w-[30ch]">
          <b className="font-medium">{own.limits.names[code] ?? code}</b>
          {instrumentId !== null && (
            <span className="text-muted">
              {' '}
              · {[OF_A_BUY.test(code) ? own.limits.buying : null, strategyId, instrumentId].filter((text) => text !== null).join(' ')}
            </span>
          )}
          <small className="block font-mono text-12 text-muted">{code}</small>
        </div>
      ),
    },
    { key: 'used', title: own.limits.used, phone: 'wide', cell: (row) => <Used row={row} currency={currency} /> },
    {
      key: 'room',
      title: own.limits.room,
      numeric: true,
      phone: 'figure',
      cell: ({ room }) => (room === null ? own.limits.none : <MoneyText value={room} decimals={displayDecimals} />),
    },
    {
      key: 'beyond',
      isProse: true,
      title: own.limits.beyond,
      phone: 'wide',
      cell: ({ code, action }) => (
        <div className="max-w-[24ch]">
          {own.limits.actions[action]}
          {(action === 'refuse' || action === 'cut') && (
            <small className="block text-12 phone:ml-2 phone:inline">
              <Link to={`/journal?code=${code}`} aria-label={`${own.limits.refusals}: ${own.limits.names[code] ?? code}`}>
                {own.limits.refusals}
              </Link>
            </small>
          )}
        </div>
      ),
    },
  ];
}

function Used({ row, currency }: { row: RiskLimit; currency: string }) {
  const speech = useSpeech();
  const own = useRiskWords();
  const { measured, limit, bound, unit, isUnknown, isBroken } = row;
  const allowed = speech.limit(limit, unit, currency);
  const told = bound === 'at-most' ? own.limits.upTo(allowed) : own.limits.atLeast(allowed);
  const text = isUnknown
    ? own.limits.unknown
    : measured === null
      ? row.room === null
        ? own.limits.none
        : own.limits.perOrder
      : speech.figure(measured, unit, currency);
  return (
    <div className="min-w-40">
      <div className="mb-0.5 flex items-center justify-between gap-2">
        <span className={isUnknown || isBroken ? 'font-medium text-warn' : ''}>
          {text} {isBroken && <Tag text={bound === 'at-most' ? own.limits.passed : own.limits.below} tone="bad" />}
        </span>
        <span className="text-muted">{told}</span>
      </div>
      <LimitMeter row={row} isNear={isNear(row) || isBroken} />
    </div>
  );
}
