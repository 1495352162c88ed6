/** Settings: the session's configuration, its versions, and the trader's start with one of them. */

import {
  applyInput,
  differencePage,
  ladderInput,
  planInput,
  restoreInput,
  saveInput,
  settingsForm,
  settings as settingsNow,
  settingsPlan,
  settingsVersion,
  versionPage,
  versionPair,
  versionParams,
  versionQuery,
} from '../settings.ts';
import type { Part } from './operation.ts';

const read = { method: 'GET', right: 'system.read' } as const;
const act = { method: 'POST', right: 'settings.write' } as const;

export const settings = {
  read: { ...read, path: '/api/v1/settings', summary: 'The session in force, and how the last change came out.', answer: settingsNow },
  form: { ...read, path: '/api/v1/settings/form', summary: 'What a session may hold, as JSON schemas.', answer: settingsForm },
  versions: {
    ...read,
    path: '/api/v1/settings/versions',
    summary: 'Every version that was saved, newest first: who, when, why and what changed.',
    query: versionQuery,
    answer: versionPage,
  },
  version: {
    ...read,
    path: '/api/v1/settings/versions/:version',
    summary: 'One version in full.',
    params: versionParams,
    answer: settingsVersion,
  },
  difference: {
    ...read,
    path: '/api/v1/settings/difference',
    summary: 'Where two versions differ.',
    query: versionPair,
    answer: differencePage,
  },
  plan: {
    method: 'POST',
    path: '/api/v1/settings/plan',
    summary: 'What a session would mean for positions, orders and journal; nothing is saved. Faults are told field by field.',
    right: 'system.read',
    body: planInput,
    answer: settingsPlan,
  },
  save: {
    ...act,
    path: '/api/v1/settings/versions',
    summary: 'Saves a session as the next version; with "apply" the trader starts with it, and goes back by itself where it refuses.',
    body: saveInput,
    status: 201,
    answer: settingsVersion,
  },
  tighten: {
    ...act,
    path: '/api/v1/settings/ladder',
    summary: 'Makes figures of the loss ladder stricter than they are; looser ones are refused.',
    right: 'limits.tighten',
    body: ladderInput,
    status: 201,
    answer: settingsVersion,
  },
  restore: {
    ...act,
    path: '/api/v1/settings/restore',
    summary: 'Saves an earlier version once more, as the newest.',
    body: restoreInput,
    status: 201,
    answer: settingsVersion,
  },
  apply: {
    ...act,
    path: '/api/v1/settings/apply',
    summary: 'Starts the trader with a version that was saved before.',
    body: applyInput,
    status: 202,
    answer: settingsNow,
  },
} as const satisfies Part;
