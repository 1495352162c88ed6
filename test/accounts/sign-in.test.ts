/** Entering: the first owner, name and password, second factors, guessing, and what is left of a session that changes. */

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { useStep } from '../../src/adapters/postgres/accounts/factors.ts';
import { changePassword, confirmRecoveryCodes, offerRecoveryCodes, removeFactor } from '../../src/apps/web/accounts/own-account.ts';
import { choosePassword, setupOwner, signIn } from '../../src/apps/web/accounts/sign-in.ts';
import { giveProof } from '../../src/apps/web/accounts/step-up.ts';
import { newPasswordCode, newSetupCode, resetFactors, setDisabled, unlock } from '../../src/apps/web/accounts/users.ts';
import { AccountsLab, Browser, HOST, PASSWORD, type Person } from './accounts-lab.ts';

let lab: AccountsLab;
beforeAll(async () => {
  lab = await AccountsLab.start();
});
beforeEach(() => lab.clear());
afterAll(() => lab.end());

const coded = (code: string) => expect.objectContaining({ code });
const password = (browser: Browser, name: string, typed = PASSWORD) => signIn(lab.parts, browser.caller, { name, password: typed });
async function proof(browser: Browser, code: string, kind: 'totp' | 'recovery-code' = 'totp') {
  return giveProof(lab.parts, browser.caller, await lab.session(browser), { kind, code });
}

test('the first owner needs the code of the host, enrols a second factor, and is the only first owner', async () => {
  const browser = new Browser();
  const code = (await newSetupCode(lab.parts, HOST))?.code ?? '';
  const wish = { name: 'marta', password: PASSWORD };
  await expect(setupOwner(lab.parts, browser.caller, { ...wish, code: '0000-0000-0000-0000' })).rejects.toEqual(coded('CODE_WRONG'));
  await expect(setupOwner(lab.parts, browser.caller, { ...wish, code, password: 'short' })).rejects.toEqual(coded('PASSWORD_SHORT'));
  browser.take(await setupOwner(lab.parts, browser.caller, { ...wish, code: code.toLowerCase().replaceAll('-', ' ') }));
  expect(await lab.session(browser)).toMatchObject({ name: 'marta', role: 'owner', stage: 'enrol' });
  await lab.enrol(browser);
  expect(await lab.session(browser)).toMatchObject({ stage: 'full', factor: 'totp' });
  expect(await newSetupCode(lab.parts, HOST)).toBe(null);
  await expect(setupOwner(lab.parts, new Browser().caller, { ...wish, name: 'other', code })).rejects.toEqual(coded('SETUP_DONE'));
});

test('a setup code is good for a day, and a newer one takes its place', async () => {
  const first = (await newSetupCode(lab.parts, HOST))?.code ?? '';
  const second = (await newSetupCode(lab.parts, HOST))?.code ?? '';
  const wish = { name: 'marta', password: PASSWORD };
  await expect(setupOwner(lab.parts, new Browser().caller, { ...wish, code: first })).rejects.toEqual(coded('CODE_WRONG'));
  lab.now += 86_400_000;
  await expect(setupOwner(lab.parts, new Browser().caller, { ...wish, code: second })).rejects.toEqual(coded('CODE_WRONG'));
});

test('who is kept out enters neither by the password nor by a code, and is told no more than a stranger', async () => {
  const luis = await lab.user('luis', 'viewer');
  const { code } = await newPasswordCode(lab.parts, HOST, 'luis');
  await setDisabled(lab.parts, HOST, { name: 'luis', disabled: true });
  await expect(password(luis.browser, 'luis')).rejects.toEqual(coded('SIGN_IN_WRONG'));
  await expect(choosePassword(lab.parts, new Browser().caller, { code, password: 'siete olmos junto al molino' })).rejects.toEqual(
    coded('CODE_WRONG'),
  );
});

