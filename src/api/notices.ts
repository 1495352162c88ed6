/** Notices over the interface: where they go, which of them, what became of the last ones, and a test of each channel. Times are epoch milliseconds. */

import { z } from 'zod';
import { code, instant } from './values.ts';

export const CHANNELS = ['telegram', 'email', 'webhook'] as const;
const severity = z.enum(['info', 'warning', 'error', 'critical']);
const channelName = z.enum(CHANNELS);
export const byChannel = z.object({ channel: channelName });

const address = z
  .string()
  .trim()
  .min(3)
  .max(200)
  .regex(/^[^\s@<>"]+@[^\s@<>"]+$/, 'expected an address such as marta@example.org');
const host = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z0-9.:_-]+$/, 'expected the name of a mail server, such as smtp.example.org');

export const emailSettings = z.strictObject({
  host,
  port: z.number().int().min(1).max(65_535),
  /** `tls` from the first byte (465), `starttls` demanded before anything is said (587), `none` to a server on this machine only. */
  security: z.enum(['tls', 'starttls', 'none']),
  /** Null: the server asks for none. Its password is the secret `smtp`. */
  user: z.string().trim().min(1).max(200).nullable(),
  from: address,
  to: address,
});

export const noticeSettings = z.strictObject({
  email: emailSettings.nullable(),
  /** Signed with the secret `webhook`. */
  webhook: z.strictObject({ url: z.url().max(500) }).nullable(),
  /** The least severity that goes there. */
  least: z.strictObject({ telegram: severity, email: severity, webhook: severity }),
});

const receipt = z.object({ messageId: z.string(), at: instant });

/** A test that was sent, as it came out. `messageId`: of one that was taken. */
export const keptTest = z.object({
  at: instant,
  outcome: z.enum(['taken', 'refused', 'unreachable', 'in-doubt']),
  messageId: z.string().nullable(),
  code: z.string().nullable(),
});

const channel = z.object({
  name: channelName,
  /** `incomplete`: asked for, and something is missing or wrong: `why` says what. */
  state: z.enum(['off', 'incomplete', 'on']),
  why: z.object({ code, message: z.string() }).nullable(),
  /** Where it goes to, without anything secret. */
  target: z.string().nullable(),
  /** Where its secret comes from; null where it has none. */
  source: z.enum(['environment', 'store']).nullable(),
  least: severity,
  waiting: z.number().int(),
  setAside: z.number().int(),
  /** Why the first that waits has not been taken. */
  failure: z.string().nullable(),
  mutedUntil: instant.nullable(),
  /** Of a notice or of a test. */
  lastReceipt: receipt.nullable(),
  lastTest: keptTest.nullable(),
});

const delivery = z.object({
  number: z.number().int(),
  at: instant,
  channel: channelName,
  severity,
  code: z.string(),
  text: z.string(),
  state: z.enum(['queued', 'sending', 'failed-for-now', 'delivered', 'undeliverable']),
  /** How often it was sent again because nobody acknowledged it. */
  reminder: z.number().int(),
  attempts: z.number().int(),
  failure: z.string().nullable(),
  retryAt: instant.nullable(),
  receipts: z.array(receipt),
});

export const noticesView = z.object({
  settings: noticeSettings,
  channels: z.array(channel),
  /** Newest first. */
  deliveries: z.array(delivery),
  /** Waiting for the owner's word. */
  openAlerts: z.number().int(),
});

/** What became of a test: the channel's own receipt, or its own refusal. */
export const noticeTest = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('taken'), messageId: z.string(), at: instant, target: z.string() }),
  z.object({ outcome: z.enum(['refused', 'unreachable', 'in-doubt', 'not-set-up']), code, message: z.string() }),
]);
export const muteNotices = z.strictObject({ until: instant });

/** What became of trying a secret that was put in. */
export const secretTrial = z.object({
  works: z.boolean(),
  code: code.nullable(),
  message: z.string().nullable(),
  /** Which version was tried; null of one from the environment. */
  version: z.number().int().nullable(),
  /** Of a channel, which was tried by a message. */
  receipt: receipt.nullable(),
  warnings: z.array(z.object({ code, message: z.string() })),
});

export type ChannelName = (typeof CHANNELS)[number];
export type NoticeSettings = z.infer<typeof noticeSettings>;
export type NoticesView = z.infer<typeof noticesView>;
export type KeptTest = z.infer<typeof keptTest>;
export type NoticeTest = z.infer<typeof noticeTest>;
export type SecretTrial = z.infer<typeof secretTrial>;
