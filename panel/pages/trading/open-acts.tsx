/** Acts by hand of which it is not known whether they were done, and what was found out of them since: each in its own words, with its time. */

import { clock, plain, quantity as quantityText } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useInstrument } from '../../live/instruments.ts';
import { askOutcome, forgetAct, type Learned, type Sent, useOpenActs } from '../../live/outcomes.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useRefusalTold } from './refusal-told.ts';
import { useTradingWords } from './words.ts';

/** `subject`: of one position, order or instrument; all without. */
export function OpenActs({ subject = null }: { subject?: string | null }) {
  const own = useTradingWords();
  const { open, learned, isLost } = useOpenActs(subject);
  const what = useWhat();
  const outcomeTold = useOutcomeTold();
  const { states } = own;
  return (
    <div role="alert" className="grid gap-2 empty:hidden">
      {open.map((sent) => (
        <div
          key={sent.commandId}
          data-unanswered={sent.act.kind}
          className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2.5 gap-y-2 rounded-m border border-warn-line bg-warn-soft px-3 py-2.5"
        >
          <Icon name="alert" className="mt-0.5 text-warn" />
          <p>
            <b>{states.unanswered}.</b> {(isLost(sent.commandId) ? states.lostText : states.unansweredText)(...what(sent))}
          </p>
          <div className="col-start-2 flex flex-wrap gap-2">
            <Button size="small" onClick={() => void askOutcome(sent)}>
              {states.again}
            </Button>
            <Button size="small" manner="ghost" onClick={() => forgetAct(sent.commandId)}>
              {states.forget}
            </Button>
          </div>
        </div>
      ))}
      {learned.map((each) => (
        <div
          key={each.sent.commandId}
          data-earlier={each.outcome.outcome}
          className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-start gap-x-2.5 rounded-m border border-line bg-sunken px-3 py-2.5"
        >
          <Icon name={each.outcome.outcome === 'done' ? 'check' : 'alert'} className="mt-0.5 text-muted" />
          <p>{outcomeTold(each)}</p>
          <Button size="small" manner="ghost" onClick={() => forgetAct(each.sent.commandId)}>
            {states.read}
          </Button>
        </div>
      ))}
    </div>
  );
}

/** What was asked, and when. */
function useWhat(): (sent: Sent) => readonly [what: string, at: string] {
  const own = useTradingWords();
  const { language, zone } = useSpeech();
  const instrumentOf = useInstrument();
  return ({ act, about, at }) => {
    const { label, quantityDecimals } = instrumentOf(about?.instrumentId ?? '');
    const size = quantityText(language, about?.quantity ?? null, quantityDecimals);
    const time = clock(language, at, zone, true);
    const { earlier } = own;
    if (act.kind === 'order') return [own.confirm.title(own.ticket[act.ticket.side], size, label), time];
    if (act.kind === 'close') return [earlier.close(size, label), time];
    return [act.kind === 'protect' ? earlier.protect(label) : earlier.cancel(label), time];
  };
}

function useOutcomeTold(): (learned: Learned) => string {
  const { earlier } = useTradingWords();
  const { language } = useSpeech();
  const refusalTold = useRefusalTold();
  const what = useWhat();
  return ({ sent, outcome }) => {
    const [text, at] = what(sent);
    if (outcome.outcome === 'nothing') return earlier.nothing(text, at);
    if (outcome.outcome === 'refused')
      return earlier.refused(text, at, refusalTold({ ...outcome.refusal, detail: outcome.refusal.message }));
    const { journalSequence } = outcome.done;
    return earlier.done(text, at, journalSequence === null ? null : plain(language, journalSequence, 0));
  };
}
