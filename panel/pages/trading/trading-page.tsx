/** The trading page: state, figures, price, equity, book, decisions, log; limits and machinery beside them. */

import { useSpeech } from '../../i18n/words.ts';
import { useEquity } from '../../live/curves.ts';
import { Book } from './book.tsx';
import { Decisions } from './decisions.tsx';
import { EquityPanel } from './equity-panel.tsx';
import { KeyFigures } from './key-figures.tsx';
import { LadderPanel } from './ladder-panel.tsx';
import { LogPanel } from './log-panel.tsx';
import { PricePanel } from './price-panel.tsx';
import { LimitsPanel, PlumbingPanel, StrategiesPanel } from './side-panels.tsx';
import { StateSentence } from './state-sentence.tsx';

export function TradingPage() {
  const { words } = useSpeech();
  const equity = useEquity();
  return (
    <main id="main" tabIndex={-1} aria-label={words.app.page}>
      <StateSentence />
      <KeyFigures equity={equity.rows} />
      <div className="desk">
        <div className="desk-main">
          <PricePanel />
          <Book />
          <EquityPanel curve={equity} />
        </div>
        <div className="desk-side">
          <LadderPanel />
          <LimitsPanel />
          <StrategiesPanel />
          <PlumbingPanel />
        </div>
      </div>
      <div className="below">
        <Decisions />
        <LogPanel />
      </div>
    </main>
  );
}
