/** The first owner: one-time code, name and password; a second factor; recovery codes. Goes on wherever it was left. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Visit } from '../../../src/api/accounts.ts';
import { EnrolFactor } from '../../accounts/enrol-factor.tsx';
import { Fault } from '../../accounts/fault.tsx';
import { RecoveryCodes } from '../../accounts/recovery-codes.tsx';
import { currentVisit } from '../../accounts/visit.ts';
import { call } from '../../api/client.ts';
import { RequestProblem } from '../../live/requests.ts';
import { usePanelState } from '../../live/session.ts';
import { buttonClass } from '../../parts/button.tsx';
import { Skeleton } from '../../parts/states.tsx';
import { OwnerForm } from './owner-form.tsx';
import { Next, StepCard, Ways } from './parts.tsx';
import { useSetupWords } from './words.ts';

const LOOK_AGAIN_MS = 1500;

type Stage = 'form' | 'factor' | 'codes' | 'done' | 'elsewhere';

interface Owner {
  readonly stage: Stage;
  readonly visit: Visit | null;
}

async function ownerNow(): Promise<Owner> {
  const { ownerNeeded } = await call('accounts.setup');
  const visit = await currentVisit();
  if (ownerNeeded) return { stage: 'form', visit };
  if (visit === null || visit.stage === 'second-factor' || visit.factor === 'link') return { stage: 'elsewhere', visit };
  if (visit.stage === 'enrol') return { stage: 'factor', visit };
  const { recoveryCodesLeft } = await call('accounts.factors');
  return { stage: recoveryCodesLeft === 0 ? 'codes' : 'done', visit };
}

export function OwnerStep({ back, next }: { back: () => void; next: () => void }) {
  const { owner: words } = useSetupWords();
  const questions = useQueryClient();
  const { link } = usePanelState();
  const { data, error } = useQuery({
    queryKey: ['setup-owner'],
    queryFn: ownerNow,
    staleTime: 0,
    // The first start makes the database, which takes a while.
    refetchInterval: (query) => (isStarting(query.state.error) ? LOOK_AGAIN_MS : false),
  });
  const goOn = () => questions.invalidateQueries({ queryKey: ['setup-owner'] });
  const leave = () => {
    next();
    // The page was drawn for a stranger: anew, it has the session, its rights and the stream.
    if (link === 'entering') location.replace('/setup');
  };
  if (data === undefined)
    return (
      <StepCard step="owner" title={words.title}>
        {isStarting(error) ? <p role="status">{words.waiting}</p> : <Fault error={error} />}
        <div className="w-full">
          <Skeleton heights={[32, 32, 32]} label={words.title} />
        </div>
        <Ways back={back} />
      </StepCard>
    );
  const { stage, visit } = data;
  const TITLES: Readonly<Record<Stage, string>> = {
    form: words.title,
    factor: words.factorTitle,
    codes: words.codesTitle,
    done: words.done,
    elsewhere: words.exists,
  };
  return (
    <StepCard key={stage} step="owner" title={TITLES[stage]}>
      {stage === 'form' && <OwnerForm onMade={goOn} />}
      {stage === 'factor' && (
        <>
          <p className="text-text-2">{words.factorText}</p>
          <EnrolFactor onDone={goOn} />
        </>
      )}
      {stage === 'codes' && <RecoveryCodes name={visit?.name ?? ''} isFirst onDone={goOn} />}
      {stage === 'done' && <p>{words.doneText(visit?.name ?? '')}</p>}
      {stage === 'elsewhere' && (
        <>
          <p className="text-text-2">{words.existsText}</p>
          <a className={buttonClass('primary')} href="/sign-in?to=/setup">
            {words.signIn}
          </a>
        </>
      )}
      <Ways back={back}>{stage === 'done' && <Next onClick={leave} />}</Ways>
    </StepCard>
  );
}

const isStarting = (error: unknown) => error instanceof RequestProblem && (error.status === 503 || error.status === 0);
