/** `atalaya simulate`: the live path under every fault, from one seed. */

import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { FAULT_NAMES, type FaultName, ORDER_STATES } from '../simulation/faults.ts';
import { type ProductionModule, productionModules } from '../simulation/production-modules.ts';
import { simulateRun } from '../simulation/run.ts';
import { shrink } from '../simulation/shrink.ts';
import { type Failure, type Simulation, simulate } from '../simulation/simulate.ts';
import { count, wholeNumber } from './arguments.ts';
import { expectWritable, note, print, printJson, table, writeOutput } from './output.ts';

const FAILURES_SHOWN = 3;

const HELP = `
Each run is a trading day of two made-up markets: the product's own trader, on a simulated clock, disk, wire and venue, all of which go wrong.

Examples:
  atalaya simulate --runs 100 --seed 7
  atalaya simulate --runs 10000 --seed 7 --faults all --workers 4 --json > result.json
  atalaya simulate --runs 1 --seed 1234 --trace events.txt     every event of one run
  atalaya simulate --runs 1 --seed 1234 --shrink               the shortest day with the fewest faults that breaks the same rule

Exit codes: 0 every rule held; 1 a rule was broken (the seed, the last events and the command that repeats it are printed); 2 wrong usage.
Guide: docs/guides/simulation.md`;

interface SimulateOptions {
  readonly runs: number;
  readonly seed: number;
  readonly faults: readonly FaultName[];
  readonly bars: number;
  readonly workers: number;
  readonly trace?: string;
  readonly shrink?: boolean;
  readonly json?: boolean;
}

export function registerSimulateCommand(program: Command): void {
  program
    .command('simulate')
    .description('breaks the live path in every known way, from one seed, and checks that no order, fill or cent is lost')
    .option('--runs <count>', 'trading days', count, 100)
    .option('--seed <number>', 'everything follows from it', wholeNumber, 1)
    .option('--faults <names>', `all, none, or some of: ${FAULT_NAMES.join(', ')}`, readFaults, FAULT_NAMES)
    .option('--bars <count>', 'one-minute candles of a day', count, 1440)
    .option('--workers <count>', `threads; the result is the same (this machine: ${availableParallelism()})`, count, 1)
    .option('--trace <file>', 'write every event of the first run')
    .option('--shrink', 'make the first run that fails smaller')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', HELP)
    .action(run);
}

function readFaults(text: string): readonly FaultName[] {
  if (text === 'all') return FAULT_NAMES;
  if (text === 'none') return [];
  return text.split(',').map((name) => {
    const known = FAULT_NAMES.find((one) => one === name.trim());
    if (known === undefined) throw new InvalidArgumentError(`Expected all, none or names such as crash,disk-full, found ${name}.`);
    return known;
  });
}

async function run(options: SimulateOptions): Promise<void> {
  if (options.trace !== undefined) await writeTrace(options, options.trace);
  const started = performance.now();
  const simulation = await simulate({ ...options, ...(process.stderr.isTTY ? { onProgress: progress(options.runs) } : {}) });
  const wallSeconds = (performance.now() - started) / 1000;
  const { failures } = simulation;
  const first = failures[0];
  const smaller = options.shrink && first ? await shrink({ seed: first.seed, bars: options.bars, faults: options.faults }) : null;
  const repeat =
    smaller === null
      ? first && repeatCommand(first.seed, options.bars, options.faults)
      : repeatCommand(smaller.seed, smaller.bars, smaller.faults);
  const modules = productionModules();
  if (options.json) {
    const { runs: _, ...sums } = simulation;
    printJson({
      runs: simulation.runs,
      seed: options.seed,
      ...sums,
      failures: failures.map((failure) => ({ ...failure, repeat: repeatCommand(failure.seed, options.bars, options.faults) })),
      ...(smaller ? { shrunk: { seed: smaller.seed, bars: smaller.bars, faults: smaller.faults, repeat } } : {}),
      wallSeconds,
      tradingDaysPerSecond: simulation.tradingDays / wallSeconds,
      workers: options.workers,
      modules,
    });
  } else printSimulation(simulation, modules, wallSeconds);
  for (const failure of failures.slice(0, FAILURES_SHOWN)) tell(failure, options);
  if (smaller) note(`smaller: ${repeat} (${smaller.result.breaches[0]?.message})`);
  if (failures.length > 0) process.exitCode = 1;
}

async function writeTrace({ seed, bars, faults }: SimulateOptions, file: string): Promise<void> {
  expectWritable(file);
  const lines: string[] = [];
  const { traceHash } = await simulateRun({ seed, bars, faults, onEvent: (line) => lines.push(line) });
  writeOutput(file, `${lines.join('\n')}\ntrace ${traceHash}\n`);
}

function progress(runs: number): (done: number, failures: number) => void {
  let shown = 0;
  return (done, failures) => {
    if (done < runs && performance.now() - shown < 200) return;
    shown = performance.now();
    process.stderr.write(`\r${done} of ${runs} days${failures > 0 ? `, ${failures} broke a rule` : ''}${done === runs ? '\n' : ''}`);
  };
}

function repeatCommand(seed: number, bars: number, faults: readonly FaultName[]): string {
  const names = faults.length === FAULT_NAMES.length ? 'all' : faults.length === 0 ? 'none' : faults.join(',');
  return `atalaya simulate --runs 1 --seed ${seed} --bars ${bars} --faults ${names} --trace events.txt`;
}

function tell(failure: Failure, { bars, faults }: SimulateOptions): void {
  note(`run ${failure.run}, seed ${failure.seed}, step ${failure.step}: ${failure.invariant}: ${failure.message}`);
  for (const line of failure.lastEvents) note(`  ${words(line)}`);
  note(`again: ${repeatCommand(failure.seed, bars, faults)}`);
}

/** An event with its time of day instead of epoch milliseconds. */
function words(line: string): string {
  const [at = '', ...rest] = line.split(' ');
  return `${new Date(Number(at)).toISOString().slice(11, 23)} ${rest.join(' ')}`;
}

function printSimulation(simulation: Simulation, modules: readonly ProductionModule[], wallSeconds: number): void {
  const { runs, tradingDays, ordersPlaced, executions, faultsInjected, crashes, recoveries, takeovers } = simulation;
  print(
    `${runs} runs, ${tradingDays.toFixed(1)} trading days in ${wallSeconds.toFixed(1)} s (${(tradingDays / wallSeconds).toFixed(1)} a second)`,
    `${ordersPlaced} orders placed, ${executions} executions, ${faultsInjected} faults, ${crashes} crashes, ${recoveries} recoveries, ${takeovers} take-overs`,
    `duplicate orders ${simulation.duplicateOrders}, lost fills ${simulation.lostFills}, ledger imbalances ${simulation.ledgerImbalances}, ` +
      `unresolved orders ${simulation.unresolvedOrders}, other rules broken ${simulation.otherBreaches}`,
    `trace ${simulation.traceHash} over ${modules.length} modules of the product (--json lists them with their hashes)`,
    '',
    ...table([
      ['fault met orders that were', ...ORDER_STATES],
      ...Object.entries(simulation.coverage).map(([fault, states]) => [fault, ...ORDER_STATES.map((state) => String(states[state]))]),
    ]),
  );
  if (simulation.emptyCells.length > 0) note(`not met: ${simulation.emptyCells.join(', ')}`);
}
