/** Passkeys: enrolled, entering without a name, given as the second factor; and everything that is not one is refused. */

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addPasskey, passkeyOptions } from '../../src/apps/web/accounts/own-account.ts';
import { signIn, signInWithPasskey } from '../../src/apps/web/accounts/sign-in.ts';
import { signatureOptions } from '../../src/apps/web/accounts/signatures.ts';
import { giveProof } from '../../src/apps/web/accounts/step-up.ts';
import { setDisabled } from '../../src/apps/web/accounts/users.ts';
import { AccountsLab, Browser, HOST, PASSWORD, type Person, SITE } from './accounts-lab.ts';
import { SoftAuthenticator } from './soft-authenticator.ts';

let lab: AccountsLab;
beforeAll(async () => {
  lab = await AccountsLab.start();
});
beforeEach(() => lab.clear());
afterAll(() => lab.end());

const REFUSED = expect.objectContaining({ code: 'PASSKEY_REFUSED' });

async function enrolled(device = new SoftAuthenticator()): Promise<{ marta: Person; device: SoftAuthenticator }> {
  const marta = await lab.owner();
  const { challenge } = await passkeyOptions(lab.parts, marta.browser.caller, await lab.session(marta.browser));
  await enrolWith(marta.browser, device.register(challenge, SITE.origin));
  return { marta, device };
}

async function enrolWith(browser: Browser, response: unknown): Promise<void> {
  browser.take(await addPasskey(lab.parts, browser.caller, await lab.session(browser), { name: 'laptop', response }));
}

const challengeToEnter = async () => (await signatureOptions(lab.parts, SITE, { purpose: 'enter', sessionId: null }, null)).challenge;

test('a passkey enters without a name or password, complete and fresh', async () => {
  const { device } = await enrolled();
  const browser = new Browser();
  browser.take(await signInWithPasskey(lab.parts, browser.caller, device.sign(await challengeToEnter(), SITE.origin)));
  expect(await lab.session(browser)).toMatchObject({ name: 'marta', stage: 'full', factor: 'passkey', stepUpAt: lab.now });
});

test('a passkey is the second factor after a password, for this session only', async () => {
  const { device } = await enrolled();
  const [browser, other] = [new Browser(), new Browser()];
  for (const each of [browser, other]) each.take(await signIn(lab.parts, each.caller, { name: 'marta', password: PASSWORD }));
  const session = await lab.session(browser);
  const { challenge, allowCredentials } = await signatureOptions(
    lab.parts,
    SITE,
    { purpose: 'second-factor', sessionId: session.sessionId },
    session.userId,
  );
  expect(allowCredentials?.map(({ id }) => id)).toEqual([device.id.toString('base64url')]);
  const response = device.sign(challenge, SITE.origin);
  await expect(giveProof(lab.parts, other.caller, await lab.session(other), { kind: 'passkey', response })).rejects.toEqual(REFUSED);
  const again = await signatureOptions(lab.parts, SITE, { purpose: 'second-factor', sessionId: session.sessionId }, session.userId);
  const proof = { kind: 'passkey' as const, response: device.sign(again.challenge, SITE.origin) };
  browser.take(await giveProof(lab.parts, browser.caller, session, proof));
  expect((await lab.session(browser)).stage).toBe('full');
});

test('a challenge counts once, for its purpose, for five minutes', async () => {
  const { marta, device } = await enrolled();
  const enter = (response: unknown) => signInWithPasskey(lab.parts, new Browser().caller, response);
  const challenge = await challengeToEnter();
  await enter(device.sign(challenge, SITE.origin));
  await expect(enter(device.sign(challenge, SITE.origin))).rejects.toEqual(REFUSED);
  const registering = await passkeyOptions(lab.parts, marta.browser.caller, await lab.session(marta.browser));
  await expect(enter(device.sign(registering.challenge, SITE.origin))).rejects.toEqual(REFUSED);
  await expect(enter(device.sign('bWFkZSB1cA', SITE.origin))).rejects.toEqual(REFUSED);
  const { sessionId, userId } = await lab.session(marta.browser);
  const proving = await signatureOptions(lab.parts, SITE, { purpose: 'second-factor', sessionId }, userId);
  await expect(enrolWith(marta.browser, new SoftAuthenticator().register(proving.challenge, SITE.origin))).rejects.toEqual(REFUSED);
  const late = await challengeToEnter();
  lab.now += 300_000;
  await expect(enter(device.sign(late, SITE.origin))).rejects.toEqual(REFUSED);
});

