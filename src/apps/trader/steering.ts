/** What the owner says of a strategy that runs, from the interface's words to the session's and back. */

import type { CommandResult } from '../../adapters/http/live-source.ts';
import type { SessionCommand } from '../../api/commands.ts';
import type { Refusal } from '../../core/domain/result.ts';
import type { DurableJournal } from '../../core/journal/durable-journal.ts';
import type { StrategyCommand } from '../../core/trading/engine/strategy-command.ts';

export type SteeringRequest = Extract<SessionCommand, { kind: 'strategy-disable' | 'strategy-enable' | 'strategy-weights' }>;

export function isSteering(command: SessionCommand): command is SteeringRequest {
  return command.kind.startsWith('strategy-');
}

export function strategyCommandOf(asked: SteeringRequest, by: string): StrategyCommand {
  const said = { by, reason: asked.reason ?? 'operator' };
  switch (asked.kind) {
    case 'strategy-disable':
      return { kind: 'disable', strategy: asked.strategyId, forMs: asked.forMs ?? null, ...said };
    case 'strategy-enable':
      return { kind: 'enable', strategy: asked.strategyId, ...said };
    case 'strategy-weights':
      return {
        kind: 'weigh',
        weights: asked.weights.map(({ strategyId, instrumentId, weight }) => ({ strategy: strategyId, instrument: instrumentId, weight })),
        ...said,
      };
  }
}

/** Given when it is on disk. A block holds without a journal too, until the process ends; what lets in or weighs does not count unless it is recorded. */
export async function steeringAnswer(
  journal: DurableJournal,
  { kind, commandId }: SteeringRequest,
  { sequence, refusal }: { readonly sequence: number; readonly refusal: Refusal | null },
  unrecorded: boolean,
): Promise<CommandResult> {
  const no = (code: string, message: string): CommandResult => ({ ok: false, refusal: { code, message, measured: null, limit: null } });
  if (refusal !== null) return no(refusal.code, refusal.message);
  const recorded =
    !unrecorded &&
    (await journal.whenDurable(sequence).then(
      () => true,
      () => false,
    ));
  if (recorded || kind === 'strategy-disable') return { ok: true, done: { commandId, journalSequence: recorded ? sequence : null } };
  return no('JOURNAL_NOT_WRITTEN', 'it could not be recorded, so it does not outlive this process: the journal can not be written');
}
