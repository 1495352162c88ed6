/** Passkeys with Chromium's own WebAuthn and its virtual authenticator: enrolled, entering without a name, and as the second factor. */

import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createServer, type WebServer } from '../../src/adapters/http/create-server.ts';
import { createAccountDesk } from '../../src/apps/web/accounts/desk.ts';
import { newSetupCode } from '../../src/apps/web/accounts/users.ts';
import { AccountsLab, HOST, PASSWORD } from '../accounts/accounts-lab.ts';
import { CHROMIUM } from './browser.ts';
import { askInPage, createInPage, signInPage } from './passkeys-in-page.mjs';
import { ScriptedSession } from './scripted-session.ts';

let lab: AccountsLab;
let server: WebServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  lab = await AccountsLab.start();
  server = await createServer({
    source: new ScriptedSession(300),
    port: 0,
    panelFolder: '/nowhere',
    accounts: createAccountDesk(lab.accounts),
  });
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}, 60_000);
beforeEach(async () => {
  await lab.clear();
  const context = await browser.newContext();
  page = await context.newPage();
  // Any page of this origin will do.
  await page.goto(`${server.url}/health`);
});
afterEach(() => page.context().close());
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await lab?.end();
});

interface Device {
  /** Whether it finds its owner's finger right. */
  recognises(isRight: boolean): Promise<void>;
}

/** A device with a fingerprint reader in this browser. */
async function addDevice(): Promise<Device> {
  const line = await page.context().newCDPSession(page);
  await line.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const;
  const { authenticatorId } = await line.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return {
    recognises: async (isUserVerified) => {
      await line.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
  };
}

const ask = (method: string, path: string, body?: unknown) => page.evaluate(askInPage, { method, path, body });
const optionsOf = async (path: string) => (await ask('POST', path)).body?.options;

async function ownerWithPasskey(): Promise<Device> {
  const device = await addDevice();
  const code = (await newSetupCode(lab.parts, HOST))?.code;
  await ask('POST', '/api/v1/setup', { code, name: 'marta', password: PASSWORD });
  const response = await page.evaluate(createInPage, await optionsOf('/api/v1/account/passkeys/options'));
  expect(await ask('POST', '/api/v1/account/passkeys', { name: 'laptop', response })).toMatchObject({
    status: 200,
    body: { stage: 'full', factor: 'passkey' },
  });
  return device;
}

describe.skipIf(CHROMIUM === undefined)('passkeys', () => {
  test('one is enrolled as the first second factor, and enters alone from then on', async () => {
    await ownerWithPasskey();
    expect((await ask('DELETE', '/api/v1/session')).status).toBe(204);
    expect((await ask('GET', '/api/v1/session')).status).toBe(401);
    const response = await page.evaluate(signInPage, await optionsOf('/api/v1/session/passkey/options'));
    expect(await ask('POST', '/api/v1/session/passkey', { response })).toMatchObject({
      status: 200,
      body: { name: 'marta', role: 'owner', stage: 'full' },
    });
    expect((await ask('GET', '/api/v1/snapshot')).status).toBe(200);
    // The same answer again: its challenge has been used up.
    expect(await ask('POST', '/api/v1/session/passkey', { response })).toMatchObject({ status: 403, body: { code: 'PASSKEY_REFUSED' } });
  });

  test('it is the second factor after the password, and again before what is dangerous', async () => {
    await ownerWithPasskey();
    await ask('DELETE', '/api/v1/session');
    expect((await ask('POST', '/api/v1/session', { name: 'marta', password: PASSWORD })).body).toMatchObject({ stage: 'second-factor' });
    const give = async () => {
      const response = await page.evaluate(signInPage, await optionsOf('/api/v1/session/second-factor/options'));
      return ask('POST', '/api/v1/session/second-factor', { kind: 'passkey', response });
    };
    expect(await give()).toMatchObject({ status: 200, body: { stage: 'full' } });
    await lab.throwAway.database.query("update accounts.session set step_up_at = step_up_at - interval '1 hour'");
    lab.now += 6_000;
    const invite = () => ask('POST', '/api/v1/users', { name: 'luis', role: 'viewer', parts: ['risk'] });
    expect(await invite()).toMatchObject({ status: 403, body: { code: 'STEP_UP_NEEDED' } });
    expect(await give()).toMatchObject({ status: 200 });
    expect(await invite()).toMatchObject({ status: 200, body: { name: 'luis' } });
  });

  test('a device that does not recognise its owner gives nothing', async () => {
    const device = await ownerWithPasskey();
    await ask('DELETE', '/api/v1/session');
    await device.recognises(false);
    await expect(page.evaluate(signInPage, await optionsOf('/api/v1/session/passkey/options'))).rejects.toThrow('NotAllowedError');
  });
});
