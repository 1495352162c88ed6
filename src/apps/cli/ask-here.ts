/** Asks the trader of a data folder; one that its supervisor is just starting again is told as that, and not as one that nobody runs. */

import type { z } from 'zod';
import { askTrader, type Question } from '../../adapters/control-socket/client.ts';
import { InputError } from '../../core/domain/result.ts';
import { whileRestarting } from '../platform/restart-note.ts';

export async function askHere<Out extends z.ZodType>(question: Question<Out>): Promise<z.infer<Out>> {
  try {
    return await askTrader(question);
  } catch (error) {
    throw whileRestarting(error, question.dataFolder);
  }
}

export const isRestarting = (error: unknown): boolean => error instanceof InputError && error.code === 'TRADER_RESTARTING';
