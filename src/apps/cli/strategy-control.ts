/** `atalaya strategy enable | disable | weight`: the strategies of a running trader, steered from its own machine. */

import { type Command, InvalidArgumentError } from 'commander';
import { SMALLEST_WEIGHT } from '../../api/limits.ts';
import { amount } from './arguments.ts';
import { confirm } from './ask.ts';
import { act, type ControlOptions, controlled, signature } from './control.ts';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

export function registerStrategyControl(strategy: Command): void {
  const steer = (name: string, description: string) =>
    controlled(strategy.command(name), description).argument('<strategy>', 'its id').option('--reason <words>', 'why, for the journal');
  steer('disable', 'blocks the entries of a strategy of the running session; its exits, stops and protection go on')
    .option('--for <time>', 'lets it in again by itself after so long of the session’s time: 30m, 4h, 2d', duration)
    .action(disable);
  steer('enable', 'lets a strategy that was disabled enter again').option('--yes', 'asks no confirmation').action(enable);
  steer('weight', 'what share of its size a strategy keeps in an instrument: 0 enters nothing, 1 is as configured')
    .argument('<instrument>', 'for example BTCUSDT')
    .argument('<weight>', '0 to 1', weightOf)
    .option('--yes', 'asks no confirmation')
    .action(weigh);
}

function disable(strategyId: string, options: ControlOptions & { readonly for?: number }): Promise<void> {
  const forMs = options.for;
  return act(options, { kind: 'strategy-disable', strategyId, ...(forMs !== undefined && { forMs }), ...signature(options) });
}

async function enable(strategyId: string, options: ControlOptions): Promise<void> {
  if (!options.yes) await confirm(`Enable ${strategyId}: its entries are sent again.`);
  await act(options, { kind: 'strategy-enable', confirmed: true, strategyId, ...signature(options) });
}

async function weigh(strategyId: string, instrumentId: string, weight: number, options: ControlOptions): Promise<void> {
  if (!options.yes) await confirm(`Weight ${weight} for ${strategyId} on ${instrumentId}: its next entries have so much of their size.`);
  await act(options, { kind: 'strategy-weights', confirmed: true, weights: [{ strategyId, instrumentId, weight }], ...signature(options) });
}

function weightOf(text: string): number {
  const weight = amount(text);
  if (weight > 1 || (weight > 0 && weight < SMALLEST_WEIGHT))
    throw new InvalidArgumentError(`Expected 0 (enters nothing), or ${SMALLEST_WEIGHT} to 1 (as configured), found ${text}.`);
  return weight;
}

/** 30m, 4h, 2d in milliseconds. */
function duration(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit] ?? 0);
  if (!(ms > 0)) throw new InvalidArgumentError(`Expected a time such as 30m, 4h or 2d, found ${text}.`);
  return ms;
}
