/** What is typed into the ticket, and the order it stands for: null while something is missing or no number. Nothing here touches the browser. */

import type { EntryTicket } from '../../../src/api/orders.ts';

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

/** A number as people of both languages type it, as exact decimal text; null where it is none. Spaces may group thousands. */
export function decimalOf(text: string): string | null {
  const plain = text.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (!/^\d+(\.\d*)?$|^\.\d+$/.test(plain)) return null;
  const [whole = '0', rest = ''] = plain.split('.');
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  return rest === '' ? digits : `${digits}.${rest}`;
}

export const isFaulty = (text: string): boolean => text.trim() !== '' && decimalOf(text) === null;

/** Half is closed at the first of two targets, and the stop then goes to the entry. */
const FIRST_SHARE = 0.5;

export function ticketOf(instrumentId: string, typed: Typed): EntryTicket | null {
  const { side, type, sizing, postOnly } = typed;
  const given = [
    typed.stop,
    typed.target,
    typed.second,
    type === 'limit' ? typed.limitPrice : '',
    sizing === 'risk' ? typed.risk : typed.quantity,
  ];
  if (given.some(isFaulty)) return null;
  const [stopPrice, target, second] = [typed.stop, typed.target, typed.second].map(decimalOf) as [
    string | null,
    string | null,
    string | null,
  ];
  const limitPrice = type === 'limit' ? decimalOf(typed.limitPrice) : null;
  const quantity = sizing === 'quantity' ? decimalOf(typed.quantity) : null;
  const percent = sizing === 'risk' ? decimalOf(typed.risk) : null;
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

/** So much dearer than at the preview may it have become when it is sent: a market order by what a candle moves, a limit order not at all. */
const DEARER = 1.005;

/** The most that is agreed to by sending what a preview has shown. */
export function mostOf({ quantity, value }: { quantity: string; value: string }, type: Typed['type']): { quantity: string; value: string } {
  return { quantity, value: type === 'limit' ? value : (Number(value) * DEARER).toFixed(2) };
}
