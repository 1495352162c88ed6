/** Which addresses notices may go to. */

import { expect, test } from 'vitest';
import { requireWebhookAddress } from './receiver-address.ts';

test.each([
  ['https://user:pw@hooks.example.org/', 'WEBHOOK_ADDRESS_SECRET'],
  ['https://user@hooks.example.org/', 'WEBHOOK_ADDRESS_SECRET'],
  ['https://169.254.169.254/latest', 'WEBHOOK_ADDRESS_LOCAL'],
  // The same address as one number.
  ['https://2852039166/latest', 'WEBHOOK_ADDRESS_LOCAL'],
  ['https://[fe80::1]/', 'WEBHOOK_ADDRESS_LOCAL'],
  ['https://[::ffff:169.254.169.254]/', 'WEBHOOK_ADDRESS_LOCAL'],
  ['https://[64:ff9b::a9fe:a9fe]/', 'WEBHOOK_ADDRESS_LOCAL'],
  ['https://[fd00:ec2::254]/', 'WEBHOOK_ADDRESS_LOCAL'],
  ['https://100.100.100.200/', 'WEBHOOK_ADDRESS_LOCAL'],
  ['https://metadata.google.internal/', 'WEBHOOK_ADDRESS_LOCAL'],
  ['http://hooks.example.org/', 'WEBHOOK_OPEN_LINE'],
])('not %s', (url, code) => {
  expect(() => requireWebhookAddress(url)).toThrow(expect.objectContaining({ code }));
  try {
    requireWebhookAddress(url);
  } catch (error) {
    expect(String(error)).not.toContain('pw');
  }
});

test.each(['https://hooks.example.org/x', 'https://192.168.1.5/', 'https://[fd12::1]/', 'https://100.100.100.201/', 'http://localhost:9/'])(
  '%s',
  (url) => {
    expect(() => requireWebhookAddress(url)).not.toThrow();
  },
);
