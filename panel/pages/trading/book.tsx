/** Positions, working orders and executions: three tables in one place. */

import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { useSpeech } from '../../i18n/words.ts';
import { useStatus } from '../../live/session.ts';
import { FillsTable } from './fills-table.tsx';
import { OrdersTable } from './orders-table.tsx';
import { useTradingPageWords } from './page-words.ts';
import { Positions } from './positions.tsx';
import { useTradingWords } from './words.ts';

const TAB =
  '-mb-px flex h-11 cursor-pointer items-center gap-1.5 border-b-2 border-transparent font-medium whitespace-nowrap text-text-2 hover:text-text focus-visible:-outline-offset-2 aria-selected:border-accent aria-selected:text-text';

export function Book() {
  const { words } = useSpeech();
  const own = useTradingWords();
  const pageWords = useTradingPageWords();
  const { positions, workingOrders, totals } = useStatus();
  const tabs: readonly (readonly [name: string, text: string, count: number, table: ReactNode])[] = [
    ['positions', words.positions.tab, positions.length, <Positions key="positions" />],
    ['orders', own.order.tab, workingOrders.length, <OrdersTable key="orders" />],
    ['fills', words.fills.tab, totals.fills, <FillsTable key="fills" />],
  ];
  return (
    <section className="min-w-0 rounded-l border border-line bg-surface" id="book" aria-label={pageWords.nav.book}>
      <Tabs.Root defaultValue="positions">
        <Tabs.List
          aria-label={pageWords.nav.book}
          className="flex gap-5 overflow-x-auto border-b border-line px-4 [scrollbar-width:none] phone:px-3.5"
        >
          {tabs.map(([name, text, count]) => (
            <Tabs.Trigger key={name} value={name} className={TAB}>
              {text} <span className="font-normal text-muted">{count}</span>
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {tabs.map(([name, , , table]) => (
          <Tabs.Content key={name} value={name} className="focus-visible:-outline-offset-2">
            {table}
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </section>
  );
}
