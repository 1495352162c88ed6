/** A strategy of the running session let in or kept out: the button, and the question before it. */

import { useState } from 'react';
import type { StrategyRun } from '../../../src/api/session.ts';
import { BlockTold } from '../../blocks/strategy-runs.tsx';
import { useSpeech } from '../../i18n/words.ts';
import { type CommandWish, send } from '../../live/commands.ts';
import { failureOf } from '../../live/failures.ts';
import { useRights } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { InputField, SelectField } from '../../parts/field.tsx';
import { useSteeringWords } from './steering-words.ts';

const HOUR_MS = 3_600_000;
/** Offered ends of a block, in the session's time; 0: none. */
const LASTING = [0, HOUR_MS, 4 * HOUR_MS, 24 * HOUR_MS, 7 * 24 * HOUR_MS] as const;

/** Sends a command and calls `done` when it was carried out. */
export function useSteering(done: () => void) {
  const speech = useSpeech();
  const [isSending, setSending] = useState(false);
  return {
    isSending,
    async steer(wish: CommandWish) {
      setSending(true);
      const isDone = await send(wish, speech);
      setSending(false);
      if (isDone) done();
    },
  };
}

/** For those of one strategy. */
export function SteeringButton({ runs }: { runs: readonly StrategyRun[] }) {
  const own = useSteeringWords();
  const maySteer = useRights().includes('strategies.enable');
  const [isAsked, ask] = useState(false);
  const [first] = runs;
  if (first === undefined || !maySteer) return null;
  const { block } = first;
  return (
    <>
      <Button size="small" onClick={() => ask(true)}>
        {block === null ? own.disable : own.enable}
      </Button>
      {isAsked &&
        (block === null ? (
          <DisableDialog run={first} onClose={() => ask(false)} />
        ) : (
          <EnableDialog run={first} block={block} onClose={() => ask(false)} />
        ))}
    </>
  );
}

function DisableDialog({ run, onClose }: { run: StrategyRun; onClose: () => void }) {
  const { language } = useSpeech();
  const own = useSteeringWords();
  const [reason, setReason] = useState('');
  const [lasting, setLasting] = useState<number>(0);
  const { isSending, steer } = useSteering(onClose);
  const said = reason.trim();
  return (
    <ConfirmDialog
      title={own.disableTitle(run.title[language])}
      consequences={own.disablePoints}
      quiet={own.stay}
      go={own.disableGo}
      isDisabled={isSending}
      isGoFirst
      onGo={() =>
        void steer({
          kind: 'strategy-disable',
          strategyId: run.strategyId,
          ...(said !== '' && { reason: said }),
          ...(lasting > 0 && { forMs: lasting }),
        })
      }
      onClose={onClose}
    >
      <div className="mt-4 grid grid-cols-2 gap-3 phone:grid-cols-1">
        <InputField
          label={own.reason}
          help={own.reasonHelp}
          value={reason}
          maxLength={200}
          onChange={(event) => setReason(event.target.value)}
        />
        <SelectField
          label={own.lasting}
          help={own.lastingHelp}
          value={lasting}
          onChange={(event) => setLasting(Number(event.target.value))}
        >
          {LASTING.map((ms, place) => (
            <option key={ms} value={ms}>
              {own.lastings[place]}
            </option>
          ))}
        </SelectField>
      </div>
    </ConfirmDialog>
  );
}

function EnableDialog({ run, block, onClose }: { run: StrategyRun; block: NonNullable<StrategyRun['block']>; onClose: () => void }) {
  const { language } = useSpeech();
  const own = useSteeringWords();
  const { isSending, steer } = useSteering(onClose);
  const failure = failureOf(run);
  return (
    <ConfirmDialog
      title={own.enableTitle(run.title[language])}
      consequences={failure === null ? own.enablePoints : [...own.enablePoints, own.enableFailed]}
      quiet={own.stay}
      go={own.enableGo}
      isDisabled={isSending}
      onGo={() => void steer({ kind: 'strategy-enable', strategyId: run.strategyId, confirmed: true })}
      onClose={onClose}
    >
      <h3>{own.now}</h3>
      {failure === null ? <BlockTold block={block} /> : <p className="text-12 [overflow-wrap:anywhere] text-danger">{failure}</p>}
    </ConfirmDialog>
  );
}
