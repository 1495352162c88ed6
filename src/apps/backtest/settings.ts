/** What a backtest is asked for and what that means: candles, account, costs, risk and size of the run. */

import { readFileSync } from 'node:fs';
import type { Words } from '../../core/domain/parameters.ts';
import { InputError } from '../../core/domain/result.ts';
import { calendarNamed } from '../../core/market/calendar.ts';
import type { AnyStrategy } from '../../core/research/backtest.ts';
import { requirementsOf } from '../../core/research/requirements.ts';
import type { Warning } from '../../core/research/result.ts';
import type { StudyOptions } from '../../core/research/study.ts';
import type { SizeRule } from '../../core/trading/engine/new-candidate.ts';
import { builtInProfile, type RiskProfile } from '../../core/trading/risk/profile.ts';
import { readRiskProfile } from '../../core/trading/risk/profile-reader.ts';
import { guarded } from '../check-strategy.ts';
import { type FileReading, readingOf } from '../file-reading.ts';
import { type LoadedMarket, loadMarket } from '../load-market.ts';

export const DEFAULT_FEE = 0.001;
export const DEFAULT_SLIPPAGE = 0.0005;
const CENTS = ['EUR', 'USD', 'GBP', 'CHF', 'CAD', 'AUD', 'NZD', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'MXN', 'HKD', 'SGD'];
const WHOLE = ['JPY', 'KRW', 'CLP'];

export interface BacktestRequest extends FileReading {
  readonly candles?: string;
  readonly symbol?: string;
  readonly timeframe?: string;
  readonly venue?: string;
  readonly from?: number;
  readonly to?: number;
  readonly param?: Readonly<Record<string, string>>;
  readonly cash: number;
  readonly currency?: string;
  readonly fee?: number;
  readonly slippage?: number;
  readonly risk: string;
  /** As asked for, beside what it means. */
  readonly size?: { readonly text: string; readonly rule: SizeRule };
  readonly lot?: number;
  readonly leverage: number;
  readonly finalize: 'none' | 'open' | 'close';
  readonly seed: number;
  readonly latency: number;
  readonly touch?: boolean;
  readonly lang: 'en' | 'es';
  readonly selfChecks: boolean;
  readonly dataDir: string;
}

/** `10u` is ten units, anything else a share of equity; the text has been checked. */
export function sizeRule(text: string): SizeRule {
  return text.endsWith('u') ? { kind: 'units', units: Number(text.slice(0, -1)) } : { kind: 'share', share: Number(text) };
}

export interface Settings {
  readonly study: StudyOptions;
  readonly market: LoadedMarket;
  readonly feeRatio: number;
}

export async function readSettings(options: BacktestRequest, definition: AnyStrategy): Promise<Settings> {
  const { candles, timeframe, fee: feeRatio = DEFAULT_FEE, slippage: slippageRatio = DEFAULT_SLIPPAGE } = options;
  const risk = riskProfile(options.risk);
  const { timeframes } = guarded(definition, () => requirementsOf(definition, options.param));
  refuseIdleReading(options);
  const { calendar } = options;
  const reading = { ...readingOf(options), ...(calendar !== undefined && { calendar: calendarNamed(calendar) }) };
  const market = await loadMarket({ ...options, feeRatio, reading }, timeframes);
  const instrumentId = market.input.instrument.id;
  const study: StudyOptions = {
    markets: [market.input],
    strategies: [
      {
        definition,
        instrumentId,
        ...(options.param && { parameters: options.param }),
        ...(candles === undefined && timeframe !== undefined && { timeframe }),
      },
    ],
    cash: options.cash,
    quantumDecimals: quantumDecimalsOf(options.currency),
    currency: options.currency ?? '',
    slippage: slippageRatio === 0 ? { kind: 'none' } : { kind: 'fixed', ratio: slippageRatio },
    risk,
    latencyMs: options.latency,
    touch: options.touch ?? false,
    ...(options.size && { size: options.size.rule }),
    seed: options.seed,
    finalize: options.finalize,
    selfChecks: options.selfChecks,
    warnings: [
      ...(options.fee === undefined ? [assumed('--fee', DEFAULT_FEE, { en: 'of each fill', es: 'de cada ejecución' })] : []),
      ...(options.slippage === undefined ? [assumed('--slippage', DEFAULT_SLIPPAGE, { en: 'of the price', es: 'del precio' })] : []),
      ...market.warnings,
      ...(risk.name === 'none' ? [NO_LIMITS] : []),
    ],
  };
  return { study, market, feeRatio };
}

/** A stored series was read when it was imported. */
function refuseIdleReading(options: BacktestRequest): void {
  if (options.candles !== undefined) return;
  const idle = (['calendar', 'zone', 'dates', 'entry', 'volumeColumn'] as const).find((name) => options[name] !== undefined);
  const name = idle ?? (options.format === 'auto' ? undefined : 'format');
  if (name !== undefined)
    throw new InputError(
      'USAGE',
      `--${name === 'volumeColumn' ? 'volume-column' : name} says how a file is read: give it with --candles, or to atalaya data import`,
      2,
    );
}

const NO_LIMITS: Warning = {
  en: 'no risk limits were applied: --risk default shows what they would have done',
  es: 'no se aplicaron límites de riesgo: --risk default enseña qué habrían hecho',
};

function assumed(option: string, ratio: number, of: Words): Warning {
  return {
    en: `${option} was not given: ${ratio} (${ratio * 100} % ${of.en}) is assumed`,
    es: `no se dio ${option}: se supone ${String(ratio).replace('.', ',')} (${String(ratio * 100).replace('.', ',')} % ${of.es})`,
  };
}

/** Decimals of the smallest unit: 2 for currencies with cents, 0 for those without, 8 for everything else. */
function quantumDecimalsOf(code: string | undefined): number {
  if (code !== undefined && CENTS.includes(code)) return 2;
  return code !== undefined && WHOLE.includes(code) ? 0 : 8;
}

function riskProfile(name: string): RiskProfile {
  if (!/[./\\]/.test(name)) return builtInProfile(name);
  let text: string;
  try {
    text = readFileSync(name, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError('FILE_UNREADABLE', `--risk: ${name} can't be read (${code}); expected none, default or a readable JSON file`, 3);
  }
  try {
    return readRiskProfile(JSON.parse(text));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError('RISK_PROFILE_INVALID', `${name}: expected JSON, found ${(error as Error).message}`, 2);
  }
}
