/** Why an act by hand was refused, in English; what risk refuses is worded with its checks. */

import type { RefusalWords } from './refusal-told.ts';

export const REFUSALS_EN: Readonly<Record<string, RefusalWords>> = {
  STOP_MISSING: 'A position is never opened by hand without a stop.',
  STOP_WRONG_SIDE: (at) =>
    `The stop is on the wrong side of the price${at === null ? '' : `, ${at}, that the order would get now`}: it would trigger at once.`,
  STOP_NOT_TIGHTER: 'A stop is only moved towards the price. For more room close the position and open it anew.',
  STOP_TRAILS: 'This stop follows the price at the venue: nobody moves it.',
  TARGET_INVALID: (at) =>
    `A target has to be on the winning side of the price, the second beyond the first${at === null ? '' : `: beyond ${at}`}.`,
  TARGET_TOO_SMALL: (least) =>
    least === null
      ? 'The order is too small to be closed in two parts: leave one target.'
      : `The first target would close less than the smallest part, or leave less: ${least} of the position is the nearest share that works.`,
  POST_ONLY_WOULD_TAKE: (at) =>
    `A post-only order at that price would fill at once${at === null ? '' : `: the market is at ${at}`}. Move the price away from it, or send it without post-only.`,
  ORDER_INVALID: 'A price or quantity is not in whole steps of the instrument, or more than there is.',
  ORDER_TOO_BIG: (most) => `A price or quantity is too large${most === null ? '' : `: the largest here is ${most}`}.`,
  ORDER_POSITION_OPEN: 'You hold or wait for something of your own here already: close or cancel it first.',
  ORDER_ABOVE_AGREED: 'Price or account have moved: it would now be more than you agreed to. Look at it again.',
  ORDER_RISK_TOO_HIGH: 'A trade may not risk as much of the equity.',
  ORDER_NO_PRICE: 'There is no price yet to judge an order by.',
  ORDER_PROTECTS: 'It is the stop of a position: move it, or close the position.',
  ORDER_CLOSES: 'It closes a position at market and can’t be called back.',
  ORDER_UNKNOWN: 'That order no longer waits.',
  POSITION_UNKNOWN: 'That position is no longer open.',
  POSITION_CHANGED: 'The position you meant is closed, and another one is open by now: look at it.',
  COMMAND_GIVEN_UP: 'It came too late: you had been told that nothing was done, and nothing was.',
  POSITION_TOO_SMALL: 'It is less than the venue takes an order for: it stays.',
  CLOSE_UNDER_WAY: 'It is being closed already: wait for what that comes to.',
  FEED_DOWN:
    'The line to the prices is lost, and the last one is too old to judge by. Closing is possible; entries are again when prices come.',
  REPLAY_OVER: 'The replay is over: no price comes any more that an order could be filled at. Begin another session.',
  MANUAL_OFF: 'This session takes no orders by hand.',
  COMMAND_TOO_OLD: 'It reached the trader too late and was not done: ask again.',
  NOTHING_TO_APPROVE: 'It was answered already, has waited too long, or the trader was started again since.',
  APPROVAL_OVERTAKEN: (at) =>
    `While it waited the price has passed its stop or target${at === null ? '' : `, ${at}`}: filled now it would be closed at once.`,
  APPROVAL_EXPIRED: 'It has waited too long and was dropped.',
  SIGNAL_POSITION_OPEN: 'Its strategy holds or waits for something here by now.',
  LEASE_LAPSED: 'This trader may not send just now: another one may have taken over.',
  TRADER_NOT_RUNNING: 'The trader is not there: nothing was done.',
};
