/** The journal: decisions, orders, executions and events of the whole recorded history, and one decision in full. */

import { Link, useLocation } from 'react-router';
import { pathOfDecision } from '../../blocks/decision-path.ts';
import { NoSuchView } from '../../parts/no-such-view.tsx';
import { useDecisionColumns } from './decision-columns.tsx';
import { DecisionView } from './decision-view.tsx';
import { ListView } from './list-view.tsx';
import { DECISIONS, EVENTS, EXECUTIONS, LISTS, type ListName, ORDERS } from './lists.ts';
import { useEventColumns, useExecutionColumns, useOrderColumns } from './record-columns.tsx';
import { useJournalWords } from './words.ts';

const ONE = '/journal/decisions/';
const VIEWS = { decisions: Decisions, orders: Orders, executions: Executions, events: Events } as const;

/** What is no text in UTF-8 names no decision either. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export default function JournalPage() {
  const own = useJournalWords();
  const { pathname } = useLocation();
  if (pathname.startsWith(ONE) && pathname !== ONE) return <DecisionView key={pathname} decisionId={decoded(pathname.slice(ONE.length))} />;
  const list = LISTS.find(({ path }) => path === pathname.replace(/\/$/, ''));
  if (list === undefined) return <NoSuchView of="journal" path="/journal" />;
  const { name } = list;
  const View = VIEWS[name];
  return (
    <>
      <header className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h1 className="text-20 font-semibold tracking-tight">{own.title}</h1>
        <p className="text-text-2">{own.told[name]}</p>
      </header>
      <Tabs here={name} />
      <View key={name} />
    </>
  );
}

function Tabs({ here }: { here: ListName }) {
  const own = useJournalWords();
  return (
    <nav aria-label={own.title} className="mb-3 overflow-x-auto border-b border-line [scrollbar-width:none]">
      <ul className="flex gap-5">
        {LISTS.map(({ name, path }) => (
          <li key={name}>
            <Link
              to={path}
              aria-current={name === here ? 'page' : undefined}
              className="-mb-px flex h-10 items-center border-b-2 border-transparent font-medium whitespace-nowrap text-text-2 no-underline hover:text-text hover:no-underline focus-visible:-outline-offset-2 aria-[current]:border-accent aria-[current]:text-text"
            >
              {own.tabs[name]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Decisions() {
  return <ListView list={DECISIONS} columns={useDecisionColumns()} placeOf={({ decisionId }) => pathOfDecision(decisionId)} />;
}

function Orders() {
  return (
    <ListView
      list={ORDERS}
      columns={useOrderColumns()}
      placeOf={({ decisionId, orderId }) =>
        decisionId === null ? `${EXECUTIONS.path}?orderId=${encodeURIComponent(orderId)}` : pathOfDecision(decisionId)
      }
    />
  );
}

function Executions() {
  return (
    <ListView
      list={EXECUTIONS}
      columns={useExecutionColumns()}
      placeOf={({ orderId }) => `${ORDERS.path}?orderId=${encodeURIComponent(orderId)}`}
    />
  );
}

function Events() {
  return <ListView list={EVENTS} columns={useEventColumns()} placeOf={() => null} />;
}
