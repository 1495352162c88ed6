/** Gives a session once more what a recorded step consumed, whatever that was: candles, or what came from outside between two of them. */

import type { JournaledSession } from './journaled-session.ts';
import type { Step } from './steps.ts';

export function playStep(session: JournaledSession, at: number, step: Step): void {
  if (step.command) session.requestMode(step.command);
  else if (step.watch) session.watch(step.watch);
  else if (step.signal) session.signal(step.signal.wish);
  else if (step.manual) session.manual(step.manual.command);
  else if (step.approval) session.answerApproval(step.approval);
  else if (step.strategy) session.steer(step.strategy, at);
  else if (step.event === 'open') session.opened(at, step.candles);
  else session.closed(at, step.candles);
}
