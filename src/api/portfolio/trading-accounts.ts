/** What the trading engine holds, beside the book: read-only. */

import { z } from 'zod';
import { decimalText, instant } from '../values.ts';
import { money } from './money.ts';

export const tradingAccounts = z.object({
  rows: z.array(
    z.object({
      name: z.string(),
      /** `paper` is no money: it is in no total. */
      world: z.enum(['paper', 'real']),
      environment: z.string(),
      /** Null before the first candle has closed. */
      currency: z.string().nullable(),
      equity: decimalText.nullable(),
      at: instant.nullable(),
      fills: z.number().int(),
      lastFillAt: instant.nullable(),
      /** Before fees. */
      realised: decimalText,
      fees: z.array(money),
      positions: z.array(
        z.object({
          instrumentId: z.string(),
          strategyId: z.string(),
          side: z.enum(['long', 'short']),
          quantity: decimalText,
          /** What it was opened for, and the fees and funding paid so far. */
          cost: decimalText,
          charges: decimalText,
        }),
      ),
    }),
  ),
});

export type TradingAccount = z.infer<typeof tradingAccounts>['rows'][number];
