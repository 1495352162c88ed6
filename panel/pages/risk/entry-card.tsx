/** What if this were entered: asked of the engine's own risk, which says what it would let through and why, and the account with it beside the account now. */

import { useState } from 'react';
import type { OrderPreview } from '../../../src/api/orders.ts';
import type { AccountAfter, EntryAnswer, RiskQuestion, RiskReport } from '../../../src/api/risk.ts';
import { type Language, quantity as quantityText } from '../../i18n/format.ts';
import { decimalOf, numberOf, unclearNumber } from '../../i18n/typed-number.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useFold } from '../../live/folded.ts';
import { Card } from '../../parts/card.tsx';
import { SelectField } from '../../parts/field.tsx';
import { MoneyText, RatioText } from '../../parts/figures.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { EmptyState, ErrorState } from '../../parts/states.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { BeforeAfter } from './before-after.tsx';
import { useWhatIf } from './questions.ts';
import { isPassed, nameOf } from './sentence.ts';
import { useRiskWords } from './words.ts';

interface Draft {
  readonly instrumentId: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly stop: string;
}

const amountOf = (text: string, language: Language) => (numberOf(text, language) > 0 ? decimalOf(text, language) : null);

function questionOf({ instrumentId, side, quantity, stop }: Draft, language: Language): RiskQuestion | null {
  const amount = amountOf(quantity, language);
  const stopPrice = amountOf(stop, language);
  if (amount === null || (stop.trim() !== '' && stopPrice === null)) return null;
  const unasked = { limitPrice: null, postOnly: false, riskRatio: null, targets: [], breakEven: false };
  return { kind: 'entry', ticket: { ...unasked, instrumentId, side, type: 'market', quantity: amount, stopPrice } };
}

export function EntryCard({ report }: { report: RiskReport }) {
  const own = useRiskWords();
  const ids = report.exposures.byInstrument.map(({ instrumentId }) => instrumentId);
  const [draft, setDraft] = useState<Draft>({ instrumentId: ids[0] ?? '', side: 'buy', quantity: '', stop: '' });
  const { language } = useSpeech();
  const question = questionOf(draft, language);
  const fold = useFold('entry');
  const { data, error, refetch } = useWhatIf(fold.isOpen ? question : null);
  const fault = (text: string) =>
    text.trim() === '' || amountOf(text, language) !== null ? null : (unclearNumber(text, language) ?? own.entry.fault);
  return (
    <Card id="entry" title={own.entry.title} sub={own.entry.told} fold={fold} className="narrow:order-2">
      <div className="grid gap-3 px-4 py-3 wide:grid-cols-2 wide:items-start">
        <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-3">
          <SelectField
            label={own.entry.instrument}
            value={draft.instrumentId}
            onChange={(event) => setDraft({ ...draft, instrumentId: event.target.value })}
          >
            {ids.map((id) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </SelectField>
          <div className="pb-1">
            <Segmented
              label={own.entry.side}
              options={[
                { value: 'buy', text: own.entry.buy },
                { value: 'sell', text: own.entry.sell },
              ]}
              value={draft.side}
              onChoose={(side) => setDraft({ ...draft, side })}
            />
          </div>
        </div>
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={own.entry.quantity}
            inputMode="decimal"
            value={draft.quantity}
            fault={fault(draft.quantity)}
            onChange={(quantity) => setDraft({ ...draft, quantity })}
          />
          <TextField
            label={own.entry.stop}
            inputMode="decimal"
            value={draft.stop}
            fault={fault(draft.stop)}
            help={own.entry.stopHelp}
            onChange={(stop) => setDraft({ ...draft, stop })}
          />
        </div>
      </div>
      <div className="border-t border-line" aria-live="polite">
        {question === null ? (
          <EmptyState icon="shield" title={own.entry.emptyTitle} text={own.entry.emptyText} />
        ) : error !== null && (data?.kind !== 'entry' || error) ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          data?.kind === 'entry' && <Answer answer={data} report={report} />
        )}
      </div>
    </Card>
  );
}

function Answer({ answer: { preview, before, asked, allowed }, report }: { answer: EntryAnswer; report: RiskReport }) {
  const own = useRiskWords();
  const passed = (account: AccountAfter) => account.limits.filter(isPassed).map((row) => nameOf(own, row));
  const known = new Set(passed(before));
  const after = allowed ?? asked;
  const broken = asked ? [...new Set(passed(asked))].filter((name) => !known.has(name)) : [];
  return (
    <div className="grid gap-3 px-4 py-3" data-answer>
      <Verdict preview={preview} report={report} />
      {after && (
        <>
          <p className="text-12 text-muted">{allowed ? own.entry.afterAllowed : own.entry.afterAsked}</p>
          <BeforeAfter before={before} after={after} decimals={report.displayDecimals} />
        </>
      )}
      {asked && (
        <p className={broken.length > 0 ? 'text-warn' : 'text-text-2'}>
          {broken.length === 0 ? own.entry.noLimit : `${own.entry.breaks}: ${broken.join(', ')}.`}
        </p>
      )}
    </div>
  );
}

/** What risk says, in words, with the code and the figures beside them. */
function Verdict({ preview, report }: { preview: OrderPreview; report: RiskReport }) {
  const own = useRiskWords();
  const { words, language, ...speech } = useSpeech();
  const { refusal, quantity, askedQuantity, cuts, value, lossAtStop } = preview;
  const { currency, displayDecimals } = report;
  const money = (text: string | null) => <MoneyText value={text} decimals={displayDecimals} currency={currency} />;
  const [name, why] = refusal === null ? ['', ''] : speech.check(refusal.code);
  const isKnownCode = refusal !== null && name !== refusal.code;
  const isLess = quantity !== null && askedQuantity !== null && Number(quantity) < Number(askedQuantity);
  const whole = quantity !== null ? quantityText(language, quantity, 8) : '';
  return (
    <div className="grid gap-1">
      <p className={`text-16 font-semibold ${refusal !== null ? 'text-danger' : isLess ? 'text-warn' : ''}`}>
        {refusal !== null ? own.entry.refused : isLess ? own.entry.cut(whole) : own.entry.whole(whole)}
      </p>
      {refusal !== null && (
        <p className="text-text-2">
          {refusal.code === 'STOP_MISSING' ? own.entry.stopMissing : isKnownCode ? why : refusal.message}{' '}
          <code className="text-12 text-muted">{refusal.code}</code>
        </p>
      )}
      {cuts.length > 0 && <p className="text-text-2">{own.entry.cuts(cuts.map((cut) => words.decisions.cuts[cut] ?? cut).join(', '))}</p>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-12 text-text-2">
        {value !== null && (
          <>
            <dt>{own.entry.value}</dt>
            <dd className="num text-right">{money(value)}</dd>
          </>
        )}
        {lossAtStop !== null && (
          <>
            <dt>{own.entry.lossAtStop}</dt>
            <dd className="num text-right">
              {money(lossAtStop.money)} (<RatioText value={lossAtStop.ratio} />)
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}
