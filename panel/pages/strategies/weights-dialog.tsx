/** New weights: typed, or the proposed ones as they would be. */

import { useState } from 'react';
import { SMALLEST_WEIGHT } from '../../../src/api/limits.ts';
import { type Language, plain } from '../../i18n/format.ts';
import { fieldText, numberOf, unclearNumber } from '../../i18n/typed-number.ts';
import { useSpeech } from '../../i18n/words.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { InputField } from '../../parts/field.tsx';
import { useSteering } from './steering.tsx';
import { useSteeringWords } from './steering-words.ts';
import type { WeighedRun } from './weights-card.tsx';

const nameOf = ({ strategyId, instrumentId }: WeighedRun) => `${strategyId} ${instrumentId}`;
/** In percent, as it is typed. */
const shown = (weight: number, language: Language) => fieldText(Math.round(weight * 10_000) / 100, language);

export function WeightsDialog({
  runs: all,
  isProposal,
  onClose,
}: {
  runs: readonly WeighedRun[];
  isProposal: boolean;
  onClose: () => void;
}) {
  // A strategy has one weight in an instrument, on however many timeframes it runs there.
  const runs = all.filter((run, i) => all.findIndex((other) => nameOf(other) === nameOf(run)) === i);
  const { language } = useSpeech();
  const own = useSteeringWords();
  // What is not touched stays as it is by then: others may change weights meanwhile.
  const [typed, setTyped] = useState(
    () => new Map(isProposal ? runs.map((run) => [nameOf(run), shown(run.weight ?? run.present, language)]) : []),
  );
  const textOf = (run: WeighedRun) => typed.get(nameOf(run)) ?? shown(run.present, language);
  const [reason, setReason] = useState(isProposal ? own.acceptedReason : '');
  const { isSending, steer } = useSteering(onClose);
  const weightOf = (run: WeighedRun) => {
    const weight = numberOf(textOf(run), language) / 100;
    return weight === 0 || (weight >= SMALLEST_WEIGHT && weight <= 1) ? weight : null;
  };
  const changed = runs.flatMap((run) => {
    const weight = weightOf(run);
    return weight !== null && shown(weight, language) !== shown(run.present, language) ? [{ run, weight }] : [];
  });
  const isWrong = runs.some((run) => weightOf(run) === null);
  const said = reason.trim();
  return (
    <ConfirmDialog
      title={isProposal ? own.acceptTitle : own.changeTitle}
      text={own.changeText}
      consequences={
        changed.length === 0
          ? [own.nothingChanges]
          : changed.map(({ run, weight }) =>
              own.change1(run.title[language], plain(language, run.present * 100, 2), plain(language, weight * 100, 2)),
            )
      }
      quiet={own.stay}
      go={own.changeGo}
      isDisabled={isSending || isWrong || changed.length === 0}
      onGo={() =>
        void steer({
          kind: 'strategy-weights',
          confirmed: true,
          weights: changed.map(({ run: { strategyId, instrumentId }, weight }) => ({ strategyId, instrumentId, weight })),
          ...(said !== '' && { reason: said }),
        })
      }
      onClose={onClose}
    >
      <div className="mt-4 grid grid-cols-2 gap-3 phone:grid-cols-1">
        {runs.map((run) => (
          <InputField
            key={nameOf(run)}
            label={own.weightOf(run.title[language], run.instrumentId)}
            inputMode="decimal"
            value={textOf(run)}
            fault={weightOf(run) === null ? (unclearNumber(textOf(run), language) ?? own.weightFault) : null}
            onChange={(event) => setTyped(new Map(typed).set(nameOf(run), event.target.value))}
          />
        ))}
        <InputField
          className="col-span-full"
          label={own.reason}
          value={reason}
          maxLength={200}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </ConfirmDialog>
  );
}
