/** What is held, with cost, price, value and gain; then what was sold whole, and the cash. */

import { Link } from 'react-router';
import type { CashBalance, Holding, Holdings } from '../../../src/api/portfolio/figures.ts';
import { Card } from '../../parts/card.tsx';
import { RatioText } from '../../parts/figures.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { Amount, Count } from './amounts.tsx';
import { ExportLinks } from './export-links.tsx';
import { placeOfAsset } from './places.ts';
import { usePortfolioWords } from './words.ts';

export function HoldingsCard({ holdings }: { holdings: Holdings }) {
  const own = usePortfolioWords().holdings;
  const { rows, cash, base } = holdings;
  const columns = useColumns(base);
  const [open, closed] = [rows.filter(({ isClosed }) => !isClosed), rows.filter(({ isClosed }) => isClosed)];
  const name: Column<Holding> = { key: 'asset', title: own.asset, phone: 'title', cell: (row) => <Asset row={row} /> };
  const keyOf = ({ instrument, account }: Holding) => `${account} ${instrument.id}`;
  const ofCash: readonly Column<CashBalance>[] = [
    { key: 'account', title: own.account, phone: 'title', cell: ({ account }) => account },
    {
      key: 'balance',
      title: own.cash,
      phone: 'figure',
      numeric: true,
      cell: ({ balance }) => <Amount value={balance.amount} currency={balance.currency} />,
    },
    { key: 'value', title: own.value, phone: 'line', numeric: true, cell: ({ value }) => <Amount value={value} currency={base} /> },
  ];
  return (
    <Card id="portfolio-holdings" title={own.title} end={<ExportLinks operation="portfolio.exportHoldings" query={{}} name={own.title} />}>
      {open.length === 0 ? (
        <p className="px-4 py-3 text-text-2">{own.none}</p>
      ) : (
        <RowTable caption={own.title} columns={[name, ...columns]} rows={open} keyOf={keyOf} />
      )}
      {cash.length > 0 && (
        <RowTable caption={own.cash} columns={ofCash} rows={cash} keyOf={({ account, balance }) => `${account} ${balance.currency}`} />
      )}
      {closed.length > 0 && (
        <details className="border-t border-line px-4 py-2.5">
          <summary className="cursor-pointer font-medium">
            {own.closed} ({closed.length})
          </summary>
          <RowTable
            caption={own.closed}
            columns={[
              name,
              {
                key: 'realised',
                title: own.realised,
                phone: 'figure',
                numeric: true,
                cell: ({ realised }) => <Amount value={realised?.total ?? null} currency={base} manner="result" />,
              },
            ]}
            rows={closed}
            keyOf={keyOf}
          />
        </details>
      )}
    </Card>
  );
}

function Asset({ row }: { row: Holding }) {
  const own = usePortfolioWords().holdings;
  const { instrument, account } = row;
  return (
    <>
      <Link className="font-medium" to={placeOfAsset(instrument.id)}>
        {instrument.symbol}
      </Link>
      {instrument.name !== instrument.symbol && <span className="text-muted"> {instrument.name}</span>}
      <span className="block text-12 font-normal text-muted">
        {account}
        {!instrument.isResolved && ` · ${own.unresolved}`}
      </span>
    </>
  );
}

function useColumns(base: string): readonly Column<Holding>[] {
  const own = usePortfolioWords().holdings;
  const ofPrice = ({ price }: Holding) => {
    if (price === null) return <Amount value={null} currency={base} />;
    const source = price.provider === 'operation' ? own.operation : price.provider;
    return (
      <span className={price.isStale ? 'text-stale' : undefined}>
        <Count value={price.price} /> {price.currency}
        <span className="block text-12 text-muted">{own.of(price.day ?? '', source)}</span>
      </span>
    );
  };
  return [
    { key: 'quantity', title: own.quantity, phone: 'line', numeric: true, cell: ({ quantity }) => <Count value={quantity} /> },
    {
      key: 'cost',
      title: own.cost,
      phone: 'line',
      numeric: true,
      secondary: true,
      cell: ({ costInBase }) => <Amount value={costInBase} currency={base} />,
    },
    { key: 'price', title: own.price, phone: 'line', numeric: true, cell: ofPrice },
    { key: 'value', title: own.value, phone: 'figure', numeric: true, cell: ({ value }) => <Amount value={value} currency={base} /> },
    {
      key: 'weight',
      title: own.weight,
      phone: 'line',
      numeric: true,
      secondary: true,
      cell: ({ weight }) => <RatioText value={weight} decimals={1} />,
    },
    {
      key: 'gain',
      title: own.gain,
      phone: 'line',
      numeric: true,
      cell: ({ unrealised }) => <Amount value={unrealised?.total ?? null} currency={base} manner="result" />,
    },
    {
      key: 'ratio',
      title: own.gainRatio,
      phone: 'line',
      numeric: true,
      secondary: true,
      cell: ({ unrealisedRatio }) => <RatioText value={unrealisedRatio} manner="signed" />,
    },
  ];
}
