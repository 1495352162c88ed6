/** What strategies asked for and what became of it: the rule in plain words, the protection asked for, and every check with what was measured and allowed. */

import { useId, useState } from 'react';
import { Link } from 'react-router';
import type { Decision } from '../../../src/api/records.ts';
import { Checks } from '../../blocks/checks.tsx';
import { pathOfDecision } from '../../blocks/decision-path.ts';
import { DecisionTold, headlineOf } from '../../blocks/decision-told.tsx';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useFold } from '../../live/folded.ts';
import { useInstrument } from '../../live/instruments.ts';
import { useSnapshot } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { EmptyState } from '../../parts/states.tsx';

const OTHERS = 6;

export function Decisions() {
  const { words, language } = useSpeech();
  const { decisions, status } = useSnapshot();
  // Without a database there is no history to lead to.
  const fold = useFold('refusals');
  const isRecorded = status.database.state !== 'none';
  const [outcome, setOutcome] = useState<Decision['outcome']>('refused');
  const [chosenId, choose] = useState<string | null>(null);
  const [shown, setShown] = useState(OTHERS);
  const own = decisions.filter((decision) => decision.outcome === outcome);
  const total = status.totals.decisions.filter((row) => row.outcome === outcome).reduce((sum, row) => sum + row.count, 0);
  const chosen = own.find((decision) => decision.decisionId === chosenId) ?? own[0];
  const options = (['refused', 'approved'] as const).map((value) => ({ value, text: words.decisions.outcomes[value] }));
  const others = own.filter((decision) => decision !== chosen);
  return (
    <Card
      id="refusals"
      title={words.decisions.title}
      sub={
        chosen && (
          <>
            <DecisionTime at={chosen.at} /> · {words.decisions.count(total)}
          </>
        )
      }
      end={<Segmented label={words.decisions.title} options={options} value={outcome} onChoose={setOutcome} />}
      fold={fold}
      summary={`${words.decisions.outcomes[outcome]} ${plain(language, total, 0)}`}
    >
      {chosen ? (
        <div className="grid grid-cols-[minmax(0,5fr)_minmax(0,7fr)] max-[900px]:grid-cols-1">
          <DecisionTold decision={chosen} more={isRecorded && <InFull decision={chosen} />} />
          <Checks key={chosen.decisionId} decision={chosen} />
        </div>
      ) : (
        <EmptyState icon="shield" title={words.decisions.empty[outcome].title} text={words.decisions.empty[outcome].text} />
      )}
      {others.length > 0 && (
        <ul className="border-t border-line" aria-label={words.decisions.others}>
          {others.slice(0, shown).map((decision) => (
            <Other key={decision.decisionId} decision={decision} onOpen={() => choose(decision.decisionId)} />
          ))}
        </ul>
      )}
      {others.length > shown && (
        <div className="flex items-center justify-center gap-2.5 border-t border-line px-4 py-2.5 text-12">
          <Button size="small" onClick={() => setShown(shown + 20)}>
            {words.acts.more}
          </Button>
        </div>
      )}
    </Card>
  );
}

function DecisionTime({ at }: { at: number }) {
  const { words } = useSpeech();
  const [before, after] = words.decisions.sub('\u0000').split('\u0000');
  return (
    <>
      {before}
      <TimeText at={at} />
      {after}
    </>
  );
}

function InFull({ decision }: { decision: Decision }) {
  const { words } = useSpeech();
  return (
    <dd className="col-start-2">
      <Link to={pathOfDecision(decision.decisionId)}>{words.decisions.inFull}</Link>
    </dd>
  );
}

function Other({ decision, onOpen }: { decision: Decision; onOpen: () => void }) {
  const speech = useSpeech();
  const instrument = useInstrument()(decision.instrumentId);
  const id = useId();
  return (
    <li className="grid grid-cols-[44px_minmax(0,1fr)_auto] gap-2.5 border-t border-line px-4 py-2.25 first:border-0 phone:px-3.5">
      <span className="text-muted">
        <TimeText at={decision.at} seconds={false} />
      </span>
      <span id={id}>
        {headlineOf(decision, instrument.label, instrument.quantityDecimals, speech)}{' '}
        <small className="text-muted">{decision.strategyId}</small>
      </span>
      <button
        type="button"
        className="cursor-pointer whitespace-nowrap text-accent hover:underline hover:underline-offset-2"
        aria-describedby={id}
        onClick={onOpen}
      >
        {speech.words.decisions.open}
      </button>
    </li>
  );
}
