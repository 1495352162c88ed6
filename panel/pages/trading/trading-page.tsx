/** The trading page: state, figures, price, equity, book, decisions, log; limits and machinery beside them. */

import { EquityPanel } from '../../blocks/equity-panel.tsx';
import { KeyFigures } from '../../blocks/key-figures.tsx';
import { LimitsPanel } from '../../blocks/limits-panel.tsx';
import { PlumbingPanel } from '../../blocks/plumbing-panel.tsx';
import { StateSentence } from '../../blocks/state-sentence.tsx';
import { useEquity } from '../../live/curves.ts';
import { ApprovalsPanel } from './approvals-panel.tsx';
import { Book } from './book.tsx';
import { Decisions } from './decisions.tsx';
import { DepthPanel } from './depth-panel.tsx';
import { DifferencesPanel } from './differences-panel.tsx';
import { LadderPanel } from './ladder-panel.tsx';
import { LogPanel } from './log-panel.tsx';
import { OrderTicket } from './order-ticket.tsx';
import { PageParts } from './page-parts.tsx';
import { PricePanel } from './price-panel.tsx';
import { StrategiesPanel } from './strategies-panel.tsx';

const WINDOWS = ['day', 'drawdown'] as const;

export default function TradingPage() {
  const equity = useEquity();
  return (
    <>
      <StateSentence />
      <PageParts />
      <KeyFigures equity={equity.rows} windows={WINDOWS} withExposure />
      <div className="grid grid-cols-[minmax(0,1fr)_324px] gap-4 wide:grid-rows-[auto_1fr] narrow:grid-cols-1 phone:flex phone:flex-col phone:gap-3">
        <div className="grid min-w-0 content-start gap-4 phone:gap-3">
          <PricePanel />
          <Book />
          <EquityPanel curve={equity} isTall mayFold />
        </div>
        <div className="grid min-w-0 content-start gap-4 wide:row-span-2 narrow:grid-cols-2 narrow:items-start phone:grid-cols-1 phone:gap-3">
          <ApprovalsPanel />
          <OrderTicket />
          <DepthPanel />
          <DifferencesPanel />
          <LadderPanel />
          <LimitsPanel mayFold />
          <StrategiesPanel />
          <PlumbingPanel mayFold />
        </div>
        {/* Where there are two columns: below the first, as long as the second one is. */}
        <div className="grid min-w-0 content-start gap-4 phone:gap-3">
          <Decisions />
          <LogPanel />
        </div>
      </div>
    </>
  );
}
