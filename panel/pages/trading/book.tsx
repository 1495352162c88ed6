/** Positions, working orders and executions: three tables in one place. */

import { useState } from 'react';
import { PositionsTable } from '../../blocks/positions-table.tsx';
import { useSpeech } from '../../i18n/words.ts';
import { useStatus } from '../../live/session.ts';
import { FillsTable } from './fills-table.tsx';
import { OrdersTable } from './orders-table.tsx';

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
    <section className="min-w-0 rounded-l border border-line bg-surface" id="book" aria-label={words.nav.book}>
      <div className="flex gap-5 overflow-x-auto border-b border-line px-4 [scrollbar-width:none] phone:px-3.5" role="tablist">
        {tabs.map(([name, text, count]) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={tab === name}
            aria-controls="book-panel"
            className="-mb-px flex h-11 cursor-pointer items-center gap-1.5 border-b-2 border-transparent font-medium whitespace-nowrap text-text-2 hover:text-text focus-visible:-outline-offset-2 aria-selected:border-accent aria-selected:text-text"
            onClick={() => setTab(name)}
          >
            {text} <span className="font-normal text-muted">{count}</span>
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
