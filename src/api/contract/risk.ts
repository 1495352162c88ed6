/** Risk as it is, and what if. Only where the process that trades can be asked. */

import { riskAnswer, riskQuestion, riskReport } from '../risk.ts';
import { world } from '../session.ts';
import type { Part } from './operation.ts';

export const risk = {
  report: {
    method: 'GET',
    path: '/api/v1/risk',
    summary: 'Exposures, every limit with its room, the loss ladder, value at risk, correlations and stress tests.',
    right: 'risk.read',
    answer: riskReport.extend({ world: world.nullable() }),
  },
  whatIf: {
    method: 'POST',
    path: '/api/v1/risk/what-if',
    summary:
      'What a move of the market, or an entry by hand, would do to the account, and which rungs and limits it would run into. Changes nothing.',
    right: 'risk.read',
    body: riskQuestion,
    answer: riskAnswer,
  },
} as const satisfies Part;
