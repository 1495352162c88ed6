/** What every strategy says of itself, read in a process of its own: the owner's code never runs where the pages are served. */

import { basename } from 'node:path';
import type { ParameterField, Strategy } from '../../api/strategies.ts';
import type { Parameter, ParameterTable } from '../../core/domain/parameters.ts';
import { inBoth, resolveParameters } from '../../core/domain/parameters.ts';
import { InputError } from '../../core/domain/result.ts';
import type { AnyStrategy } from '../../core/research/backtest.ts';
import { requirementsOf } from '../../core/research/requirements.ts';
import { guarded } from '../check-strategy.ts';
import { loadStrategyFile, strategyFiles } from '../strategy-registry.ts';
import { strategySource } from './strategy-source.ts';

/** A strategy without what jobs have found out about it. */
export type CatalogueEntry = Omit<Strategy, 'check'>;

/** Every file of the owner's folder; one that does not load is told about and does not hide the others. */
export async function listStrategies(): Promise<CatalogueEntry[]> {
  const entries: CatalogueEntry[] = [];
  for (const [id, file] of strategyFiles()) {
    const { sourceHash } = strategySource(id);
    try {
      const definition = await loadStrategyFile(file);
      entries.push({ id, sourceHash, loaded: described(definition), problem: null });
    } catch (error) {
      const { code, message } =
        error instanceof InputError ? error : { code: 'STRATEGY_INVALID', message: `${basename(file)}: ${(error as Error).message}` };
      entries.push({ id, sourceHash, loaded: null, problem: { code, message } });
    }
  }
  return entries;
}

function described(definition: AnyStrategy): NonNullable<Strategy['loaded']> {
  const { version, title, description, timeframe, needs, regimes, testOnly, constraints } = definition;
  const table = definition.parameters as ParameterTable;
  const { timeframes, indicators } = guarded(definition, () => requirementsOf(definition));
  return {
    ...{ version, title, description, timeframe },
    timeframes: [...timeframes],
    indicators: [...indicators],
    warmup: definition.warmup(resolveParameters(table, {}, definition.id)),
    parameters: Object.entries(table).map(([name, parameter]) => fieldOf(name, parameter)),
    needs: { shorting: needs?.shorting ?? false, volume: needs?.volume ?? false },
    regimes: [...(regimes ?? [])],
    testOnly: testOnly ?? false,
    constraints: (constraints ?? []).map(({ message }) => inBoth(message)),
  };
}

/** One parameter as a form draws it. */
function fieldOf(name: string, parameter: Parameter): ParameterField {
  const help = inBoth(parameter.help);
  const numeric = parameter.kind === 'integer' || parameter.kind === 'decimal';
  return {
    name,
    label: parameter.label ?? null,
    kind: parameter.kind,
    help,
    default: parameter.default,
    min: numeric ? parameter.min : null,
    max: numeric ? parameter.max : null,
    step: numeric ? parameter.step : null,
    choices: parameter.kind === 'choice' ? [...parameter.choices] : [],
    unit: numeric ? unitOf(parameter.kind, help.en) : null,
  };
}

/** The tables have no unit of their own: their help says it. */
function unitOf(kind: 'integer' | 'decimal', help: string): ParameterField['unit'] {
  if (kind === 'integer') return /candle/i.test(help) ? 'candles' : null;
  return /ratio|share|fraction/i.test(help) ? 'ratio' : null;
}
