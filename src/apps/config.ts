/** The one reader of `config/` and the environment: a typed, frozen configuration, or a sentence that names what is wrong. */

import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../core/domain/result.ts';
import { PROJECT_FOLDER } from './strategy-registry.ts';

const paperSession = z.strictObject({
  account: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  currency: z.string().regex(/^[A-Z0-9]{2,10}$/),
  cash: z.number().positive(),
  /** Shipped samples replayed as live feeds (samples/market). */
  samples: z.array(z.string()).min(1),
  strategies: z
    .array(
      z.strictObject({
        id: z.string(),
        instrument: z.string(),
        timeframe: z.string(),
        parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
        /** Share of equity per entry instead of the strategy's own size rule. */
        size: z.number().positive().max(1).optional(),
      }),
    )
    .min(1),
  /** none, default, multi_asset, or a file in config/. */
  risk: z.string(),
  feeRatio: z.number().min(0).lt(1),
  slippageRatio: z.number().min(0).lt(1),
  latencyMs: z.number().min(0),
  /** Replayed seconds per second. */
  speed: z.number().min(1).max(3600),
  seed: z.number().int(),
});

export type PaperConfig = Readonly<z.infer<typeof paperSession>>;

/** Reads a session's configuration. InputError CONFIG_MISSING or CONFIG_INVALID (exit 3) names the file and the setting. */
export function readPaperConfig(file = 'paper.json'): PaperConfig {
  const path = isAbsolute(file) ? file : join(PROJECT_FOLDER, 'config', file);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new InputError(
      'CONFIG_MISSING',
      `expected a session's configuration at ${path}, found none; restore config/paper.json or name another with --config`,
      3,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError('CONFIG_INVALID', `${path}: expected JSON, found ${(error as Error).message}`, 3);
  }
  const read = paperSession.safeParse(json);
  if (read.success) return Object.freeze(read.data);
  const [issue] = read.error.issues;
  throw new InputError('CONFIG_INVALID', `${path}: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`, 3);
}

/** Settings from the environment; secrets are handed on, never printed. */
export const ENVIRONMENT = Object.freeze({
  databaseUrl: process.env.DATABASE_URL || undefined,
  /** A short private folder of the system's for sockets: of the service, else of the user's session. */
  runtimeFolders: [process.env.RUNTIME_DIRECTORY, process.env.XDG_RUNTIME_DIR].flatMap((folder) => folder || []),
});
