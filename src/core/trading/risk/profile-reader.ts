/** Reads a risk profile the owner has edited: unknown settings, values out of range and anything looser than the built-in loss ladder are errors. */

import { InputError } from '../../domain/result.ts';
import { zoneNamed } from '../../market/zone.ts';
import { builtInProfile } from './profile.ts';
import { ABSOLUTE_LEVERAGE, ABSOLUTE_RISK_PER_TRADE, type Environment, type LadderFigures, type RiskProfile } from './profile-figures.ts';

/** Which way each figure of the ladder may be moved: to be stricter it must not be above (or below) the built-in value. */
export const STRICTER: Readonly<Record<keyof LadderFigures, 'lower' | 'higher'>> = {
  dayDefensive: 'lower',
  dayStop: 'lower',
  weekDefensive: 'lower',
  weekStop: 'lower',
  monthStop: 'lower',
  drawdownAlert: 'lower',
  drawdownDefensive: 'lower',
  drawdownClosesOnly: 'lower',
  drawdownStop: 'lower',
  drawdownClear: 'lower',
  drawdownClearDays: 'higher',
  alertClearDays: 'higher',
  resetDrawdown: 'lower',
  rebasePaperDays: 'higher',
};

/** Figures that multiply a size or must be a share for another reason: never above this. */
const HIGHEST: Readonly<Record<string, number>> = {
  'sizing.riskPerTrade': ABSOLUTE_RISK_PER_TRADE,
  'sizing.correlationFactor': 1,
  'sizing.drawdownFactor': 1,
  'sizing.volatilityFactor': 1,
  'sizing.sameSectorFactor': 1,
  'sizing.evaluatorMaximum': 1.2,
  'limits.cash': 1,
  'limits.shortfallReduction': 1,
};

/** What `null` stands for in the settings that may be without a limit. */
const WITHOUT_LIMIT: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    [
      'position',
      'sector',
      'assetClass',
      'geography',
      'usd',
      'crypto',
      'pairCorrelationHalve',
      'pairCorrelationReject',
      'meanCorrelationWarn',
      'openPositions',
    ]
      .concat([
        'entriesPerDay',
        'orderNotional',
        'volatility',
        'betaMaximum',
        'valueAtRiskHalve',
        'valueAtRiskReject',
        'shortfallDefensive',
        'shortfallReduce',
        'dayTrades',
      ])
      .map((key) => [`limits.${key}`, Number.POSITIVE_INFINITY]),
  ),
  'limits.betaMinimum': Number.NEGATIVE_INFINITY,
  'limits.cash': Number.NEGATIVE_INFINITY,
  'limits.volumeRatio': 0,
};

const invalid = (setting: string, expected: string, found: unknown) =>
  new InputError('RISK_PROFILE_INVALID', `risk profile: expected ${expected} in ${setting}, found ${JSON.stringify(found)}`, 2, {
    said: {
      en: `The risk profile is not valid: expected ${expected} in ${setting}, found ${JSON.stringify(found)}.`,
      es: `El perfil de riesgo no vale: en ${setting} no puede estar ${JSON.stringify(found)}.`,
    },
  });

/**
 * A profile from JSON data: `{ "base": "crypto_only" | "multi_asset", ...settings }`; what is not stated is the base's. `null` in `limits` means no limit.
 * InputError RISK_PROFILE_INVALID names the setting; RISK_PROFILE_LOOSER when it would loosen the loss ladder or pass an absolute limit.
 */
export function readRiskProfile(json: unknown, environment: Environment = 'dev'): RiskProfile {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw invalid('the file', 'an object with settings', json);
  const { base, ...settings } = json as Record<string, unknown>;
  if (base !== 'crypto_only' && base !== 'multi_asset') throw invalid('base', 'crypto_only or multi_asset', base);
  const builtIn = builtInProfile(base);
  const profile = merged(builtIn, settings, '') as unknown as RiskProfile;
  zoneNamed(profile.zone);
  for (const [key, direction] of Object.entries(STRICTER) as [keyof LadderFigures, 'lower' | 'higher'][]) {
    const [value, reference] = [profile.ladder[key], builtIn.ladder[key]];
    if (direction === 'lower' ? value > reference : value < reference) {
      throw new InputError(
        'RISK_PROFILE_LOOSER',
        `risk profile: ladder.${key} may only be made stricter than ${reference}, found ${value}`,
        2,
        {
          said: {
            en: `The loss limit ${key} may only be stricter than the ${reference} of the risk profile; found ${value}.`,
            es: `El límite de pérdidas ${key} solo puede ser más estricto que el ${reference} del perfil de riesgo; hay ${value}.`,
          },
        },
      );
    }
  }
  const leverage = ABSOLUTE_LEVERAGE[environment];
  if (profile.limits.leverage > leverage) throw looser('limits.leverage', `${leverage} in ${environment}`, profile.limits.leverage);
  for (const row of Object.values(profile.regimes.rows))
    if (row.sizeFactor > 1) throw looser('regimes.rows.*.sizeFactor', '1', row.sizeFactor);
  for (const step of [...profile.sizing.calibration, ...profile.sizing.intraday])
    if (step.factor > 1) throw looser('sizing.*.factor', '1', step.factor);
  return profile;
}

function looser(setting: string, highest: string, found: number): InputError {
  return new InputError('RISK_PROFILE_LOOSER', `risk profile: ${setting} may be at most ${highest}, found ${found}`, 2, {
    said: {
      en: `${setting} of the risk profile may be at most ${highest}; found ${found}.`,
      es: `${setting} del perfil de riesgo puede ser ${highest} como mucho; hay ${found}.`,
    },
  });
}

/** The pattern with the given settings in place of its own; the pattern's shape is the schema. */
function merged(pattern: object, given: Record<string, unknown>, path: string): Record<string, unknown> {
  const result: Record<string, unknown> = { ...pattern };
  for (const [key, value] of Object.entries(given)) {
    const setting = path + key;
    if (!(key in result))
      throw new InputError(
        'RISK_PROFILE_INVALID',
        `risk profile: unknown setting ${setting}; known are ${Object.keys(result).join(', ')}`,
        2,
      );
    result[key] = readSetting(setting, result[key], value);
  }
  return result;
}

function readSetting(setting: string, pattern: unknown, value: unknown): unknown {
  if (Array.isArray(pattern)) return steps(setting, value);
  if (typeof pattern === 'object') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(setting, 'an object', value);
    return merged(pattern as object, value as Record<string, unknown>, `${setting}.`);
  }
  if (typeof pattern !== 'number') {
    if (typeof value !== typeof pattern) throw invalid(setting, typeof pattern === 'string' ? 'text' : 'true or false', value);
    return value;
  }
  if (value === null && setting in WITHOUT_LIMIT) return WITHOUT_LIMIT[setting];
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw invalid(setting, 'a number of 0 or more', value);
  const highest = HIGHEST[setting];
  if (highest !== undefined && value > highest) throw looser(setting, String(highest), value);
  return value;
}

function steps(setting: string, value: unknown): unknown {
  const wrong = () => invalid(setting, 'a list of { "from", "factor" } with rising from', value);
  if (!Array.isArray(value)) throw wrong();
  let previous = Number.NEGATIVE_INFINITY;
  for (const step of value as Record<string, unknown>[]) {
    const { from, factor, ...rest } = step ?? {};
    if (typeof from !== 'number' || typeof factor !== 'number' || !(from > previous) || !(factor >= 0) || Object.keys(rest).length > 0)
      throw wrong();
    previous = from;
  }
  return value;
}
