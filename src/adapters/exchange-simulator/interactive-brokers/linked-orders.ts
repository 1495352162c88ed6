/** Orders that depend on others: those not transmitted yet, children that wait for their parent's fill, and groups of which one cancels or reduces the rest. */

import type { TwsOrder } from './tws-order.ts';

export interface LinkStep {
  readonly order: TwsOrder;
  readonly kind: 'submit' | 'cancel' | 'reduce';
  /** New total quantity of a reduced order. */
  readonly lots: number;
}

function parentOf({ terms, clientId }: TwsOrder, orders: readonly TwsOrder[]): TwsOrder | undefined {
  return terms.parentId === 0 ? undefined : orders.findLast((other) => other.clientId === clientId && other.orderId === terms.parentId);
}

/** Held by TWS: neither it nor a relative after it says `transmit`, or its parent is not filled. */
export function isHeld(order: TwsOrder, orders: readonly TwsOrder[]): boolean {
  const parent = parentOf(order, orders);
  if (parent !== undefined && parent.status !== 'Filled') return true;
  const family = parent ?? order;
  const transmitted = order.terms.transmit || orders.some((other) => other.terms.transmit && parentOf(other, orders) === family);
  return !transmitted;
}

/** The group in which one order's fill takes from the others: the client's own, or that of a parent's children. */
function groupOf({ terms, account }: TwsOrder): string {
  if (terms.ocaGroup !== '') return `${account} ${terms.ocaGroup}`;
  return terms.parentId === 0 ? '' : `${account} children of ${terms.parentId}`;
}

/** What a fill of `lots` brings about. OCA type 1 cancels the rest of the group; 2 and 3 reduce it, as a parent's children do each other. */
export function afterFill(filled: TwsOrder, lots: number, orders: readonly TwsOrder[]): LinkStep[] {
  const group = groupOf(filled);
  const reduces = filled.terms.ocaType > 1 || filled.terms.ocaGroup === '';
  const steps: LinkStep[] = [];
  for (const order of orders) {
    if (order === filled || !order.isOpen) continue;
    if (group !== '' && groupOf(order) === group) {
      const left = order.terms.lots - lots;
      const kind = reduces && left > order.filledLots ? 'reduce' : 'cancel';
      steps.push({ order, kind, lots: left });
    } else if (filled.status === 'Filled' && order.working === null && parentOf(order, orders) === filled && !isHeld(order, orders)) {
      steps.push({ order, kind: 'submit', lots: order.terms.lots });
    }
  }
  return steps;
}
