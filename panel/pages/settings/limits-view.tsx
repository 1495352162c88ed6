/** The loss ladder's figures: the owner makes them stricter, without a second factor and never looser. */

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { LadderFigure, Settings } from '../../../src/api/settings.ts';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { call } from '../../api/client.ts';
import { faultText } from '../../blocks/session/fault-text.ts';
import { type Language, plain } from '../../i18n/format.ts';
import { fieldText, numberOf, unclearNumber } from '../../i18n/typed-number.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useDraft } from '../../live/draft.ts';
import { RequestProblem } from '../../live/requests.ts';
import { useRights } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { DraftGuard } from '../../parts/draft-guard.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { Outcome } from './outcome.tsx';
import { useSettings } from './questions.ts';
import { useSettingsWords } from './words.ts';

export default function LimitsView() {
  const own = useSettingsWords();
  const { words } = useSpeech();
  const { data: settings, error, refetch } = useSettings();
  const [round, setRound] = useState(0);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!settings) return <Skeleton heights={[320]} label={words.loading} />;
  return (
    <>
      <Outcome settings={settings} />
      <Card id="ladder" title={own.ladder} sub={own.ladderSub(settings.risk.profile)}>
        {settings.risk.ladder.length === 0 ? (
          <EmptyState icon="shield" title={own.noLadder} text={own.noLadderText} />
        ) : (
          <Ladder key={round} settings={settings} onAnew={() => setRound(round + 1)} />
        )}
      </Card>
    </>
  );
}

/** Ratios are shown and typed in percent. */
const shown = ({ unit }: LadderFigure, value: number) => (unit === 'ratio' ? value * 100 : value);
const read = ({ unit }: LadderFigure, text: string, language: Language) => {
  const value = numberOf(text, language);
  return unit === 'ratio' ? Number((value / 100).toFixed(6)) : value;
};

function Ladder({ settings, onAnew }: { settings: Settings; onAnew: () => void }) {
  const own = useSettingsWords();
  const { language } = useSpeech();
  const rights = useRights();
  const mayTighten = rights.includes('limits.tighten') && settings.source !== 'file';
  const questions = useQueryClient();
  const { isBusy, error, attempt } = useAttempt();
  const { ladder } = settings.risk;
  const text = (figure: LadderFigure, value: number) => plain(language, shown(figure, value), 4);
  const start = (figure: LadderFigure) => fieldText(Number(shown(figure, figure.value).toFixed(4)), language);
  // Only what differs from the figures in force: somebody else may make them stricter meanwhile, and what is typed stays.
  const draft = useDraft<Readonly<Record<string, string>>>(`limits.${language}`);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(draft.restored ?? {});
  const textOf = (figure: LadderFigure) => typed[figure.name] ?? start(figure);
  const [why, setWhy] = useState('');
  const type = (next: Readonly<Record<string, string>>) => {
    setTyped(next);
    draft.keep(ladder.every((figure) => (next[figure.name] ?? start(figure)) === start(figure)) ? null : next);
  };
  const undoAll = () => {
    draft.keep(null);
    onAnew();
  };
  const changed = ladder.filter((figure) => textOf(figure) !== start(figure));
  const faultOf = (figure: LadderFigure) => {
    const value = read(figure, textOf(figure), language);
    if (!(value >= 0)) return unclearNumber(textOf(figure), language) ?? own.numberNeeded(figure.aboveZero);
    if (value === 0 && figure.aboveZero) return own.lossNeeded;
    const isLooser = figure.stricter === 'lower' ? value > figure.value : value < figure.value;
    return isLooser ? own.looser(text(figure, figure.value)) : null;
  };
  const refused = error instanceof RequestProblem ? (error.problem?.fields ?? []) : [];
  const isFaulty = changed.some((figure) => faultOf(figure) !== null);
  const tighten = () =>
    void attempt(async () => {
      const wanted = Object.fromEntries(changed.map((figure) => [figure.name, read(figure, textOf(figure), language)]));
      await call('settings.tighten', { body: { ladder: wanted, why, apply: true } });
      type({});
      setWhy('');
      await questions.invalidateQueries({ queryKey: ['settings'] });
    });
  return (
    <form
      className="p-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isFaulty && changed.length > 0) tighten();
      }}
    >
      {mayTighten && <DraftGuard draft={draft} onDiscard={undoAll} />}
      <p className="max-w-[80ch] pb-4 text-text-2">{mayTighten ? own.ladderText : own.ladderOwner}</p>
      <div className="grid grid-cols-3 gap-x-5 gap-y-4 phone:grid-cols-1">
        {ladder.map((figure) => (
          <TextField
            key={figure.name}
            label={`${own.rungs[figure.name] ?? figure.name} (${own.ladderUnits[figure.unit]})`}
            help={own.rungHelp(text(figure, figure.value), text(figure, figure.builtIn), figure.stricter)}
            fault={
              (changed.includes(figure) ? faultOf(figure) : null) ??
              refused.flatMap((fault) => (fault.path === `ladder.${figure.name}` ? [faultText(fault, language)] : []))[0] ??
              null
            }
            value={textOf(figure)}
            onChange={(value) => type({ ...typed, [figure.name]: value })}
            inputMode="decimal"
            disabled={!mayTighten}
            className="text-right"
          />
        ))}
      </div>
      {mayTighten && (
        <div className="grid gap-3 pt-5">
          <TextField label={own.whyAsk} help={own.whyHelp} value={why} onChange={setWhy} maxLength={500} />
          <p className="text-text-2">{own.tightenMeans}</p>
          <Fault error={refused.length > 0 ? null : error} />
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" manner="primary" disabled={isBusy || isFaulty || changed.length === 0}>
              {own.tighten(changed.length)}
            </Button>
            <Button disabled={changed.length === 0} onClick={undoAll}>
              {own.undoAll}
            </Button>
          </div>
        </div>
      )}
    </form>
  );
}
