/** The machinery: its processes, and one of them started again. */

import { z } from 'zod';
import { figureQuery, figureSeries } from '../figures.ts';
import { job } from '../jobs.ts';
import { logNews, logNewsQuery, logPage, logQuery } from '../logs.ts';
import { PATHS } from '../paths.ts';
import { backupInput, backupList, storage } from '../storage.ts';
import { processList, processRow, restartableName, restartInput, serviceOverview } from '../system.ts';
import type { Part } from './operation.ts';

const read = { method: 'GET', right: 'system.read' } as const;

export const system = {
  processes: {
    ...read,
    path: '/api/v1/system/processes',
    summary: 'The processes that the supervisor keeps; refused where the web runs alone.',
    answer: processList,
  },
  overview: {
    ...read,
    path: '/api/v1/system/services',
    summary: 'Processes and the parts inside them: state, figures, restarts, versions.',
    answer: serviceOverview,
  },
  figures: {
    ...read,
    path: '/api/v1/system/figures',
    summary: 'What the processes used and how fast was answered, over the last hours.',
    query: figureQuery,
    answer: figureSeries,
  },
  logs: { ...read, path: '/api/v1/system/logs', summary: 'What the processes have said.', query: logQuery, answer: logPage },
  logNews: {
    ...read,
    path: PATHS.logNews,
    summary: 'Lines after one, as soon as there are any, or none after some seconds.',
    query: logNewsQuery,
    answer: logNews,
  },
  logFile: {
    ...read,
    path: '/api/v1/system/logs/file',
    summary: 'Lines as a file, a JSON document each.',
    query: logQuery.pick({ process: true, level: true, text: true, from: true, to: true, order: true }),
    download: ['application/x-ndjson'],
    answer: null,
  },
  storage: { ...read, path: '/api/v1/system/storage', summary: 'What lies on the disk and how long it lasts.', answer: storage },
  backups: { ...read, path: '/api/v1/system/backups', summary: 'The backups that there are, newest first.', answer: backupList },
  backUp: {
    method: 'POST',
    path: '/api/v1/system/backups',
    summary: 'Starts a backup of an account, beside whatever trades.',
    right: 'system.execute',
    body: backupInput,
    status: 202,
    isRepeatable: true,
    answer: job,
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
