/** Positions, working orders and executions: three tables in one place. */

import { useState } from 'react';
import { useSpeech } from '../../i18n/words.ts';
import { useStatus } from '../../live/session.ts';
import { FillsTable } from './fills-table.tsx';
import { OrdersTable } from './orders-table.tsx';
import { PositionsTable } from './positions-table.tsx';

type Tab = 'positions' | 'orders' | 'fills';

export function Book() {
  const { words } = useSpeech();
  const { positions, workingOrders, totals } = useStatus();
  const [tab, setTab] = useState<Tab>('positions');
  const tabs: readonly (readonly [Tab, string, number])[] = [
    ['positions', words.positions.tab, positions.length],
    ['orders', words.orders.tab, workingOrders.length],
    ['fills', words.fills.tab, totals.fills],
  ];
  return (
    <section className="card" id="book" aria-label={words.nav.book}>
      <div className="tabs" role="tablist">
        {tabs.map(([name, text, count]) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={tab === name}
            aria-controls="book-panel"
            onClick={() => setTab(name)}
          >
            {text} <span className="count">{count}</span>
          </button>
        ))}
      </div>
      <div id="book-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'positions' && <PositionsTable />}
        {tab === 'orders' && <OrdersTable />}
        {tab === 'fills' && <FillsTable />}
      </div>
    </section>
  );
}
