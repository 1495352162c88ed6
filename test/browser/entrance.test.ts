/** Entering in a real browser: the first owner, signing in with each second factor, a lock, a database that is away, the step-up before what is dangerous. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PASSWORD } from '../accounts/accounts-lab.ts';
import { codeShownAt } from './authenticator.ts';
import { CHROMIUM } from './browser.ts';
import { EntranceLab } from './entrance-lab.ts';

const lab = new EntranceLab();
const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 15_000 });

test('the authenticator of these tests shows what RFC 6238 says', () => {
  // Appendix B, SHA-1: the last six of its eight figures; the secret is "12345678901234567890" in base 32.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  expect(codeShownAt(secret, 59_000)).toBe('287082');
  expect(codeShownAt(secret, 1_111_111_109_000)).toBe('081804');
  expect(codeShownAt(secret, 20_000_000_000_000)).toBe('353130');
});

describe.skipIf(CHROMIUM === undefined)('entering', () => {
  beforeAll(() => lab.start(), 120_000);
  beforeEach(() => lab.begin());
  afterEach(() => lab.browsers.closeAll());
  afterAll(() => lab.stop());

  test('the first owner: code from the link, a password whose rules are told, an authenticator, recovery codes', async () => {
    const code = await lab.setupCode();
    const { page, faults } = await lab.open(`/setup#code=${code}`);
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.getByLabel('One-time code').inputValue()).toBe(code);
    await page.getByLabel('Your name').fill('Marta');
    const make = page.getByRole('button', { name: 'Make the owner' });
    await page.getByLabel('New password').fill('martamarta');
    await eventually(() => page.locator('[data-rule][data-fulfilled=true]').count()).toBe(0);
    expect(await make.isDisabled()).toBe(true);
    await page.getByLabel('New password').fill('contraseña1234');
    await make.click();
    await page.locator('[data-fault=PASSWORD_KNOWN]').waitFor();
    await page.getByLabel('New password').fill(PASSWORD);
    await make.click();
    await page.getByRole('button', { name: 'Show the code to scan' }).click();
    await page.getByRole('img', { name: 'QR code with the secret of the authenticator' }).waitFor();
    expect(page.url()).toBe(`${lab.server.url}/setup`);
    const secret = (await page.locator('[data-secret]').getAttribute('data-secret')) as string;
    await page.getByLabel('Then give the code it shows').fill('000000');
    await page.getByRole('button', { name: 'Confirm the authenticator' }).click();
    await page.locator('[data-fault=SECOND_FACTOR_WRONG]').waitFor();

    // Left here, and taken up again.
    await page.reload();
    await page.getByRole('button', { name: 'Show the code to scan' }).click();
    const again = (await page.locator('[data-secret]').getAttribute('data-secret')) as string;
    expect(again).not.toBe(secret);
    await page.getByLabel('Then give the code it shows').fill(lab.code(again));
    await page.getByRole('button', { name: 'Confirm the authenticator' }).click();
    await page.getByRole('button', { name: 'Show ten codes' }).click();
    const codes = await lab.shownCodes(page);
    expect(new Set(codes).size).toBe(10);
    const done = page.getByRole('button', { name: 'Done' });
    expect(await done.isDisabled()).toBe(true);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download' }).click()]);
    expect(file.suggestedFilename()).toBe('atalaya-recovery-codes.txt');
    await page.getByRole('checkbox').check();
    await done.click();
    await page.getByText('You are in as marta').waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Which prices?' }).waitFor();
    expect(faults).toEqual([]);
  });

  test('name, password and code; then the page one wanted', async () => {
    const code = await lab.owner();
    const { page, faults } = await lab.open('/trading?strategy=x');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await page.getByLabel('Name').fill('marta');
    await page.getByLabel('Password').fill('not the password of marta');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await eventually(() => page.locator('[data-fault=SIGN_IN_WRONG]').textContent()).toContain('The name or the password is not right.');
    expect(await page.getByLabel('Password').inputValue()).toBe('');
    await lab.signIn(page, code);
    await page.locator('[data-page="/trading"] #figures').waitFor();
    expect(page.url()).toBe(`${lab.server.url}/trading?strategy=x`);
    // Who is in and opens the page to sign in goes on at once.
    await page.goto(`${lab.server.url}/sign-in?to=/account`);
    await page.waitForURL('**/account');
    expect(faults).toEqual([]);
  });

  test('before the page is alive the browser sends nothing by itself: a password would stand in the address', async () => {
    await lab.owner();
    const { page } = await lab.open('/sign-in', 'desktop', { javaScriptEnabled: false });
    await page.getByLabel('Name').fill('marta');
    await page.getByLabel('Password').fill('anything');
    expect(await page.getByRole('button', { name: 'Sign in', exact: true }).isDisabled()).toBe(true);
    expect(await page.locator('form').getAttribute('method')).toBe('post');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).search).toBe('');
  });

  test('another place is never gone to', async () => {
    const code = await lab.owner();
    const { page } = await lab.open('/sign-in?to=//localhost:1/stolen');
    await lab.signIn(page, code);
    await page.locator('[data-page="/"] #figures').waitFor();
    expect(page.url()).toBe(`${lab.server.url}/`);
  });

  test('a recovery code stands in for the phone, once', async () => {
    const code = await lab.owner();
    const { page } = await lab.open('/account');
    await lab.signIn(page, code);
    await page.getByRole('button', { name: 'Show ten codes' }).click();
    const [kept = ''] = await lab.shownCodes(page);
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('10 of ten are left.').waitFor();
    for (const isGood of [true, false]) {
      const { page: other } = await lab.open('/');
      await other.getByLabel('Name').fill('marta');
      await other.getByLabel('Password').fill(PASSWORD);
      await other.getByRole('button', { name: 'Sign in', exact: true }).click();
      await other.getByRole('button', { name: 'Recovery code' }).click();
      await other.getByLabel('Recovery code', { exact: true }).fill(kept.toLowerCase().replaceAll('-', ' '));
      await other.getByRole('button', { name: 'Confirm' }).click();
      await other.locator(isGood ? '#figures' : '[data-fault=SECOND_FACTOR_WRONG]').waitFor();
    }
  });

  test('a passkey is made on the account page, and then enters alone', async () => {
    const { page, faults } = await lab.ownerAt('/account');
    const devices = await page.context().newCDPSession(page);
    await devices.send('WebAuthn.enable');
    await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
        automaticPresenceSimulation: true,
      },
    });
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('What to call it').fill('Laptop');
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await page.locator('#factors').getByText('Laptop').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.locator('[data-page="/"] #figures').waitFor();

    // And as the second factor, when something dangerous is done later.
    lab.letStepUpGrowOld();
    lab.session.setMode('PAUSE', 'owner', 'panel');
    await page.locator('[data-act=resume]').click();
    await page.getByRole('button', { name: 'Resume trading' }).click();
    await page.getByRole('dialog', { name: 'Give the second factor once more' }).getByRole('button', { name: 'Passkey' }).click();
    await page.getByRole('button', { name: 'Use the passkey' }).click();
    await eventually(() => lab.session.commands.map(({ command }) => command.kind)).toEqual(['resume']);
    expect(faults).toEqual([]);
  });

  test('a passkey that nobody here has is refused in words', async () => {
    await lab.owner();
    const { page } = await lab.open('/');
    const devices = await page.context().newCDPSession(page);
    await devices.send('WebAuthn.enable');
    // Without any credential the browser gives up by itself.
    await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        automaticPresenceSimulation: true,
      },
    });
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await eventually(() => page.getByRole('alert').textContent()).toContain('The passkey was not given');
  });

  test('too many wrong tries: locked, with the time left, and the ways out named', async () => {
    await lab.owner();
    const { page } = await lab.open('/');
    await page.getByLabel('Name').fill('marta');
    let code = '';
    for (let tries = 0; tries < 8 && code !== 'SIGN_IN_LOCKED'; tries++) {
      await page.getByLabel('Password').fill(`wrong try number ${tries}`);
      const answered = page.waitForResponse('**/api/v1/session');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      code = (await (await answered).json()).code;
      await page.getByRole('alert').waitFor();
    }
    await eventually(() => page.locator('[data-fault=SIGN_IN_LOCKED]').textContent()).toMatch(/Try again in \d+(\.\d)? (s|min)/);
    await page.getByText('Locked out, or password forgotten?').click();
    await page.getByText('npx atalaya admin unlock').waitFor();
  });

  test('a database that is away is told as that', async () => {
    const code = await lab.owner();
    const { page, faults } = await lab.open('/');
    lab.accounts.isAway = true;
    await page.getByLabel('Name').fill('marta');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await eventually(() => page.getByRole('alert').textContent()).toContain('The database is away');
    lab.accounts.isAway = false;
    lab.accounts.now += 6_000;
    await lab.signIn(page, code);
    await page.locator('#figures').waitFor();
    expect(faults).toEqual([]);
  });

  test('resuming asks for the second factor once more and then goes on; pausing and stopping never ask', async () => {
    const { page, code, faults } = await lab.ownerAt('/');
    lab.letStepUpGrowOld();
    const kinds = () => lab.session.commands.map(({ command }) => command.kind);
    const stepUp = page.getByRole('dialog', { name: 'Give the second factor once more' });
    await page.keyboard.press('Shift+P');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await eventually(kinds).toEqual(['pause']);
    await page.locator('[data-act=resume]').click();
    await page.getByRole('button', { name: 'Resume trading' }).click();
    await stepUp.waitFor();
    await stepUp.getByRole('button', { name: 'Leave it' }).click();
    await page.locator('[data-toast=problem]').getByText('STEP_UP_NEEDED').waitFor();
    expect(kinds()).toEqual(['pause']);

    await page.getByRole('button', { name: 'Resume trading' }).click();
    await stepUp.getByLabel('Code of the authenticator').fill(code());
    await page.keyboard.press('Enter');
    await eventually(kinds).toEqual(['pause', 'resume']);
    await stepUp.waitFor({ state: 'detached' });

    lab.letStepUpGrowOld();
    await page.keyboard.press('Shift+K');
    await page.getByRole('button', { name: 'Close everything' }).click();
    await eventually(kinds).toEqual(['pause', 'resume', 'kill']);
    expect(faults).toEqual([]);
  });

  test('an act that finds its session ended was not done, says so, and leads back', async () => {
    const { page, code } = await lab.ownerAt('/trading');
    await page.keyboard.press('Shift+K');
    const kill = page.getByRole('dialog').getByRole('button', { name: 'Close everything' });
    await kill.waitFor();
    // As after the end of it, for a page that has not heard of that: the act itself is the first to find out.
    await page.route('**/api/v1/commands', async (route) => {
      const response = await route.fetch({ headers: { ...route.request().headers(), cookie: '' } });
      await page.context().clearCookies();
      await route.fulfill({ response });
    });
    await kill.click();
    await page.waitForURL('**/sign-in?ended=act&to=%2Ftrading');
    await eventually(() => page.getByRole('status').textContent()).toContain('nothing was sent, closed or changed by it');
    expect(lab.session.commands).toEqual([]);
    await lab.signIn(page, code);
    await page.locator('[data-page="/trading"] #figures').waitFor();
  });

  test('a session that ends elsewhere asks to sign in, and leads back', async () => {
    const { page, code } = await lab.ownerAt('/trading');
    const { page: other } = await lab.open('/account');
    await lab.signIn(other, code);
    await other.getByRole('button', { name: 'End all others' }).click();
    await other.getByText('2 sessions have ended.').waitFor();
    await page.waitForURL('**/sign-in?**');
    await eventually(() => page.getByRole('status').textContent()).toContain('The session has ended');
    await lab.signIn(page, code);
    await page.locator('[data-page="/trading"] #figures').waitFor();
  });
});