test('a password is a proof of who has no second factor, and of nobody else', async () => {
  const [vera, marta] = [await lab.user('vera', 'viewer'), await lab.owner()];
  const give = async ({ browser }: Person, typed: string) =>
    giveProof(lab.parts, browser.caller, await lab.session(browser), { kind: 'password', password: typed });
  await expect(give(vera, 'not the password')).rejects.toEqual(coded('SECOND_FACTOR_WRONG'));
  vera.browser.take(await give(vera, PASSWORD));
  await expect(give(marta, PASSWORD)).rejects.toEqual(coded('SECOND_FACTOR_WRONG'));
});

test('ten second factors are enough', async () => {
  const { browser } = await lab.owner();
  for (let i = 0; i < 9; i++) await lab.enrol(browser);
  await expect(lab.enrol(browser)).rejects.toEqual(coded('FACTORS_TOO_MANY'));
});

test('an unknown name and a wrong password are answered alike', async () => {
  await lab.owner();
  const answers = await Promise.all(
    [
      ['marta', 'wrong password here'],
      ['nobody-here', PASSWORD],
      ["' or 1=1", PASSWORD],
    ].map(([name = '', typed]) =>
      password(new Browser('198.51.100.1'), name, typed).catch((error) => ({ code: error.code, message: error.message })),
    ),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ code: 'SIGN_IN_WRONG' });
});

test('every sign-in and every step of it has a token of its own; the one before is worth nothing', async () => {
  const marta = await lab.owner();
  const browser = new Browser();
  // A token somebody planted: it is not taken over.
  browser.session = 'planted';
  browser.take(await password(browser, 'marta'));
  const half = browser.session;
  expect(half).not.toBe('planted');
  browser.take(await proof(browser, marta.code()));
  expect(browser.session).not.toBe(half);
  expect([await lab.find('planted'), await lab.find(half)]).toEqual([null, null]);
  lab.now += 30_000;
  const before = browser.session;
  browser.take(await proof(browser, marta.code()));
  expect([await lab.find(before), (await lab.session(browser)).stage]).toEqual([null, 'full']);
  // Signing in again ends the session of this browser.
  const old = browser.session;
  browser.take(await password(browser, 'marta'));
  expect(await lab.find(old)).toBe(null);
});

test('a code of the authenticator counts once, in whatever browser', async () => {
  const marta = await lab.owner();
  const code = marta.code();
  const [one, two] = [new Browser(), new Browser()];
  for (const browser of [one, two]) browser.take(await password(browser, 'marta'));
  one.take(await proof(one, code));
  await expect(proof(two, code)).rejects.toEqual(coded('SECOND_FACTOR_WRONG'));
  lab.now += 30_000;
  two.take(await proof(two, marta.code()));
});

test('two uses of one code at the same moment: one is let in', async () => {
  const marta = await lab.owner();
  const browsers = [new Browser(), new Browser()];
  for (const browser of browsers) browser.take(await password(browser, 'marta'));
  const outcomes = await Promise.allSettled(browsers.map((browser) => proof(browser, marta.code())));
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  // Whatever was read before: the row itself takes no step twice and none that is older.
  const { query } = lab.throwAway.database;
  const [row] = await query<{ id: string; step: number }>('select authenticator_id as id, last_step as step from accounts.authenticator');
  const { id = '', step = 0 } = row ?? {};
  const uses = [
    await useStep(query, id, step, lab.now),
    await useStep(query, id, step - 1, lab.now),
    await useStep(query, id, step + 1, lab.now),
  ];
  expect(uses).toEqual([false, false, true]);
});

