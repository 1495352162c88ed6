import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLIENT_FILE, clientText } from './generate-client.ts';

test('the panel knows every operation of the contract: run node tools/generate-client.ts after a change', () => {
  expect(readFileSync(CLIENT_FILE, 'utf8')).toBe(clientText());
});
