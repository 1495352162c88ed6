/** Lots and sales of an asset, and the operations, prices and rates that its figures are made of. */

import type { AssetDetail } from '../../../src/api/portfolio/figures.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Card } from '../../parts/card.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { Amount, Count } from './amounts.tsx';
import { useAssetWords } from './asset-words.ts';
import { usePortfolioWords } from './words.ts';

type Lot = AssetDetail['lots'][number];
type Disposal = AssetDetail['disposals'][number];
type Derived = AssetDetail['derivation']['operations'][number];
type Used = AssetDetail['derivation']['prices'][number];

export function AssetTables({ asset }: { asset: AssetDetail }) {
  return (
    <>
      <Lots asset={asset} />
      <Sales asset={asset} />
      <Derivation asset={asset} />
    </>
  );
}

function Lots({ asset: { lots, base, instrument } }: { asset: AssetDetail }) {
  const own = useAssetWords();
  const currency = instrument.currency ?? base;
  const columns: readonly Column<Lot>[] = [
    { key: 'day', title: own.day, phone: 'title', cell: ({ day }) => day },
    { key: 'account', title: own.account, phone: 'line', cell: ({ account }) => account },
    { key: 'quantity', title: own.quantity, phone: 'line', numeric: true, cell: ({ quantity }) => <Count value={quantity} /> },
    { key: 'cost', title: own.cost, phone: 'line', numeric: true, cell: ({ cost }) => <Amount value={cost} currency={currency} /> },
    { key: 'value', title: own.value, phone: 'line', numeric: true, cell: ({ value }) => <Amount value={value} currency={base} /> },
    {
      key: 'gain',
      title: own.gain,
      phone: 'figure',
      numeric: true,
      cell: ({ gain }) => <Amount value={gain} currency={base} manner="result" />,
    },
  ];
  return (
    <Card id="portfolio-lots" title={own.lots}>
      {lots.length === 0 ? (
        <p className="px-4 py-3 text-text-2">{own.none}</p>
      ) : (
        <RowTable
          caption={own.lots}
          columns={columns}
          rows={lots}
          keyOf={({ operation, account, quantity }) => `${operation} ${account} ${quantity}`}
        />
      )}
    </Card>
  );
}

function Sales({ asset: { disposals, base } }: { asset: AssetDetail }) {
  const own = useAssetWords();
  if (disposals.length === 0) return null;
  const columns: readonly Column<Disposal>[] = [
    { key: 'day', title: own.day, phone: 'title', cell: ({ day }) => day },
    { key: 'bought', title: own.acquired, phone: 'line', cell: ({ bought }) => bought },
    { key: 'quantity', title: own.quantity, phone: 'line', numeric: true, cell: ({ quantity }) => <Count value={quantity} /> },
    { key: 'cost', title: own.cost, phone: 'line', numeric: true, cell: ({ cost }) => <Amount value={cost} currency={base} /> },
    {
      key: 'proceeds',
      title: own.proceeds,
      phone: 'line',
      numeric: true,
      cell: ({ proceeds }) => <Amount value={proceeds} currency={base} />,
    },
    {
      key: 'gain',
      title: own.gain,
      phone: 'figure',
      numeric: true,
      cell: ({ gain }) => <Amount value={gain} currency={base} manner="result" />,
    },
  ];
  return (
    <Card id="portfolio-disposals" title={own.sales}>
      <RowTable
        caption={own.sales}
        columns={columns}
        rows={disposals}
        keyOf={({ operation, bought, quantity }) => `${operation} ${bought} ${quantity}`}
      />
    </Card>
  );
}

/** `buy 0.05`: the kind of the operation stands first. */
function inWords(text: string, kinds: Readonly<Record<string, string>>): string {
  const [kind = '', ...rest] = text.split(' ');
  return [kinds[kind] ?? kind, ...rest].join(' ');
}

function Derivation({ asset: { derivation } }: { asset: AssetDetail }) {
  const { language } = useSpeech();
  const own = useAssetWords();
  const all = usePortfolioWords();
  const operations: readonly Column<Derived>[] = [
    { key: 'day', title: own.day, phone: 'line', cell: ({ day }) => day },
    { key: 'text', title: own.operation, phone: 'title', isProse: true, cell: ({ text }) => inWords(text, all.operations.kinds) },
    { key: 'origin', title: own.origin, phone: 'wide', isProse: true, cell: ({ origin }) => origin ?? own.byHand },
    {
      ...{ key: 'amount', title: own.amount, phone: 'figure', numeric: true },
      cell: ({ amount }) => amount && <Amount value={amount.amount} currency={amount.currency} />,
    },
  ];
  const used: readonly Column<Used>[] = [
    { key: 'of', title: own.of, phone: 'title', cell: ({ of }) => of },
    {
      ...{ key: 'price', title: own.price, phone: 'figure', numeric: true },
      cell: ({ price, currency }) => (
        <>
          <Count value={price} /> {currency}
        </>
      ),
    },
    {
      ...{ key: 'told', title: own.toldBy, phone: 'wide' },
      cell: ({ provider, day, at }) => (
        <>
          {provider === 'operation' ? all.holdings.operation : provider}, {at === null ? day : <TimeText at={at} withDay seconds={false} />}
        </>
      ),
    },
  ];
  return (
    <Card id="portfolio-derivation" title={own.derivation}>
      <p className="px-4 py-3 text-text-2">{derivation.formula[language]}</p>
      <RowTable caption={own.derivation} columns={operations} rows={derivation.operations} keyOf={({ id, text }) => `${id} ${text}`} />
      <h3 className="border-t border-line px-4 py-2.5 font-semibold">{own.used}</h3>
      <RowTable
        caption={own.used}
        columns={used}
        rows={[...derivation.prices, ...derivation.rates]}
        keyOf={({ of, day, at, price }) => `${of} ${day} ${at} ${price}`}
      />
    </Card>
  );
}
