/** The machinery: its processes, and one of them started again. */

import { z } from 'zod';
import { processList, processRow, restartableName, restartInput } from '../system.ts';
import type { Part } from './operation.ts';

const read = { method: 'GET', right: 'system.read' } as const;

export const system = {
  processes: {
    ...read,
    path: '/api/v1/system/processes',
    summary: 'The processes that the supervisor keeps; refused where the web runs alone.',
    answer: processList,
  },
  restart: {
    method: 'POST',
    path: '/api/v1/system/processes/:name/restart',
    summary: 'Stops a process in good order and starts it again. Answered when that has begun; the list tells when it is done.',
    right: 'system.restart',
    params: z.object({ name: restartableName }),
    body: restartInput,
    status: 202,
    answer: processRow,
  },
} as const satisfies Part;
