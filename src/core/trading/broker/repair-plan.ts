/** What a difference may come from, and what would make it right: proposals, which the owner accepts or not (trading rules 11.3). */

import type { Difference } from './reconciliation.ts';

/**
 * `cancel`: an order that only the venue knows is cancelled there. `adopt`: what the venue has more or less becomes the owner's own position here. `close`: the same, and it is closed at market. `deposit`: money that
 * came or went, no result. `result`: money that was earned or paid. `ignore`: this subject is not compared any more.
 */
export const CORRECTIONS = ['cancel', 'adopt', 'close', 'deposit', 'result', 'ignore'] as const;
export type Correction = (typeof CORRECTIONS)[number];

type Found = Pick<Difference, 'kind' | 'subject'>;

export interface Proposal {
  readonly causes: readonly string[];
  /** What to do, in a sentence. */
  readonly words: string;
  /** What may be accepted here, the proposed one first. */
  readonly corrections: readonly Correction[];
}

const PLAN: Readonly<Record<Difference['kind'], Proposal>> = {
  order: {
    causes: ['an order placed by hand or by another program', 'an order of an earlier data folder of this account'],
    words: 'have it cancelled at the venue, or ignored while it works',
    corrections: ['cancel', 'ignore'],
  },
  fill: {
    causes: ['the venue does not list it any more', 'a journal that was restored from another account or an altered copy'],
    words: "look it up in the venue's own history; where it never was, restore the journal from a backup, else have it ignored",
    corrections: ['ignore'],
  },
  position: {
    causes: ['a trade by hand or by another program', 'coins that came or went', 'a fill the venue has not listed yet: it comes by itself'],
    words: "take over what the venue has as the owner's own, at the last price, or close it; the money it explains is booked with it",
    corrections: ['adopt', 'close', 'ignore'],
  },
  balance: {
    causes: [
      'a deposit or withdrawal',
      'interest, a rebate or a fee outside trading',
      'a fill or payment the venue has not listed yet: it comes by itself',
    ],
    words: 'book the difference: as a deposit or withdrawal, or as a result (interest, fee)',
    corrections: ['deposit', 'result', 'ignore'],
  },
  fee: {
    causes: ['the venue has changed the fee afterwards', 'a discount or rebate'],
    words: 'the balance differs by it too: book it there as a result, then have this one ignored',
    corrections: ['ignore'],
  },
  funding: {
    causes: ['the venue has changed or withdrawn the payment'],
    words: 'the balance differs by it too: book it there as a result, then have this one ignored',
    corrections: ['ignore'],
  },
};

/** `all`: what was found with it. Money that a position explains is booked with the position: alone it would be booked a second time. */
export function proposalFor({ kind }: Found, all: readonly Found[]): Proposal {
  const position = kind === 'balance' ? all.find((one) => one.kind === 'position') : undefined;
  if (position === undefined) return PLAN[kind];
  return {
    causes: [`what was paid or received for position ${position.subject}`, ...PLAN.balance.causes],
    words: `accept position:${position.subject} first: what it explains of the money is booked with it, and only what then still differs can be booked`,
    corrections: [],
  };
}
