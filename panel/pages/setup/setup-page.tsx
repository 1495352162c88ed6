/** The first half hour: language, owner, prices, a first backtest, and the session on paper. Every step does what a page does, with the same operations. */

import { type ReactNode, useState } from 'react';
import { EntranceFrame } from '../../accounts/entrance-frame.tsx';
import { usePanelState } from '../../live/session.ts';
import { DataStep } from './data-step.tsx';
import { LanguageStep } from './language-step.tsx';
import { OwnerStep } from './owner-step.tsx';
import { PaperStep } from './paper-step.tsx';
import { StepList } from './parts.tsx';
import { remember, remembered, STEPS, type Step } from './remembered.ts';
import { StrategyStep } from './strategy-step.tsx';
import { useSetupWords } from './words.ts';

export default function SetupPage() {
  const words = useSetupWords();
  const { link } = usePanelState();
  const [at, setAt] = useState(remembered);
  // What follows the owner is for who has entered: the owner's step says what is missing.
  const step: Step = link === 'entering' && STEPS.indexOf(at.step) > 1 ? 'owner' : at.step;
  const change = (to: Partial<typeof at>) => {
    const next = { ...at, ...to };
    remember(next);
    setAt(next);
    if (to.step) scrollTo(0, 0);
  };
  const go = (by: 1 | -1) => () => change({ step: STEPS[STEPS.indexOf(step) + by] ?? step });
  const [back, next] = [go(-1), go(1)];
  const shown: Readonly<Record<Step, () => ReactNode>> = {
    language: () => <LanguageStep next={next} />,
    owner: () => <OwnerStep back={back} next={next} />,
    data: () => <DataStep prices={at.prices} onPrices={(prices) => change({ prices })} back={back} next={next} />,
    strategy: () => <StrategyStep jobId={at.jobId} onJob={(jobId) => change({ jobId })} back={back} next={next} />,
    paper: () => <PaperStep prices={at.prices} onPrices={(prices) => change({ prices })} back={back} />,
  };
  return (
    <EntranceFrame title={words.title} isWide>
      <StepList step={step} />
      {shown[step]()}
      <p className="px-1 text-12 text-muted">{words.left}</p>
    </EntranceFrame>
  );
}
