/** What is drawn over the candles: executions, refusals, closed trades and the lines of open positions. Plain data; the layer draws it. */

import type { Decision, Fill, SessionEvent } from '../../src/api/records.ts';
import type { Position } from '../../src/api/session.ts';

export type MarkKind = 'entry' | 'exit' | 'stop' | 'refused';
export type Tone = 'neutral' | 'gain' | 'loss' | 'muted';

export interface Mark {
  readonly at: number;
  readonly kind: MarkKind;
  readonly side: 'buy' | 'sell';
  readonly price: number | null;
  readonly tone: Tone;
  readonly text: string;
}

/** A closed trade, from its entry to its exit. */
export interface TradeLine {
  readonly from: { readonly at: number; readonly price: number };
  readonly to: { readonly at: number; readonly price: number };
  readonly tone: Tone;
}

/** A price that matters from `from` on. */
export interface Level {
  readonly kind: 'entry' | 'stop' | 'target';
  readonly price: number;
  readonly from: number;
}

export interface Shade {
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
}

const FORCED: ReadonlySet<string> = new Set(['stop', 'liquidation']);

/** `textOf` words a result; rows newest first, as they are kept. */
export function marksOf(
  fills: readonly Fill[],
  decisions: readonly Decision[],
  textOf: (fill: Fill) => string,
  refusedText: string,
): Mark[] {
  const executed = fills.map((fill): Mark => {
    const result = fill.realised === null ? null : Number(fill.realised);
    return {
      at: fill.at,
      kind: result === null ? 'entry' : FORCED.has(fill.purpose) || fill.kind === 'liquidation' ? 'stop' : 'exit',
      side: fill.side,
      price: Number(fill.price),
      tone: result === null || result === 0 ? 'neutral' : result > 0 ? 'gain' : 'loss',
      text: textOf(fill),
    };
  });
  const refused = decisions
    .filter((decision) => decision.outcome === 'refused' && decision.action === 'enter')
    .map(
      (decision): Mark => ({
        at: decision.at,
        kind: 'refused',
        side: decision.side === 'long' ? 'buy' : 'sell',
        price: null,
        tone: 'muted',
        text: refusedText,
      }),
    );
  return [...executed, ...refused].sort((a, b) => a.at - b.at);
}

/** Each closing execution joined to the average of what it closes. */
export function tradeLinesOf(fills: readonly Fill[]): TradeLine[] {
  const open = new Map<string, { at: number; price: number; quantity: number }>();
  const lines: TradeLine[] = [];
  for (const fill of [...fills].reverse()) {
    const key = `${fill.strategyId} ${fill.instrumentId}`;
    const [price, quantity] = [Number(fill.price), Number(fill.quantity)];
    const held = open.get(key);
    if (fill.realised === null) {
      const total = (held?.quantity ?? 0) + quantity;
      open.set(key, {
        at: held?.at ?? fill.at,
        price: ((held?.price ?? 0) * (held?.quantity ?? 0) + price * quantity) / total,
        quantity: total,
      });
    } else if (held) {
      const result = Number(fill.realised);
      lines.push({
        from: { at: held.at, price: held.price },
        to: { at: fill.at, price },
        tone: result > 0 ? 'gain' : result < 0 ? 'loss' : 'neutral',
      });
      const left = held.quantity - quantity;
      // A rest below a millionth of the trade is noise of doubles, not a position.
      if (left > quantity * 1e-6) open.set(key, { ...held, quantity: left });
      else open.delete(key);
    }
  }
  return lines;
}

export function levelsOf(positions: readonly Position[]): Level[] {
  return positions.flatMap((position) => {
    const level = (kind: Level['kind'], price: string | null): Level[] =>
      price === null ? [] : [{ kind, price: Number(price), from: position.openedAt }];
    return [...level('target', position.targetPrice), ...level('entry', position.entryPrice), ...level('stop', position.stopPrice)];
  });
}

/** The times in which nothing was opened, from the changes of mode (newest first). */
export function pausesOf(events: readonly SessionEvent[]): Shade[] {
  const shades: Shade[] = [];
  let from: number | null = null;
  for (const event of [...events].reverse()) {
    if (event.code !== 'MODE_CHANGED') continue;
    const stops = event.data.to === 'PAUSE' || event.data.to === 'EMERGENCY';
    if (stops) from ??= event.at;
    else if (from !== null) {
      shades.push({ from, to: event.at });
      from = null;
    }
  }
  if (from !== null) shades.push({ from, to: null });
  return shades;
}
