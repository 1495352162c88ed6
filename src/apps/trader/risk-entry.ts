/** What if this were entered: the engine's own judgement of it, which somebody else has asked for, and the account with it beside the account without. */

import type { OrderPreview } from '../../api/orders.ts';
import type { AccountAfter, EntryAnswer } from '../../api/risk.ts';
import { parseLots, parseTicks } from '../../core/domain/instrument.ts';
import { OWNER_ID } from '../../core/trading/engine/owner.ts';
import { valueOf } from '../../core/trading/ledger/position-book.ts';
import type { RiskNow } from './risk-now.ts';
import { accountAfter } from './risk-shocks.ts';

export function answerEntry(now: RiskNow, preview: OrderPreview): EntryAnswer {
  return {
    kind: 'entry',
    preview,
    before: accountAfter(now, now.account, now.marks),
    asked: withEntry(now, preview, preview.askedQuantity),
    allowed: withEntry(now, preview, preview.quantity),
  };
}

/** Filled at the price it is judged at. */
function withEntry(now: RiskNow, { instrumentId, side, price }: OrderPreview, quantity: string | null): AccountAfter | null {
  const { instruments, slots } = now.parts;
  const instrument = instruments.find(({ id }) => id === instrumentId);
  const slot = slots.find(({ definition, instrument: own }) => definition.id === OWNER_ID && own.id === instrumentId);
  const lots = instrument && quantity !== null ? parseLots(instrument, quantity) : null;
  const ticks = instrument ? parseTicks(instrument, price) : null;
  if (!instrument || !slot || !lots || ticks === null) return null;
  const value = valueOf(instrument, ticks, lots);
  const account = now.account.with({ slot: slot.index, instrument: instrument.index, side: side === 'buy' ? 1 : -1, value });
  return accountAfter(now, account, now.marks);
}
