/** The work of a backtest job: the run of the command line, with its files put beside the data. */

import type { NewRun } from '../../adapters/postgres/research-runs.ts';
import { type BacktestInput, backtestInput } from '../../api/research.ts';
import { pickPoints } from '../../core/research/report/downsample.ts';
import { inBoth } from '../../core/research/report/html.ts';
import { renderReport } from '../../core/research/report/render-report.ts';
import { tradesCsv } from '../../core/research/trades-csv.ts';
import { type RunResult, runBacktest, type Stage } from '../backtest/run.ts';
import { RELEASE } from '../strategy-registry.ts';
import { backtestCommand, backtestRequest } from './backtest-request.ts';
import { writeRunFolder } from './research-folder.ts';
import { strategySource } from './strategy-source.ts';
import type { TaskOrder, Teller } from './task.ts';

/** Points kept of an equity curve beside the run: what comparisons draw. */
const CURVE_POINTS = 1200;

/** What a finished backtest leaves for its row. */
export type BacktestOutcome = Omit<NewRun, 'id' | 'requestedBy'>;

export async function runBacktestTask({ input: wanted, dataFolder, jobId }: TaskOrder, teller: Teller): Promise<BacktestOutcome> {
  const input = backtestInput.parse(wanted);
  const request = backtestRequest(input, dataFolder);
  const stages = stageLog(teller);
  const source = strategySource(input.strategy);
  const finished = await runBacktest(input.strategy, request, backtestCommand(input, request), {
    stage: stages.begin,
    played: (done, total) => teller.progress({ done, total }),
  });
  stages.begin('writing');
  writeRunFolder(dataFolder, jobId, {
    'report.html': renderReport(finished.report),
    'trades.csv': tradesCsv(finished.studied.run),
    'result.json': `${JSON.stringify(finished.json, null, 2)}\n`,
    'strategy.ts': source.text,
  });
  for (const warning of finished.json.warnings) teller.log(warning, 'warning');
  stages.end();
  return outcomeOf(finished, input, source.sourceHash);
}

/** Says each stage, and how long it took. */
function stageLog(teller: Teller) {
  let current: { stage: string; began: number } | null = null;
  const end = () => {
    if (current) teller.log(`${current.stage}: ${Math.round(performance.now() - current.began)} ms`);
  };
  return {
    begin(stage: Stage | 'writing') {
      end();
      current = { stage, began: performance.now() };
      teller.progress({ text: stage, unit: 'candles' });
    },
    end,
  };
}

function outcomeOf({ definition, json, report, studied }: RunResult, input: BacktestInput, sourceHash: string): BacktestOutcome {
  const [data] = report.data;
  const { equityTime, equity } = studied.run;
  const points = [...pickPoints([equity], CURVE_POINTS)];
  return {
    strategy: definition.id,
    strategyVersion: definition.version,
    sourceHash,
    symbol: json.symbol,
    timeframe: json.timeframe,
    dataSource: data?.source ?? '',
    dataFingerprint: json.dataFingerprint,
    dataFrom: data?.from ?? 0,
    dataTo: data?.to ?? 0,
    bars: json.bars,
    input,
    // For who reads it in another language than a script does.
    result: { ...json, told: { warnings: studied.run.warnings.map((warning) => inBoth(warning)) } },
    curve: { time: points.map((i) => equityTime[i] as number), equity: points.map((i) => equity[i] as number) },
    resultHash: json.reportHash,
    durationMs: json.durationMs,
    release: RELEASE,
  };
}
