/** `atalaya risk`: exposures, limits, ladder and a bad day of a running trader, and with --move what a move of every price would do. Changes nothing. */

import { type Command, InvalidArgumentError } from 'commander';
import { riskAnswer, riskReport } from '../../api/risk.ts';
import { SESSION_PATHS } from '../../api/session-door.ts';
import { askHere } from './ask-here.ts';
import { type ControlOptions, controlled, show } from './control.ts';
import { riskLines, shockLines } from './risk-text.ts';

const PATIENCE_MS = 5_000;

export function registerRiskCommand(program: Command): void {
  controlled(
    program.command('risk').option('--move <percent>', 'what if every price moved so far, such as -10: changes nothing', percentOf),
    'exposures, every limit with what is left of it, the loss ladder and what a bad day could cost',
  ).action(showRisk);
}

function percentOf(text: string): number {
  const percent = Number(text);
  if (/^[-+]?\d+(\.\d+)?$/.test(text) && percent >= -99 && percent <= 1000) return percent;
  throw new InvalidArgumentError(`Expected a move in per cent from -99 to 1000, such as -10, found ${text || 'nothing'}.`);
}

async function showRisk({ dataDir, json, move }: ControlOptions & { readonly move?: number }): Promise<void> {
  const asked = { dataFolder: dataDir, timeoutMs: PATIENCE_MS };
  if (move === undefined) {
    const report = await askHere({ ...asked, method: 'GET', path: SESSION_PATHS.risk, answer: riskReport });
    show(json, report, riskLines(report));
    return;
  }
  const body = { kind: 'market', all: move / 100 };
  const answer = await askHere({ ...asked, method: 'POST', path: SESSION_PATHS.whatIf, answer: riskAnswer, body });
  show(json, answer, answer.kind === 'market' ? shockLines(answer, move) : []);
}
