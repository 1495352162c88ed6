/** The overview: is it well, how much, what needs the owner; then the curve, the positions, the limits and what is behind it all. */

import { Link } from 'react-router';
import { EquityPanel } from '../../blocks/equity-panel.tsx';
import { KeyFigures } from '../../blocks/key-figures.tsx';
import { LimitsPanel } from '../../blocks/limits-panel.tsx';
import { NeedsList } from '../../blocks/needs-list.tsx';
import { PlumbingPanel } from '../../blocks/plumbing-panel.tsx';
import { PositionsTable } from '../../blocks/positions-table.tsx';
import { StateSentence } from '../../blocks/state-sentence.tsx';
import { useSpeech } from '../../i18n/words.ts';
import { useEquity } from '../../live/curves.ts';
import { useNeeds } from '../../live/needs.ts';
import { useStatus } from '../../live/session.ts';
import { Card } from '../../parts/card.tsx';
import { MoneyText } from '../../parts/figures.tsx';
import { Latest } from './latest.tsx';
import { useOverviewWords } from './words.ts';

const WINDOWS = ['day', 'week', 'month', 'drawdown'] as const;

export default function OverviewPage() {
  const { words } = useSpeech();
  const equity = useEquity();
  const needs = useNeeds();
  return (
    <>
      <StateSentence />
      <KeyFigures equity={equity.rows} windows={WINDOWS} />
      <div className="grid grid-cols-[minmax(0,1fr)_340px] items-start gap-4 narrow:grid-cols-1 phone:gap-3">
        <div className="contents wide:grid wide:gap-4">
          <EquityPanel curve={equity} />
          <Positions />
          <Latest />
        </div>
        <div className="contents wide:grid wide:gap-4">
          <Card id="needs" className="narrow:-order-1" title={words.needs.title} sub={words.needs.count(needs.length)}>
            <NeedsList needs={needs} />
          </Card>
          <LimitsPanel />
          <PlumbingPanel />
        </div>
      </div>
    </>
  );
}

function Positions() {
  const { words } = useSpeech();
  const own = useOverviewWords();
  const { positions, account } = useStatus();
  return (
    <Card
      id="positions"
      title={words.positions.tab}
      sub={
        <>
          {own.open(positions.length)} · {words.figures.unrealised.toLowerCase()}{' '}
          <MoneyText value={account.unrealised} decimals={account.displayDecimals} currency={account.currency} manner="result" />
        </>
      }
      end={<Link to="/trading">{own.toTrading}</Link>}
    >
      <PositionsTable isBrief />
    </Card>
  );
}