test('another origin, a device that asks nobody, a copy whose counter stands, a foreign key: all refused', async () => {
  const { device } = await enrolled();
  const enter = async (sign: (challenge: string) => unknown) =>
    signInWithPasskey(lab.parts, new Browser().caller, sign(await challengeToEnter()));
  await expect(enter((challenge) => device.sign(challenge, 'https://localhost.example'))).rejects.toEqual(REFUSED);
  device.verifies = false;
  await expect(enter((challenge) => device.sign(challenge, SITE.origin))).rejects.toEqual(REFUSED);
  device.verifies = true;
  await enter((challenge) => device.sign(challenge, SITE.origin));
  device.counter = 0;
  await expect(enter((challenge) => device.sign(challenge, SITE.origin))).rejects.toEqual(REFUSED);
  await expect(enter((challenge) => new SoftAuthenticator().sign(challenge, SITE.origin))).rejects.toEqual(REFUSED);
  const stolen = new SoftAuthenticator();
  await expect(
    enter((challenge) => ({
      ...stolen.sign(challenge, SITE.origin),
      id: device.id.toString('base64url'),
      rawId: device.id.toString('base64url'),
    })),
  ).rejects.toEqual(REFUSED);
});

test('answers that are no answers are refused, not failures', async () => {
  const { device } = await enrolled();
  const id = device.id.toString('base64url');
  for (const response of [
    {},
    null,
    { id },
    { id, rawId: id, type: 'public-key', response: {} },
    { id, rawId: id, type: 'public-key', response: { clientDataJSON: '%%', authenticatorData: 'x', signature: 1 } },
  ])
    await expect(signInWithPasskey(lab.parts, new Browser().caller, response)).rejects.toEqual(
      expect.objectContaining({ code: expect.stringMatching(/PASSKEY_REFUSED|SIGN_IN_LOCKED/) }),
    );
});

test('one device is enrolled once, by one account, and only with a fresh second factor', async () => {
  const { marta, device } = await enrolled();
  const session = await lab.session(marta.browser);
  const { challenge, excludeCredentials } = await passkeyOptions(lab.parts, marta.browser.caller, session);
  expect(excludeCredentials?.length).toBe(1);
  await expect(enrolWith(marta.browser, device.register(challenge, SITE.origin))).rejects.toEqual(REFUSED);
  lab.now += 300_000;
  await expect(passkeyOptions(lab.parts, marta.browser.caller, await lab.session(marta.browser))).rejects.toEqual(
    expect.objectContaining({ code: 'STEP_UP_NEEDED' }),
  );
});

test('the passkey of another is no second factor of mine, and that of somebody kept out is none at all', async () => {
  const { device } = await enrolled();
  const luis = await lab.user('luis', 'administrator');
  const own = new SoftAuthenticator();
  const { challenge } = await passkeyOptions(lab.parts, luis.browser.caller, await lab.session(luis.browser));
  await enrolWith(luis.browser, own.register(challenge, SITE.origin));
  const session = await lab.session(luis.browser);
  const mine = await signatureOptions(lab.parts, SITE, { purpose: 'second-factor', sessionId: session.sessionId }, session.userId);
  const theirs = { kind: 'passkey' as const, response: device.sign(mine.challenge, SITE.origin) };
  await expect(giveProof(lab.parts, luis.browser.caller, session, theirs)).rejects.toEqual(REFUSED);
  const before = own.sign(await challengeToEnter(), SITE.origin);
  await setDisabled(lab.parts, HOST, { name: 'luis', disabled: true });
  await expect(signInWithPasskey(lab.parts, new Browser().caller, before)).rejects.toEqual(REFUSED);
});

test('strangers who try keep nobody with a passkey out', async () => {
  const { device } = await enrolled();
  for (let i = 0; i < 8; i++)
    await signIn(lab.parts, new Browser('198.51.100.66').caller, { name: 'marta', password: 'a wrong guess' }).catch(() => {});
  const elsewhere = new Browser('192.0.2.200');
  elsewhere.take(await signInWithPasskey(lab.parts, elsewhere.caller, device.sign(await challengeToEnter(), SITE.origin)));
  expect((await lab.session(elsewhere)).stage).toBe('full');
});
