/** What the trading engine holds, beside the book: read-only, and in no total. */

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { TradingAccount } from '../../../src/api/portfolio/trading-accounts.ts';
import { call } from '../../api/client.ts';
import { buttonClass } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { Tag } from '../../parts/tag.tsx';
import { Amount, Count } from './amounts.tsx';
import { useTradingWords } from './trading-words.ts';

const EVERY_MS = 60_000;

/** Nothing where the engine has never run. */
export function TradingCard() {
  const own = useTradingWords();
  const { data } = useQuery({
    queryKey: ['portfolio', 'trading-accounts'],
    queryFn: () => call('portfolio.tradingAccounts'),
    refetchInterval: EVERY_MS,
  });
  if (data === undefined || data.rows.length === 0) return null;
  return (
    <Card id="portfolio-trading" title={own.title}>
      <p className="px-4 pt-3 text-text-2">{own.told}</p>
      {data.rows.map((account) => (
        <Account key={account.name} account={account} />
      ))}
      <p className="px-4 pb-4">
        <Link className={buttonClass()} to="/trading">
          {own.open}
        </Link>
      </p>
    </Card>
  );
}

function Account({ account }: { account: TradingAccount }) {
  const own = useTradingWords();
  const { name, world, currency, equity, at, realised, fees, fills, positions } = account;
  const money = currency ?? '';
  return (
    <section className="border-b border-line py-3 last:border-b-0">
      <h3 className="px-4 font-semibold">
        {name} <Tag text={own.worlds[world]} />
      </h3>
      <p className="px-4 py-1">
        {own.equity(name)}: {equity === null || currency === null ? own.notYet : <Amount value={equity} currency={currency} decimals={2} />}
        {at !== null && (
          <span className="text-muted">
            {' '}
            · <TimeText at={at} withYear seconds={false} />
          </span>
        )}
      </p>
      <p className="px-4 pb-2 text-12 text-muted">
        {own.fills(fills)} · {own.realised} <Amount value={realised} currency={money} decimals={2} manner="signed" /> · {own.fees}{' '}
        {fees.map((fee) => (
          <Amount key={fee.currency} value={fee.amount} currency={fee.currency} decimals={2} />
        ))}
      </p>
      {positions.length === 0 ? <p className="px-4 text-text-2">{own.none}</p> : <Positions {...{ name, positions }} currency={money} />}
    </section>
  );
}

type Position = TradingAccount['positions'][number];

function Positions({ name, positions, currency }: { name: string; positions: readonly Position[]; currency: string }) {
  const own = useTradingWords();
  const columns: readonly Column<Position>[] = [
    { key: 'instrument', title: own.instrument, phone: 'title', cell: ({ instrumentId }) => instrumentId },
    { key: 'strategy', title: own.strategy, phone: 'line', cell: ({ strategyId }) => strategyId },
    { key: 'side', title: own.side, phone: 'line', cell: ({ side }) => own.sides[side] },
    { key: 'quantity', title: own.quantity, phone: 'figure', numeric: true, cell: ({ quantity }) => <Count value={quantity} /> },
    {
      ...{ key: 'cost', title: own.cost, phone: 'line', numeric: true },
      cell: ({ cost }) => <Amount value={cost} currency={currency} decimals={2} />,
    },
    {
      ...{ key: 'charges', title: own.charges, phone: 'line', numeric: true },
      cell: ({ charges }) => <Amount value={charges} currency={currency} decimals={2} />,
    },
  ];
  return (
    <RowTable
      caption={own.positions(name)}
      columns={columns}
      rows={positions}
      keyOf={({ instrumentId, strategyId }) => `${instrumentId} ${strategyId}`}
    />
  );
}