test('a thousand guesses are answered a handful of times, and the owner still gets in from a browser that was in before', async () => {
  const marta = await lab.owner();
  const home = await lab.enter(marta);
  const codes = new Map<string, number>();
  const stranger = new Browser('198.51.100.66');
  for (let batch = 0; batch < 50; batch++) {
    const guesses = Array.from({ length: 20 }, (_, i) => password(stranger, 'marta', `guess number ${batch} ${i}`));
    for (const outcome of await Promise.allSettled(guesses)) {
      const code = outcome.status === 'fulfilled' ? 'IN' : outcome.reason.code;
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
  }
  expect(Object.fromEntries(codes)).toEqual({ SIGN_IN_WRONG: 5, SIGN_IN_LOCKED: 995 });
  // Not even the right password is judged from a strange place.
  await expect(password(new Browser('192.0.2.44'), 'marta')).rejects.toEqual(coded('SIGN_IN_LOCKED'));
  home.session = null;
  await lab.enter(marta, home);
  // And from the same network without the cookie, too.
  await lab.enter(marta, new Browser(home.address));
}, 60_000);

test('who knows the password gets no more guesses at the code', async () => {
  await lab.owner();
  const outcomes: string[] = [];
  for (let i = 0; i < 12; i++) {
    const thief = new Browser('198.51.100.9');
    try {
      thief.take(await password(thief, 'marta'));
      await proof(thief, String(100_000 + i));
    } catch (error) {
      outcomes.push((error as { code: string }).code);
    }
  }
  expect(outcomes.filter((code) => code === 'SECOND_FACTOR_WRONG').length).toBeLessThanOrEqual(3);
  expect(outcomes.at(-1)).toBe('SIGN_IN_LOCKED');
});

test('the waits grow, end by themselves, and the host ends them at once', async () => {
  await lab.owner();
  const stranger = new Browser('198.51.100.7');
  for (let i = 0; i < 5; i++) await expect(password(stranger, 'marta', 'wrong password')).rejects.toEqual(coded('SIGN_IN_WRONG'));
  await expect(password(stranger, 'marta')).rejects.toEqual(coded('SIGN_IN_LOCKED'));
  lab.now += 30_000;
  await expect(password(stranger, 'marta', 'wrong password')).rejects.toEqual(coded('SIGN_IN_WRONG'));
  lab.now += 30_000;
  await expect(password(stranger, 'marta')).rejects.toEqual(coded('SIGN_IN_LOCKED'));
  await unlock(lab.parts, HOST, 'marta');
  expect((await password(stranger, 'marta')).stage).toBe('second-factor');
});

test('lost phone: a recovery code lets in once, the lost factor is removed, another enrolled', async () => {
  const marta = await lab.owner();
  const { codes } = await offerRecoveryCodes(lab.parts, marta.browser.caller, await lab.session(marta.browser));
  expect(new Set(codes).size).toBe(10);
  const browser = new Browser();
  browser.take(await password(browser, 'marta'));
  // Not before it was confirmed that they have been kept.
  await expect(proof(browser, codes[0] ?? '', 'recovery-code')).rejects.toEqual(coded('SECOND_FACTOR_WRONG'));
  await confirmRecoveryCodes(lab.parts, marta.browser.caller, await lab.session(marta.browser));
  browser.take(await proof(browser, codes[0] ?? '', 'recovery-code'));
  const phone = (await lab.throwAway.database.query('select authenticator_id as id from accounts.authenticator')) as { id: string }[];
  await expect(removeFactor(lab.parts, browser.caller, await lab.session(browser), phone[0]?.id ?? '')).rejects.toEqual(
    coded('SECOND_FACTOR_LAST'),
  );
  await lab.enrol(browser);
  await removeFactor(lab.parts, browser.caller, await lab.session(browser), phone[0]?.id ?? '');
  const again = new Browser();
  again.take(await password(again, 'marta'));
  await expect(proof(again, codes[0] ?? '', 'recovery-code')).rejects.toEqual(coded('SECOND_FACTOR_WRONG'));
  await expect(proof(again, marta.code())).rejects.toEqual(coded('SECOND_FACTOR_WRONG'));
});

test('lost phone and no codes: the host takes the factors away, and the password alone lets enrol, no more', async () => {
  const marta = await lab.owner();
  await resetFactors(lab.parts, HOST, 'marta');
  expect(await lab.find(marta.browser.session)).toBe(null);
  const browser = new Browser();
  expect((await password(browser, 'marta')).stage).toBe('enrol');
});

test('changing the password asks for the current one and ends the other sessions', async () => {
  const marta = await lab.owner();
  const other = await lab.enter(marta);
  const { browser } = marta;
  const change = async (current: string, next: string) =>
    changePassword(lab.parts, browser.caller, await lab.session(browser), { current, next });
  await expect(change('not the password', 'siete olmos junto al molino')).rejects.toEqual(coded('SIGN_IN_WRONG'));
  await expect(change(PASSWORD, 'Password12345')).rejects.toEqual(coded('PASSWORD_KNOWN'));
  browser.take(await change(PASSWORD, 'siete olmos junto al molino'));
  expect((await lab.session(browser)).stage).toBe('full');
  expect(await lab.find(other.session)).toBe(null);
  await expect(password(new Browser(), 'marta')).rejects.toEqual(coded('SIGN_IN_WRONG'));
  expect((await password(new Browser(), 'marta', 'siete olmos junto al molino')).stage).toBe('second-factor');
});

test('a password stays good until it is changed', async () => {
  const { name, code } = await lab.owner();
  lab.now += 400 * 86_400_000;
  await lab.enter({ name, code });
});

test('a forgotten password: a code of the host for an hour, once; the second factor is still asked', async () => {
  await lab.owner();
  const { code } = await newPasswordCode(lab.parts, HOST, 'marta');
  const next = 'siete olmos junto al molino';
  await expect(choosePassword(lab.parts, new Browser().caller, { code, password: 'marta12345678' })).rejects.toEqual(
    coded('PASSWORD_NAMED'),
  );
  expect(await choosePassword(lab.parts, new Browser().caller, { code, password: next })).toEqual({ name: 'marta' });
  await expect(choosePassword(lab.parts, new Browser().caller, { code, password: next })).rejects.toEqual(coded('CODE_WRONG'));
  expect((await password(new Browser(), 'marta', next)).stage).toBe('second-factor');
  const meanwhile = new Browser();
  meanwhile.take(await password(meanwhile, 'marta', next));
  const last = await newPasswordCode(lab.parts, HOST, 'marta');
  const knowing = new Browser();
  knowing.take(await password(knowing, 'marta', next));
  await choosePassword(lab.parts, new Browser().caller, { code: last.code, password: 'ocho encinas sobre la loma' });
  expect([await lab.find(meanwhile.session), await lab.find(knowing.session)]).toEqual([null, null]);
  const late = await newPasswordCode(lab.parts, HOST, 'marta');
  lab.now += 3_600_000;
  await expect(choosePassword(lab.parts, new Browser().caller, { code: late.code, password: next })).rejects.toEqual(coded('CODE_WRONG'));
});

test('viewers and auditors enter with the password alone, operators and administrators do not', async () => {
  const stages = [];
  for (const role of ['viewer', 'auditor', 'operator', 'administrator'] as const) {
    const person = await lab.user(`one-${role}`, role);
    await resetFactors(lab.parts, HOST, person.name);
    stages.push((await password(new Browser(), person.name)).stage);
  }
  expect(stages).toEqual(['full', 'full', 'enrol', 'enrol']);
});

test('every one of these attempts is in the audit, whose chain is whole', async () => {
  await lab.owner();
  await password(new Browser('198.51.100.5'), 'marta', 'wrong password').catch(() => {});
  expect(await lab.audit(5)).toEqual([
    'session.begin refused',
    'authenticator.enrol done',
    'authenticator.begin done',
    'owner.setup done',
    'owner.setup-code done',
  ]);
  expect((await lab.verifyAudit()).fault).toBe(null);
});

test('what the audit cannot tell is not done', async () => {
  const marta = await lab.owner();
  await lab.throwAway.database.query('alter table audit.entry rename to entry_away');
  try {
    await expect(password(new Browser(), 'marta')).rejects.toThrow();
    await expect(newPasswordCode(lab.parts, HOST, 'marta')).rejects.toThrow();
  } finally {
    await lab.throwAway.database.query('alter table audit.entry_away rename to entry');
  }
  const [{ count }] = (await lab.throwAway.database.query('select count(*) from accounts.one_time_code')) as [{ count: number }];
  expect([count, (await lab.session(marta.browser)).stage]).toEqual([0, 'full']);
});
