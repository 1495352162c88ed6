/** A stop in good order: PAUSE, a while for what is on its way, then entries are cancelled; protection stays where it is. */

/** How long orders on their way are waited for. */
export const STOP_PATIENCE_MS = 5 * 60_000;
/** And after that, how long for the venue to confirm the cancels. */
export const CANCEL_PATIENCE_MS = 10_000;

export interface OrderAtStop {
  readonly orderId: string;
  readonly purpose: 'entry' | 'exit' | 'stop' | 'target' | 'owner' | 'liquidation';
  readonly reduceOnly: boolean;
  /** Sent, and nobody knows yet whether it arrived. */
  readonly inDoubt: boolean;
}

export interface StopPlan {
  /** To be cancelled now. */
  readonly cancel: readonly string[];
  /** Left as they are when the process ends. */
  readonly keep: readonly string[];
  /** Still waited for. */
  readonly waitFor: readonly string[];
  /** When to ask again at the latest, epoch ms; null when done. */
  readonly until: number | null;
  /** The state may be persisted and the process may end. */
  readonly done: boolean;
}

/**
 * What opens or enlarges a position would be filled with nobody there to protect it: it does not outlive the trader, whoever asked for it. An exit
 * is never cancelled. What is in doubt can't be cancelled safely before the venue has been asked: it is waited for, and looked up at the next start.
 *
 * @param working orders that are neither filled nor over
 */
export function planStop(askedAt: number, working: readonly OrderAtStop[], now: number): StopPlan {
  const isProtection = ({ purpose, reduceOnly }: OrderAtStop) =>
    purpose === 'stop' || purpose === 'target' || (purpose === 'owner' && reduceOnly);
  const isOpening = ({ purpose, reduceOnly }: OrderAtStop) => purpose === 'entry' || (purpose === 'owner' && !reduceOnly);
  const ids = (orders: readonly OrderAtStop[]) => orders.map(({ orderId }) => orderId);
  const moving = working.filter((order) => order.inDoubt || !isProtection(order));
  const cancelsAt = askedAt + STOP_PATIENCE_MS;
  const endsAt = cancelsAt + CANCEL_PATIENCE_MS;

  const isLate = now >= cancelsAt;
  const waitFor = ids(isLate ? moving.filter((order) => order.inDoubt || isOpening(order)) : moving);
  const done = waitFor.length === 0 || now >= endsAt;
  return {
    cancel: isLate ? ids(moving.filter((order) => isOpening(order) && !order.inDoubt)) : [],
    keep: done
      ? ids(working.filter((order) => !isOpening(order) || order.inDoubt))
      : ids(working.filter((order) => !moving.includes(order))),
    waitFor: done ? [] : waitFor,
    until: done ? null : isLate ? endsAt : cancelsAt,
    done,
  };
}
