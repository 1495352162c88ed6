/** Secrets, which go in and not out, and the notices that some of them send. */

import * as notices from '../notices.ts';
import * as shapes from '../secrets.ts';
import type { Part } from './operation.ts';

const SECRET = '/api/v1/secrets/:name';
const write = { right: 'secrets.write', params: shapes.secretByName } as const;

export const secrets = {
  list: {
    method: 'GET',
    path: '/api/v1/secrets',
    right: 'system.read',
    summary: 'Which secrets are set, since when, until when, and where they come from; never a value.',
    answer: shapes.secretList,
  },
  set: {
    ...write,
    method: 'PUT',
    path: SECRET,
    summary: 'Puts a secret in, sealed for the trader alone.',
    body: shapes.newSecret,
    answer: shapes.secretRow,
  },
  expire: {
    ...write,
    method: 'POST',
    path: `${SECRET}/end`,
    summary: 'Brings the end of a secret forward.',
    body: shapes.endSecret,
    answer: shapes.secretRow,
  },
  remove: { ...write, method: 'DELETE', path: SECRET, summary: 'Destroys a secret.', answer: shapes.secretRow },
  giveUp: {
    ...write,
    method: 'DELETE',
    path: `${SECRET}/candidate`,
    summary: 'Destroys one that waits to be seen to work; the one in use stays.',
    answer: shapes.secretRow,
  },
  try: {
    ...write,
    method: 'POST',
    path: `${SECRET}/try`,
    summary:
      'Has the trader try a secret: a key at its venue, the others with a test message. One that waits takes its place when it works.',
    answer: notices.secretTrial,
  },
} as const satisfies Part;

const CHANNEL = '/api/v1/notices/:channel';

export const notifications = {
  read: {
    method: 'GET',
    path: '/api/v1/notices',
    right: 'system.read',
    summary: 'Where notices go, which of them, and what became of the last ones.',
    answer: notices.noticesView,
  },
  set: {
    method: 'PUT',
    path: '/api/v1/notices',
    right: 'settings.write',
    summary: 'Sets where notices go; it counts at once.',
    body: notices.noticeSettings,
    answer: notices.noticesView,
  },
  test: {
    method: 'POST',
    path: `${CHANNEL}/test`,
    right: 'system.execute',
    summary: "Sends a test through a channel: its receipt, or the channel's own refusal.",
    params: notices.byChannel,
    answer: notices.noticeTest,
  },
  mute: {
    method: 'POST',
    path: `${CHANNEL}/mute`,
    right: 'system.execute',
    summary: 'INFO and WARNING make no sound until then; ERROR and CRITICAL always do.',
    params: notices.byChannel,
    body: notices.muteNotices,
    answer: notices.noticesView,
  },
} as const satisfies Part;
