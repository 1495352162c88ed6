/** What is typed into the ticket, and the order it stands for: null while something is missing or no number. Nothing here touches the browser. */

import type { EntryTicket, OrderPreview } from '../../../src/api/orders.ts';
import type { Language } from '../../i18n/format.ts';
import { decimalOf } from '../../i18n/typed-number.ts';

export interface Typed {
  readonly side: 'buy' | 'sell';
  readonly type: 'market' | 'limit';
  readonly sizing: 'quantity' | 'risk';
  readonly limitPrice: string;
  readonly postOnly: boolean;
  readonly quantity: string;
  /** Percent. */
  readonly risk: string;
  readonly stop: string;
  readonly target: string;
  readonly second: string;
}

export const EMPTY: Typed = {
  ...{ side: 'buy', type: 'market', sizing: 'quantity', limitPrice: '', postOnly: false },
  ...{ quantity: '', risk: '', stop: '', target: '', second: '' },
};

/** A price or an amount: nothing below 0. */
export function amountOf(text: string, language: Language): string | null {
  const decimal = decimalOf(text, language);
  return decimal?.startsWith('-') ? null : decimal;
}

export const isFaulty = (text: string, language: Language): boolean => text.trim() !== '' && amountOf(text, language) === null;

/** Half is closed at the first of two targets, and the stop then goes to the entry. */
const FIRST_SHARE = 0.5;

export function ticketOf(instrumentId: string, typed: Typed, language: Language): EntryTicket | null {
  const { side, type, sizing, postOnly } = typed;
  const given = [
    typed.stop,
    typed.target,
    typed.second,
    type === 'limit' ? typed.limitPrice : '',
    sizing === 'risk' ? typed.risk : typed.quantity,
  ];
  if (given.some((text) => isFaulty(text, language))) return null;
  const [stopPrice, target, second] = [typed.stop, typed.target, typed.second].map((text) => amountOf(text, language)) as [
    string | null,
    string | null,
    string | null,
  ];
  const limitPrice = type === 'limit' ? amountOf(typed.limitPrice, language) : null;
  const quantity = sizing === 'quantity' ? amountOf(typed.quantity, language) : null;
  const percent = sizing === 'risk' ? amountOf(typed.risk, language) : null;
  if (stopPrice === null || (type === 'limit' && limitPrice === null) || (sizing === 'quantity' && quantity === null)) return null;
  if (second !== null && target === null) return null;
  return {
    ...{ instrumentId, side, type, limitPrice, quantity, stopPrice },
    postOnly: type === 'limit' && postOnly,
    // Percent as typed, without the noise of a division: 0.3 % is 0.003.
    riskRatio: percent === null ? null : Number((Number(percent) / 100).toPrecision(12)),
    targets:
      target === null
        ? []
        : second === null
          ? [{ price: target, closeRatio: 1 }]
          : [
              { price: target, closeRatio: FIRST_SHARE },
              { price: second, closeRatio: 1 - FIRST_SHARE },
            ],
    breakEven: second !== null,
  };
}

/** So much dearer than at the preview may it have become when it is sent: what takes at the market's price by what a candle moves, what rests not at all. */
const DEARER = 1.005;

/** The most that is agreed to by sending what a preview has shown. What is bought with a limit is shown at its limit already: it can't get dearer. */
export function mostOf(
  { quantity, value, expectedFrom }: Pick<OrderPreview, 'quantity' | 'value' | 'expectedFrom'>,
  { side, limitPrice }: Pick<EntryTicket, 'side' | 'limitPrice'>,
): { quantity: string; value: string } {
  const [size, worth] = [quantity ?? '0', value ?? '0'];
  if (expectedFrom === 'limit' || (side === 'buy' && limitPrice != null)) return { quantity: size, value: worth };
  // To the next cent: what was shown itself must not be beyond it.
  return { quantity: size, value: (Math.ceil(Number(worth) * DEARER * 100 - 1e-6) / 100).toFixed(2) };
}
